// An agent as a process of its own, for the tests that kill it: flags come as JSON.
import { writeSync } from 'node:fs';
import { startAgent } from '../../../packages/agent/src/index.ts';

const flags = JSON.parse(process.argv[2] ?? '{}') as Parameters<typeof startAgent>[0];
const agent = await startAgent(flags);
writeSync(1, `${agent.address}\n`);
