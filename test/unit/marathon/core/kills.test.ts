import { describe, expect, test } from '@jest/globals';
import { MarathonHarness } from '../../../support/marathon-harness.ts';
import { appId } from '../../../support/marathon-apps.ts';
import type { MarathonFlags } from '../../../../packages/marathon/src/flags.ts';

/** Twelve running tasks of an app of which three may be killed at once (marathon-behaviour.md §6). */
function withTasks(flags: Partial<MarathonFlags> = {}) {
  const marathon = MarathonHarness.ready({ kill_chunk_size: 3, ...flags });
  marathon.create({ id: '/web', instances: 12, backoffSeconds: 0 });
  const ids = marathon.runAll();
  marathon.calls = [];
  return { marathon, ids };
}

function killAll(marathon: MarathonHarness, taskIds: readonly string[], wipe = false) {
  const selection = { kind: 'tasks', taskIds } as const;
  return marathon.ask({ kind: 'killTasks', selection, scale: false, wipe, force: false });
}

describe('kills', () => {
  test('are as many at once as --kill_chunk_size says, the others follow in order', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids);
    expect(marathon.killed()).toEqual(ids.slice(0, 3));
    expect(marathon.kernel.view.killsInFlight).toBe(3);
    marathon.status(ids[1]!, 'TASK_KILLED');
    expect(marathon.killed()).toEqual(ids.slice(0, 4));
    for (const id of [0, 2, 3]) marathon.status(ids[id]!, 'TASK_KILLED');
    expect(marathon.killed()).toEqual(ids.slice(0, 7));
  });

  test('are 100 at once by default', () => {
    const marathon = MarathonHarness.ready({ launch_tokens: 1000 });
    marathon.create({ id: '/web', instances: 150 });
    const ids = marathon.runAll();
    marathon.delete('/web');
    expect(marathon.killed()).toHaveLength(100);
    for (const id of ids) marathon.status(id, 'TASK_KILLED');
    expect(new Set(marathon.killed())).toEqual(new Set(ids));
    expect(marathon.app('/web')).toBeUndefined();
  });

  test('in flight are asked for again every --kill_retry_timeout, without limit; those that wait are not', () => {
    const { marathon, ids } = withTasks({ kill_retry_timeout: 7000 });
    killAll(marathon, ids);
    marathon.advance(70);
    expect(marathon.killed()).toHaveLength(33);
    expect(new Set(marathon.killed())).toEqual(new Set(ids.slice(0, 3)));
    expect(marathon.kernel.view.killAttempts).toBe(33);
    for (const id of ids.slice(0, 3)) marathon.status(id, 'TASK_KILLED');
    expect(marathon.kernel.view.killAttempts).toBe(3);
  });

  test('of tasks that ended by themselves while they waited are not sent', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids.slice(0, 5));
    marathon.status(ids[3]!, 'TASK_FAILED');
    marathon.status(ids[0]!, 'TASK_KILLED');
    expect(marathon.killed()).toEqual([ids[0], ids[1], ids[2], ids[4]]);
  });

  test('whose end is told twice leave one place, not two', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids);
    for (let n = 0; n < 3; n++) marathon.status(ids[0]!, 'TASK_KILLED');
    expect(marathon.killed()).toEqual(ids.slice(0, 4));
    expect(marathon.kernel.view.killsInFlight).toBe(3);
  });

  test('of tasks whose agent went silent leave their places; those tasks are forgotten and replaced', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids);
    marathon.status(ids[0]!, 'TASK_UNREACHABLE', { uuid: undefined });
    marathon.status(ids[11]!, 'TASK_UNREACHABLE', { uuid: undefined });
    expect(marathon.killed()).toEqual(ids.slice(0, 4));
    expect(marathon.running('/web')).toEqual(ids.slice(1, 11));
    expect(marathon.runAll()).toHaveLength(2);
    // Back again it belongs to nobody, and its end waits behind the others.
    marathon.status(ids[0]!, 'TASK_RUNNING');
    for (const id of ids.slice(1, 11)) marathon.status(id, 'TASK_KILLED');
    expect(marathon.killed()).toEqual([...ids.slice(0, 11), ids[0]]);
  });

  test('of tasks that belong to nobody take places, too', () => {
    const { marathon, ids } = withTasks();
    const strays = [1, 2, 3].map(
      (n) => `old.instance-1111111${n}-1111-4111-8111-111111111111._app.1`,
    );
    for (const stray of strays) marathon.status(stray, 'TASK_RUNNING');
    killAll(marathon, ids);
    expect(marathon.killed()).toEqual(strays);
    marathon.status(strays[0]!, 'TASK_KILLED');
    marathon.status(strays[1]!, 'TASK_UNREACHABLE', { uuid: undefined });
    expect(marathon.killed()).toEqual([...strays, ids[0], ids[1]]);
  });

  test('asked for again are sent again at once, and take no second place', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids.slice(0, 4));
    killAll(marathon, [ids[0]!, ids[3]!], true);
    expect(marathon.killed()).toEqual([ids[0], ids[1], ids[2], ids[0]]);
    expect(marathon.kernel.view.killsInFlight).toBe(3);
    for (const id of ids.slice(0, 4)) marathon.status(id, 'TASK_KILLED');
    expect(marathon.killed()).toHaveLength(5);
    expect(marathon.kernel.view.killsInFlight).toBe(0);
    expect([...marathon.timers.keys()].filter((timer) => timer.startsWith('kill/'))).toEqual([]);
  });

  test('in flight are sent again when a subscription stands again, those that wait keep waiting', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids);
    marathon.step({ kind: 'disconnected', reason: 'cut' });
    marathon.calls = [];
    marathon.subscribe();
    expect(marathon.killed()).toEqual(ids.slice(0, 3));
  });

  test('that wait outlive a restart: those of an app that goes, and those that a user asked for', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids.slice(0, 8));
    marathon.create({ id: '/gone', instances: 4 });
    const gone = marathon.runAll();
    marathon.delete('/gone');
    marathon.restart();
    expect(marathon.killed()).toHaveLength(3);
    for (let at = 0; at < marathon.killed().length; at++) {
      marathon.status(marathon.killed()[at]!, 'TASK_KILLED');
    }
    expect(new Set(marathon.killed())).toEqual(new Set([...ids.slice(0, 8), ...gone]));
    expect(marathon.app('/gone')).toBeUndefined();
    // What follows a task that was killed may live.
    const next = marathon.runAll();
    expect(next).toHaveLength(8);
    marathon.restart();
    expect(marathon.killed()).toEqual([]);
    expect(marathon.running('/web')).toHaveLength(12);
  });

  test('are forgotten with the framework that the tasks belonged to', () => {
    const { marathon, ids } = withTasks();
    killAll(marathon, ids);
    marathon.step({ kind: 'refused', reason: 'Framework has been removed' });
    expect(marathon.kernel.view.killsInFlight).toBe(0);
    marathon.subscribe();
    expect(marathon.runAll()).toHaveLength(12);
  });

  test('of a launch that never arrived leave their places', () => {
    const marathon = MarathonHarness.ready({ kill_chunk_size: 1 });
    marathon.create({ id: '/web', instances: 2 });
    const [first, second] = marathon.offer();
    const taskIds = [first!.task_id.value, second!.task_id.value];
    killAll(marathon, taskIds);
    expect(marathon.killed()).toEqual([taskIds[0]]);
    marathon.step({ kind: 'acceptFailed', taskIds: [taskIds[0]!], isCertain: true });
    expect(marathon.killed()).toEqual(taskIds);
  });

  test('cost the same each, however many wait', () => {
    const timeOf = (instances: number): number => {
      const marathon = MarathonHarness.ready({
        launch_tokens: 100_000,
        max_instances_per_offer: 10_000,
        kill_chunk_size: 10,
      });
      marathon.create({ id: '/web', instances, cpus: 0.001, mem: 0.1 });
      const ids = marathon.runAll();
      marathon.kernel.view.countsOf(appId('/web'));
      const start = process.cpuUsage();
      marathon.delete('/web');
      for (const id of ids) marathon.status(id, 'TASK_KILLED');
      const { user, system } = process.cpuUsage(start);
      expect(new Set(marathon.killed()).size).toBe(instances);
      return (user + system) / instances;
    };
    timeOf(500);
    const few = timeOf(500);
    const many = timeOf(5000);
    expect(many).toBeLessThan(few * 5);
  });
});
