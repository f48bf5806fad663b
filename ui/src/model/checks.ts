import { formatDuration, formatSince, parseTime } from './format.ts';
import type { Definition, Failing, Instance } from './records.ts';

/** Why an instance's checks fail, for its chip; undefined when they do not. */
export function describeChecks(instance: Instance): string | undefined {
  const failing = instance.checks.find(({ alive }) => !alive);
  if (instance.isHealthy !== false || instance.condition !== 'Running') return undefined;
  if (failing === undefined) return 'Unhealthy';
  const cause = shorten(failing.lastFailureCause);
  const count = failing.consecutiveFailures;
  const often = count > 1 ? `, ${count} times in a row` : '';
  return cause === undefined ? `Unhealthy${often}` : `Unhealthy: ${cause}${often}`;
}

/** The cause as Marathon words it, without what everybody knows. */
function shorten(cause: string | undefined): string | undefined {
  if (cause === undefined || cause === '') return undefined;
  const plain = cause
    .replace(/^.*?Exception:\s*/, '')
    .replace(/^AskTimeoutException.*$/, 'no answer in time');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}

/** What a check asks, as a person calls it: `GET /health`. */
function nameCheck(definition: Definition): string {
  const [check, ...others] = definition.healthChecks ?? [];
  if (others.length > 0) return 'their checks';
  switch (check?.protocol) {
    case 'TCP':
    case 'MESOS_TCP':
      return 'the TCP check';
    case 'COMMAND':
      return 'the command check';
    default:
      return `GET ${check?.path ?? '/'}`;
  }
}

/** What the checks of an app's instances say when some fail: since the last success of the first that failed. */
export function findFailing(
  definition: Definition,
  instances: readonly Instance[],
): Failing | undefined {
  const bad = instances.filter(
    ({ condition, isHealthy }) => condition === 'Running' && isHealthy === false,
  );
  if (bad.length === 0) return undefined;
  const results = bad.flatMap(({ checks }) => checks.filter(({ alive }) => !alive));
  const known = (times: readonly (number | undefined)[]) =>
    times.filter((at) => at !== undefined).toSorted((a, b) => a - b);
  const [since] = known(results.map(({ lastSuccess }) => parseTime(lastSuccess)));
  const last = known(results.map(({ lastFailure }) => parseTime(lastFailure))).at(-1);
  return {
    check: nameCheck(definition),
    since: since === undefined ? undefined : formatSince(since, last ?? since),
    cause: results.map(({ lastFailureCause }) => shorten(lastFailureCause)).find(Boolean),
  };
}

/** How long a start took, from the agent's staging to running; undefined while it is not known. */
export function describeStart(instance: Instance): string | undefined {
  const { stagedAt, startedAt } = instance;
  return stagedAt === undefined || startedAt === undefined
    ? undefined
    : formatDuration(startedAt - stagedAt);
}

/** One point of an instance's life. */
export interface Moment {
  readonly at: number;
  readonly what: string;
  /** Milliseconds since the moment before. */
  readonly after: number | undefined;
}

/** The instance's life as far as it is known, in order. */
export function listMoments(instance: Instance): readonly Moment[] {
  const [check] = instance.checks;
  const points: readonly (readonly [number | undefined, string])[] = [
    [instance.stagedAt, `staged on ${instance.host ?? 'an agent'}`],
    [instance.startedAt, 'started'],
    [parseTime(check?.firstSuccess), 'first healthy'],
    [parseTime(check?.lastFailure), `check failed: ${check?.lastFailureCause ?? 'no cause told'}`],
    [parseTime(check?.lastSuccess), 'last healthy'],
    [instance.endedAt, `ended${instance.message === '' ? '' : `: ${instance.message}`}`],
  ];
  const known = points.flatMap(([at, what]) => (at === undefined ? [] : [{ at, what }]));
  const sorted = known.toSorted((a, b) => a.at - b.at);
  return sorted.map((point, index) => {
    const before = sorted[index - 1];
    return { ...point, after: before === undefined ? undefined : point.at - before.at };
  });
}
