import { err, ok, textReply } from '@stoa/common';
import type { HttpReply, HttpRequest, Result } from '@stoa/common';
import { AgentCallCodec, AgentResponseCodec, parseJsonText } from '@stoa/proto';
import type {
  AgentCall,
  AgentResponse,
  AgentResponse_GetFrameworks,
  AgentResponse_GetTasks,
  ExecutorInfo,
} from '@stoa/proto';
import { renderTask } from '../core/index.ts';
import type { AgentView, TaskRecord } from '../core/index.ts';
import { executorName } from './state-json.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';

/** The call in a request, or the answer that refuses it (mesos-endpoints.md §2.1). */
export function decodeOperatorCall(request: HttpRequest): Result<AgentCall, HttpReply> {
  const given = request.headers['content-type'];
  if (given === undefined) return err(textReply(400, "Expecting 'Content-Type' to be present"));
  const type = given.split(';')[0]?.trim().toLowerCase();
  if (type !== JSON_TYPE && type !== PROTOBUF_TYPE) {
    return err(
      textReply(
        415,
        "Expecting 'Content-Type' of application/json or application/x-protobuf or application/recordio",
      ),
    );
  }
  const call = type === JSON_TYPE ? decodeJsonCall(request.body) : decodeBinaryCall(request.body);
  if (!call.ok) return err(textReply(400, call.error));
  const fault = validateCall(call.value);
  if (fault === undefined) return call;
  return err(textReply(400, `Failed to validate agent::Call: ${fault}`));
}

function decodeJsonCall(body: Uint8Array): Result<AgentCall, string> {
  const parsed = parseJsonText(body);
  if (!parsed.ok) return err(`Failed to parse body into JSON: ${parsed.error}`);
  const call = AgentCallCodec.fromJson(parsed.value);
  return call.ok ? call : err(`Failed to convert JSON into Call protobuf: ${call.error}`);
}

function decodeBinaryCall(body: Uint8Array): Result<AgentCall, string> {
  const call = AgentCallCodec.fromBinary(body);
  return call.ok ? ok(call.value) : err('Failed to parse body into Call protobuf');
}

const MEMBER_CALLS: ReadonlySet<string> = new Set([
  'GET_METRICS',
  'SET_LOGGING_LEVEL',
  'LIST_FILES',
  'READ_FILE',
]);

function validateCall(call: AgentCall): string | undefined {
  if (call.type === undefined || call.type === 'UNKNOWN') return "Expecting 'type' to be present";
  const member = call.type.toLowerCase();
  if (MEMBER_CALLS.has(call.type) && !(member in call))
    return `Expecting '${member}' to be present`;
  return undefined;
}

/** The media type of the answer; undefined when `Accept` allows none. */
export function chooseAnswerType(accept: string | undefined): string | undefined {
  if (accept === undefined) return JSON_TYPE;
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const allows = (type: string): boolean =>
    types.some((given) => given === '*/*' || given === 'application/*' || given === type);
  if (allows(JSON_TYPE)) return JSON_TYPE;
  return allows(PROTOBUF_TYPE) ? PROTOBUF_TYPE : undefined;
}

/** An answer in the type that was asked for. */
export function encodeOperatorAnswer(answer: AgentResponse, type: string): HttpReply {
  const isProtobuf = type === PROTOBUF_TYPE;
  const body = isProtobuf ? AgentResponseCodec.toBinary(answer) : AgentResponseCodec.toJson(answer);
  return { status: 200, headers: { 'Content-Type': type }, body };
}

/** The numbers of the agent as GET_METRICS gives them. */
export function describeMetrics(numbers: Readonly<Record<string, number>>): AgentResponse {
  const metrics = Object.entries(numbers).map(([name, value]) => ({ name, value }));
  return { type: 'GET_METRICS', get_metrics: { metrics } };
}

/** The answers that the agent's own view holds; undefined for other calls. */
export function describeAgent(call: AgentCall, view: AgentView): AgentResponse | undefined {
  const { type } = call;
  switch (type) {
    case 'GET_HEALTH':
      return { type, get_health: { healthy: true } };
    case 'GET_FLAGS': {
      const names = Object.keys(view.config.flags).sort();
      const flags = names.map((name) => ({ name, value: view.config.flags[name] ?? '' }));
      return { type, get_flags: { flags } };
    }
    case 'GET_VERSION':
      return { type, get_version: { version_info: view.config.build } };
    case 'GET_AGENT':
      return { type, get_agent: { agent_info: agentInfo(view) } };
    case 'GET_TASKS':
      return { type, get_tasks: getTasks(view) };
    case 'GET_FRAMEWORKS':
      return { type, get_frameworks: getFrameworks(view) };
    case 'GET_EXECUTORS':
      return { type, get_executors: getExecutors(view) };
    case 'GET_STATE':
      return {
        type,
        get_state: {
          get_tasks: getTasks(view),
          get_executors: getExecutors(view),
          get_frameworks: getFrameworks(view),
        },
      };
    case 'GET_OPERATIONS':
      return { type, get_operations: {} };
    case 'GET_RESOURCE_PROVIDERS':
      return { type, get_resource_providers: {} };
    default:
      return undefined;
  }
}

function agentInfo(view: AgentView) {
  const { config, agentId } = view;
  return {
    hostname: config.hostname,
    port: config.port,
    resources: config.resources.toList(),
    attributes: config.attributes,
    ...(agentId === undefined ? {} : { id: { value: agentId } }),
    ...(config.domain === undefined ? {} : { domain: config.domain }),
  };
}

function getTasks(view: AgentView): AgentResponse_GetTasks {
  const all = [...view.tasks.values()];
  const pick = (fits: (record: TaskRecord) => boolean): AgentResponse_GetTasks['queued_tasks'] =>
    all.filter(fits).map((record) => renderTask(view, record));
  return {
    pending_tasks: [],
    queued_tasks: pick(({ phase }) => phase === 'accepted' || phase === 'launching'),
    launched_tasks: pick(({ phase }) => phase === 'running'),
    terminated_tasks: pick(({ phase }) => phase === 'ended'),
    completed_tasks: view.completedTasks.values().map((record) => renderTask(view, record)),
  };
}

function getFrameworks(view: AgentView): AgentResponse_GetFrameworks {
  return {
    frameworks: [...view.frameworks.values()].map(({ info }) => ({ framework_info: info })),
    completed_frameworks: view.completedFrameworks
      .values()
      .filter((info) => !view.frameworks.has(info.id?.value ?? ''))
      .map((info) => ({ framework_info: info })),
  };
}

function getExecutors(view: AgentView) {
  const live = [...view.tasks.values()].filter((record) => record.phase !== 'ended');
  return {
    executors: live.map((record) => ({ executor_info: commandExecutor(record) })),
    completed_executors: view.completedTasks
      .values()
      .map((record) => ({ executor_info: commandExecutor(record) })),
  };
}

/** The executor an agent invents for a command task. */
function commandExecutor(record: TaskRecord): ExecutorInfo {
  return {
    executor_id: { value: record.taskId },
    framework_id: { value: record.frameworkId },
    name: executorName(record),
    source: record.taskId,
    command: { shell: false, value: '/bin/sh' },
  };
}
