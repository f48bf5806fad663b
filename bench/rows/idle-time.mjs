// The processor time of an idle cluster, against a Node HTTP server without routes.
import { withBareServer } from '../bare-server.mjs';
import { pause } from '../cluster.mjs';
import { processorTimeOf } from '../process-table.mjs';

// Ticks of the system are 10 ms: over 20 s one of them is 0.05 %.
const WINDOW_MS = 20_000;
const SETTLE_MS = 5_000;

/** The share of one core that processes use, in percent, all over the same time. */
async function shares(pids) {
  const startedAt = performance.now();
  const before = pids.map(processorTimeOf);
  await pause(WINDOW_MS);
  const elapsed = performance.now() - startedAt;
  return pids.map((pid, at) => (100 * (processorTimeOf(pid) - before[at])) / elapsed);
}

/** The row of idle processor time. */
export async function measureIdleTime({ cluster, rounds }) {
  const values = [];
  const control = [];
  await withBareServer(async (barePid) => {
    await pause(SETTLE_MS);
    for (let round = 0; round < rounds; round += 1) {
      const [ours, bare] = await shares([cluster.pid, barePid]);
      values.push(ours);
      control.push(bare);
    }
  });
  const what = `processor time of the idle local cluster, of one core, over ${WINDOW_MS / 1000} s`;
  return [{ what, unit: '%', values, control, controlWhat: 'bare Node HTTP server' }];
}
