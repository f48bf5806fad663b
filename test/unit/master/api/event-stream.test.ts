import { describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { MasterEventCodec, type Task } from '@stoa/proto';
import type { ClusterChange } from '../../../../packages/master/src/core/effects.ts';
import {
  agentRemovedEvent,
  changeEvent,
  encodeMasterEvent,
  heartbeatEvent,
  taskAddedEvent,
  taskUpdatedEvent,
} from '../../../../packages/master/src/api/event-stream.ts';
import { AGENT_ID, FRAMEWORK_ID, aBusyView } from './cluster-views.ts';

const TASK: Task = {
  name: 't',
  task_id: { value: 't1' },
  framework_id: { value: 'F' },
  agent_id: { value: 'S' },
  state: 'TASK_RUNNING',
  statuses: [{ task_id: { value: 't1' }, state: 'TASK_RUNNING', data: encodeUtf8('secret') }],
};

function json(event: Parameters<typeof encodeMasterEvent>[0]): unknown {
  return JSON.parse(decodeUtf8(encodeMasterEvent(event, 'application/json')));
}

describe('events for operators', () => {
  test('a heartbeat has a type and nothing else', () => {
    expect(json(heartbeatEvent())).toEqual({ type: 'HEARTBEAT' });
  });

  test('tasks are told without the data of their statuses', () => {
    expect(json(taskAddedEvent(TASK))).toMatchObject({
      type: 'TASK_ADDED',
      task_added: { task: { task_id: { value: 't1' }, statuses: [{ state: 'TASK_RUNNING' }] } },
    });
    expect(JSON.stringify(json(taskAddedEvent(TASK)))).not.toContain('"data"');
    const [status] = TASK.statuses ?? [];
    if (status === undefined) throw new Error('no status');
    expect(json(taskUpdatedEvent('F', status, 'TASK_FINISHED'))).toEqual({
      type: 'TASK_UPDATED',
      task_updated: {
        framework_id: { value: 'F' },
        status: { task_id: { value: 't1' }, state: 'TASK_RUNNING' },
        state: 'TASK_FINISHED',
      },
    });
  });

  test('the first record of an idle master has every list', () => {
    const empty = {
      type: 'SUBSCRIBED' as const,
      subscribed: { get_state: {}, heartbeat_interval_seconds: 15 },
    };
    expect(decodeUtf8(encodeMasterEvent(empty, 'application/json'))).toBe(
      '{"type":"SUBSCRIBED","subscribed":{"get_state":{"get_tasks":{"tasks":[],' +
        '"unreachable_tasks":[],"completed_tasks":[]},"get_executors":{"executors":[]},' +
        '"get_frameworks":{"frameworks":[],"completed_frameworks":[]},' +
        '"get_agents":{"agents":[],"recovered_agents":[]}},"heartbeat_interval_seconds":15.0}}',
    );
  });

  test('every change has its event', () => {
    const view = aBusyView();
    const [agent] = view.agents;
    const [framework] = view.frameworks;
    if (agent === undefined || framework === undefined) throw new Error('not busy');
    const status = { task_id: { value: 't1' }, state: 'TASK_LOST' as const };
    const told = (change: ClusterChange): unknown => json(changeEvent(change));
    expect(told({ kind: 'agentAdded', agent })).toMatchObject({
      type: 'AGENT_ADDED',
      agent_added: {
        agent: {
          agent_info: { id: { value: AGENT_ID } },
          allocated_resources: [{ name: 'cpus', scalar: { value: 0.1 } }, { name: 'mem' }],
          offered_resources: [{ name: 'cpus', scalar: { value: 7.9 } }, { name: 'ports' }],
        },
      },
    });
    expect(told({ kind: 'agentRemoved', agentId: AGENT_ID })).toEqual({
      type: 'AGENT_REMOVED',
      agent_removed: { agent_id: { value: AGENT_ID } },
    });
    const time = { nanoseconds: 1795485680000000000 };
    const news = {
      framework_info: expect.objectContaining({ name: 'web framework' }),
      active: true,
      connected: true,
      recovered: false,
      registered_time: time,
      reregistered_time: time,
      unregistered_time: { nanoseconds: 0 },
      allocated_resources: [expect.objectContaining({ name: 'cpus' }), expect.anything()],
    };
    expect(told({ kind: 'frameworkAdded', framework })).toEqual({
      type: 'FRAMEWORK_ADDED',
      framework_added: { framework: news },
    });
    expect(told({ kind: 'frameworkUpdated', framework })).toEqual({
      type: 'FRAMEWORK_UPDATED',
      framework_updated: { framework: news },
    });
    expect(told({ kind: 'frameworkRemoved', framework })).toMatchObject({
      type: 'FRAMEWORK_REMOVED',
      framework_removed: { framework_info: { id: { value: FRAMEWORK_ID } } },
    });
    expect(told({ kind: 'taskAdded', task: TASK })).toMatchObject({ type: 'TASK_ADDED' });
    const change = { kind: 'taskUpdated' as const, frameworkId: 'F', status };
    expect(told({ ...change, state: 'TASK_LOST' })).toMatchObject({
      task_updated: { framework_id: { value: 'F' }, status, state: 'TASK_LOST' },
    });
  });

  test('protobuf says the same', () => {
    const bytes = encodeMasterEvent(agentRemovedEvent('S'), 'application/x-protobuf');
    expect(MasterEventCodec.fromBinary(bytes)).toEqual({
      ok: true,
      value: { type: 'AGENT_REMOVED', agent_removed: { agent_id: { value: 'S' } } },
    });
  });
});
