import { later, seconds, type Timestamp } from '@stoa/common';
import type { HealthCheck } from '../apps/app.ts';
import type { HealthView } from '../read-view.ts';
import type { ProbeOutcome } from './probe.ts';

/** What one check found of one task. Replaced whole, with every member there: it comes by thousands. */
export interface CheckEvidence extends HealthView {
  /** When the first of the failures in a row came; undefined while it is alive. */
  readonly failingSince: Timestamp | undefined;
}

/** What a probe says of health. */
export type HealthResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly cause: string; readonly isHeard: boolean };

/** The moments that decide how much a failure counts. */
export interface HealthMoments {
  readonly at: Timestamp;
  /** When the task came to run: the grace period counts from it. */
  readonly since: Timestamp;
  /** Failures before this moment are held against nobody. */
  readonly pardonedAt: Timestamp;
}

/** What follows from a result. */
export interface HealthVerdict {
  readonly evidence: CheckEvidence;
  /** Alive now and not before, or the other way. */
  readonly hasTurned: boolean;
  /** More failures in a row than the check allows. */
  readonly isOverdue: boolean;
}

/** Whether the leader probes by itself (marathon-behaviour.md §7); the agent runs all other kinds. */
export function isRunByLeader({ protocol }: Pick<HealthCheck, 'protocol'>): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'TCP';
}

/** What an outcome means to a check; undefined: nothing at all. */
export function healthResultOf(
  outcome: ProbeOutcome,
  { ignoreHttp1xx }: Pick<HealthCheck, 'ignoreHttp1xx'>,
): HealthResult | undefined {
  switch (outcome.kind) {
    case 'connected':
      return { kind: 'passed' };
    case 'failed':
      return { kind: 'failed', cause: outcome.message, isHeard: outcome.isHeard };
    case 'http': {
      const { status } = outcome;
      if (status >= 200 && status <= 399) return { kind: 'passed' };
      if (ignoreHttp1xx && status < 200) return undefined;
      return { kind: 'failed', cause: `HTTP status ${status}`, isHeard: true };
    }
  }
}

/**
 * One check of one task (marathon-behaviour.md §7).
 *
 * | state | result | then |
 * |---|---|---|
 * | unknown | failed, within the grace period | unknown: it is ignored |
 * | unknown, failing | passed | alive, turned |
 * | alive | passed | alive |
 * | alive | failed | failing 1, turned |
 * | unknown | failed | failing 1 |
 * | failing n | failed | failing n + 1; overdue when n reached the maximum, which 0 never does |
 * | failing n, begun before the pardon | failed | failing 1 |
 *
 * The grace period ends with the first success. Undefined: the result is ignored.
 */
export function applyHealthResult(
  check: Pick<HealthCheck, 'gracePeriodSeconds' | 'maxConsecutiveFailures'>,
  evidence: CheckEvidence | undefined,
  result: HealthResult,
  moments: HealthMoments,
): HealthVerdict | undefined {
  const { at, since } = moments;
  if (result.kind === 'passed') return passed(evidence, at);
  const isInGrace = at < later(since, seconds(check.gracePeriodSeconds));
  if (evidence?.firstSuccess === undefined && isInGrace) return undefined;
  return failed(evidence, result.cause, { ...moments, max: check.maxConsecutiveFailures });
}

/** The agent's word on a check that it runs: it counts, spares and kills by itself. */
export function applyAgentWord(
  evidence: CheckEvidence | undefined,
  healthy: boolean,
  cause: string,
  at: Timestamp,
): HealthVerdict {
  if (healthy) return passed(evidence, at);
  return failed(evidence, cause, { at, pardonedAt: at, max: 0 });
}

function passed(evidence: CheckEvidence | undefined, at: Timestamp): HealthVerdict {
  return {
    evidence: {
      alive: true,
      consecutiveFailures: 0,
      firstSuccess: evidence?.firstSuccess ?? at,
      lastSuccess: at,
      lastFailure: evidence?.lastFailure,
      lastFailureCause: evidence?.lastFailureCause,
      failingSince: undefined,
    },
    hasTurned: evidence?.alive !== true,
    isOverdue: false,
  };
}

function failed(
  evidence: CheckEvidence | undefined,
  cause: string,
  limits: Pick<HealthMoments, 'at' | 'pardonedAt'> & { readonly max: number },
): HealthVerdict {
  const { at, pardonedAt, max } = limits;
  const begun = evidence?.failingSince;
  const isPardoned = max > 0 && begun !== undefined && begun < pardonedAt;
  const before = isPardoned ? 0 : (evidence?.consecutiveFailures ?? 0);
  return {
    evidence: {
      alive: false,
      consecutiveFailures: before + 1,
      firstSuccess: evidence?.firstSuccess,
      lastSuccess: evidence?.lastSuccess,
      lastFailure: at,
      lastFailureCause: cause,
      failingSince: isPardoned ? at : (begun ?? at),
    },
    hasTurned: evidence?.alive === true,
    isOverdue: max > 0 && before >= max,
  };
}

/**
 * What all checks of a task say together: healthy when every one is alive, unhealthy when one is not,
 * otherwise unknown.
 */
export function overallHealth(
  evidence: readonly (CheckEvidence | undefined)[],
): boolean | undefined {
  if (evidence.some((one) => one?.alive === false)) return false;
  return evidence.length > 0 && evidence.every((one) => one?.alive === true) ? true : undefined;
}
