import { between, toSeconds } from '@stoa/common';
import type { RouteContext } from './context.ts';
import type { MetricNumber } from './diagnostics.ts';

/** How often something happens, in events per second (marathon-api.md §8). */
export interface RateJson {
  readonly count: number;
  readonly m1_rate: number;
  readonly m5_rate: number;
  readonly m15_rate: number;
  readonly mean_rate: number;
  readonly units: string;
}

/** How long something takes of late, and how often it happens. */
export interface TimerJson extends Omit<RateJson, 'units'> {
  readonly max: number;
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p98: number;
  readonly p99: number;
  readonly p999: number;
  readonly stddev: number;
  readonly duration_units: 'seconds';
  readonly rate_units: string;
}

type Named<T> = readonly (readonly [name: string, value: T])[];

/** The numbers of the listener, by their names behind the prefix. */
export interface HttpNumbers {
  readonly gauges: Named<number>;
  readonly counters: Named<number>;
  readonly rates: Named<RateJson>;
  readonly timers: Named<TimerJson>;
}

/** The numbers of `/metrics` (marathon-api.md §8, marathon-behaviour.md §12). */
export function metricsJson(context: RouteContext) {
  const { metricPrefix: prefix } = context;
  const http = context.http();
  const { rates, timers } = http;
  const table = <T, Shape>(named: Named<T>, shape: (value: T) => Shape) =>
    Object.fromEntries(named.map(([name, value]) => [`${prefix}.${name}`, shape(value)]));
  return {
    version: '4.0.0',
    gauges: table(gauges(context, http), (value) => ({ value })),
    counters: table(counters(context, http), (count) => ({ count })),
    histograms: {},
    meters: table(rates, (rate) => rate),
    timers: table(timers, (timer) => timer),
  };
}

/** Every number under its full name, what consists of several in parts. */
export function metricNumbers(context: RouteContext): readonly MetricNumber[] {
  const { metricPrefix: prefix } = context;
  const http = context.http();
  const { rates, timers } = http;
  const named = (kind: MetricNumber['kind'], numbers: Named<number>): readonly MetricNumber[] =>
    numbers.map(([name, value]) => ({ name: `${prefix}.${name}`, kind, value }));
  const parts = [...rates, ...timers].flatMap(([name, value]) =>
    Object.entries(value).flatMap(([part, number]) =>
      typeof number === 'number' ? [[`${name}.${part}`, number] as const] : [],
    ),
  );
  return [
    ...named('gauge', gauges(context, http)),
    ...named('counter', counters(context, http)),
    ...named('gauge', parts),
  ];
}

function counters(context: RouteContext, http: HttpNumbers): Named<number> {
  const counted = Array.from(
    context.counters(),
    ([name, value]) => [`${name}.counter`, value] as const,
  );
  return [...counted, ...http.counters];
}

function gauges({ view, now, startedAt }: RouteContext, http: HttpNumbers): Named<number> {
  let apps = 0;
  let running = 0;
  let staged = 0;
  for (const app of view.apps()) {
    const counts = view.countsOf(app.id);
    apps++;
    running += counts.running;
    staged += counts.staged;
  }
  const at = now();
  const { leadingSince } = view;
  const led = leadingSince === undefined ? 0 : toSeconds(between(leadingSince, at));
  return [
    ['apps.active.gauge', apps],
    ['pods.active.gauge', 0],
    ['groups.active.gauge', view.groupCount],
    ['deployments.active.gauge', Array.from(view.deployments()).length],
    ['instances.running.gauge', running],
    ['instances.staged.gauge', staged],
    ['instances.launch-overdue.gauge', view.overdueCount(at)],
    ['instances.inflight-kills.gauge', view.killsInFlight],
    ['instances.inflight-kill-attempts.gauge', view.killAttempts],
    ['uptime.gauge.seconds', toSeconds(between(startedAt, at))],
    ['leadership.duration.gauge.seconds', led],
    ...http.gauges,
  ];
}
