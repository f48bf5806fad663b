import { branded } from '@stoa/common';
import type {
  AgentId,
  OperationState,
  SchedulerCall_ReconcileOperations_Operation,
} from '@stoa/proto';
import { sendToFramework } from '../state.ts';
import type { FrameworkRecord, MasterState, Step } from '../state.ts';

/**
 * What became of operations. None outlives its ACCEPT here, so only the agent's whereabouts can be
 * told (mesos-http.md §4.9), and an implicit question has no answer.
 */
export function reconcileOperations(
  step: Step,
  framework: FrameworkRecord,
  asked: readonly SchedulerCall_ReconcileOperations_Operation[],
): void {
  for (const { operation_id, agent_id } of asked) {
    const { state, message } = fateOf(step.state, agent_id?.value);
    const status = { operation_id, state, message, agent_id };
    sendToFramework(step, framework, {
      type: 'UPDATE_OPERATION_STATUS',
      update_operation_status: { status },
    });
  }
}

function fateOf(
  state: MasterState,
  agentId: string | undefined,
): { readonly state: OperationState; readonly message: string } {
  const words = (text: string): string => `Reconciliation: ${text}`;
  if (agentId === undefined) {
    const message = words("Operation is unknown and no 'agent_id' was provided");
    return { state: 'OPERATION_UNKNOWN', message };
  }
  const id = branded<AgentId>(agentId);
  if (state.recoveredAgents.has(id)) {
    return { state: 'OPERATION_RECOVERING', message: words('Agent is recovering') };
  }
  if (state.unreachableAgents.has(id)) {
    return { state: 'OPERATION_UNREACHABLE', message: words('Agent is unreachable') };
  }
  const message = state.agents.has(agentId)
    ? words('Operation is unknown')
    : words('Both operation and agent are unknown');
  return { state: 'OPERATION_UNKNOWN', message };
}
