// What the plain rows are compared with: the same processes by `spawn`, without anybody between.
import { spawn } from 'node:child_process';
import { ended } from './cluster.mjs';

/** A command that reports its pid and then sleeps. */
export const reporting = (pipe) => `echo $$ > ${pipe.path}; exec sleep 1000`;

export const bareTask = (pipe) => spawn('sh', ['-c', reporting(pipe)], { stdio: 'ignore' });

/** Ends children and waits for it. */
export async function endAll(children) {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map(ended));
}

/** Starts so many processes; how long until the last of them existed, in milliseconds. They are ended again. */
export async function timeSpawns(pipe, count) {
  const here = pipe.reports(count);
  const startedAt = performance.now();
  const children = Array.from({ length: count }, () => bareTask(pipe));
  const { arrived } = await here;
  await endAll(children);
  return arrived - startedAt;
}
