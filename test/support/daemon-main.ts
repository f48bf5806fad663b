// A daemon as a process of its own, for the tests that kill it: its name, then flags as on the command line.
import { agentMain } from '../../packages/agent/src/index.ts';
import { marathonMain } from '../../packages/marathon/src/index.ts';
import { masterMain } from '../../packages/master/src/index.ts';

const [name, ...argv] = process.argv.slice(2);
const mains = { agent: agentMain, marathon: marathonMain, master: masterMain };
if (name !== 'agent' && name !== 'marathon' && name !== 'master') throw new Error(`no ${name}`);
await mains[name](argv, process.env);
