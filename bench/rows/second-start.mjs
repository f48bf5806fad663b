// A second `npm start` to its ready line, and the memory of the idle cluster, against Node alone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withBareServer } from '../bare-server.mjs';
import { ended, pause, startArguments, startUntil } from '../cluster.mjs';
import { listProcesses, residentOf } from '../process-table.mjs';

const IDLE_MS = 2_000;

async function emptyNode() {
  const startedAt = performance.now();
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return performance.now() - startedAt;
}

const bareServerMemory = () =>
  withBareServer(async (pid) => {
    await pause(IDLE_MS);
    return residentOf(pid);
  });

/** The process of the cluster itself: npm and its shell stand above it. */
function findCluster(workDir) {
  const found = listProcesses().find(
    ({ words }) => words[1]?.endsWith('tools/start.mjs') && words.includes(`--work-dir=${workDir}`),
  );
  if (found === undefined)
    throw new Error('the process of the cluster is not in the process table');
  return found.pid;
}

async function throughNpm(workDir) {
  const startedAt = performance.now();
  const args = ['start', '--', ...startArguments(workDir)];
  const child = await startUntil(/^Stoa is ready/m, 'npm', args);
  const ready = performance.now() - startedAt;
  await pause(IDLE_MS);
  const pid = findCluster(workDir);
  const memory = residentOf(pid);
  process.kill(pid, 'SIGINT');
  await ended(child);
  return { ready, memory };
}

/** Rows of the second start and of the idle memory. */
export async function measureSecondStart({ directory, rounds }) {
  const workDir = join(directory, 'cluster');
  await throughNpm(workDir);
  const measured = [];
  const empty = [];
  const bare = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await emptyNode());
    bare.push(await bareServerMemory());
    measured.push(await throughNpm(workDir));
  }
  return [
    {
      what: 'second `npm start` to ready',
      unit: 'ms',
      values: measured.map(({ ready }) => ready),
      control: empty,
      controlWhat: '`node -e 0`',
    },
    {
      what: 'memory of the idle local cluster (resident)',
      unit: 'MiB',
      values: measured.map(({ memory }) => memory),
      control: bare,
      controlWhat: 'bare Node HTTP server',
    },
  ];
}
