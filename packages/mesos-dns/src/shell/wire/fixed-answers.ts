import { FIXED_ANSWERS_BYTES_MAX } from '../limits.ts';
import { HEADER_BYTES } from './pieces.ts';
import type { AnswerCount } from './ready-answers.ts';

const RD = 0x01;
// An entry: hash, counter, bytes of the question, bytes of the answer, the answer.
const COUNTER_AT = 4;
const QUESTION_BYTES_AT = 6;
const ANSWER_BYTES_AT = 8;
const ANSWER_AT = 10;
const ARENA_BYTES_MIN = 64 * 1024;
const SLOTS_MIN = 1024;

/**
 * Answers in which nothing is drawn, nearly all there are, by the bytes of their questions: one
 * array of bytes and one of places, because as objects each would take a kilobyte. The question is
 * looked for in the answer itself, which repeats it. All go when records change.
 */
export class FixedAnswers {
  #arena = Buffer.allocUnsafeSlow(ARENA_BYTES_MIN);
  #used = 0;
  // Hash table of places in the arena, counted from one; at most half full.
  #slots = new Int32Array(SLOTS_MIN);
  #count = 0;
  #revision = -1;
  readonly #counters: AnswerCount[] = [];

  /**
   * The answer to a question that stands in `message` from the header to `end`, without its id, and
   * counted; undefined when it is not known.
   */
  take(revision: number, message: Buffer, end: number): Buffer | undefined {
    if (revision !== this.#revision) return undefined;
    const arena = this.#arena;
    const at = this.#find(message, end, hashQuestion(message, end));
    if (at < 0) return undefined;
    const counter = this.#counters[arena.readUInt16LE(at + COUNTER_AT)];
    if (counter !== undefined) counter.count++;
    const answer = Buffer.allocUnsafe(arena.readUInt16LE(at + ANSWER_BYTES_AT));
    arena.copy(answer, 0, at + ANSWER_AT);
    return answer;
  }

  /** Keeps an answer to the question that stands in `message` up to `end`. */
  keep(
    revision: number,
    message: Buffer,
    end: number,
    ready: { readonly answer: Buffer; readonly counter: AnswerCount },
  ): void {
    const { answer, counter } = ready;
    const isFull = this.#used + answer.length + ANSWER_AT > FIXED_ANSWERS_BYTES_MAX;
    if (revision !== this.#revision || isFull) this.#clear(revision);
    const hash = hashQuestion(message, end);
    if (this.#find(message, end, hash) >= 0) return;
    const at = this.#used;
    this.#used += ANSWER_AT + answer.length;
    this.#makeRoom();
    this.#arena.writeInt32LE(hash, at);
    this.#arena.writeUInt16LE(this.#numberOf(counter), at + COUNTER_AT);
    this.#arena.writeUInt16LE(end - HEADER_BYTES, at + QUESTION_BYTES_AT);
    this.#arena.writeUInt16LE(answer.length, at + ANSWER_BYTES_AT);
    answer.copy(this.#arena, at + ANSWER_AT);
    this.#place(at, hash);
    this.#count++;
  }

  #find(message: Buffer, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = (slots[slot] ?? 0) - 1;
      if (at < 0) return -1;
      if (this.#arena.readInt32LE(at) === hash && this.#isQuestion(at, message, end)) return at;
    }
  }

  #isQuestion(at: number, message: Buffer, end: number): boolean {
    const arena = this.#arena;
    if (arena.readUInt16LE(at + QUESTION_BYTES_AT) !== end - HEADER_BYTES) return false;
    const answerAt = at + ANSWER_AT;
    if ((((arena[answerAt + 2] ?? 0) ^ (message[2] ?? 0)) & RD) !== 0) return false;
    for (let place = HEADER_BYTES; place < end; place++) {
      if (arena[answerAt + place] !== message[place]) return false;
    }
    return true;
  }

  #place(at: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = at + 1;
  }

  #makeRoom(): void {
    if (this.#used > this.#arena.length) {
      const size = Math.max(this.#used, this.#arena.length + (this.#arena.length >> 2));
      const arena = Buffer.allocUnsafeSlow(size);
      this.#arena.copy(arena);
      this.#arena = arena;
    }
    if (2 * (this.#count + 1) <= this.#slots.length) return;
    const places = this.#slots.filter((place) => place > 0);
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (const place of places) this.#place(place - 1, this.#arena.readInt32LE(place - 1));
  }

  // There are as many as there are types and codes: a handful.
  #numberOf(counter: AnswerCount): number {
    const known = this.#counters.indexOf(counter);
    return known >= 0 ? known : this.#counters.push(counter) - 1;
  }

  #clear(revision: number): void {
    this.#revision = revision;
    if (this.#count === 0) return;
    this.#slots.fill(0);
    this.#count = 0;
    this.#used = 0;
  }
}

/** FNV-1a over the question and the one header bit that an answer repeats. */
function hashQuestion(message: Buffer, end: number): number {
  let hash = 0x811c9dc5 ^ ((message[2] ?? 0) & RD);
  for (let at = HEADER_BYTES; at < end; at++) {
    hash = Math.imul(hash ^ (message[at] ?? 0), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
