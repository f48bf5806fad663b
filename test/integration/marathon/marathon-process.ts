// Marathon as a process of its own, for the tests that kill it: flags come as JSON.
import { writeSync } from 'node:fs';
import { startMarathon } from '../../../packages/marathon/src/index.ts';

const flags = JSON.parse(process.argv[2] ?? '{}') as Parameters<typeof startMarathon>[0];
const marathon = await startMarathon(flags);
process.once('SIGTERM', () => void marathon.close());
writeSync(1, `${marathon.address}\n`);
