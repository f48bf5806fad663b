/// <reference path="./measured-core.d.ts" />
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { Meter } from 'measured-core';
import type { HttpMeter, SentBody } from '@stoa/runtime';
import type { HttpNumbers, RateJson, TimerJson } from '../api/metrics.ts';
import type { MarathonFlags } from '../flags.ts';

const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;
const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** How durations are kept (`--metrics_histogram_reservoir_…`, marathon-api.md §11). */
interface ReservoirOptions {
  readonly significantDigits: number;
  readonly highestNs: number;
  /** The values are forgotten after so many milliseconds; undefined: never. */
  readonly resettingIntervalMs: number | undefined;
}

/** What is counted of event streams: they are no answers that end. */
interface StreamNumbers {
  readonly count: number;
  readonly writtenBytes: number;
}

/** The numbers of a listener, as `/metrics` shows them (marathon-behaviour.md §12). */
export class HttpMetrics implements HttpMeter {
  readonly #responses = new Map(CLASSES.map((name) => [name, new Meter()]));
  readonly #all: DurationTimer;
  readonly #byMethod: ReadonlyMap<string, DurationTimer>;
  #active = 0;
  #receivedBytes = 0;
  #sentBytes = 0;
  #compressedBytes = 0;
  readonly #streams: StreamNumbers;

  constructor(flags: MarathonFlags, streams: StreamNumbers) {
    const options = readReservoir(flags);
    this.#streams = streams;
    this.#all = new DurationTimer(options);
    this.#byMethod = new Map(METHODS.map((name) => [name, new DurationTimer(options)]));
  }

  begin(method: string): (status: number) => void {
    this.#active += 1;
    const startedAt = performance.now();
    return (status) => {
      this.#active -= 1;
      const took = performance.now() - startedAt;
      this.#all.record(took);
      this.#byMethod.get(method.toLowerCase())?.record(took);
      const name = CLASSES[Math.floor(status / 100) - 1];
      if (name !== undefined) this.#responses.get(name)?.mark();
    };
  }

  received(bytes: number): void {
    this.#receivedBytes += bytes;
  }

  sent({ plainBytes, wireBytes, isCompressed }: SentBody): void {
    this.#sentBytes += plainBytes;
    if (isCompressed) this.#compressedBytes += wireBytes;
  }

  /** Everything as it is now, by the names behind the prefix. */
  read(): HttpNumbers {
    const rates = Array.from(
      this.#responses,
      ([name, meter]) => [`http.responses.${name}.rate.meter`, rateOf(meter)] as const,
    );
    const timers = Array.from(
      this.#byMethod,
      ([name, timer]) => [`http.requests.${name}.duration.timer.seconds`, timer.read()] as const,
    );
    return {
      gauges: [
        ['http.requests.active.gauge', this.#active],
        ['http.event-streams.active.gauge', this.#streams.count],
      ],
      counters: [
        ['http.requests.size.counter.bytes', this.#receivedBytes],
        ['http.responses.size.counter.bytes', this.#sentBytes],
        ['http.responses.size.gzipped.counter.bytes', this.#compressedBytes],
        ['http.responses.event-stream.size.counter.bytes', this.#streams.writtenBytes],
      ],
      rates,
      timers: [['http.requests.duration.timer.seconds', this.#all.read()], ...timers],
    };
  }

  close(): void {
    for (const meter of this.#responses.values()) meter.end();
    for (const timer of [this.#all, ...this.#byMethod.values()]) timer.close();
  }
}

/** Durations of late, and how often one was recorded. */
class DurationTimer {
  readonly #options: ReservoirOptions;
  readonly #meter = new Meter();
  // A quarter of a mebibyte: not for methods that nobody uses.
  #recent: RecordableHistogram | undefined;
  #since = 0;

  constructor(options: ReservoirOptions) {
    this.#options = options;
  }

  record(ms: number): void {
    this.#meter.mark();
    const { highestNs, significantDigits } = this.#options;
    this.#recent ??= createHistogram({ lowest: 1, highest: highestNs, figures: significantDigits });
    this.#forgetOld();
    this.#recent.record(Math.min(highestNs, Math.max(1, Math.round(ms * NS_PER_MS))));
  }

  read(): TimerJson {
    this.#forgetOld();
    const recent = this.#recent;
    const isEmpty = recent === undefined || recent.count === 0;
    const secondsOf = (ns: (histogram: RecordableHistogram) => number): number =>
      isEmpty ? 0 : ns(recent) / NS_PER_SECOND;
    const { count, units, ...rates } = rateOf(this.#meter);
    return {
      count,
      max: secondsOf(({ max }) => max),
      mean: secondsOf(({ mean }) => mean),
      min: secondsOf(({ min }) => min),
      p50: secondsOf((histogram) => histogram.percentile(50)),
      p75: secondsOf((histogram) => histogram.percentile(75)),
      p95: secondsOf((histogram) => histogram.percentile(95)),
      p98: secondsOf((histogram) => histogram.percentile(98)),
      p99: secondsOf((histogram) => histogram.percentile(99)),
      p999: secondsOf((histogram) => histogram.percentile(99.9)),
      stddev: secondsOf(({ stddev }) => stddev),
      ...rates,
      duration_units: 'seconds',
      rate_units: units.replace('events', 'calls'),
    };
  }

  close(): void {
    this.#meter.end();
  }

  #forgetOld(): void {
    const { resettingIntervalMs } = this.#options;
    const now = performance.now();
    if (resettingIntervalMs === undefined || now - this.#since < resettingIntervalMs) return;
    this.#recent?.reset();
    this.#since = now;
  }
}

function readReservoir(flags: MarathonFlags): ReservoirOptions {
  const isResetting = flags.metrics_histogram_reservoir_reset_periodically;
  const interval = flags.metrics_histogram_reservoir_resetting_interval_ms;
  return {
    significantDigits: flags.metrics_histogram_reservoir_significant_digits,
    highestNs: flags.metrics_histogram_reservoir_highest_trackable_value,
    resettingIntervalMs: isResetting ? interval : undefined,
  };
}

function rateOf(meter: Meter): RateJson {
  const rates = meter.toJSON();
  return {
    count: rates.count,
    m15_rate: rates['15MinuteRate'],
    m1_rate: rates['1MinuteRate'],
    m5_rate: rates['5MinuteRate'],
    mean_rate: rates.mean,
    units: 'events/second',
  };
}
