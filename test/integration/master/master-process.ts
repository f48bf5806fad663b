// A master as a process of its own, for the tests that kill it: flags come as JSON.
import { writeSync } from 'node:fs';
import { startMaster } from '../../../packages/master/src/index.ts';

const flags = JSON.parse(process.argv[2] ?? '{}') as Parameters<typeof startMaster>[0];
const master = await startMaster(flags);
process.once('SIGTERM', () => void master.close());
writeSync(1, `${master.address}\n`);
