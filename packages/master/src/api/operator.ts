import {
  type HttpReply,
  type HttpRequest,
  type Result,
  emptyReply,
  err,
  milliseconds,
  ok,
  textReply,
} from '@stoa/common';
import {
  type MasterCall,
  MasterCallCodec,
  type MasterCall_Type,
  type MasterResponse,
  MasterResponseCodec,
} from '@stoa/proto';
import { renderAnswer } from './answer-json.ts';
import { JSON_TYPE, type MediaType, decodeCallBody, negotiateType, onlyPost } from './call-body.ts';
import type { MasterCommands } from './commands.ts';
import { refuseUnlessOpen } from './leadership.ts';
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

/** A call that passed every check, with the type of the answer; SUBSCRIBE opens a stream with it. */
export interface OperatorCall {
  readonly call: MasterCall;
  readonly accept: MediaType;
}

/** `POST /api/v1` up to the call itself: checks 2 to 8 of mesos-endpoints.md §2.1. */
export function decodeOperatorCall(
  view: ClusterView | undefined,
  request: HttpRequest,
): Result<OperatorCall, HttpReply> {
  const refusal = refuseUnlessOpen(view, request) ?? onlyPost(request.method);
  if (refusal !== undefined) return err(refusal);
  const decoded = decodeCallBody(request, MasterCallCodec);
  if (!decoded.ok) return decoded;
  const fault = validateCall(decoded.value);
  if (fault !== undefined) {
    return err(textReply(400, `Failed to validate master::Call: ${fault}`));
  }
  const accept = negotiateType(request);
  return accept.ok ? ok({ call: decoded.value, accept: accept.value }) : accept;
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

/** The answer of a read; undefined for calls that read nothing. */
function readAnswer(
  call: MasterCall,
  { view, surroundings, commands }: OperatorContext,
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
      return { type: 'GET_LOGGING_LEVEL', get_logging_level: { level: commands.logging.level() } };
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

/** What the answers to operator calls stand on. */
export interface OperatorContext {
  readonly view: ClusterView;
  readonly surroundings: Surroundings;
  readonly commands: MasterCommands;
}

/** A decoded call's reply; SUBSCRIBE, which opens a stream, is not for this. */
export function answerOperatorCall(
  { call, accept }: OperatorCall,
  context: OperatorContext,
): HttpReply | Promise<HttpReply> {
  const answer = readAnswer(call, context);
  if (answer !== undefined) return encodeAnswer(answer, accept);
  switch (call.type) {
    case 'LIST_FILES':
    case 'READ_FILE':
      return textReply(404, '');
    case 'TEARDOWN':
      return context.commands.teardown(call.teardown?.framework_id.value ?? '');
    case 'SET_LOGGING_LEVEL':
      return setLoggingLevel(call, context.commands);
    default:
      return textReply(501, `${call.type ?? 'the call'} is not supported by this master`);
  }
}

function setLoggingLevel({ set_logging_level }: MasterCall, commands: MasterCommands): HttpReply {
  const { level = 0, duration } = set_logging_level ?? {};
  commands.logging.set(level, milliseconds(Number(duration?.nanoseconds ?? 0n) / 1e6));
  return emptyReply(200);
}

/** An answer in the type the client takes. */
export function encodeAnswer(answer: MasterResponse, accept: MediaType): HttpReply {
  const body = accept === JSON_TYPE ? renderAnswer(answer) : MasterResponseCodec.toBinary(answer);
  return { status: 200, headers: { 'Content-Type': accept }, body };
}
