// Cases of upgrade strategies from marathon-behaviour.md §13, through the API on the real kernel.
import { describe, expect, test } from '@jest/globals';
import type { ProbeOrder, ProbeOutcome } from '../../../../packages/marathon/src/core/index.ts';
import { MarathonServer } from '../../../support/marathon-server.ts';

const APP = { id: '/x', cmd: 'old', cpus: 0.1, mem: 32, backoffSeconds: 1 };

/** Fewest that ran and most that lived, from now on. */
function observe(server: MarathonServer): { fewest: number; most: number } {
  const seen = { fewest: Infinity, most: 0 };
  server.master.watch = () => {
    seen.fewest = Math.min(seen.fewest, server.master.running('/x').length);
    seen.most = Math.max(seen.most, server.master.alive('/x').length);
  };
  return seen;
}

function commands(server: MarathonServer): readonly (string | undefined)[] {
  return server.master.running('/x').map(({ info }) => info.command?.value);
}

function strategy(minimumHealthCapacity: number, maximumOverCapacity: number) {
  return { upgradeStrategy: { minimumHealthCapacity, maximumOverCapacity } };
}

describe('an upgrade', () => {
  test.each([
    [77, 2, strategy(1, 0), 2, 3],
    [79, 3, strategy(0.5, 0), 2, 3],
  ])(
    'case %d: of %d with %j never has fewer or more than it may',
    async (_case, instances, bounds, fewest, most) => {
      const server = new MarathonServer();
      await server.run({ ...APP, instances, ...bounds });
      const seen = observe(server);
      await server.ok('PUT', '/v2/apps/x', { cmd: 'new' });
      server.master.pass(5);
      expect(server.deployments()).toEqual([]);
      expect(commands(server)).toEqual(Array.from({ length: instances }, () => 'new'));
      expect(seen).toEqual({ fewest, most });
    },
  );

  test('case 78: of five without a minimum kills all old ones at once', async () => {
    const server = new MarathonServer();
    await server.run({ ...APP, instances: 5, ...strategy(0, 1) });
    await server.ok('PUT', '/v2/apps/x', { cmd: 'new' });
    expect(server.marathon.killed()).toHaveLength(5);
    server.master.settle();
    expect(commands(server)).toEqual(['new', 'new', 'new', 'new', 'new']);
  });

  test('case 80: from three to two kills the one that is too many at once', async () => {
    const server = new MarathonServer();
    await server.run({ ...APP, instances: 3 });
    await server.ok('PUT', '/v2/apps/x', { cmd: 'new', instances: 2 });
    expect(server.marathon.killed()).toHaveLength(1);
    server.master.settle();
    expect(commands(server)).toEqual(['new', 'new']);
    expect(server.deployments()).toEqual([]);
  });

  test('case 82: that never gets healthy gives way to a good one by force, with nothing left', async () => {
    const server = new MarathonServer();
    const { marathon, master } = server;
    const answer = ({ taskId }: ProbeOrder): ProbeOutcome =>
      master.tasks.get(taskId)?.info.command?.value === 'bad'
        ? { kind: 'failed', message: 'refused', isHeard: true }
        : { kind: 'connected' };
    const pass = (seconds: number): void => {
      for (let second = 0; second < seconds; second++) {
        marathon.probeAfter(1, answer);
        master.settle();
      }
    };
    const healthChecks = [{ protocol: 'TCP', intervalSeconds: 2, gracePeriodSeconds: 0 }];
    await server.run({ ...APP, instances: 2, healthChecks });
    pass(10);
    expect(server.deployments()).toEqual([]);
    const seen = observe(server);
    await server.ok('PUT', '/v2/apps/x', { cmd: 'bad' });
    pass(30);
    expect(server.deployments()).toHaveLength(1);
    expect(commands(server).filter((command) => command === 'old')).toHaveLength(2);
    await server.ok('PUT', '/v2/apps/x?force=true', { cmd: 'good' });
    pass(60);
    expect(server.deployments()).toEqual([]);
    expect(commands(server)).toEqual(['good', 'good']);
    expect(master.alive()).toHaveLength(2);
    expect(seen.fewest).toBeGreaterThanOrEqual(2);
  });

  test('case 83: in which old and new ones fail never launches beyond its capacity', async () => {
    const server = new MarathonServer();
    const { master } = server;
    await server.run({ ...APP, instances: 4, maxLaunchDelaySeconds: 4, ...strategy(0.5, 0.25) });
    const seen = observe(server);
    master.fate = ({ info }) => (info.command?.value === 'new' ? 'TASK_FAILED' : 'TASK_RUNNING');
    await server.ok('PUT', '/v2/apps/x', { cmd: 'new' });
    for (let round = 0; round < 8; round++) {
      const old = master.running('/x').find(({ info }) => info.command?.value === 'old');
      if (old !== undefined && round % 2 === 0) master.turnTo(old.id, 'TASK_FAILED');
      master.pass(5);
    }
    expect(server.deployments()).toHaveLength(1);
    expect(seen.most).toBeLessThanOrEqual(5);
    master.fate = () => 'TASK_RUNNING';
    master.pass(30);
    expect(server.deployments()).toEqual([]);
    expect(commands(server)).toEqual(['new', 'new', 'new', 'new']);
    expect(seen.most).toBeLessThanOrEqual(5);
  });
});
