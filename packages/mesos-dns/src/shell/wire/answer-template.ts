import type { Random } from '@stoa/common';
import { HEADER_BYTES } from './pieces.ts';

/** One record of the answer section, made ready. */
export interface AnswerPiece {
  /** From its type on; the owner comes before it. */
  readonly bytes: Buffer;
  /** Whether the owner is the question's name, or the one that was looked up. */
  readonly echoesQuestion: boolean;
  /** For an SRV record: whose addresses go with it, by place among the choices. */
  readonly choice: number | undefined;
}

/** Addresses of one SRV target, made ready: of each list one is sent. */
export interface ChoicePiece {
  /** The target written out. */
  readonly owner: Buffer;
  readonly lists: readonly (readonly Buffer[])[];
}

/** Everything that an answer is made of. */
export interface TemplateParts {
  /** Header and question; the id and the counts of records are filled in when it is sent. */
  readonly head: Buffer;
  readonly answers: readonly AnswerPiece[];
  readonly choices: readonly ChoicePiece[];
  /** From their types on; they all belong to the question's name. */
  readonly authorities: readonly Buffer[];
  /** The name that was looked up, where it is written differently from the question's. */
  readonly owner: Buffer | undefined;
  /** Whether a cut answer says so. */
  readonly isTruncationShown: boolean;
}

// Where a name may be pointed to: pointers have fourteen bits.
const POINTER_MAX = 0x3fff;
const POINTER = 0xc000;
const POINTER_BYTES = 2;
const QUESTION_POINTER = POINTER | HEADER_BYTES;
/** Type, class, TTL, length, priority, weight and port stand before an SRV record's target. */
const TARGET_OFFSET = 16;
const TRUNCATED = 0x02;
const ANSWERS_AT = 6;
const AUTHORITIES_AT = 8;
const ADDITIONALS_AT = 10;

/**
 * An answer that can be sent many times: its records are encoded once, and each sending only shuffles
 * them, draws the additional addresses and puts in the id. A single answer, the usual case, costs
 * one copy.
 */
export class AnswerTemplate {
  /** Roughly what it holds in memory. */
  readonly bytes: number;
  readonly #parts: TemplateParts;
  readonly #answers: AnswerPiece[];
  readonly #answersBytes: number;
  readonly #authoritiesBytes: number;
  readonly #additionalsBytes: number;
  // The message as it always is, when nothing in it is drawn.
  readonly #fixed: Buffer | undefined;

  constructor(parts: TemplateParts) {
    this.#parts = parts;
    this.#answers = [...parts.answers];
    const { answers, choices, authorities, owner } = parts;
    const ownerBytes = owner === undefined ? 0 : owner.length - POINTER_BYTES;
    this.#answersBytes = ownerBytes + sum(answers, ({ bytes }) => bytes.length + POINTER_BYTES);
    this.#authoritiesBytes = sum(authorities, ({ length }) => length + POINTER_BYTES);
    const isFar = parts.head.length + this.#answersBytes > POINTER_MAX;
    this.#additionalsBytes = sum(choices, (choice) => choiceBytes(choice, isFar));
    this.bytes = this.#wholeBytes() + sum(choices, ({ lists }) => sum(lists, heldBytes));
    const isDrawn = answers.length > 1 || choices.some(({ lists }) => lists.some(isSeveral));
    this.#fixed = isDrawn ? undefined : this.#write(this.#wholeBytes(), true, undefined);
  }

  /** The message for every asker, when nothing in it is drawn. */
  get fixed(): Buffer | undefined {
    return this.#fixed;
  }

  /**
   * The message for one asker. Over `bytesMax` the additional records go first, then answers from
   * the end, until it is smaller (mesos-dns.md §7). With 0 the question is left, to be asked anew
   * over TCP.
   */
  render(idHigh: number, idLow: number, bytesMax: number, random: Random): Buffer {
    const message = this.#render(bytesMax, random);
    message[0] = idHigh;
    message[1] = idLow;
    return message;
  }

  #render(bytesMax: number, random: Random): Buffer {
    if (bytesMax === 0) return this.#writeQuestion();
    if (this.#fixed !== undefined && this.#fixed.length <= bytesMax) {
      return Buffer.from(this.#fixed);
    }
    const wholeBytes = this.#wholeBytes();
    if (wholeBytes <= bytesMax) return this.#write(wholeBytes, true, random);
    // The original stays below the limit, not at it, once it has to cut.
    const message = this.#write(bytesMax - 1, false, random);
    if (this.#parts.isTruncationShown) message[2] = (message[2] ?? 0) | TRUNCATED;
    return message;
  }

  #writeQuestion(): Buffer {
    const message = Buffer.from(this.#parts.head);
    message[2] = (message[2] ?? 0) | TRUNCATED;
    return message;
  }

  #wholeBytes(): number {
    const { head } = this.#parts;
    return head.length + this.#answersBytes + this.#authoritiesBytes + this.#additionalsBytes;
  }

  /** Writes as many answers as there is room for. With additionals there is room for all. */
  #write(bytesMax: number, hasAdditionals: boolean, random: Random | undefined): Buffer {
    const { head, owner, authorities } = this.#parts;
    const message = Buffer.allocUnsafe(Math.max(bytesMax, head.length + this.#authoritiesBytes));
    const answersEnd = message.length - this.#authoritiesBytes;
    const targets: number[] = [];
    let at = head.copy(message);
    let ownerAt = owner === undefined ? HEADER_BYTES : undefined;
    let count = 0;
    for (; count < this.#answers.length; count++) {
      const piece = this.#draw(count, random);
      const isWrittenOut = !piece.echoesQuestion && ownerAt === undefined;
      const ownerBytes = isWrittenOut ? (owner?.length ?? 0) : POINTER_BYTES;
      if (at + ownerBytes + piece.bytes.length > answersEnd) break;
      if (isWrittenOut) {
        ownerAt = at;
        at += owner?.copy(message, at) ?? 0;
      } else {
        const pointed = piece.echoesQuestion ? HEADER_BYTES : (ownerAt ?? HEADER_BYTES);
        at = message.writeUInt16BE(POINTER | pointed, at);
      }
      if (piece.choice !== undefined) targets[piece.choice] ??= at + TARGET_OFFSET;
      at += piece.bytes.copy(message, at);
    }
    for (const bytes of authorities) at = writeRecord(message, at, QUESTION_POINTER, bytes);
    if (hasAdditionals) at = this.#writeChoices(message, at, targets, random);
    message.writeUInt16BE(count, ANSWERS_AT);
    message.writeUInt16BE(authorities.length, AUTHORITIES_AT);
    message.writeUInt16BE(hasAdditionals ? this.#additionalsCount() : 0, ADDITIONALS_AT);
    return message.subarray(0, at);
  }

  /** The next answer of a uniform shuffle that goes only as far as it is needed. */
  #draw(place: number, random: Random | undefined): AnswerPiece {
    const answers = this.#answers;
    const left = answers.length - place;
    const other = random === undefined || left < 2 ? place : place + random.below(left);
    const drawn = answers[other];
    const kept = answers[place];
    if (drawn === undefined || kept === undefined)
      throw new RangeError('no answer is left to draw');
    answers[other] = kept;
    answers[place] = drawn;
    return drawn;
  }

  #writeChoices(
    message: Buffer,
    from: number,
    targets: readonly number[],
    random: Random | undefined,
  ): number {
    let at = from;
    for (const [place, { owner, lists }] of this.#parts.choices.entries()) {
      const target = targets[place] ?? POINTER_MAX + 1;
      for (const list of lists) {
        const bytes = random === undefined || list.length < 2 ? list[0] : random.pick(list);
        if (bytes === undefined) continue;
        if (target <= POINTER_MAX) {
          at = writeRecord(message, at, POINTER | target, bytes);
        } else {
          at += owner.copy(message, at);
          at += bytes.copy(message, at);
        }
      }
    }
    return at;
  }

  #additionalsCount(): number {
    return sum(this.#parts.choices, ({ lists }) => sum(lists, (list) => Math.min(1, list.length)));
  }
}

function writeRecord(message: Buffer, from: number, pointer: number, bytes: Buffer): number {
  const at = message.writeUInt16BE(pointer, from);
  return at + bytes.copy(message, at);
}

function choiceBytes({ owner, lists }: ChoicePiece, isFar: boolean): number {
  const ownerBytes = isFar ? owner.length : POINTER_BYTES;
  return sum(lists, (list) => (list[0] === undefined ? 0 : list[0].length + ownerBytes));
}

function heldBytes(list: readonly Buffer[]): number {
  return sum(list, ({ length }) => length);
}

function isSeveral(list: readonly Buffer[]): boolean {
  return list.length > 1;
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += measure(item);
  return total;
}
