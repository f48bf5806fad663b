import { type HttpReply, type HttpRequest, type Result, err, ok, textReply } from '@stoa/common';
import {
  type MasterCall,
  MasterCallCodec,
  type MasterCall_Type,
  type MasterResponse,
  MasterResponseCodec,
  parseJsonText,
} from '@stoa/proto';
import { renderAnswer } from './answer-json.ts';
import {
  getAgents,
  getExecutors,
  getFrameworks,
  getRoles,
  getState,
  getTasks,
} from './master-answers.ts';
import { masterMetrics } from './metrics.ts';
import type { ClusterView, Surroundings } from './view.ts';
import { wireSeconds } from './times.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';
/** How many bytes of a body that is no JSON the answer repeats. */
const ECHO_MAX = 200;

type MediaType = typeof JSON_TYPE | typeof PROTOBUF_TYPE;

/** Takes calls that change something; undefined for those it does not know. */
export type OperatorCommand = (
  call: MasterCall,
  request: HttpRequest,
) => HttpReply | Promise<HttpReply> | undefined;

/** A call that passed every check, with the type of the answer; SUBSCRIBE opens a stream with it. */
export interface OperatorCall {
  readonly call: MasterCall;
  readonly accept: MediaType;
}

/**
 * `POST /api/v1` up to the call itself: checks 5 to 8 of mesos-endpoints.md §2.1. The route has seen
 * to the method, leadership and recovery.
 */
export function decodeOperatorCall(request: HttpRequest): Result<OperatorCall, HttpReply> {
  const decoded = decodeBody(request);
  if (!decoded.ok) return decoded;
  const fault = validateCall(decoded.value);
  if (fault !== undefined) {
    return err(textReply(400, `Failed to validate master::Call: ${fault}`));
  }
  const accept = acceptedType(request.headers['accept']);
  if (accept === undefined) return err(textReply(406, NOT_ACCEPTABLE));
  return ok({ call: decoded.value, accept });
}

const NOT_ACCEPTABLE = "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'";

function decodeBody({ headers, body }: HttpRequest): Result<MasterCall, HttpReply> {
  const type = headers['content-type'];
  if (type === undefined) return err(textReply(400, "Expecting 'Content-Type' to be present"));
  switch (type.split(';')[0]?.trim().toLowerCase()) {
    case PROTOBUF_TYPE: {
      const call = MasterCallCodec.fromBinary(body);
      return call.ok ? call : err(textReply(400, 'Failed to parse body into Call protobuf'));
    }
    case JSON_TYPE:
      return decodeJson(body);
    default:
      return err(textReply(415, `Expecting 'Content-Type' of ${JSON_TYPE} or ${PROTOBUF_TYPE}`));
  }
}

function decodeJson(body: Uint8Array): Result<MasterCall, HttpReply> {
  const json = parseJsonText(body);
  if (!json.ok) {
    return err(textReply(400, `Failed to parse body into JSON: ${json.error.slice(0, ECHO_MAX)}`));
  }
  const call = MasterCallCodec.fromJson(json.value);
  if (call.ok) return call;
  return err(textReply(400, `Failed to convert JSON into Call protobuf: ${call.error}`));
}

type CallMember = Exclude<keyof MasterCall, 'type'>;

/** The member that carries the arguments of a call; types that are not listed need none. */
const MEMBERS: Readonly<Partial<Record<MasterCall_Type, CallMember>>> = {
  GET_METRICS: 'get_metrics',
  SET_LOGGING_LEVEL: 'set_logging_level',
  LIST_FILES: 'list_files',
  READ_FILE: 'read_file',
  UPDATE_WEIGHTS: 'update_weights',
  RESERVE_RESOURCES: 'reserve_resources',
  UNRESERVE_RESOURCES: 'unreserve_resources',
  CREATE_VOLUMES: 'create_volumes',
  DESTROY_VOLUMES: 'destroy_volumes',
  GROW_VOLUME: 'grow_volume',
  SHRINK_VOLUME: 'shrink_volume',
  UPDATE_MAINTENANCE_SCHEDULE: 'update_maintenance_schedule',
  START_MAINTENANCE: 'start_maintenance',
  STOP_MAINTENANCE: 'stop_maintenance',
  DRAIN_AGENT: 'drain_agent',
  DEACTIVATE_AGENT: 'deactivate_agent',
  REACTIVATE_AGENT: 'reactivate_agent',
  UPDATE_QUOTA: 'update_quota',
  SET_QUOTA: 'set_quota',
  REMOVE_QUOTA: 'remove_quota',
  TEARDOWN: 'teardown',
  MARK_AGENT_GONE: 'mark_agent_gone',
};

function validateCall(call: MasterCall): string | undefined {
  if (call.type === undefined || call.type === 'UNKNOWN') return "Expecting 'type' to be present";
  const member = MEMBERS[call.type];
  if (member === undefined || call[member] !== undefined) return undefined;
  return `Expecting '${member}' to be present`;
}

/**
 * The answer's type: JSON whenever it is allowed, whatever the order (mesos-http.md §1.4). Undefined
 * when neither is.
 */
export function acceptedType(accept: string | undefined): MediaType | undefined {
  if (accept === undefined) return JSON_TYPE;
  const ranges = accept.split(',').map((range) =>
    range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const isRefused = (type: string): boolean =>
    ranges.some(([name, ...parameters]) => name === type && isZero(parameters));
  const isAllowed = (type: MediaType): boolean =>
    !isRefused(type) &&
    ranges.some(
      ([name = '', ...parameters]) =>
        [type, '*/*', 'application/*'].includes(name) && !isZero(parameters),
    );
  return [JSON_TYPE, PROTOBUF_TYPE].filter(isMediaType).find(isAllowed);
}

function isMediaType(type: string): type is MediaType {
  return type === JSON_TYPE || type === PROTOBUF_TYPE;
}

function isZero(parameters: readonly string[]): boolean {
  return parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
}

/** The answer of a read; undefined for calls that read nothing. */
export function readAnswer(
  call: MasterCall,
  view: ClusterView,
  surroundings: Surroundings,
): MasterResponse | undefined {
  switch (call.type) {
    case 'GET_HEALTH':
      return { type: 'GET_HEALTH', get_health: { healthy: true } };
    case 'GET_FLAGS':
      return { type: 'GET_FLAGS', get_flags: { flags: flagList(view) } };
    case 'GET_VERSION':
      return { type: 'GET_VERSION', get_version: { version_info: view.build } };
    case 'GET_METRICS':
      return { type: 'GET_METRICS', get_metrics: { metrics: metricList(view, surroundings) } };
    case 'GET_LOGGING_LEVEL':
      return { type: 'GET_LOGGING_LEVEL', get_logging_level: { level: 0 } };
    case 'GET_MASTER':
      return { type: 'GET_MASTER', get_master: masterAnswer(view) };
    default:
      return clusterAnswer(call, view);
  }
}

function clusterAnswer(call: MasterCall, view: ClusterView): MasterResponse | undefined {
  switch (call.type) {
    case 'GET_STATE':
      return { type: 'GET_STATE', get_state: getState(view) };
    case 'GET_AGENTS':
      return { type: 'GET_AGENTS', get_agents: getAgents(view) };
    case 'GET_FRAMEWORKS':
      return { type: 'GET_FRAMEWORKS', get_frameworks: getFrameworks(view) };
    case 'GET_EXECUTORS':
      return { type: 'GET_EXECUTORS', get_executors: getExecutors(view) };
    case 'GET_TASKS':
      return { type: 'GET_TASKS', get_tasks: getTasks(view) };
    case 'GET_ROLES':
      return { type: 'GET_ROLES', get_roles: { roles: getRoles(view) } };
    case 'GET_OPERATIONS':
      return { type: 'GET_OPERATIONS', get_operations: {} };
    default:
      return unsetAnswer(call);
  }
}

// Weights, quotas and maintenance that nobody has set read like this (§2.2).
function unsetAnswer({ type }: MasterCall): MasterResponse | undefined {
  switch (type) {
    case 'GET_WEIGHTS':
      return { type };
    case 'GET_QUOTA':
      return { type, get_quota: { status: {} } };
    case 'GET_MAINTENANCE_STATUS':
      return { type, get_maintenance_status: { status: {} } };
    case 'GET_MAINTENANCE_SCHEDULE':
      return { type, get_maintenance_schedule: { schedule: {} } };
    default:
      return undefined;
  }
}

function flagList({ flags }: ClusterView): { readonly name: string; readonly value: string }[] {
  return Array.from(flags, ([name, value]) => ({ name, value })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function metricList(
  view: ClusterView,
  surroundings: Surroundings,
): { readonly name: string; readonly value: number }[] {
  return masterMetrics(view, surroundings).map(([name, value]) => ({ name, value }));
}

function masterAnswer(view: ClusterView): NonNullable<MasterResponse['get_master']> {
  return {
    master_info: view.master,
    start_time: wireSeconds(view.startedAt),
    elected_time: view.electedAt === undefined ? undefined : wireSeconds(view.electedAt),
  };
}

/** A decoded call's reply: a read is answered here, a change by `command`, anything else refused. */
export function answerOperatorCall(
  { call, accept }: OperatorCall,
  request: HttpRequest,
  context: {
    readonly view: ClusterView;
    readonly surroundings: Surroundings;
    readonly command: OperatorCommand;
  },
): HttpReply | Promise<HttpReply> {
  const answer = readAnswer(call, context.view, context.surroundings);
  if (answer !== undefined) return encodeAnswer(answer, accept);
  if (call.type === 'LIST_FILES' || call.type === 'READ_FILE') return textReply(404, '');
  const reply = context.command(call, request);
  return reply ?? textReply(501, `${call.type ?? 'the call'} is not supported by this master`);
}

/** An answer in the type the client takes. */
export function encodeAnswer(answer: MasterResponse, accept: MediaType): HttpReply {
  const body = accept === JSON_TYPE ? renderAnswer(answer) : MasterResponseCodec.toBinary(answer);
  return { status: 200, headers: { 'Content-Type': accept }, body };
}
