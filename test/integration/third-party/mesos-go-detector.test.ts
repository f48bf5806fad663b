import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DaemonProcess } from '../../support/daemon-process.ts';
import { endPrograms, Program, run, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';
import {
  hasZooKeeper,
  startEnsemble,
  type ZooKeeperEnsemble,
} from '../../support/zookeeper-ensemble.ts';

// The detector of mesos-go as Debian ships it: it knows Mesos and ZooKeeper, and nothing of us.

const GO_PATH = '/usr/share/gocode';
const hasDetector = existsSync(join(GO_PATH, 'src/github.com/mesos/mesos-go/api/v0/detector/zoo'));
const describeHere = hasZooKeeper && hasDetector ? describe : describe.skip;
const SETUP_MS = 180_000;

interface Told {
  readonly leader?: {
    readonly id: string;
    readonly ip: number;
    readonly port: number;
    readonly pid: string;
    readonly hostname: string;
    readonly version: string;
  } | null;
  readonly masters?: readonly string[];
}

describeHere('the detector of mesos-go', () => {
  const scratch = scratchDirectory();
  const detector = join(scratch.path, 'detect-leader');
  let ensemble: ZooKeeperEnsemble;

  beforeAll(async () => {
    const source = join(import.meta.dirname, 'fixtures/detect-leader.go');
    const env = { GO111MODULE: 'off', GOPATH: GO_PATH, GOFLAGS: '' };
    const [started, built] = await Promise.all([
      startEnsemble(1),
      run('go', ['build', '-o', detector, source], { env }),
    ]);
    ensemble = started;
    expect(built).toEqual({ code: 0, stdout: '', stderr: '' });
  }, SETUP_MS);

  afterAll(async () => {
    await endPrograms();
    await ensemble?.stop();
    scratch.remove();
  });

  const startMaster = () =>
    new DaemonProcess('master', {
      port: '0',
      zk: ensemble.url('/a/mesos', 'stoa:secret'),
      quorum: '1',
      zk_session_timeout: '2secs',
    }).listens();

  test('finds the leader, the one after it, and all that stand', async () => {
    const masters = [await startMaster(), await startMaster()];
    const program = new Program(detector, [ensemble.url('/a/mesos')]);
    const told = (): readonly Told[] =>
      program.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Told);
    const leads = (pid: string) =>
      until(`${pid} is told as the leader`, () => {
        const { leader } = told().findLast((line) => line.leader !== undefined) ?? {};
        return leader?.pid === pid ? leader : undefined;
      });
    const pids = masters.map(({ address }) => `master@${address}`);
    const first = await until('somebody leads', () => {
      const { leader } = told().find((line) => Boolean(line.leader)) ?? {};
      return leader ?? undefined;
    });
    expect(pids).toContain(first.pid);
    expect(first).toMatchObject({
      ip: 16_777_343,
      hostname: '127.0.0.1',
      port: Number(first.pid.split(':')[1]),
      version: '1.12.0',
    });
    const all = await until('both are told', () => {
      const { masters: list } = told().findLast((line) => line.masters?.length === 2) ?? {};
      return list;
    });
    expect([...all].sort()).toEqual([...pids].sort());
    const leading = masters.find(({ address }) => first.pid.endsWith(address));
    await leading?.program.end('SIGKILL');
    const second = await leads(pids.find((pid) => pid !== first.pid) ?? '');
    expect(second.id).not.toBe(first.id);
    await program.end('SIGTERM');
  });
});
