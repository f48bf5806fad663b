import type { Filters, Offer, OfferID, TaskInfo, TaskStatus } from '@stoa/proto';
import type { FrameworkCall } from './framework-connection.ts';

/**
 * The call that acknowledges a status, or undefined when it wants none: only those with a `uuid`
 * come from an agent that waits (mesos-http.md §4.7).
 */
export function acknowledge(status: TaskStatus): FrameworkCall | undefined {
  const { uuid, agent_id: agentId, task_id: taskId } = status;
  if (uuid === undefined || uuid.length === 0 || agentId === undefined) return undefined;
  return { type: 'ACKNOWLEDGE', acknowledge: { agent_id: agentId, task_id: taskId, uuid } };
}

/** The call that launches tasks on an offer; what they leave over goes back under `filters`. */
export function launch(offer: Offer, tasks: readonly TaskInfo[], filters?: Filters): FrameworkCall {
  if (tasks.length === 0) return decline([offer.id], filters);
  return {
    type: 'ACCEPT',
    accept: {
      offer_ids: [offer.id],
      operations: [{ type: 'LAUNCH', launch: { task_infos: tasks } }],
      filters,
    },
  };
}

/** The call that gives offers back. */
export function decline(offerIds: readonly OfferID[], filters?: Filters): FrameworkCall {
  return { type: 'DECLINE', decline: { offer_ids: offerIds, filters } };
}

/** The call that asks for a task's end. */
export function kill(taskId: string): FrameworkCall {
  return { type: 'KILL', kill: { task_id: { value: taskId } } };
}
