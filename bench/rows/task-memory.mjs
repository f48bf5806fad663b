// The memory that stands beside each running plain task, against one `sh` that waits for it.
import { spawn } from 'node:child_process';
import { ended, pause } from '../cluster.mjs';
import { listProcesses, proportionalOf } from '../process-table.mjs';
import { plainApp } from '../sample-apps.mjs';

const COUNT = 20;
const SETTLE_MS = 500;
const MARK = '98765';
const isTask = ({ words }) => words[0] === 'sleep' && words[1] === MARK;
const mentions = ({ words }) => words.some((word) => word.includes(MARK));

/** MiB beside each task: every process that was started for one and is not the task itself. */
function beside() {
  const ours = listProcesses().filter(mentions);
  const tasks = ours.filter(isTask);
  if (tasks.length !== COUNT) throw new Error(`${tasks.length} of ${COUNT} tasks run`);
  const others = ours.filter((process) => !isTask(process));
  return others.reduce((sum, { pid }) => sum + proportionalOf(pid), 0) / COUNT;
}

async function bareShells() {
  const script = `sleep ${MARK}; exit $?`;
  const children = Array.from({ length: COUNT }, () =>
    spawn('sh', ['-c', script], { stdio: 'ignore', detached: true }),
  );
  await pause(SETTLE_MS);
  const memory = beside();
  for (const { pid } of children) process.kill(-pid, 'SIGKILL');
  await Promise.all(children.map(ended));
  await pause(SETTLE_MS);
  return memory;
}

/** The row of memory beside a task. */
export async function measureTaskMemory({ cluster, rounds }) {
  const values = [];
  const control = [];
  for (let round = 0; round < rounds; round += 1) {
    control.push(await bareShells());
    const app = plainApp(`/memory-${round}`, `exec sleep ${MARK}`, { instances: COUNT });
    await cluster.submitAndWait(app);
    await pause(SETTLE_MS);
    values.push(beside());
    await cluster.destroy(app.id);
    await pause(SETTLE_MS);
  }
  const what = 'memory beside each running plain task (PSS)';
  return [{ what, unit: 'MiB', values, control, controlWhat: '`sh` that waits' }];
}
