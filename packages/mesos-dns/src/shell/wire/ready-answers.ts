import { READY_ANSWER_BYTES_MAX, READY_ANSWERS_BYTES_MAX } from '../limits.ts';
import type { AnswerTemplate } from './answer-template.ts';

/** What an entry costs beside its answer: the key, its place in the map, the objects. */
const ENTRY_BYTES = 400;

/** How often a kind of question got a kind of answer. */
export interface AnswerCount {
  readonly type: string;
  readonly rcode: string;
  count: number;
}

/** An answer with the counter of its kind. */
export interface ReadyAnswer {
  readonly template: AnswerTemplate;
  readonly counter: AnswerCount;
  /** Questions of this kind are not answered in full to just anybody over UDP. */
  readonly isAny: boolean;
}

/**
 * Answers made ready, by the bytes of their questions. All of them go when records change; when
 * there are too many they go as well, and those still asked for come back.
 */
export class ReadyAnswers {
  // One map per value of the one header bit that an answer repeats.
  readonly #plain = new Map<string, ReadyAnswer>();
  readonly #recursive = new Map<string, ReadyAnswer>();
  #revision = -1;
  #bytes = 0;

  get(revision: number, isRecursionDesired: boolean, question: string): ReadyAnswer | undefined {
    if (revision !== this.#revision) this.#clear(revision);
    return (isRecursionDesired ? this.#recursive : this.#plain).get(question);
  }

  set(revision: number, isRecursionDesired: boolean, question: string, ready: ReadyAnswer): void {
    const bytes = ready.template.bytes + question.length + ENTRY_BYTES;
    if (bytes > READY_ANSWER_BYTES_MAX) return;
    if (revision !== this.#revision || this.#bytes + bytes > READY_ANSWERS_BYTES_MAX) {
      this.#clear(revision);
    }
    this.#bytes += bytes;
    (isRecursionDesired ? this.#recursive : this.#plain).set(question, ready);
  }

  #clear(revision: number): void {
    this.#plain.clear();
    this.#recursive.clear();
    this.#revision = revision;
    this.#bytes = 0;
  }
}
