import type { Duration, Timestamp } from '@stoa/common';
import { seconds } from '@stoa/common';
import type { CheckInfo, CheckStatusInfo, CommandInfo, HealthCheck, TaskInfo } from '@stoa/proto';

/** A task may have both: health kills, a check only reports. */
export type ProbeRole = 'health' | 'check';

/** What is tried. The port is the one the process listens on, on the loopback of its own network. */
export type ProbeTarget =
  | {
      readonly kind: 'http';
      readonly scheme: 'http' | 'https';
      readonly port: number;
      readonly path: string;
      readonly isIpv6: boolean;
    }
  | { readonly kind: 'tcp'; readonly port: number; readonly isIpv6: boolean }
  | { readonly kind: 'command'; readonly command: CommandInfo };

/** One try, as the shell carries it out. */
export interface ProbeOrder {
  readonly containerId: string;
  readonly role: ProbeRole;
  readonly target: ProbeTarget;
  /** Undefined: no limit. */
  readonly timeout: Duration | undefined;
}

/** What a try found. */
export type ProbeOutcome =
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'tcp'; readonly succeeded: boolean }
  | { readonly kind: 'command'; readonly exitCode: number }
  /** No answer, or none in time. */
  | { readonly kind: 'failed'; readonly message: string };

/** How one probe is run. */
export interface ProbePlan {
  readonly target: ProbeTarget;
  readonly delay: Duration;
  readonly interval: Duration;
  readonly timeout: Duration | undefined;
  readonly grace: Duration;
  readonly failuresMax: number;
}

/** How a task's health and check stand. Replaced as a whole. */
export interface ChecksRecord {
  readonly health: ProbePlan | undefined;
  readonly check: ProbePlan | undefined;
  /** When the grace period began. */
  readonly since: Timestamp;
  readonly healthy: boolean | undefined;
  readonly failures: number;
  readonly checkStatus: CheckStatusInfo | undefined;
}

/** What follows from a try. */
export interface ProbeVerdict {
  readonly checks: ChecksRecord;
  /** The framework shall hear of it. */
  readonly isNews: boolean;
  /** It failed too often: the task ends. */
  readonly isFatal: boolean;
}

/** The probes of a task; undefined when it has none that this agent can run. */
export function planChecks(task: TaskInfo, at: Timestamp): ChecksRecord | undefined {
  const health = task.health_check === undefined ? undefined : planHealth(task.health_check);
  const check = task.check === undefined ? undefined : planCheck(task.check);
  if (health === undefined && check === undefined) return undefined;
  return {
    health,
    check,
    since: at,
    healthy: undefined,
    failures: 0,
    checkStatus: check === undefined ? undefined : emptyStatus(check),
  };
}

/** What a health try means: failures in the grace period before the first success do not count. */
export function applyHealthOutcome(
  checks: ChecksRecord,
  outcome: ProbeOutcome,
  at: Timestamp,
): ProbeVerdict {
  if (isHealthy(outcome)) {
    const isNews = checks.healthy !== true;
    return { checks: { ...checks, healthy: true, failures: 0 }, isNews, isFatal: false };
  }
  const grace = checks.health?.grace ?? seconds(10);
  if (checks.healthy === undefined && at - checks.since < grace) {
    return { checks, isNews: false, isFatal: false };
  }
  const failures = checks.failures + 1;
  const isFatal = failures >= (checks.health?.failuresMax ?? 3);
  return { checks: { ...checks, healthy: false, failures }, isNews: true, isFatal };
}

/** What a try of a check means: news when the result is another than before. */
export function applyCheckOutcome(checks: ChecksRecord, outcome: ProbeOutcome): ProbeVerdict {
  if (checks.check === undefined) return { checks, isNews: false, isFatal: false };
  const checkStatus = statusOf(checks.check, outcome);
  const isNews = JSON.stringify(checkStatus) !== JSON.stringify(checks.checkStatus);
  return { checks: { ...checks, checkStatus }, isNews, isFatal: false };
}

function isHealthy(outcome: ProbeOutcome): boolean {
  switch (outcome.kind) {
    case 'http':
      return outcome.status >= 200 && outcome.status <= 399;
    case 'tcp':
      return outcome.succeeded;
    case 'command':
      return outcome.exitCode === 0;
    case 'failed':
      return false;
  }
}

function planHealth(health: HealthCheck): ProbePlan | undefined {
  const target = healthTarget(health);
  if (target === undefined) return undefined;
  return {
    ...planTimes(health),
    target,
    grace: seconds(health.grace_period_seconds ?? 10),
    failuresMax: Math.max(1, health.consecutive_failures ?? 3),
  };
}

function planCheck(check: CheckInfo): ProbePlan | undefined {
  const target = checkTarget(check);
  if (target === undefined) return undefined;
  return { ...planTimes(check), target, grace: seconds(0), failuresMax: Infinity };
}

function planTimes(times: {
  readonly delay_seconds?: number;
  readonly interval_seconds?: number;
  readonly timeout_seconds?: number;
}): Pick<ProbePlan, 'delay' | 'interval' | 'timeout'> {
  const timeout = times.timeout_seconds ?? 20;
  return {
    delay: seconds(times.delay_seconds ?? 15),
    // Never without a pause: a probe must not become a busy loop.
    interval: seconds(Math.max(0.01, times.interval_seconds ?? 10)),
    timeout: timeout > 0 ? seconds(timeout) : undefined,
  };
}

function healthTarget(health: HealthCheck): ProbeTarget | undefined {
  if (health.http !== undefined && (health.type ?? 'HTTP') === 'HTTP') {
    const { port, path, scheme, protocol } = health.http;
    return {
      kind: 'http',
      scheme: scheme === 'https' ? 'https' : 'http',
      port,
      path: path ?? '/',
      isIpv6: protocol === 'IPv6',
    };
  }
  if (health.tcp !== undefined && (health.type ?? 'TCP') === 'TCP') {
    return { kind: 'tcp', port: health.tcp.port, isIpv6: health.tcp.protocol === 'IPv6' };
  }
  return health.command === undefined ? undefined : { kind: 'command', command: health.command };
}

function checkTarget(check: CheckInfo): ProbeTarget | undefined {
  if (check.http !== undefined) {
    const { port, path } = check.http;
    return { kind: 'http', scheme: 'http', port, path: path ?? '/', isIpv6: false };
  }
  if (check.tcp !== undefined) return { kind: 'tcp', port: check.tcp.port, isIpv6: false };
  const command = check.command?.command;
  return command === undefined ? undefined : { kind: 'command', command };
}

function emptyStatus(plan: ProbePlan): CheckStatusInfo {
  switch (plan.target.kind) {
    case 'http':
      return { type: 'HTTP', http: {} };
    case 'tcp':
      return { type: 'TCP', tcp: {} };
    case 'command':
      return { type: 'COMMAND', command: {} };
  }
}

function statusOf(plan: ProbePlan, outcome: ProbeOutcome): CheckStatusInfo {
  switch (outcome.kind) {
    case 'http':
      return { type: 'HTTP', http: { status_code: outcome.status } };
    case 'tcp':
      return { type: 'TCP', tcp: { succeeded: outcome.succeeded } };
    case 'command':
      return { type: 'COMMAND', command: { exit_code: outcome.exitCode } };
    case 'failed':
      return emptyStatus(plan);
  }
}
