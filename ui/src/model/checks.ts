import { formatDuration, parseTime } from './format.ts';
import type { Instance } from './records.ts';

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
