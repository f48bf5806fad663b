import { between, toSeconds } from '@stoa/common';
import type { RouteContext } from './context.ts';
import type { MetricNumber } from './diagnostics.ts';

/** The numbers of `/metrics` (marathon-api.md §8, marathon-behaviour.md §12). */
export function metricsJson(context: RouteContext) {
  const numbers = metricNumbers(context);
  const ofKind = (kind: MetricNumber['kind']) => numbers.filter((one) => one.kind === kind);
  return {
    version: '4.0.0',
    gauges: Object.fromEntries(ofKind('gauge').map(({ name, value }) => [name, { value }])),
    counters: Object.fromEntries(
      ofKind('counter').map(({ name, value }) => [name, { count: value }]),
    ),
    histograms: {},
    meters: {},
    timers: {},
  };
}

/** Every number under its full name. */
export function metricNumbers(context: RouteContext): readonly MetricNumber[] {
  const { metricPrefix: prefix } = context;
  return [
    ...Array.from(gauges(context), ([name, value]) => ({
      name: `${prefix}.${name}`,
      kind: 'gauge' as const,
      value,
    })),
    ...Array.from(context.counters(), ([name, value]) => ({
      name: `${prefix}.${name}.counter`,
      kind: 'counter' as const,
      value,
    })),
  ];
}

function gauges({ view, now, startedAt }: RouteContext): ReadonlyMap<string, number> {
  let apps = 0;
  let running = 0;
  let staged = 0;
  for (const app of view.apps()) {
    const counts = view.countsOf(app.id);
    apps++;
    running += counts.running;
    staged += counts.staged;
  }
  return new Map([
    ['apps.active.gauge', apps],
    ['groups.active.gauge', view.groupCount],
    ['deployments.active.gauge', Array.from(view.deployments()).length],
    ['instances.running.gauge', running],
    ['instances.staged.gauge', staged],
    ['instances.inflight-kills.gauge', view.killsInFlight],
    ['instances.inflight-kill-attempts.gauge', view.killAttempts],
    ['uptime.gauge.seconds', toSeconds(between(startedAt, now()))],
  ]);
}
