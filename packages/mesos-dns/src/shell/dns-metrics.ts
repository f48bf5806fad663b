import { between, toSeconds, type Timestamp } from '@stoa/common';
import type { Metrics } from '@stoa/runtime';
import type { DnsView } from '../core/index.ts';
import type { Forwarder } from './forwarder.ts';
import type { AnswerCount, Responder } from './wire/responder.ts';

/** What the numbers are read from. */
export interface DnsMetricsSources {
  readonly view: DnsView;
  readonly responder: Responder;
  readonly forwarder: Forwarder;
  readonly now: () => Timestamp;
}

/** The daemon's numbers in the text form of Prometheus, read when somebody asks. */
export class DnsMetrics {
  readonly #metrics: Metrics;
  readonly #answered: ReturnType<Metrics['counter']>;
  readonly #responder: Responder;
  // The answering path counts for itself; here is what was told already.
  readonly #told = new Map<AnswerCount, number>();

  constructor(metrics: Metrics, { view, responder, forwarder, now }: DnsMetricsSources) {
    this.#metrics = metrics;
    this.#responder = responder;
    this.#answered = metrics.counter('questions', 'Questions by type and answer', [
      'type',
      'rcode',
    ]);
    metrics.gauge('age_seconds', 'How long ago the leader was last heard', () =>
      view.heardAt === undefined ? 0 : toSeconds(between(view.heardAt, now())),
    );
    metrics.gauge('serial', 'Serial of the records in force', () => view.records.serial);
    metrics.gauge('names', 'Names that have records', () => view.records.size);
    metrics.gauge('tasks', 'Tasks known', () => view.taskCount);
    metrics.gauge('agents', 'Agents known', () => view.agentCount);
    metrics.gauge('carried_tasks', 'Tasks named on the word of an earlier leader', () => {
      return view.carriedCount;
    });
    metrics.gauge('following', '1 while a leader is followed or polled', () =>
      view.source === 'none' ? 0 : 1,
    );
    metrics.gauge('load_failures', 'Loads of a state that failed', () => view.loadFailures);
    metrics.gauge('forwards_waiting', 'Forwarded questions without an answer', () => {
      return forwarder.waiting;
    });
  }

  async render(): Promise<{ readonly type: string; readonly text: string }> {
    for (const counted of this.#responder.counts) {
      const { type, rcode, count } = counted;
      this.#answered.inc({ type, rcode }, count - (this.#told.get(counted) ?? 0));
      this.#told.set(counted, count);
    }
    return { type: this.#metrics.contentType, text: await this.#metrics.render() };
  }
}
