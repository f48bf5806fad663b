import { between, toSeconds, type Timestamp } from '@stoa/common';
import type { Metrics } from '@stoa/runtime/metrics';
import type { DnsView } from '../core/index.ts';
import type { Forwarder } from './forwarder.ts';
import type { AnswerCount } from './wire/ready-answers.ts';
import type { Responder } from './wire/responder.ts';

/** What the numbers are read from. */
export interface DnsMetricsSources {
  readonly view: DnsView;
  readonly responder: Responder;
  readonly forwarder: Forwarder;
  readonly now: () => Timestamp;
}

/** The daemon's numbers in the text form of Prometheus, read when somebody asks. */
export class DnsMetrics {
  readonly #sources: DnsMetricsSources;
  // The answering path counts for itself; here is what was told already.
  readonly #told = new Map<AnswerCount, number>();
  #opened: Promise<OpenMetrics> | undefined;

  constructor(sources: DnsMetricsSources) {
    this.#sources = sources;
  }

  async render(): Promise<{ readonly type: string; readonly text: string }> {
    // At the first scrape: whoever is not watched does not pay for the library's memory.
    this.#opened ??= openMetrics(this.#sources);
    const { metrics, answered } = await this.#opened;
    for (const counted of this.#sources.responder.counts) {
      const { type, rcode, count } = counted;
      answered.inc({ type, rcode }, count - (this.#told.get(counted) ?? 0));
      this.#told.set(counted, count);
    }
    return { type: metrics.contentType, text: await metrics.render() };
  }
}

interface OpenMetrics {
  readonly metrics: Metrics;
  readonly answered: ReturnType<Metrics['counter']>;
}

async function openMetrics({ view, forwarder, now }: DnsMetricsSources): Promise<OpenMetrics> {
  const { createMetrics } = await import('@stoa/runtime/metrics');
  const metrics = createMetrics('dns');
  const answered = metrics.counter('questions', 'Questions by type and answer', ['type', 'rcode']);
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
  return { metrics, answered };
}
