import { between, toSeconds } from '@stoa/common';
import type { RouteContext } from './context.ts';

/** The numbers of `/metrics` (marathon-api.md §8, marathon-behaviour.md §12). */
export function metricsJson(context: RouteContext) {
  return {
    version: '4.0.0',
    gauges: Object.fromEntries(
      Array.from(gauges(context), ([name, value]) => [`marathon.${name}`, { value }]),
    ),
    counters: Object.fromEntries(
      Array.from(context.counters(), ([name, count]) => [`marathon.${name}.counter`, { count }]),
    ),
    histograms: {},
    meters: {},
    timers: {},
  };
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
    ['deployments.active.gauge', Array.from(view.deployments()).length],
    ['instances.running.gauge', running],
    ['instances.staged.gauge', staged],
    ['uptime.gauge.seconds', toSeconds(between(startedAt, now()))],
  ]);
}
