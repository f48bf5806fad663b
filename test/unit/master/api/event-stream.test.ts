import { describe, expect, test } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from '@stoa/common';
import { MasterEventCodec, type Task } from '@stoa/proto';
import {
  agentRemovedEvent,
  encodeMasterEvent,
  heartbeatEvent,
  taskAddedEvent,
  taskUpdatedEvent,
} from '../../../../packages/master/src/api/event-stream.ts';

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

  test('protobuf says the same', () => {
    const bytes = encodeMasterEvent(agentRemovedEvent('S'), 'application/x-protobuf');
    expect(MasterEventCodec.fromBinary(bytes)).toEqual({
      ok: true,
      value: { type: 'AGENT_REMOVED', agent_removed: { agent_id: { value: 'S' } } },
    });
  });
});
