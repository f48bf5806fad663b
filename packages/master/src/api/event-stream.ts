import { encodeUtf8 } from '@stoa/common';
import {
  type MasterEvent,
  MasterEventCodec,
  type Task,
  type TaskState,
  type TaskStatus,
} from '@stoa/proto';
import { double, renderJson } from '@stoa/proto/classic';
import { stateJson } from './answer-json.ts';
import { agentAnswer, frameworkNews, getState, withoutPayload } from './master-answers.ts';
import type { ClusterChange } from '../core/effects.ts';
import type { AgentView, ClusterView, FrameworkView } from './view.ts';

/** How often a subscriber hears a heartbeat. */
export const HEARTBEAT_INTERVAL_SECONDS = 15;

/** The first record of a subscription: the whole state (mesos-endpoints.md §2.5). */
export function subscribedEvent(view: ClusterView): MasterEvent {
  return {
    type: 'SUBSCRIBED',
    subscribed: {
      get_state: getState(view),
      heartbeat_interval_seconds: HEARTBEAT_INTERVAL_SECONDS,
    },
  };
}

/** The second record, and then every fifteen seconds. */
export function heartbeatEvent(): MasterEvent {
  return { type: 'HEARTBEAT' };
}

export function taskAddedEvent(task: Task): MasterEvent {
  return { type: 'TASK_ADDED', task_added: { task: withoutPayload(task) } };
}

/** `state` is the newest that the agent knows; it may run ahead of the status. */
export function taskUpdatedEvent(
  frameworkId: string,
  status: TaskStatus,
  state: TaskState,
): MasterEvent {
  return {
    type: 'TASK_UPDATED',
    task_updated: {
      framework_id: { value: frameworkId },
      status: { ...status, data: undefined },
      state,
    },
  };
}

export function agentAddedEvent(agent: AgentView): MasterEvent {
  return { type: 'AGENT_ADDED', agent_added: { agent: agentAnswer(agent) } };
}

export function agentRemovedEvent(agentId: string): MasterEvent {
  return { type: 'AGENT_REMOVED', agent_removed: { agent_id: { value: agentId } } };
}

export function frameworkAddedEvent(framework: FrameworkView): MasterEvent {
  return {
    type: 'FRAMEWORK_ADDED',
    framework_added: { framework: frameworkNews(framework) },
  };
}

export function frameworkUpdatedEvent(framework: FrameworkView): MasterEvent {
  return {
    type: 'FRAMEWORK_UPDATED',
    framework_updated: { framework: frameworkNews(framework) },
  };
}

export function frameworkRemovedEvent({ info }: FrameworkView): MasterEvent {
  return { type: 'FRAMEWORK_REMOVED', framework_removed: { framework_info: info } };
}

/** What subscribers hear of a change in the cluster. */
export function changeEvent(change: ClusterChange): MasterEvent {
  switch (change.kind) {
    case 'taskAdded':
      return taskAddedEvent(change.task);
    case 'taskUpdated':
      return taskUpdatedEvent(change.frameworkId, change.status, change.state);
    case 'agentAdded':
      return agentAddedEvent(change.agent);
    case 'agentRemoved':
      return agentRemovedEvent(change.agentId);
    case 'frameworkAdded':
      return frameworkAddedEvent(change.framework);
    case 'frameworkUpdated':
      return frameworkUpdatedEvent(change.framework);
    case 'frameworkRemoved':
      return frameworkRemovedEvent(change.framework);
  }
}

/** One event as the bytes of a record, before it is framed. */
export function encodeMasterEvent(
  event: MasterEvent,
  accept: 'application/json' | 'application/x-protobuf',
): Uint8Array {
  if (accept === 'application/x-protobuf') return MasterEventCodec.toBinary(event);
  const { subscribed } = event;
  if (subscribed === undefined) return encodeUtf8(MasterEventCodec.toJson(event));
  const member = {
    get_state: stateJson(subscribed.get_state ?? {}),
    heartbeat_interval_seconds: double(
      subscribed.heartbeat_interval_seconds ?? HEARTBEAT_INTERVAL_SECONDS,
    ),
  };
  return encodeUtf8(renderJson({ type: 'SUBSCRIBED', subscribed: member }));
}
