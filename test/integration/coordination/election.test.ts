import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { parseZooKeeperUrl } from '@stoa/coordination';
import { ACL } from 'node-zookeeper-client';
import type { SessionKey } from '../../../packages/coordination/src/zookeeper/guarded-library.ts';
import { ZooKeeperClient } from '../../../packages/coordination/src/zookeeper/zookeeper-client.ts';
import { faultOf } from '../../../packages/coordination/src/zookeeper/zookeeper-error.ts';
import { RawZooKeeper } from '../../support/raw-zookeeper.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';
import { closeMembers, joinElection, type Member } from '../../support/zookeeper-members.ts';

const describeHere = hasZooKeeper ? describe : describe.skip;
const START_DEADLINE_MS = 150_000;

describeHere('an election in ZooKeeper', () => {
  let ensemble: ZooKeeperEnsemble;
  let raw: RawZooKeeper;
  let proxy: TcpProxy;
  let path = '';
  let count = 0;

  beforeAll(async () => {
    ensemble = await startEnsemble(3);
    raw = await RawZooKeeper.open(ensemble.servers);
  }, START_DEADLINE_MS);
  afterAll(async () => {
    await raw?.close();
    await ensemble?.stop();
  });
  beforeEach(async () => {
    path = `/cluster${++count}`;
    proxy = await TcpProxy.open(ensemble.nodes[0]!.clientPort);
  });
  afterEach(async () => {
    proxy.mode = 'pass';
    await closeMembers();
    await proxy.close();
  });

  const proxied = () => `zk://127.0.0.1:${proxy.port}${path}`;
  const put = (key: string, text: string) => ({ key, value: encodeUtf8(text) });
  const stored = async (member: Member) =>
    (await member.coordination.store.load()).map(
      ({ key, value }) => [key, decodeUtf8(value)] as const,
    );
  const candidates = async () =>
    (await raw.children(path)).filter((name) => name.startsWith('json.info_'));

  test('the first leads, in the form that others look for, and hands over at once', async () => {
    const first = joinElection(ensemble.url(path), 'first', 20_000);
    const elected = await first.hears('elected');
    expect(first.candidacy.isLeading).toBe(true);
    const [name] = await candidates();
    expect(name).toMatch(/^json\.info_\d{10}$/);
    expect(await raw.read(`${path}/${name}`)).toBe('first');
    const second = joinElection(ensemble.url(path), 'second', 20_000);
    await until('both stand', async () => ((await candidates()).length === 2 ? true : undefined));
    expect(second.candidacy.isLeading).toBe(false);
    await first.candidacy.withdraw();
    const after = await second.hears('elected');
    expect(after.epoch).toBeGreaterThan(elected.epoch);
    expect(first.candidacy.isLeading).toBe(false);
  });

  test('one that only stands may not write', async () => {
    const first = joinElection(ensemble.url(path), 'first');
    await first.hears('elected');
    const second = joinElection(ensemble.url(path), 'second');
    await expect(second.coordination.store.transact([put('a', '1')])).rejects.toThrow(
      'only the leader may',
    );
  });

  test('a leader that is cut off stops by its own clock before another is elected', async () => {
    const first = joinElection(proxied(), 'first', 3_000);
    await first.hears('elected');
    const second = joinElection(ensemble.url(path), 'second');
    await until('both stand', async () => ((await candidates()).length === 2 ? true : undefined));
    proxy.mode = 'hole';
    await first.hears('suspended');
    expect(first.candidacy.isLeading).toBe(false);
    expect(second.heard).toEqual([]);
    await second.hears('elected');
    proxy.mode = 'pass';
    const { reason } = await first.hears('lost');
    expect(reason).toContain('expired');
  });

  test('a leader that stood still, though not for its whole session, leads on', async () => {
    const member = joinElection(ensemble.url(path), 'member', 4_000);
    await member.hears('elected');
    // Just heard of: what follows is over two thirds of a session and under a whole one.
    await member.coordination.store.transact([put('a', '1')]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    expect(member.candidacy.isLeading).toBe(false);
    await member.hears('resumed');
    expect(member.candidacy.isLeading).toBe(true);
    await member.coordination.store.transact([put('a', '2')]);
    expect(await stored(member)).toEqual([['a', '2']]);
  });

  test('of two that both believe they lead, the servers take the writes of one', async () => {
    const first = joinElection(proxied(), 'first', 40_000);
    await first.hears('elected');
    await first.coordination.store.transact([put('a', 'first')]);
    const [name] = await candidates();
    const second = joinElection(ensemble.url(path), 'second', 40_000);
    // The first hears nothing of it while its session lives on.
    proxy.mode = 'hole';
    await raw.remove(`${path}/${name}`);
    await second.hears('elected');
    expect(first.candidacy.isLeading).toBe(true);
    expect(second.candidacy.isLeading).toBe(true);
    await second.coordination.store.transact([put('a', 'second')]);
    const refused = expect(
      first.coordination.store.transact([put('a', 'late'), put('b', 'late')]),
    ).rejects.toThrow(/another one has begun to lead|leadership is lost/);
    proxy.cut();
    proxy.mode = 'pass';
    await refused;
    await first.hears('lost');
    expect(await stored(second)).toEqual([['a', 'second']]);
  });

  test('an overtaken leader is refused by the epoch alone', async () => {
    const member = joinElection(ensemble.url(path), 'overtaken', 20_000);
    await member.hears('elected');
    await raw.set(`${path}/log_replicas/store/epoch`, 'somebody else');
    await expect(member.coordination.store.transact([put('a', '1')])).rejects.toThrow(
      'another one has begun to lead',
    );
    await member.hears('lost');
    expect(await stored(member)).toEqual([]);
  });

  test('when the answer to its creation is lost, the node is found and adopted', async () => {
    proxy.loseAnswerOf((bytes) => bytes.includes('json.info_'));
    const member = joinElection(proxied(), 'adopted', 20_000);
    await member.hears('elected');
    expect(proxy.answersLost).toBe(1);
    expect(await candidates()).toHaveLength(1);
  });

  test('when the answer to a transaction is lost, it is neither forgotten nor made twice', async () => {
    const member = joinElection(proxied(), 'member', 20_000);
    await member.hears('elected');
    await member.coordination.store.transact([put('a', '1')]);
    proxy.loseAnswerOf((bytes) => bytes.includes('unmistakable'));
    await member.coordination.store.transact([put('a', 'unmistakable'), put('b', '1')]);
    expect(proxy.answersLost).toBe(1);
    await member.coordination.store.transact([put('a', '3')]);
    expect(await stored(member)).toEqual([
      ['a', '3'],
      ['b', '1'],
    ]);
  });

  test('waits out an ephemeral node of its own former life', async () => {
    const former = joinElection(proxied(), 'same', 2_000);
    await former.hears('elected');
    // It is gone without a word: nothing of it passes any more.
    proxy.mode = 'hole';
    const again = joinElection(ensemble.url(path), 'same', 20_000);
    await again.hears('elected');
    expect(await candidates()).toHaveLength(1);
  });

  test('one that only stood stands anew when its session has expired', async () => {
    const first = joinElection(ensemble.url(path), 'first', 20_000);
    await first.hears('elected');
    const second = joinElection(proxied(), 'second', 1_500);
    await until('both stand', async () => ((await candidates()).length === 2 ? true : undefined));
    proxy.mode = 'refuse';
    await until('its node is gone', async () =>
      (await candidates()).length === 1 ? true : undefined,
    );
    proxy.mode = 'pass';
    await until('it stands anew', async () =>
      (await candidates()).length === 2 ? true : undefined,
    );
    await first.candidacy.withdraw();
    await second.hears('elected');
  });

  test('a leader whose node is removed by hand hears that it lost', async () => {
    const member = joinElection(ensemble.url(path), 'member', 20_000);
    await member.hears('elected');
    const [name] = await candidates();
    await raw.remove(`${path}/${name}`);
    const { reason } = await member.hears('lost');
    expect(reason).toContain(`${name} was removed`);
  });

  test('with credentials everybody may read and nobody else may write', async () => {
    const member = joinElection(ensemble.url(path, 'stoa:secret'), 'guarded', 20_000);
    await member.hears('elected');
    await member.coordination.store.transact([put('a', '1')]);
    const [name] = await candidates();
    expect(await raw.read(`${path}/${name}`)).toBe('guarded');
    await expect(raw.create(`${path}/json.info_`, 'x', 'ephemeral')).rejects.toThrow('NO_AUTH');
    await expect(raw.read(`${path}/log_replicas/store/epoch`)).rejects.toThrow('NO_AUTH');
    const stranger = joinElection(ensemble.url(path, 'stoa:wrong'), 'stranger', 20_000);
    const { reason } = await stranger.hears('lost');
    expect(reason).toContain(`${path}/json.info_`);
    expect(reason).toContain('user:password');
  });

  test('an entry that somebody filled with rubbish is named, and nothing is taken for empty', async () => {
    const member = joinElection(ensemble.url(path), 'member', 20_000);
    await member.hears('elected');
    await member.coordination.store.transact([put('a', '1')]);
    const entries = `${path}/log_replicas/store/entries`;
    for (const bucket of await raw.children(entries)) {
      for (const name of await raw.children(`${entries}/${bucket}`)) {
        await raw.set(`${entries}/${bucket}/${name}`, 'rubbish');
      }
    }
    await expect(stored(member)).rejects.toThrow(/entries\/[0-9a-f]{2}\/ka .*not an entry/);
  });

  describe('what its library would get wrong', () => {
    const clients: ZooKeeperClient[] = [];
    afterEach(() => {
      for (const client of clients.splice(0)) client.abandon();
    });
    /** A session of its own, or another's gone on with. */
    async function connect(address: string, session?: SessionKey): Promise<ZooKeeperClient> {
      const url = parseZooKeeperUrl(address);
      if (!url.ok) throw new Error(url.error);
      const ends: string[] = [];
      const client = await new Promise<ZooKeeperClient>((resolve) => {
        const made: ZooKeeperClient = new ZooKeeperClient({
          url: url.value,
          sessionTimeoutMs: 20_000,
          ...(session && { session }),
          listener: {
            connected: () => resolve(made),
            silent: () => undefined,
            foreign: () => undefined,
            ended: (end) => void ends.push(end),
          },
        });
        made.connect();
      });
      clients.push(client);
      return client;
    }

    test('a check of version 0, which would check nothing, is refused before it is sent', async () => {
      const client = await connect(ensemble.url('/'));
      const step = { kind: 'check', path: '/', version: 0 } as const;
      await expect(client.multi([step])).rejects.toThrow(
        'a check of version 0 would check nothing',
      );
    });

    test('a session that is gone on with tells how new a server must be', async () => {
      const first = await connect(proxied());
      await first.create(path, Buffer.alloc(0), ACL.OPEN_ACL_UNSAFE, 0);
      const { session } = first;
      first.abandon();
      const asked: Buffer[] = [];
      proxy.loseAnswerOf((bytes) => {
        asked.push(Buffer.from(bytes));
        return false;
      });
      const second = await connect(proxied(), session);
      // Length, version, newest change seen.
      const seen = asked[0]?.subarray(8, 16);
      expect(seen).toEqual(Buffer.from(session.seen));
      expect(seen?.readBigUInt64BE()).toBeGreaterThan(0n);
      expect(second.session.id).toEqual(session.id);
    });

    test('a call whose session has moved to another server is not told to be refused', async () => {
      const at = (index: number) => `zk://${ensemble.nodes[index]!.address}/`;
      const first = await connect(at(0));
      await connect(at(1), first.session);
      const fault = await first.create(path, Buffer.alloc(0), ACL.OPEN_ACL_UNSAFE, 0).then(
        () => undefined,
        (error: unknown) => error,
      );
      // Unless the first has the session back by then: the server is asked anew after any loss.
      if (fault !== undefined) expect(fault).toMatchObject({ fault: 'unknown' });
      expect(faultOf(-118)).toBe('unknown');
    });
  });

  test('goes on writing while the servers elect a leader of their own', async () => {
    const member = joinElection(ensemble.url(path), 'member', 20_000);
    await member.hears('elected');
    await member.coordination.store.transact([put('a', '1')]);
    const leader = await ensemble.leader();
    await leader.signal('SIGKILL');
    const startedAt = performance.now();
    await member.coordination.store.transact([put('a', '2')]);
    // Figures of the machine, for whoever reads the run.
    process.stdout.write(
      `killed server to next write: ${Math.round(performance.now() - startedAt)} ms\n`,
    );
    expect(await stored(member)).toEqual([['a', '2']]);
    expect(member.heard.map(({ kind }) => kind)).toEqual(['elected']);
    leader.start();
    await leader.ready();
  }, 120_000);

  test('without a majority it is suspended, and leads again by itself when there is one', async () => {
    const member = joinElection(ensemble.url(path), 'member', 4_000);
    await member.hears('elected');
    const [, second, third] = ensemble.nodes;
    await Promise.all([second!.signal('SIGKILL'), third!.signal('SIGKILL')]);
    await member.hears('suspended');
    const written = member.coordination.store.transact([put('a', 'kept')]);
    // Beyond its session and twice that, when a client is given up for a new one.
    await until('the ensemble is given up once', () =>
      member.logged.find((line) => line.includes('zookeeper.unreachable')),
    );
    second!.start();
    third!.start();
    await Promise.all([second!.ready(), third!.ready()]);
    await member.hears('resumed');
    await written;
    expect(member.candidacy.isLeading).toBe(true);
    expect(await stored(member)).toEqual([['a', 'kept']]);
  }, 120_000);
});
