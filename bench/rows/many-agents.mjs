// Sixteen apps of 500 instances each over emulated agents on the real link, all submitted at once; master,
// Marathon and the agents in a process each, as on machines of their own.
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BenchCluster, ended, nodeOptions, pause, startUntil } from '../cluster.mjs';
import { plainApp } from '../sample-apps.mjs';

const AGENTS = 189;
const APPS = 16;
const INSTANCES = 500;
const CLI = 'packages/cli/dist/main.js';
const EMULATOR = 'bench/emulated-agents.mjs';

/** A port that nobody has at the moment. */
async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAgents(cluster, count) {
  for (;;) {
    const { text } = await cluster.call('GET', '/metrics/snapshot', undefined, cluster.master);
    if (JSON.parse(text)['master/slaves_active'] === count) return;
    await pause(50);
  }
}

async function startAll(directory) {
  const [masterPort, marathonPort] = [await findFreePort(), await findFreePort()];
  const [master, marathon] = [`127.0.0.1:${masterPort}`, `127.0.0.1:${marathonPort}`];
  const children = [];
  const start = async (pattern, stream, ...words) => {
    children.push(
      await startUntil(pattern, process.execPath, [...nodeOptions(), ...words], { stream }),
    );
  };
  const masterWords = [`--port=${masterPort}`, `--work_dir=${join(directory, 'master')}`];
  await start(/"master\.recovered"/, 'stderr', CLI, 'master', ...masterWords);
  const marathonWords = [
    `--http_port=${marathonPort}`,
    // Thousands of tasks are told of at once.
    '--event_stream_max_outstanding_messages=1000000',
    `--master=${master}`,
    `--work_dir=${join(directory, 'marathon')}`,
  ];
  await start(/"framework\.subscribed"/, 'stderr', CLI, 'marathon', ...marathonWords);
  await start(/^emulating/m, 'stdout', EMULATOR, master, `${AGENTS}`);
  return { children, cluster: new BenchCluster(children[1], { master, marathon }) };
}

async function measureOnce(directory) {
  mkdirSync(directory);
  const { children, cluster } = await startAll(directory);
  try {
    await untilAgents(cluster, AGENTS);
    const events = await cluster.events();
    let left = APPS * INSTANCES;
    const started = events.until(({ taskStatus }) => {
      if (taskStatus === 'TASK_RUNNING') left -= 1;
      return left === 0;
    });
    const startedAt = performance.now();
    const apps = Array.from({ length: APPS }, (_, at) =>
      plainApp(`/many-${at}`, 'exec sleep 1000', { instances: INSTANCES, cpus: 0.1, mem: 16 }),
    );
    await Promise.all(apps.map((app) => cluster.submit(app)));
    const took = ((await started) - startedAt) / 1000;
    await Promise.all(apps.map(({ id }) => cluster.untilRunning(id, INSTANCES)));
    return took;
  } finally {
    for (const child of children.reverse()) child.kill('SIGTERM');
    await Promise.all(children.map(ended));
  }
}

/** The row of 8,000 tasks. */
export async function measureManyAgents({ directory, rounds }) {
  const values = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await measureOnce(join(directory, `many-${round}`)));
  }
  const what = `${APPS} apps of ${INSTANCES} instances, ${AGENTS} emulated agents: POST to all running`;
  return [{ what, unit: 's', values }];
}
