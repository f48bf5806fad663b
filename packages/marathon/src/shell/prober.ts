import { milliseconds, toSeconds } from '@stoa/common';
import type { MarathonEvent, ProbeOrder, ProbeOutcome } from '../core/index.ts';
import { ProbeSignal, probeTarget } from './probe-connection.ts';

/** What a prober is made of. */
export interface ProberOptions {
  /** Probes that may be under way at once, over all apps. */
  readonly concurrencyMax: number;
  readonly deliver: (event: MarathonEvent) => void;
}

/**
 * Carries out the probes of health and readiness that the kernel asks for, each answered by one
 * `probeEnded`. More than may be under way at once wait in order; their deadline counts from when they
 * truly begin, so that a busy prober makes nobody ill. The kernel has one probe per check and instance
 * under way at most, which bounds the queue.
 */
export class Prober {
  readonly #options: ProberOptions;
  // A set keeps the order and gives its first member up without moving the others.
  readonly #waiting = new Set<ProbeOrder>();
  readonly #underWay = new Set<ProbeSignal>();
  #isClosed = false;

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** Tries once, as soon as there is room. */
  perform(order: ProbeOrder): void {
    if (this.#isClosed) return;
    this.#waiting.add(order);
    this.#startWaiting();
  }

  /** Gives up what is under way; nothing is delivered any more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    for (const signal of this.#underWay) signal.abort('the prober ends');
  }

  #startWaiting(): void {
    for (const order of this.#waiting) {
      if (this.#underWay.size >= this.#options.concurrencyMax) return;
      this.#waiting.delete(order);
      void this.#start(order);
    }
  }

  /** Never rejects: whatever goes wrong is an outcome. */
  async #start(order: ProbeOrder): Promise<void> {
    const { purpose, taskId, check, attempt, timeout } = order;
    const signal = new ProbeSignal();
    this.#underWay.add(signal);
    const limit = toSeconds(milliseconds(timeout));
    const deadline = setTimeout(() => signal.abort(`no answer within ${limit} s`), timeout);
    const outcome: ProbeOutcome = await probeTarget(order.target, order.bodyMax, signal);
    clearTimeout(deadline);
    this.#underWay.delete(signal);
    if (this.#isClosed) return;
    const subject = { purpose, taskId, check, attempt };
    this.#options.deliver({ kind: 'probeEnded', subject, outcome });
    this.#startWaiting();
  }
}
