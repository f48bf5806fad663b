// Durable writes of the embedded store and of the store in ZooKeeper, one by one and a hundred in flight, each
// against node-zookeeper-client called directly on the same three servers.
import { once } from 'node:events';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import {
  marathonPlace,
  openEmbeddedStore,
  openZooKeeperCoordination,
  parseZooKeeperUrl,
} from '../../packages/coordination/dist/index.js';
import { startServers } from '../zookeeper-servers.mjs';
import { median } from '../statistics.mjs';

// Of the package that uses it: the bench has no dependencies of its own.
const require = createRequire(new URL('../../packages/coordination/package.json', import.meta.url));
const { createClient } = require('node-zookeeper-client');

const ALONE = 300;
const IN_FLIGHT = 100;
const TOGETHER = 10_000;
/** What Marathon writes for an instance. */
const VALUE = Buffer.alloc(500, 'x');
const KEYS = 200;

/** Median milliseconds of a write that waits for the one before it. */
async function alone(write) {
  const times = [];
  for (let at = 0; at < ALONE; at += 1) {
    const startedAt = performance.now();
    await write(at % KEYS);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** Writes a second while so many are always in flight. */
async function together(write) {
  const startedAt = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < TOGETHER) {
      next += 1;
      await write(next % KEYS);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (TOGETHER * 1000) / (performance.now() - startedAt);
}

async function openDirect(servers) {
  const client = createClient(servers, { sessionTimeout: 10_000, spinDelay: 50, retries: 0 });
  client.connect();
  await once(client, 'connected');
  const call = (name, ...words) =>
    new Promise((resolve, reject) => {
      client[name](...words, (error) => (error ? reject(error) : resolve()));
    });
  for (let at = 0; at < KEYS; at += 1) await call('create', `/direct${at}`, VALUE);
  return {
    write: (at) => call('setData', `/direct${at}`, VALUE, -1),
    close: () => client.close(),
  };
}

async function openOurs(servers) {
  const url = parseZooKeeperUrl(`zk://${servers}/bench`);
  const log = { error: console.error, warn: console.error, info: () => undefined };
  const coordination = openZooKeeperCoordination({ place: marathonPlace(url.value), log });
  await new Promise((resolve) => {
    coordination.campaign(Buffer.from('bench:1'), ({ kind }) => {
      if (kind === 'elected') resolve();
    });
  });
  return { write: writer(coordination.store), close: () => coordination.close() };
}

async function openEmbedded(directory) {
  const store = await openEmbeddedStore(directory);
  return { write: writer(store), close: () => store.close() };
}

const writer = (store) => (at) => store.transact([{ key: `instance/${at}`, value: VALUE }]);

/** The rows of durable writes; the embedded store alone where ZooKeeper is not installed. */
export async function measureDurableWrites({ directory, rounds }) {
  const servers = await startServers(directory, 3);
  const stores = { embedded: await openEmbedded(join(directory, 'store')) };
  if (servers !== undefined) {
    stores.zookeeper = await openOurs(servers.addresses);
    stores.direct = await openDirect(servers.addresses);
  }
  const measured = new Map();
  // The first round warms up the servers' own compiler and counts for nothing.
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, { write }] of Object.entries(stores)) {
      const values = { alone: await alone(write), together: await together(write) };
      if (round < 0) continue;
      for (const [how, value] of Object.entries(values)) {
        const key = `${name} ${how}`;
        measured.set(key, [...(measured.get(key) ?? []), value]);
      }
    }
  }
  for (const { close } of Object.values(stores)) await close();
  await servers?.stop();
  return render(measured);
}

function render(measured) {
  const kinds = [
    ['alone', 'ms', 'one by one'],
    ['together', '/s', `${IN_FLIGHT} in flight`],
  ];
  const names = [
    ['embedded', 'embedded store'],
    ['zookeeper', 'store in ZooKeeper, three servers'],
  ];
  return kinds.flatMap(([how, unit, words]) =>
    names
      .filter(([name]) => measured.has(`${name} ${how}`))
      .map(([name, shown]) => {
        const row = {
          what: `durable write of 500 bytes, ${words}: ${shown}`,
          unit,
          values: measured.get(`${name} ${how}`),
        };
        const control = measured.get(`direct ${how}`);
        if (control === undefined) return row;
        return { ...row, control, controlWhat: 'node-zookeeper-client called directly' };
      }),
  );
}
