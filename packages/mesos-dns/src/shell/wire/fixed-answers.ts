import { FIXED_ANSWERS_BYTES_MAX } from '../limits.ts';
import { HEADER_BYTES } from './pieces.ts';
import type { AnswerCount } from './ready-answers.ts';

const RD = 0x01;
// An entry: hash, counter, bytes of the question, bytes of the answer, the answer.
const COUNTER_AT = 4;
const QUESTION_BYTES_AT = 6;
const ANSWER_BYTES_AT = 8;
const ANSWER_AT = 10;
// What grew by copying would leave holes of its former sizes in the process's memory.
const CHUNK_BITS = 18;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const SLOTS_MIN = 1024;

/**
 * Answers in which nothing is drawn, nearly all there are, by the bytes of their questions: chunks
 * of bytes and a table of places, because as objects each would take a kilobyte. The question is
 * looked for in the answer itself, which repeats it. All go when records change.
 */
export class FixedAnswers {
  readonly #chunks: Buffer[] = [];
  // Where the next entry goes, as if all chunks were one; none lies across two.
  #used = 0;
  // Hash table of places, counted from one; at most half full.
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
    const place = this.#find(message, end, hashQuestion(message, end));
    const chunk = place < 0 ? undefined : this.#chunks[place >>> CHUNK_BITS];
    if (chunk === undefined) return undefined;
    const at = place & (CHUNK_BYTES - 1);
    const counter = this.#counters[chunk.readUInt16LE(at + COUNTER_AT)];
    if (counter !== undefined) counter.count++;
    const answer = Buffer.allocUnsafe(chunk.readUInt16LE(at + ANSWER_BYTES_AT));
    chunk.copy(answer, 0, at + ANSWER_AT);
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
    const isFull = this.#used + CHUNK_BYTES > FIXED_ANSWERS_BYTES_MAX;
    if (revision !== this.#revision || isFull) this.#clear(revision);
    const hash = hashQuestion(message, end);
    if (this.#find(message, end, hash) >= 0) return;
    const { place, chunk } = this.#makeRoom(ANSWER_AT + answer.length);
    const at = place & (CHUNK_BYTES - 1);
    chunk.writeInt32LE(hash, at);
    chunk.writeUInt16LE(this.#numberOf(counter), at + COUNTER_AT);
    chunk.writeUInt16LE(end - HEADER_BYTES, at + QUESTION_BYTES_AT);
    chunk.writeUInt16LE(answer.length, at + ANSWER_BYTES_AT);
    answer.copy(chunk, at + ANSWER_AT);
    this.#place(place, hash);
    this.#count++;
  }

  #find(message: Buffer, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = (slots[slot] ?? 0) - 1;
      if (place < 0) return -1;
      if (this.#isQuestion(place, hash, message, end)) return place;
    }
  }

  #isQuestion(place: number, hash: number, message: Buffer, end: number): boolean {
    const chunk = this.#chunks[place >>> CHUNK_BITS];
    const at = place & (CHUNK_BYTES - 1);
    if (chunk?.readInt32LE(at) !== hash) return false;
    if (chunk.readUInt16LE(at + QUESTION_BYTES_AT) !== end - HEADER_BYTES) return false;
    const answerAt = at + ANSWER_AT;
    if ((((chunk[answerAt + 2] ?? 0) ^ (message[2] ?? 0)) & RD) !== 0) return false;
    for (let byte = HEADER_BYTES; byte < end; byte++) {
      if (chunk[answerAt + byte] !== message[byte]) return false;
    }
    return true;
  }

  #place(place: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = place + 1;
  }

  /** Room for an entry, and a slot for it. */
  #makeRoom(bytes: number): { readonly place: number; readonly chunk: Buffer } {
    if (2 * (this.#count + 1) > this.#slots.length) this.#growSlots();
    const isAcross = (this.#used & (CHUNK_BYTES - 1)) + bytes > CHUNK_BYTES;
    if (isAcross) this.#used = ((this.#used >>> CHUNK_BITS) + 1) << CHUNK_BITS;
    const place = this.#used;
    this.#used += bytes;
    const chunk = (this.#chunks[place >>> CHUNK_BITS] ??= Buffer.allocUnsafeSlow(CHUNK_BYTES));
    return { place, chunk };
  }

  #growSlots(): void {
    const places = this.#slots.filter((place) => place > 0);
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (const counted of places) {
      const place = counted - 1;
      const hash = this.#chunks[place >>> CHUNK_BITS]?.readInt32LE(place & (CHUNK_BYTES - 1));
      this.#place(place, hash ?? 0);
    }
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
