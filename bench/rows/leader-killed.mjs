// Leaders that go: killed, to the first offer and to the first change that is taken; stopped in order, to the next
// leader. The control is ZooKeeper itself: its own leader is killed, and the next write is awaited.
import { join } from 'node:path';
import { encodeUtf8 } from '@stoa/common';
import {
  masterPlace,
  openZooKeeperCoordination,
  readZooKeeperUrl,
  renderMasterPlace,
  watchMasters,
} from '@stoa/coordination';
import { connectFramework } from '@stoa/sdk';
import { ended, nodeOptions, pause, startUntil } from '../cluster.mjs';
import { freePorts, startServers } from '../zookeeper-servers.mjs';

const STOA = join(import.meta.dirname, '../../packages/cli/bin/stoa.mjs');
const SESSION_MS = 2_000;
const TICK_MS = 250;
const silent = { error: () => undefined, warn: () => undefined, info: () => undefined };

const urlOf = ({ addresses }, path) => `zk://${addresses}${path}`;

/** A daemon that is started again with the same words when it is gone. */
class Daemon {
  address;
  child;
  #words;
  #ready;

  constructor(name, port, words) {
    this.address = `127.0.0.1:${port}`;
    this.#words = [...nodeOptions(), STOA, name, ...words];
    this.#ready = name === 'agent' ? /agent\.registered/ : /\.listening/;
  }

  async start() {
    const options = { stream: 'stderr' };
    this.child = await startUntil(this.#ready, process.execPath, this.#words, options);
  }

  /** What it answers when it takes a call by itself, undefined for every other answer and for none. */
  async answers(path, init = {}) {
    try {
      const answer = await fetch(`http://${this.address}${path}`, { redirect: 'manual', ...init });
      const text = await answer.text();
      return answer.ok ? JSON.parse(text) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Two masters, two Marathons and an agent that meet in ZooKeeper. */
async function startDaemons(ensemble, directory) {
  const mesos = urlOf(ensemble, '/mesos');
  const ports = await freePorts(5);
  const masterWords = (port) => [
    `--port=${port}`,
    `--zk=${mesos}`,
    `--zk_session_timeout=${SESSION_MS}ms`,
  ];
  const marathonWords = (port) => [
    `--http_port=${port}`,
    `--master=${mesos}`,
    `--zk=${urlOf(ensemble, '/marathon')}`,
    `--zk_session_timeout=${SESSION_MS}`,
  ];
  const agentWords = [
    `--port=${ports[4]}`,
    `--master=${mesos}`,
    `--work_dir=${join(directory, 'agent')}`,
    '--docker_socket=/nonexistent/docker.sock',
  ];
  const masters = ports.slice(0, 2).map((port) => new Daemon('master', port, masterWords(port)));
  const marathons = ports
    .slice(2, 4)
    .map((port) => new Daemon('marathon', port, marathonWords(port)));
  const agent = new Daemon('agent', ports[4], agentWords);
  for (const each of [...masters, ...marathons, agent]) await each.start();
  return { masters, marathons, agent };
}

/** The first of them that says yes, asked again at once. */
async function firstOf(daemons, says) {
  for (;;) {
    for (const daemon of daemons) {
      if (await says(daemon)) return daemon;
    }
    await pause(1);
  }
}

const isLeadingMaster = async (master) => (await master.answers('/slaves')) !== undefined;
const isLeadingMarathon = async (marathon) =>
  (await marathon.answers('/v2/leader'))?.leader === marathon.address;

/** A framework that takes nothing; `next` resolves when it is offered something. */
async function openOffers(ensemble) {
  const url = await readZooKeeperUrl(urlOf(ensemble, '/mesos'));
  const waiting = new Set();
  const locator = {
    watch: (listener) => {
      const watch = watchMasters({
        url,
        sessionTimeoutMs: SESSION_MS,
        log: silent,
        listener: ([leader]) => listener(leader && renderMasterPlace(leader)),
      });
      return () => void watch.close();
    },
  };
  const connection = connectFramework({
    master: locator,
    framework: {
      user: 'root',
      name: 'bench',
      roles: ['bench'],
      capabilities: [{ type: 'MULTI_ROLE' }],
    },
    onEvent: (event) => {
      if (event.type !== 'OFFERS') return;
      for (const wake of waiting) wake();
      waiting.clear();
    },
  });
  return {
    next: () => new Promise((resolve) => waiting.add(resolve)),
    close: () => connection.close(),
  };
}

/** SIGKILL to the first offer that the next master makes. */
async function killMaster(masters, offers) {
  const leader = await firstOf(masters, isLeadingMaster);
  const offered = offers.next();
  const startedAt = performance.now();
  leader.child.kill('SIGKILL');
  await offered;
  const took = performance.now() - startedAt;
  await leader.start();
  return took;
}

/** A call that makes an app, or changes it. */
const changeOf = (labels) => ({
  method: 'PUT',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ id: '/bench', cmd: 'sleep 1000', instances: 0, labels }),
});

const takes = (change) => async (marathon) =>
  (await marathon.answers('/v2/apps/bench', change)) !== undefined;

/** SIGKILL to the first answer of success to a change. */
async function killMarathon(marathons) {
  const leader = await firstOf(marathons, isLeadingMarathon);
  const change = changeOf({ round: String(performance.now()) });
  const startedAt = performance.now();
  leader.child.kill('SIGKILL');
  const others = marathons.filter((each) => each !== leader);
  await firstOf(others, takes(change));
  const took = performance.now() - startedAt;
  await leader.start();
  return took;
}

/** SIGTERM to the first answer that only a leader gives. */
async function stopMaster(masters) {
  const leader = await firstOf(masters, isLeadingMaster);
  const others = masters.filter((each) => each !== leader);
  const startedAt = performance.now();
  leader.child.kill('SIGTERM');
  await firstOf(others, isLeadingMaster);
  const took = performance.now() - startedAt;
  await ended(leader.child);
  await leader.start();
  return took;
}

/** A store in ZooKeeper that one leader of its own writes to. */
async function openStore(ensemble) {
  const place = masterPlace(await readZooKeeperUrl(urlOf(ensemble, '/control')));
  const coordination = openZooKeeperCoordination({
    place,
    sessionTimeoutMs: SESSION_MS * 2,
    log: silent,
  });
  await new Promise((resolve) => {
    coordination.campaign(encodeUtf8('control'), ({ kind }) => kind === 'elected' && resolve());
  });
  return {
    write: () => coordination.store.transact([{ key: 'a', value: encodeUtf8('1') }]),
    close: () => coordination.close(),
  };
}

async function killServer(ensemble, store) {
  const startAgain = await ensemble.killLeader();
  const startedAt = performance.now();
  await store.write();
  const took = performance.now() - startedAt;
  await startAgain();
  return took;
}

/** Rows of leaders that go. */
export async function measureLeaderKilled({ directory, rounds }) {
  const ensemble = await startServers(directory, 3, { tickMs: TICK_MS });
  if (ensemble === undefined) return [];
  const figures = { offer: [], change: [], stop: [], server: [] };
  const opened = [];
  try {
    const { masters, marathons, agent } = await startDaemons(ensemble, directory);
    opened.push(...masters, ...marathons, agent);
    const [offers, store] = [await openOffers(ensemble), await openStore(ensemble)];
    await firstOf(marathons, takes(changeOf({})));
    for (let round = 0; round < rounds; round += 1) {
      figures.server.push(await killServer(ensemble, store));
      figures.offer.push(await killMaster(masters, offers));
      figures.change.push(await killMarathon(marathons));
      figures.stop.push(await stopMaster(masters));
    }
    await offers.close();
    await store.close();
  } finally {
    for (const { child } of opened) child?.kill('SIGKILL');
    await ensemble.stop();
  }
  const control = {
    control: figures.server,
    controlWhat: 'ZooKeeper’s own leader killed, to a write',
  };
  const session = `session of ${SESSION_MS / 1000} s`;
  return [
    { what: `leading master killed, ${session}: to the first offer`, values: figures.offer },
    { what: `leading Marathon killed, ${session}: to the first PUT taken`, values: figures.change },
    { what: 'leading master stopped in order: to the next leader', values: figures.stop },
  ].map((figure) => ({ ...figure, ...control, unit: 'ms' }));
}
