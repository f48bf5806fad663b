import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import { createLog, exitCodeFor } from '@stoa/runtime';
import { startMarathon } from '../../../packages/marathon/src/index.ts';
import { DaemonProcess } from '../../support/daemon-process.ts';
import { RawZooKeeper } from '../../support/raw-zookeeper.ts';
import { callJson, endPrograms } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';
import { closeMembers, joinElection } from '../../support/zookeeper-members.ts';

// What somebody got wrong in ZooKeeper or in its address: a line that says what and where, then another
// try or an end whose exit code says which.

const describeHere = hasZooKeeper ? describe : describe.skip;
const START_DEADLINE_MS = 150_000;
const CASE_DEADLINE_MS = 120_000;
const EVERYBODY = 20_000;
const log = createLog({ daemon: 'test', sink: () => undefined });

describeHere('bad input in ZooKeeper', () => {
  let ensemble: ZooKeeperEnsemble;
  let raw: RawZooKeeper;
  let servers: Server[] = [];

  beforeAll(async () => {
    ensemble = await startEnsemble(1);
    raw = await RawZooKeeper.open(ensemble.servers);
  }, START_DEADLINE_MS);
  afterAll(async () => {
    await endPrograms();
    await raw?.close();
    await ensemble?.stop();
  });
  afterEach(async () => {
    await closeMembers();
    for (const server of servers) server.close();
    servers = [];
  });

  /** A server that answers whatever it hears with these bytes; gives `host:port`. */
  async function stranger(answer: Buffer): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', () => socket.write(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** An answer in the form of an old or unknown version: length, version, a session that is over. */
  function greeting(bytes: number, version: number): Buffer {
    const answer = Buffer.alloc(4 + bytes);
    answer.writeUInt32BE(bytes, 0);
    answer.writeUInt32BE(version, 4);
    return answer;
  }

  test(
    'servers that speak rubbish or another version are named, and the good one is used',
    async () => {
      const strangers = [
        await stranger(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
        await stranger(greeting(37, 7)),
        await stranger(greeting(9, 0)),
      ];
      const address = `zk://${[...strangers, ensemble.servers].join(',')}/strangers`;
      const member = joinElection(address, 'member', EVERYBODY);
      await member.hears('elected');
      await member.coordination.store.transact([{ key: 'a', value: encodeUtf8('1') }]);
      expect(member.heard.map(({ kind }) => kind)).toEqual(['elected']);
      // Whichever it met before the good one: which comes first is drawn.
      const named = member.logged.filter((line) => line.startsWith('zookeeper.foreign_server'));
      for (const line of named) expect(strangers.some((at) => line.includes(at))).toBe(true);

      const lost = joinElection(`zk://${strangers.join(',')}/strangers`, 'lost', 500);
      for (const at of strangers) {
        const line = await until(`${at} is named`, () =>
          lost.logged.find((each) => each.includes(`"server":"${at}"`)),
        );
        expect(line).toMatch(/"remedy":"correct the zk:\/\/ address, or put a server of ZooKeeper/);
      }
      // It goes on trying, and a session it never had does not end.
      await until('it is told to be out of reach', () =>
        lost.logged.find((each) => each.startsWith('zookeeper.unreachable')),
      );
      expect(lost.heard).toEqual([]);
    },
    CASE_DEADLINE_MS,
  );

  test('a host that cannot be resolved is named beside good ones, and the good ones are used', async () => {
    const address = `zk://nowhere.invalid:2181,${ensemble.servers}/unresolvable`;
    const member = joinElection(address, 'member', EVERYBODY);
    await member.hears('elected');
    const line = await until('the host is named', () =>
      member.logged.find((each) => each.startsWith('zookeeper.unresolvable')),
    );
    expect(line).toContain('"host":"nowhere.invalid"');
    expect(line).toContain('correct the name in the zk:// address');
  });

  test('a path of which nothing is there is made; below a node of others it is refused with the node', async () => {
    const member = joinElection(ensemble.url('/not/there/yet'), 'member', EVERYBODY);
    await member.hears('elected');
    const owner = await RawZooKeeper.open(ensemble.servers, 'owner:secret');
    await owner.createPrivate('/walled', '');
    const stranger = joinElection(ensemble.url('/walled/mesos'), 'stranger', EVERYBODY);
    const { reason } = await stranger.hears('lost');
    expect(reason).toContain(
      'cannot create /walled/mesos in ZooKeeper: not permitted: give the user',
    );
    await owner.close();
  });

  const marathon = (path: string, credentials = '') =>
    new DaemonProcess('marathon', {
      http_port: '0',
      master: '127.0.0.1:1',
      zk: ensemble.url(path, credentials),
    });
  /** The line on stderr that is for the operator. */
  const lastWord = ({ program }: DaemonProcess): string =>
    program.stderr.split('\n').find((line) => /^(marathon|master): /.test(line)) ?? '';

  test(
    'daemons say what they met, and end with a code that tells it',
    async () => {
      const owner = await RawZooKeeper.open(ensemble.servers, 'owner:secret');
      await owner.createPrivate('/private', '');
      const leading = await marathon('/marathon').listens();
      const led = async () => (await raw.children('/marathon/leader-curator'))[0] ?? '';
      const app = { id: '/kept', cmd: 'sleep 1000', instances: 0 };
      await until('it leads', async () => {
        const url = `http://${leading.address}/v2/apps`;
        const answer = await callJson('POST', url, app).catch(() => undefined);
        return answer?.status === 201 ? true : undefined;
      });
      const walledOff = marathon('/private');
      expect(await walledOff.program.ended()).toBe(100);
      expect(lastWord(walledOff)).toMatch(
        /cannot create \/private\/leader-curator in ZooKeeper: not permitted/,
      );
      const refused = new DaemonProcess('master', { port: '0', zk: ensemble.url('/private') });
      expect(await refused.program.ended()).toBe(100);
      expect(lastWord(refused)).toMatch(/\/private.* in ZooKeeper: not permitted/);
      await raw.remove(`/marathon/leader-curator/${await led()}`);
      expect(await leading.program.ended()).toBe(103);
      expect(lastWord(leading)).toMatch(
        /leadership is lost: its node \S+ was removed; start it anew/,
      );

      // The others in this process: what it would exit with is in the error.
      const ended: Error[] = [];
      const start = () =>
        startMarathon(
          { master: '127.0.0.1:1', http_port: 0, zk: ensemble.url('/marathon') },
          { log, onEnded: (error) => void ended.push(error) },
        );
      const second = await start();
      expect((await callJson('DELETE', `http://${second.address}/v2/leader`)).status).toBe(200);
      await until('it ends', () => ended[0]);
      expect(exitCodeFor(ended[0])).toBe(105);
      await second.close();

      const [entry = ''] = await entriesBelow('/marathon/stoa');
      await raw.set(entry, 'rubbish');
      await expect(start()).rejects.toThrow(
        `cannot read ${entry} in ZooKeeper: it is not an entry of this store; put back`,
      );
      expect(ended.map(exitCodeFor)).toEqual([105, 104]);
      await owner.close();
    },
    CASE_DEADLINE_MS,
  );

  async function entriesBelow(store: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const bucket of await raw.children(`${store}/entries`)) {
      const names = await raw.children(`${store}/entries/${bucket}`);
      found.push(...names.map((name) => `${store}/entries/${bucket}/${name}`));
    }
    return found;
  }
});
