import { textReply, type HttpReply } from '@stoa/common';
import { renderCallAnswer } from '../api/scheduler.ts';
import type { MasterEvent, ReplyEffect } from '../core/index.ts';

/** Requests that the kernel was asked about, until it answers. */
export class PendingReplies {
  readonly #deliver: (event: MasterEvent) => void;
  readonly #isRunning: () => boolean;
  readonly #waiting = new Map<number, (reply: HttpReply) => void>();
  #lastId = 0;

  constructor(options: {
    readonly deliver: (event: MasterEvent) => void;
    /** Whether the kernel still takes events. */
    readonly isRunning: () => boolean;
  }) {
    this.#deliver = options.deliver;
    this.#isRunning = options.isRunning;
  }

  /** Delivers the event made with a fresh request id; `answer` is called once with the reply. */
  ask(makeEvent: (requestId: number) => MasterEvent, answer: (reply: HttpReply) => void): void {
    this.#lastId++;
    const requestId = this.#lastId;
    this.#waiting.set(requestId, answer);
    this.#deliver(makeEvent(requestId));
    // A kernel that stopped answers nobody any more.
    if (!this.#isRunning()) this.close();
  }

  /** The performer of `reply`. */
  perform({ requestId, status, text }: ReplyEffect): void {
    const answer = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    answer?.(renderCallAnswer(status, text));
  }

  /** Tells those who still wait that no answer comes. */
  close(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer(textReply(503, 'Master is ending'));
  }
}
