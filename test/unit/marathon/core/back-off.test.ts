import { describe, expect, test } from '@jest/globals';
import { instanceOf, MarathonHarness } from '../../../support/marathon-harness.ts';
import { appId } from '../../../support/marathon-apps.ts';

describe('back-off', () => {
  test('delays a failing task longer each time and is gone with a new configuration', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', backoffSeconds: 10, backoffFactor: 2 });
    const [id] = marathon.runAll();
    const fail = (taskId: string): void => marathon.status(taskId, 'TASK_FAILED');
    fail(id!);
    expect(marathon.offer()).toEqual([]);
    marathon.advance(9.9);
    expect(marathon.offer()).toEqual([]);
    marathon.advance(0.2);
    const [second] = marathon.offer();
    expect(instanceOf(second!.task_id.value)).toBe(instanceOf(id!));
    expect(second?.task_id.value).toMatch(/_app\.2$/);
    fail(second!.task_id.value);
    const [item] = [...marathon.kernel.view.queue()];
    expect(item?.delayedUntil).toBe(marathon.at + 20_000);
    marathon.update('/web', { cmd: 'better' });
    expect(marathon.offer()).toHaveLength(1);
  });

  test('never exceeds its maximum, and ends after success for long enough', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', backoffSeconds: 50, maxLaunchDelaySeconds: 60 });
    const fail = (): number => {
      const [task] = marathon.offer();
      marathon.status(task!.task_id.value, 'TASK_FAILED');
      const [item] = [...marathon.kernel.view.queue()];
      return ((item?.delayedUntil ?? 0) - marathon.at) / 1000;
    };
    expect(fail()).toBe(50);
    marathon.advance(51);
    expect(fail()).toBeCloseTo(57.5);
    marathon.advance(58);
    expect(fail()).toBe(60);
    marathon.advance(61);
    const [id] = marathon.runAll();
    marathon.advance(600);
    marathon.status(id!, 'TASK_FAILED');
    const [item] = [...marathon.kernel.view.queue()];
    expect(item?.delayedUntil).toBe(marathon.at + 50_000);
  });

  test('counts a finished task, not a killed one', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/a' });
    marathon.create({ id: '/b' });
    const [a] = marathon.runAll().filter((id) => id.startsWith('a'));
    const [b] = marathon.running('/b');
    marathon.status(a!, 'TASK_FINISHED');
    marathon.status(b!, 'TASK_KILLED');
    expect(marathon.offer().map(({ name }) => name)).toEqual(['b']);
    marathon.advance(1.1);
    expect(marathon.offer().map(({ name }) => name)).toEqual(['a']);
  });

  test('is none after an agent was drained, nor moved by one that went silent', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', backoffSeconds: 10, unreachableStrategy: 'disabled' });
    const [first] = marathon.runAll();
    marathon.status(first!, 'TASK_FAILED');
    expect(marathon.offer()).toEqual([]);
    marathon.advance(10);
    const [second] = marathon.runAll();
    const delayed = () => [...marathon.kernel.view.queue()][0]?.delayedUntil;
    marathon.advance(5);
    marathon.status(second!, 'TASK_UNREACHABLE', { uuid: undefined });
    marathon.update('/web', { instances: 2 });
    expect(delayed()).toBe(Date.UTC(2026, 0, 1) + 20_001);
    marathon.status(second!, 'TASK_KILLED', { reason: 'REASON_AGENT_DRAINING' });
    expect(delayed()).toBeUndefined();
    expect(marathon.offer()).toHaveLength(2);
  });

  test('can be put back, for an app that waits', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', backoffSeconds: 100 });
    const [id] = marathon.runAll();
    const ask = (text: string) => marathon.ask({ kind: 'resetDelay', id: appId(text) });
    expect(ask('/web')).toMatchObject({ fault: { kind: 'notQueued' } });
    expect(ask('/other')).toMatchObject({ fault: { kind: 'notQueued' } });
    marathon.status(id!, 'TASK_FAILED');
    expect(ask('/web')).toEqual({ kind: 'delayReset' });
    expect(marathon.offer()).toHaveLength(1);
  });

  test('is not touched by scaling', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', backoffSeconds: 100 });
    const [id] = marathon.runAll();
    marathon.status(id!, 'TASK_FAILED');
    marathon.update('/web', { instances: 3 });
    expect(marathon.offer()).toEqual([]);
  });
});

describe('a launch call that failed', () => {
  test('for certain lets its instances wait again, without a delay', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [task] = marathon.offer();
    const taskIds = [task!.task_id.value];
    marathon.step({ kind: 'acceptFailed', taskIds, isCertain: true });
    const [again] = marathon.offer();
    expect(instanceOf(again!.task_id.value)).toBe(instanceOf(task!.task_id.value));
    expect(again?.task_id.value).toMatch(/_app\.2$/);
  });

  test('perhaps has its tasks asked about', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    const [task] = marathon.offer();
    const taskIds = [task!.task_id.value];
    marathon.calls = [];
    marathon.step({ kind: 'acceptFailed', taskIds, isCertain: false });
    marathon.advance(6);
    const [call] = marathon.callsOf('RECONCILE');
    expect(call?.reconcile?.tasks?.map(({ task_id }) => task_id.value)).toEqual(taskIds);
    const reason = 'REASON_RECONCILIATION';
    marathon.status(taskIds[0]!, 'TASK_GONE', { uuid: undefined, reason });
    expect(marathon.offer()).toHaveLength(1);
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toBeUndefined();
  });
});
