import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  parseZooKeeperUrl,
  readAddress,
  renderMasterPlace,
  watchMasters,
  type MasterPlace,
  type MasterWatch,
} from '@stoa/coordination';
import { RawZooKeeper } from '../../support/raw-zookeeper.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';

const describeHere = hasZooKeeper ? describe : describe.skip;
const SESSION_MS = 1_500;

const record = (port: number) =>
  JSON.stringify({
    address: { hostname: 'm.example', ip: '127.0.0.1', port },
    hostname: 'm.example',
    id: `id-${port}`,
    ip: 16777343,
    pid: `master@127.0.0.1:${port}`,
    port,
    version: '1.12.0',
  });

describeHere('following the masters in ZooKeeper', () => {
  let ensemble: ZooKeeperEnsemble;
  let raw: RawZooKeeper;
  let path = '';
  let count = 0;
  let heard: (readonly string[])[] = [];
  let logged: string[] = [];
  let watch: MasterWatch | undefined;
  let proxy: TcpProxy | undefined;

  beforeAll(async () => {
    ensemble = await startEnsemble(1);
    raw = await RawZooKeeper.open(ensemble.servers);
  });
  afterAll(async () => {
    await raw?.close();
    await ensemble?.stop();
  });
  beforeEach(() => {
    path = `/mesos${++count}`;
    heard = [];
    logged = [];
  });
  afterEach(async () => {
    await watch?.close();
    await proxy?.close();
    watch = proxy = undefined;
  });

  const log = Object.fromEntries(
    ['error', 'warn', 'info'].map((level) => [
      level,
      (event: string, fields: object) => logged.push(`${event} ${JSON.stringify(fields)}`),
    ]),
  ) as unknown as Parameters<typeof watchMasters>[0]['log'];

  function follow(address = ensemble.url(path)): void {
    const url = parseZooKeeperUrl(address);
    if (!url.ok) throw new Error(url.error);
    const listener = (masters: readonly MasterPlace[]) =>
      heard.push(masters.map(renderMasterPlace));
    watch = watchMasters({ url: url.value, sessionTimeoutMs: SESSION_MS, log, listener });
  }
  const hears = (wanted: readonly string[]) =>
    until(`heard ${wanted.join()} in ${JSON.stringify(heard)}`, () =>
      JSON.stringify(heard.at(-1)) === JSON.stringify(wanted) ? true : undefined,
    );

  test('hears who stands, the lowest number first, and every change', async () => {
    await raw.create(path, '');
    await raw.create(`${path}/log_replicas`, '');
    follow();
    await hears([]);
    const first = await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    await hears(['127.0.0.1:5050']);
    await raw.create(`${path}/json.info_`, record(5051), 'ephemeral');
    await hears(['127.0.0.1:5050', '127.0.0.1:5051']);
    await raw.remove(first);
    await hears(['127.0.0.1:5051']);
  });

  test('waits for a path that is not there yet and says which', async () => {
    follow();
    await hears([]);
    await until('it is told', () => logged.find((line) => line.includes('path_missing')));
    expect(logged.join()).toContain(path);
    await raw.create(path, '');
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    await hears(['127.0.0.1:5050']);
  });

  test('a record of rubbish is named in the log, and nobody is followed in its stead', async () => {
    await raw.create(path, '');
    const rubbish = await raw.create(`${path}/json.info_`, 'rubbish', 'ephemeral');
    await raw.create(`${path}/json.info_`, record(5051), 'ephemeral');
    follow();
    await hears([]);
    expect(logged.join()).toContain(rubbish.slice(path.length + 1));
    expect(logged.join()).toContain('remove that node');
    await raw.remove(rubbish);
    await hears(['127.0.0.1:5051']);
  });

  test('reads the forms of older masters', async () => {
    await raw.create(path, '');
    await raw.create(`${path}/0000000007`, 'master@127.0.0.1:5060');
    follow();
    await hears(['127.0.0.1:5060']);
  });

  test('a cut connection loses no change', async () => {
    await raw.create(path, '');
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
    follow(`zk://127.0.0.1:${proxy.port}${path}`);
    await hears([]);
    proxy.mode = 'refuse';
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    proxy.mode = 'pass';
    await hears(['127.0.0.1:5050']);
  });

  test('a connection cut inside an answer does not spoil the next one', async () => {
    await raw.create(path, '');
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
    proxy.cutAfterAnswerBytes(47);
    follow(`zk://127.0.0.1:${proxy.port}${path}`);
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    await hears(['127.0.0.1:5050']);
    expect(proxy.answersLost).toBe(1);
  });

  test('a server that greets nobody is left for one that does', async () => {
    await raw.create(path, '');
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
    proxy.mode = 'hole';
    follow(`zk://127.0.0.1:${proxy.port},${ensemble.servers}${path}`);
    await hears(['127.0.0.1:5050']);
  });

  test('a server that falls silent is noticed, and the change behind its back is heard', async () => {
    await raw.create(path, '');
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
    follow(`zk://127.0.0.1:${proxy.port}${path}`);
    await hears([]);
    proxy.mode = 'hole';
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    await until('contact is known to be lost', () => (watch?.isInReach ? undefined : true));
    proxy.mode = 'pass';
    await hears(['127.0.0.1:5050']);
  });

  test('goes on in another session when its own has expired', async () => {
    await raw.create(path, '');
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
    follow(`zk://127.0.0.1:${proxy.port}${path}`);
    await hears([]);
    proxy.mode = 'refuse';
    await until('all hope is given up once', () =>
      logged.find((line) => line.includes('zookeeper.unreachable')),
    );
    await raw.create(`${path}/json.info_`, record(5050), 'ephemeral');
    proxy.mode = 'pass';
    await hears(['127.0.0.1:5050']);
    expect(logged.join()).toContain('zookeeper.session_expired');
  });

  test('an unresolvable host among good ones is named, and the good ones are used', async () => {
    await raw.create(path, '');
    follow(`zk://no-such-host.invalid:2181,${ensemble.servers}${path}`);
    await hears([]);
    await until('it is named', () => logged.find((line) => line.includes('unresolvable')));
    expect(logged.join()).toContain('no-such-host.invalid');
  });

  test('a node that we may not read is named with what to do', async () => {
    const owner = await RawZooKeeper.open(ensemble.servers, 'owner:secret');
    try {
      await owner.createPrivate(path, '');
      follow();
      await until('it is told', () => logged.find((line) => line.includes('unreadable')));
      expect(logged.join()).toContain(path);
      expect(logged.join()).toContain('give the user:password that created it');
      await watch?.close();
      follow(ensemble.url(path, 'owner:secret'));
      await hears([]);
    } finally {
      await owner.close();
    }
  });

  test('an address may lie in a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stoa-address-'));
    try {
      const file = join(directory, 'zk');
      await writeFile(file, `${ensemble.url(path)}\n`);
      expect(await readAddress(pathToFileURL(file).href)).toBe(ensemble.url(path));
      await expect(readAddress(`file://${directory}/absent`)).rejects.toThrow('absent');
      await writeFile(file, '');
      await expect(readAddress(pathToFileURL(file).href)).rejects.toThrow('one address');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
