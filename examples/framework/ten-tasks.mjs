// A whole framework: runs ten tasks, tells what becomes of them, and ends. Start a cluster with
// `npm start`, then: node examples/framework/ten-tasks.mjs [host:port of the master]
import { Framework } from '@stoa/sdk';

const TASKS = 10;
const NEED = { cpus: 0.1, mem: 32 };

const amount = (offer, name) =>
  (offer.resources ?? [])
    .filter((resource) => resource.name === name)
    .reduce((sum, resource) => sum + (resource.scalar?.value ?? 0), 0);

let launched = 0;
const ended = new Map();

const framework = new Framework({
  master: process.argv[2] ?? '127.0.0.1:5050',
  framework: { user: process.env.USER ?? 'root', name: 'ten-tasks' },

  // As many tasks as fit into the offer; an empty list declines it.
  planTasks: (offer) => {
    const room = Math.min(
      Math.floor(amount(offer, 'cpus') / NEED.cpus),
      Math.floor(amount(offer, 'mem') / NEED.mem),
    );
    const count = Math.min(room, TASKS - launched);
    return Array.from({ length: count }, () => {
      launched += 1;
      return {
        name: `greeter ${launched}`,
        task_id: { value: `greeter-${launched}` },
        command: { value: `echo hello from task ${launched}` },
        resources: [
          { name: 'cpus', type: 'SCALAR', scalar: { value: NEED.cpus } },
          { name: 'mem', type: 'SCALAR', scalar: { value: NEED.mem } },
        ],
      };
    });
  },

  // A status counts as heard once this returns: then it is acknowledged.
  onStatus: async (status) => {
    const id = status.task_id.value;
    console.log(`${id} ${status.state} ${status.message ?? ''}`.trimEnd());
    if (['TASK_STAGING', 'TASK_STARTING', 'TASK_RUNNING'].includes(status.state)) return;
    ended.set(id, status.state);
    if (ended.size === TASKS) await framework.stop();
  },

  onSubscribed: (id) => console.log(`subscribed as ${id}`),
});

await framework.done;
const failures = [...ended.values()].filter((state) => state !== 'TASK_FINISHED').length;
console.log(`${ended.size - failures} of ${TASKS} tasks finished`);
process.exitCode = failures === 0 ? 0 : 1;
