// What the rows of an idle cluster are compared with: a Node HTTP server without routes.
import { ended, startUntil } from './cluster.mjs';

const SCRIPT = "require('node:http').createServer().listen(0,'127.0.0.1',()=>console.log('ready'))";

/** Starts one; `use` gets its pid, and it ends afterwards. */
export async function withBareServer(use) {
  const child = await startUntil(/^ready/m, process.execPath, ['-e', SCRIPT]);
  try {
    return await use(child.pid);
  } finally {
    child.kill('SIGKILL');
    await ended(child);
  }
}
