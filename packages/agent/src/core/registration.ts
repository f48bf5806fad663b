import { nextJitteredDelay, seconds } from '@stoa/common';
import type { LinkCall, LinkEvent_Subscribed, Task } from '@stoa/proto';
import type { LinkClosedEvent } from './events.ts';
import {
  AT_ONCE,
  ELECTED_BACKOFF,
  PING_TIMEOUT_DEFAULT,
  REGISTRATION_BACKOFF_MAX,
  REGISTRATION_TIMEOUT,
} from './limits.ts';
import { agentWrite } from './recovery/checkpoint.ts';
import type { AgentState, Step, TaskRecord } from './state.ts';
import { latestState } from './state.ts';
import { forwardAll } from './status-updates/forwarding.ts';
import { forgetStrays } from './status-updates/stray-updates.ts';
import { lastForwarded } from './status-updates/update-stream.ts';
import { persistWrites } from './tasks/writing.ts';
import type { AgentTraceName } from './trace-events.ts';

/** What this agent can do, in the words of `/state` (mesos-http.md §9). */
export const AGENT_CAPABILITIES: readonly string[] = [
  'MULTI_ROLE',
  'HIERARCHICAL_ROLE',
  'RESERVATION_REFINEMENT',
  'RESOURCE_PROVIDER',
  'RESIZE_VOLUME',
  'AGENT_OPERATION_FEEDBACK',
  'AGENT_DRAINING',
  'TASK_RESOURCE_LIMITS',
];

const TIMER_TRY = 'registration/try';
const TIMER_ANSWER = 'registration/answer';
const TIMER_PING = 'registration/ping';

/** Whether a timer is one of this machine. */
export function isRegistrationTimer(timer: string): boolean {
  return timer === TIMER_TRY || timer === TIMER_ANSWER || timer === TIMER_PING;
}

/** The past is known: the agent may look for its master. */
export function beginRegistration(step: Step): void {
  const { registration, config } = step.state;
  registration.phase = 'detecting';
  registration.address ??= config.masters[0];
  tryAfter(step, 'none');
}

/** A leading master was detected, or lost. */
export function masterDetected(step: Step, address: string | undefined): void {
  const { registration } = step.state;
  const isSame = address === registration.address;
  registration.address = address;
  registration.detected = address;
  if (registration.phase === 'recovering' || registration.phase === 'stopped') return;
  if (isSame && registration.phase !== 'detecting') return;
  leaveLink(step, address === undefined ? 'no master leads' : 'another master leads');
  registration.attempts = 0;
  tryAfter(step, 'none');
}

/** The link ended or was refused; the next try goes to the leader when its place was told. */
export function linkClosed(step: Step, event: LinkClosedEvent): void {
  const { registration } = step.state;
  if (registration.phase !== 'registering' && registration.phase !== 'registered') return;
  const wasRegistered = registration.phase === 'registered';
  trace(step, wasRegistered ? 'warn' : 'info', 'agent.disconnected', { reason: event.reason });
  toDetecting(step);
  // A master that was just elected may still send on to the one before it; who looks leaders up knows
  // better.
  const leader = registration.detected === undefined ? event.leader : undefined;
  const isNewLeader = leader !== undefined && leader !== registration.address;
  if (leader !== undefined) registration.address = leader;
  else if (!wasRegistered) nextMaster(step.state);
  if (isNewLeader && registration.attempts <= 3) return tryAfter(step, 'none');
  // One that was elected a moment ago still reads its registry, and soon takes agents in.
  const isElected = registration.detected !== undefined && !wasRegistered;
  tryAfter(step, isElected ? 'short' : 'usual');
}

/** One of this machine's timers fired. */
export function registrationTimerFired(step: Step, timer: string): void {
  const { registration } = step.state;
  if (timer === TIMER_TRY) {
    if (registration.phase === 'detecting') subscribe(step);
    return;
  }
  const isAwaited =
    timer === TIMER_ANSWER
      ? registration.phase === 'registering'
      : registration.phase === 'registered';
  if (!isAwaited) return;
  leaveLink(step, timer === TIMER_ANSWER ? 'no answer to SUBSCRIBE' : 'no PING from the master');
  nextMaster(step.state);
  tryAfter(step, 'usual');
}

/** The master took the agent in. */
export function subscribed(step: Step, event: LinkEvent_Subscribed): void {
  const { state } = step;
  const { registration, config } = state;
  const agentId = event.agent_id.value;
  if (state.agentId !== agentId) {
    state.agentId = agentId;
    persistWrites(step, [agentWrite(agentId, config.bootId)]);
  }
  registration.phase = 'registered';
  registration.attempts = 0;
  registration.registeredAt ??= step.at;
  registration.masterInfo = event.master_info;
  const timeout = event.ping_timeout_seconds;
  registration.pingTimeout = timeout === undefined ? PING_TIMEOUT_DEFAULT : seconds(timeout);
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_ANSWER });
  trace(step, 'info', 'agent.registered', { agentId });
  awaitPing(step);
  forgetStrays(step);
  forwardAll(step);
}

/** The master asks whether we live. When it holds us for disconnected, the link is made anew. */
export function pinged(step: Step, isConnected: boolean): void {
  const { state } = step;
  if (state.registration.phase !== 'registered') return;
  const agent_id = state.agentId === undefined ? undefined : { value: state.agentId };
  step.effects.push({ kind: 'sendCall', call: { type: 'PONG', agent_id, pong: {} } });
  awaitPing(step);
  if (isConnected) return;
  leaveLink(step, 'the master holds this agent for disconnected');
  tryAfter(step, 'none');
}

/** The agent stops looking for a master. */
export function stopRegistration(step: Step): void {
  leaveLink(step, 'the agent ends');
  step.state.registration.phase = 'stopped';
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_TRY });
}

/** The SUBSCRIBE call: who this agent is and what it has. */
export function subscribeCall(state: AgentState): LinkCall {
  const { config } = state;
  const id = state.agentId === undefined ? {} : { id: { value: state.agentId } };
  return {
    type: 'SUBSCRIBE',
    ...(state.agentId === undefined ? {} : { agent_id: { value: state.agentId } }),
    subscribe: {
      agent_info: {
        hostname: config.hostname,
        resources: config.resources.toList(),
        attributes: config.attributes,
        ...id,
        port: config.port,
        ...(config.domain === undefined ? {} : { domain: config.domain }),
      },
      version: config.build.version,
      capabilities: AGENT_CAPABILITIES,
      checkpointed_resources: [],
      frameworks: [...state.frameworks.values()].map((framework) => framework.info),
      executors: [],
      tasks: [...state.tasks.values()].map((record) => renderTask(state, record)),
      boot_id: config.bootId,
      process_id: config.processId,
      ip: config.toldIp,
    },
  };
}

/** A task as the wire describes it: what `/state`, GET_TASKS and the master are told. */
export function renderTask(state: Pick<AgentState, 'frameworks'>, record: TaskRecord): Task {
  const { task } = record;
  const told = lastForwarded(record.stream);
  const user = task.command?.user ?? state.frameworks.get(record.frameworkId)?.info.user;
  return {
    name: task.name,
    task_id: task.task_id,
    framework_id: { value: record.frameworkId },
    agent_id: task.agent_id,
    state: latestState(record),
    resources: task.resources ?? [],
    statuses: record.statuses,
    ...(told === undefined
      ? {}
      : { status_update_state: told.state, status_update_uuid: told.uuid }),
    ...(task.labels === undefined ? {} : { labels: task.labels }),
    ...(task.discovery === undefined ? {} : { discovery: task.discovery }),
    ...(task.container === undefined ? {} : { container: task.container }),
    ...(user === undefined || user === '' ? {} : { user }),
    ...(task.health_check === undefined ? {} : { health_check: task.health_check }),
    ...(task.kill_policy === undefined ? {} : { kill_policy: task.kill_policy }),
    ...(task.limits === undefined ? {} : { limits: task.limits }),
  };
}

function subscribe(step: Step): void {
  const { state } = step;
  const { registration } = state;
  const { address } = registration;
  if (address === undefined) return;
  registration.phase = 'registering';
  registration.attempts += 1;
  trace(step, 'info', 'agent.registering', { address });
  step.effects.push({ kind: 'openLink', address, call: subscribeCall(state) });
  step.effects.push({ kind: 'startTimer', timer: TIMER_ANSWER, delay: REGISTRATION_TIMEOUT });
}

function tryAfter(step: Step, wait: 'none' | 'short' | 'usual'): void {
  const { registration, config, random } = step.state;
  if (registration.phase !== 'detecting' || registration.address === undefined) return;
  const usual = config.registrationBackoff;
  const min = wait === 'usual' || usual < ELECTED_BACKOFF ? usual : ELECTED_BACKOFF;
  const limits = { min, max: REGISTRATION_BACKOFF_MAX, factor: 2 };
  const delay =
    wait === 'none' ? AT_ONCE : nextJitteredDelay(registration.attempts, limits, random);
  step.effects.push({ kind: 'startTimer', timer: TIMER_TRY, delay });
}

function nextMaster(state: AgentState): void {
  const { registration, config } = state;
  if (registration.detected !== undefined) {
    registration.address = registration.detected;
    return;
  }
  if (config.masters.length === 0) return;
  registration.turn = (registration.turn + 1) % config.masters.length;
  registration.address = config.masters[registration.turn];
}

function awaitPing(step: Step): void {
  const delay = step.state.registration.pingTimeout;
  step.effects.push({ kind: 'startTimer', timer: TIMER_PING, delay });
}

function leaveLink(step: Step, reason: string): void {
  const { registration } = step.state;
  if (registration.phase === 'registering' || registration.phase === 'registered') {
    step.effects.push({ kind: 'closeLink' });
    trace(step, 'warn', 'agent.disconnected', { reason });
  }
  toDetecting(step);
}

function toDetecting(step: Step): void {
  step.state.registration.phase = 'detecting';
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_ANSWER });
  step.effects.push({ kind: 'cancelTimer', timer: TIMER_PING });
}

function trace(
  step: Step,
  level: 'info' | 'warn',
  event: AgentTraceName,
  fields: Readonly<Record<string, string | undefined>>,
): void {
  step.effects.push({ kind: 'trace', level, event, fields });
}
