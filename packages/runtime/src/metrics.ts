import type { TraceEffect } from '@stoa/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { LABEL_VALUES_MAX } from './limits.ts';

/** A number that only grows. */
export interface MetricCounter {
  /** Adds one, or `by`, to the series of these labels. */
  inc(labels?: Readonly<Record<string, string>>, by?: number): void;
}

/** One daemon's numbers. A name is that of the spec without the daemon: `messages_register`. */
export interface Metrics {
  counter(name: string, help: string, labelNames?: readonly string[]): MetricCounter;
  /** A gauge that is read when somebody asks; `read` is cheap and never waits. */
  gauge(name: string, help: string, read: () => number): void;
  /** Counts a traced event under its name. */
  trace(effect: TraceEffect): void;
  /** The numbers in the text form of Prometheus. */
  render(): Promise<string>;
  /** The media type of `render`. */
  readonly contentType: string;
  /** The unlabelled numbers as Mesos shows them: `master/messages_register` (mesos-endpoints.md §5). */
  snapshot(): Promise<Readonly<Record<string, number>>>;
}

/** Opens the numbers of a daemon; `prefix` is its name, `master`. */
export function createMetrics(prefix: string): Metrics {
  const registry = new Registry();
  const mesosNames = new Map<string, string>();
  const register = (name: string): string => {
    const full = `stoa_${prefix}_${name}`.replace(/[^A-Za-z0-9_]/g, '_');
    mesosNames.set(full, `${prefix}/${name}`);
    return full;
  };
  const counter: Metrics['counter'] = (name, help, labelNames = []) => {
    const options = { name: register(name), help, registers: [registry] };
    return cappedCounter(new Counter({ ...options, labelNames: [...labelNames] }));
  };
  const traced = counter('trace_events', 'Traced events by name and level', ['event', 'level']);
  return {
    counter,
    gauge: (name, help, read) => {
      new Gauge({
        name: register(name),
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    trace: ({ event, level }) => traced.inc({ event, level }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
    snapshot: () => snapshot(registry, mesosNames),
  };
}

// Label values come from outside (principals, roles): without a cap anyone could fill the memory.
function cappedCounter(counter: Counter): MetricCounter {
  const seen = new Map<string, Set<string>>();
  const cap = (label: string, value: string): string => {
    const values = seen.get(label) ?? new Set();
    seen.set(label, values);
    if (values.has(value)) return value;
    if (values.size >= LABEL_VALUES_MAX) return 'other';
    values.add(value);
    return value;
  };
  return {
    inc: (labels, by = 1) => {
      if (labels === undefined) {
        counter.inc(by);
        return;
      }
      const capped = Object.entries(labels).map(
        ([name, value]) => [name, cap(name, value)] as const,
      );
      counter.inc(Object.fromEntries(capped), by);
    },
  };
}

/** Numbers in the text form of Prometheus; dots and dashes of their names become underscores. */
export async function renderNumbers(
  numbers: readonly {
    readonly name: string;
    readonly kind: 'gauge' | 'counter';
    readonly value: number;
  }[],
): Promise<{ readonly text: string; readonly contentType: string }> {
  const registry = new Registry();
  for (const { name, kind, value } of numbers) {
    const options = {
      name: name.replace(/[^A-Za-z0-9_]/g, '_'),
      help: name,
      registers: [registry],
    };
    if (kind === 'gauge') new Gauge(options).set(value);
    else new Counter(options).inc(value);
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}

async function snapshot(
  registry: Registry,
  mesosNames: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, number>>> {
  const numbers: Record<string, number> = {};
  for (const { name, values } of await registry.getMetricsAsJSON()) {
    const mesosName = mesosNames.get(name);
    const [plain] = values.filter(({ labels }) => Object.keys(labels).length === 0);
    if (mesosName !== undefined && plain !== undefined) numbers[mesosName] = plain.value;
  }
  return numbers;
}
