import { describe, expect, test } from '@jest/globals';
import { arrangeInstances, rowIdOf } from '../../../ui/src/model/instance-list.ts';
import { renderInstance } from '../../../ui/src/model/instances.ts';
import type { Instance } from '../../../ui/src/model/records.ts';

const anInstance = (id: string, changes: Partial<Instance> = {}): Instance => ({
  ...renderInstance(id, '/web', undefined),
  condition: 'Running',
  ...changes,
});

const ids = (instances: readonly Instance[]) => instances.map(rowIdOf).join(' ');

describe('the order of instances', () => {
  const all = [
    anInstance('c', { host: 'agent-1', startedAt: 3 }),
    anInstance('a', { host: 'agent-2', startedAt: 1, isHealthy: false }),
    anInstance('b', { host: 'agent-1', isHealthy: true }),
  ];

  test.each([
    ['id', 'a b c'],
    ['status', 'a c b'],
    ['agent', 'b c a'],
    ['started', 'a c b'],
  ] as const)('by %s it is %s, whatever came first', (by, order) => {
    expect(ids(arrangeInstances(all, by, false))).toBe(order);
    expect(ids(arrangeInstances(all.toReversed(), by, false))).toBe(order);
    expect(ids(arrangeInstances(all, by, true))).toBe(order.split(' ').reverse().join(' '));
  });

  test('an earlier run stands beside the instance that took its id', () => {
    const run = anInstance('a', { condition: 'Failed', taskId: 'a._app.1' });
    expect(ids(arrangeInstances([run, anInstance('a', { taskId: 'a._app.2' })], 'id', false))).toBe(
      'a a._app.1',
    );
  });
});
