import {
  AgentInfoCodec,
  type Codec,
  type MasterResponse,
  MasterResponseCodec,
  MasterResponse_GetAgents_AgentCodec,
  type MasterResponse_GetAgents,
  MasterResponse_GetExecutors_ExecutorCodec,
  type MasterResponse_GetExecutors,
  type MasterResponse_GetFrameworks,
  MasterResponse_GetFrameworks_FrameworkCodec,
  type MasterResponse_GetState,
  type MasterResponse_GetTasks,
  TaskCodec,
  printList,
} from '@stoa/proto';
import { type Json, raw, renderJson } from '@stoa/proto/classic';

/**
 * An answer as JSON. The general rule leaves empty lists out; the lists of the four parts of
 * GET_STATE are written even when empty (mesos-endpoints.md §2.3), because tools index them blindly.
 */
export function renderAnswer(answer: MasterResponse): string {
  const { type, get_agents, get_executors, get_frameworks, get_state, get_tasks } = answer;
  if (get_agents !== undefined) return member(type, 'get_agents', agentsJson(get_agents));
  if (get_executors !== undefined) {
    return member(type, 'get_executors', executorsJson(get_executors));
  }
  if (get_frameworks !== undefined) {
    return member(type, 'get_frameworks', frameworksJson(get_frameworks));
  }
  if (get_tasks !== undefined) return member(type, 'get_tasks', tasksJson(get_tasks));
  if (get_state !== undefined) return member(type, 'get_state', stateJson(get_state));
  return MasterResponseCodec.toJson(answer);
}

function member(type: string | undefined, name: string, value: Json): string {
  return renderJson({ type, [name]: value });
}

/** The part that GET_STATE and SUBSCRIBED share. */
export function stateJson(state: MasterResponse_GetState): Json {
  return {
    get_tasks: tasksJson(state.get_tasks ?? {}),
    get_executors: executorsJson(state.get_executors ?? {}),
    get_frameworks: frameworksJson(state.get_frameworks ?? {}),
    get_agents: agentsJson(state.get_agents ?? {}),
  };
}

function list<T>(items: readonly T[] | undefined, codec: Codec<T>): Json {
  return raw(printList(items ?? [], (item) => codec.toJson(item)));
}

function tasksJson({ tasks, unreachable_tasks, completed_tasks }: MasterResponse_GetTasks): Json {
  return {
    tasks: list(tasks, TaskCodec),
    unreachable_tasks: list(unreachable_tasks, TaskCodec),
    completed_tasks: list(completed_tasks, TaskCodec),
  };
}

function executorsJson({ executors }: MasterResponse_GetExecutors): Json {
  return { executors: list(executors, MasterResponse_GetExecutors_ExecutorCodec) };
}

function frameworksJson(answer: MasterResponse_GetFrameworks): Json {
  const codec = MasterResponse_GetFrameworks_FrameworkCodec;
  return {
    frameworks: list(answer.frameworks, codec),
    completed_frameworks: list(answer.completed_frameworks, codec),
  };
}

function agentsJson({ agents, recovered_agents }: MasterResponse_GetAgents): Json {
  return {
    agents: list(agents, MasterResponse_GetAgents_AgentCodec),
    recovered_agents: list(recovered_agents, AgentInfoCodec),
  };
}
