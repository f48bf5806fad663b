import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startMesosDns } from '@stoa/mesos-dns';
import { RawZooKeeper } from '../../support/raw-zookeeper.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';
import { addressesOf, lookUp } from './dns-client.ts';
import { aState, aStateTask, StandInMaster } from './stand-in-master.ts';
import { portOf, silent, startDns } from './test-dns.ts';

// Masters of other people stand for election in ZooKeeper; whoever leads there is followed.

const describeHere = hasZooKeeper ? describe : describe.skip;

/** What a master writes of itself. */
const record = (port: number): string =>
  JSON.stringify({
    address: { hostname: 'm.example', ip: '127.0.0.1', port },
    hostname: 'm.example',
    id: `id-${port}`,
    ip: 16777343,
    pid: `master@127.0.0.1:${port}`,
    port,
    version: '1.9.0',
  });

describeHere('the leader in ZooKeeper (left out where ZooKeeper is not installed)', () => {
  let ensemble: ZooKeeperEnsemble;
  let raw: RawZooKeeper;
  let first: StandInMaster;
  let second: StandInMaster;
  let path = '';
  let count = 0;
  let running: { close(): Promise<void> } | undefined;

  beforeAll(async () => {
    ensemble = await startEnsemble(1);
    raw = await RawZooKeeper.open(ensemble.servers);
  }, 150_000);
  afterAll(async () => {
    await raw?.close();
    await ensemble?.stop();
  });
  beforeEach(async () => {
    path = `/mesos${++count}`;
    await raw.create(path, '');
    first = await StandInMaster.start();
    second = await StandInMaster.start();
    first.state = aState(first.address, [aStateTask('old')]);
    second.state = aState(second.address, [aStateTask('new')]);
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    await first.close();
    await second.close();
  });

  const stand = (master: StandInMaster): Promise<string> =>
    raw.create(`${path}/json.info_`, record(master.port), 'ephemeral');

  const untilNamed = (port: number, name: string, wanted: number): Promise<true> =>
    until(`${name} has ${wanted} addresses`, async () =>
      (await addressesOf(port, name)).length === wanted ? true : undefined,
    );

  async function leaderPort(port: number): Promise<readonly unknown[]> {
    const { answers = [] } = await lookUp(port, '_leader._tcp.mesos', 'SRV');
    return answers.map((answer) => (answer.type === 'SRV' ? answer.data.port : undefined));
  }

  test('is the one with the lowest number; the next is followed at once, and names outlive them all', async () => {
    const node = await stand(first);
    const next = await stand(second);
    const dns = await startDns([], { zk: ensemble.url(path), zk_detection_timeout: 0 });
    running = dns;
    expect(await addressesOf(dns.port, 'old.marathon.mesos')).toEqual(['10.0.0.9']);
    expect(await leaderPort(dns.port)).toEqual([first.port]);
    await raw.remove(node);
    await untilNamed(dns.port, 'new.marathon.mesos', 1);
    expect(await addressesOf(dns.port, 'old.marathon.mesos')).toEqual([]);
    expect(await leaderPort(dns.port)).toEqual([second.port]);
    await raw.remove(next);
    second.state = 'gone';
    expect(await addressesOf(dns.port, 'new.marathon.mesos')).toEqual(['10.0.0.9']);
    const back = await StandInMaster.start();
    back.state = aState(back.address, [aStateTask('back')]);
    await stand(back);
    await untilNamed(dns.port, 'back.marathon.mesos', 1);
    await back.close();
  }, 60_000);

  test('is waited for: nothing is answered before somebody leads', async () => {
    const starting = startMesosDns(
      { zk: ensemble.url(path), port: 0, http_port: 0, resolvers: ['127.0.0.1:1'] },
      { log: silent },
    );
    await stand(second);
    const dns = await starting;
    running = dns;
    expect(await addressesOf(portOf(dns.address), 'new.marathon.mesos')).toEqual(['10.0.0.9']);
  }, 60_000);

  test('is given up when nobody leads for too long, at the start and later', async () => {
    const flags = { zk: ensemble.url(path), port: 0, http: false, resolvers: ['127.0.0.1:1'] };
    const why = /ZooKeeper has named no leading master for 1 seconds \(zkDetectionTimeout\)/;
    await expect(
      startMesosDns({ ...flags, zk_detection_timeout: 1 }, { log: silent }),
    ).rejects.toThrow(why);
    const node = await stand(first);
    const ended = new Promise<Error>((resolve) => {
      void startMesosDns(
        { ...flags, zk_detection_timeout: 1 },
        { log: silent, onEnded: resolve },
      ).then(async (dns) => {
        running = dns;
        await raw.remove(node);
      });
    });
    expect((await ended).message).toMatch(why);
  }, 60_000);

  test('cannot be found under an address that is none, and no secret of it is shown', async () => {
    await expect(startMesosDns({ zk: 'zk:/z' }, { log: silent })).rejects.toThrow(
      /^zk: not of the form zk:\/\//,
    );
    await stand(first);
    const dns = await startDns([], { zk: ensemble.url(path, 'me:geheim') });
    running = dns;
    const config = await (await fetch(`${dns.http}/v1/config`)).text();
    expect(config).toContain('xxxxxxxx:xxxxxxxx@');
    expect(config).not.toContain('geheim');
  }, 60_000);
});
