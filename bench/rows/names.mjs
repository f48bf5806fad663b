// Names: how many questions a second, how soon all of 10,000 tasks are loaded, how soon one change among them
// is answered, and the memory; beside Debian's unbound with the same records, asked by dnsperf in the same run.
// The server has one core and the asker the other.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { encodeRecord, MasterEventCodec } from '@stoa/proto';
import { ended, startUntil } from '../cluster.mjs';
import { residentOf } from '../process-table.mjs';

const TASKS = 10_000;
/** How long dnsperf asks each time; a test that looks at the form of the rows wants it shorter. */
const SECONDS = Number(process.env['STOA_BENCH_SECONDS'] ?? 5);
const SERVER_CORE = '0';
const ASKER_CORE = '1';
const DAEMON = join(import.meta.dirname, '../names-daemon.mjs');
const MIB = 2 ** 20;

const numbers = Array.from({ length: TASKS }, (_, at) => at);
const addressOf = (at) => `10.1.${at >> 8}.${at & 255}`;

function taskOf(at, given = {}) {
  return {
    id: `app-${at}.1`,
    name: `app-${at}`,
    framework_id: 'f0-0000',
    slave_id: 'f0-S1',
    state: 'TASK_RUNNING',
    resources: { cpus: 0.1, mem: 32, disk: 0, gpus: 0, ports: '[31000-31000]' },
    statuses: [
      {
        state: 'TASK_RUNNING',
        timestamp: 1,
        container_status: {
          network_infos: [{ ip_addresses: [{ protocol: 'IPv4', ip_address: addressOf(at) }] }],
        },
      },
    ],
    ...given,
  };
}

/** A master's classic state of ten thousand tasks, which is polled. */
async function withPolledMaster(use) {
  const state = JSON.stringify({
    leader: 'master@127.0.0.1:5050',
    slaves: [{ id: 'f0-S1', hostname: 'agent', pid: 'slave(1)@10.0.0.7:5051' }],
    frameworks: [{ id: 'f0-0000', name: 'marathon', tasks: numbers.map((at) => taskOf(at)) }],
  });
  return withMaster(use, (path, response) => {
    if (path === '/master/state') response.end(state);
    else response.writeHead(404).end();
  });
}

/** The same tasks on an event stream; `tell` sends one more event. */
async function withFollowedMaster(use) {
  const streams = new Set();
  const send = (stream, event) => stream.write(encodeRecord(MasterEventCodec.toBinary(event)));
  const tell = (event) => streams.forEach((stream) => send(stream, event));
  const subscribed = { type: 'SUBSCRIBED', subscribed: { get_state: stateOfStream() } };
  return withMaster(
    (address) => use(address, tell),
    (path, response) => {
      if (path !== '/api/v1') return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Type': 'application/x-protobuf' });
      streams.add(response);
      return send(response, subscribed);
    },
  );
}

async function withMaster(use, serve) {
  const server = createServer((request, response) => {
    request.resume();
    serve(request.url, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function streamTaskOf(at) {
  return {
    name: `app-${at}`,
    task_id: { value: `app-${at}.1` },
    framework_id: { value: 'f0-0000' },
    agent_id: { value: 'f0-S1' },
    state: 'TASK_RUNNING',
    resources: [
      { name: 'ports', type: 'RANGES', ranges: { range: [{ begin: 31_000, end: 31_000 }] } },
    ],
    statuses: [statusOf(at, 'TASK_RUNNING')],
  };
}

function statusOf(at, state) {
  const ip_addresses = [{ protocol: 'IPv4', ip_address: addressOf(at) }];
  return {
    task_id: { value: `app-${at}.1` },
    state,
    timestamp: 1,
    container_status: { network_infos: [{ ip_addresses }] },
  };
}

function stateOfStream() {
  const agent_info = { id: { value: 'f0-S1' }, hostname: 'agent', port: 5051 };
  const pid = 'slave(1)@10.0.0.7:5051';
  const framework_info = { id: { value: 'f0-0000' }, user: 'root', name: 'marathon' };
  const status = { active: true, connected: true, recovered: false };
  return {
    get_agents: { agents: [{ agent_info, active: true, version: '1.12.0', pid }] },
    get_frameworks: { frameworks: [{ framework_info, ...status }] },
    get_tasks: { tasks: numbers.map(streamTaskOf) },
  };
}

/** Runs a daemon on the server's core; `use` gets its port, its pid and how long it took to load. */
async function withDaemon(directory, master, use) {
  const file = join(directory, 'daemon.json');
  const argv = ['-c', SERVER_CORE, process.execPath, DAEMON, master, file];
  const child = await startUntil(/^ready/m, 'taskset', argv);
  try {
    const { port, loadMs } = JSON.parse(readFileSync(file, 'utf8'));
    return await use({ port, loadMs, pid: child.pid });
  } finally {
    child.kill('SIGKILL');
    await ended(child);
  }
}

/** unbound on the server's core with the same names; `use` gets its port. */
async function withUnbound(directory, use) {
  const port = await freePort();
  const config = join(directory, 'unbound.conf');
  const records = numbers.flatMap((at) => [
    `local-data: "app-${at}.marathon.mesos. 60 IN A ${addressOf(at)}"`,
    `local-data: "_app-${at}._tcp.marathon.mesos. 60 IN SRV 0 1 31000 app-${at}-x-s1.marathon.slave.mesos."`,
  ]);
  const lines = [
    'server:',
    ...[`interface: 127.0.0.1@${port}`, 'num-threads: 1', 'username: ""', 'chroot: ""'],
    ...['do-daemonize: no', 'pidfile: ""', 'use-syslog: no', `directory: "${directory}"`],
    ...['module-config: "iterator"', 'local-zone: "mesos." static', ...records],
    'remote-control:',
    'control-enable: no',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const began = performance.now();
  const child = spawn('taskset', ['-c', SERVER_CORE, 'unbound', '-d', '-c', config], {
    stdio: 'ignore',
  });
  try {
    await untilAnswered(port);
    return await use(port, performance.now() - began);
  } finally {
    child.kill('SIGKILL');
    await ended(child);
  }
}

async function freePort() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

const question = (name) =>
  Buffer.concat([
    Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0, 0, 1, 0, 1]),
  ]);

/** How many answers a name has; undefined when nothing comes in time. */
async function countAnswers(socket, port, name, patienceMs = 200) {
  socket.send(question(name), port, '127.0.0.1');
  const answer = await new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    socket.removeAllListeners('message').once('message', (message) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
  return answer?.readUInt16BE(6);
}

async function untilAnswered(port) {
  const socket = createSocket('udp4').on('error', () => undefined);
  try {
    for (let tries = 0; tries < 2_000; tries += 1) {
      if ((await countAnswers(socket, port, 'app-0.marathon.mesos', 10)) === 1) return;
    }
    throw new Error(`nobody answers at port ${port}`);
  } finally {
    socket.close();
  }
}

/** Questions a second, by dnsperf on the asker's core. */
function askAll(port, file) {
  const argv = ['-c', ASKER_CORE, 'dnsperf', '-s', '127.0.0.1', '-p', String(port), '-d', file];
  const options = { encoding: 'utf8', maxBuffer: 16 * MIB };
  return new Promise((resolve, reject) => {
    const child = spawn('taskset', [...argv, '-l', String(SECONDS), '-q', '200'], options);
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.once('error', reject);
    child.once('close', () => {
      const rate = /Queries per second:\s+([\d.]+)/.exec(text)?.[1];
      const isClean = /Response codes:\s+NOERROR \d+ \(100\.00%\)/.test(text);
      if (rate === undefined || !isClean) reject(new Error(`dnsperf: ${text}`));
      else resolve(Number(rate));
    });
  });
}

/** From a change that the master tells to the first answer that shows it. */
async function measureChanges(directory, rounds) {
  return withFollowedMaster((master, tell) =>
    withDaemon(directory, master, async ({ port }) => {
      const socket = createSocket('udp4');
      const values = [];
      for (let round = -2; round < rounds; round += 1) {
        const at = round + 2;
        const began = performance.now();
        const status = statusOf(at, 'TASK_FAILED');
        tell({
          type: 'TASK_UPDATED',
          task_updated: { framework_id: { value: 'f0-0000' }, status, state: 'TASK_FAILED' },
        });
        while ((await countAnswers(socket, port, `app-${at}.marathon.mesos`)) !== 0);
        if (round >= 0) values.push(performance.now() - began);
      }
      socket.close();
      return values;
    }),
  );
}

/** What has to be installed, and is not. */
function missingPrograms() {
  return ['dnsperf', 'unbound', 'taskset'].filter(
    (name) => spawnSync(name, ['-h'], { stdio: 'ignore' }).error !== undefined,
  );
}

/** Ours and unbound, in turn: how many questions a second each answers. */
async function measureRates(directory, rounds) {
  const files = { A: join(directory, 'a.txt'), SRV: join(directory, 'srv.txt') };
  writeFileSync(files.A, numbers.map((at) => `app-${at}.marathon.mesos A\n`).join(''));
  writeFileSync(files.SRV, numbers.map((at) => `_app-${at}._tcp.marathon.mesos SRV\n`).join(''));
  const ours = { A: [], SRV: [], loads: [], memory: [] };
  const theirs = { A: [], SRV: [], loads: [] };
  for (let round = 0; round < rounds; round += 1) {
    await withPolledMaster((master) =>
      withDaemon(directory, master, async ({ port, loadMs, pid }) => {
        ours.loads.push(loadMs);
        for (const type of ['A', 'SRV']) ours[type].push(await askAll(port, files[type]));
        ours.memory.push(residentOf(pid));
      }),
    );
    await withUnbound(directory, async (port, loadMs) => {
      theirs.loads.push(loadMs);
      for (const type of ['A', 'SRV']) theirs[type].push(await askAll(port, files[type]));
    });
  }
  return { ours, theirs };
}

/** The rows of names; none where Debian's dnsperf and unbound are not installed. */
export async function measureNames({ directory, rounds }) {
  const missing = missingPrograms();
  if (missing.length > 0) {
    console.log(`== without names: apt-get install ${missing.join(' ')}`);
    return [];
  }
  const { ours, theirs } = await measureRates(directory, rounds);
  const changes = await measureChanges(directory, rounds);
  return [
    ...['A', 'SRV'].map((type) => ({
      what: `names: ${type} questions a second, 10,000 tasks`,
      unit: '/s',
      values: ours[type],
      control: theirs[type],
      controlWhat: 'unbound',
    })),
    {
      what: 'names: from start to 10,000 tasks answered',
      unit: 'ms',
      values: ours.loads,
      control: theirs.loads,
      controlWhat: 'unbound, its process included',
    },
    { what: 'names: one change among 10,000 tasks to its answer', unit: 'ms', values: changes },
    { what: 'names: memory after the questions (resident)', unit: 'MiB', values: ours.memory },
  ];
}
