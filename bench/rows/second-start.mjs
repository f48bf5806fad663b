// A second `npm start` to its ready line, and the memory of the idle cluster, against Node alone.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { ended, pause, startArguments, startUntil } from '../cluster.mjs';

const IDLE_MS = 2_000;
const BARE_SERVER =
  "require('node:http').createServer().listen(0,'127.0.0.1',()=>console.log('ready'))";

async function emptyNode() {
  const startedAt = performance.now();
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return performance.now() - startedAt;
}

/** Resident memory in MiB. */
function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) / 1024;
}

async function bareServerMemory() {
  const child = await startUntil(/^ready/m, process.execPath, ['-e', BARE_SERVER]);
  await pause(IDLE_MS);
  const memory = residentOf(child.pid);
  child.kill('SIGKILL');
  await ended(child);
  return memory;
}

/** The process of the cluster itself: npm and its shell stand above it. */
function findCluster(workDir) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words[1]?.endsWith('tools/start.mjs') && words.includes(`--work-dir=${workDir}`)) {
        return Number(pid);
      }
    } catch {
      // It ended while we looked.
      continue;
    }
  }
  throw new Error('the process of the cluster is not in the process table');
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
export async function measureSecondStart({ workDir, rounds }) {
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
