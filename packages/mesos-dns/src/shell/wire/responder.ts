import type { Random } from '@stoa/common';
import { isLoopback } from '@stoa/runtime/lean';
import {
  EDNS_BYTES_MAX,
  resolve,
  TCP_BYTES_MAX,
  UDP_BYTES_MAX,
  type DnsView,
  type HostPort,
  type LocalAnswer,
} from '../../core/index.ts';
import { decode } from './dns-packet.ts';
import { TemplateBuilder } from './build-template.ts';
import {
  encodeHead,
  findQuestionEnd,
  HEADER_BYTES,
  RCODES,
  readCounts,
  EDNS_RECORD_BYTES,
  readEdnsSize,
  readPlainQuestion,
  withEdns,
  type RcodeName,
} from './pieces.ts';
import { FixedAnswers } from './fixed-answers.ts';
import { ReadyAnswers, type AnswerCount, type ReadyAnswer } from './ready-answers.ts';

/** How a question came. */
export type Transport = 'udp' | 'tcp';

/** A question for somebody else to answer. */
export interface ForwardedQuestion {
  readonly resolvers: readonly HostPort[];
  /** The answer to give when none of them does. */
  readonly failure: Buffer;
}

/** What becomes of a message: an answer to send, a question to forward, or nothing at all. */
export type Response = Buffer | ForwardedQuestion | undefined;

const QR = 0x80;
const OPCODE = 0x78;
const RD = 0x01;

/**
 * From the bytes of a question to the bytes of its answer. It is the hot path: a question that came
 * before costs a look-up by its bytes and a copy, about a microsecond; others are decoded by the
 * library, resolved by the core and encoded once.
 */
export class Responder {
  readonly #view: DnsView;
  readonly #random: Random;
  readonly #onFault: (error: unknown) => void;
  readonly #templates: TemplateBuilder;
  readonly #fixed = new FixedAnswers();
  readonly #ready = new ReadyAnswers();
  readonly #counts = new Map<string, AnswerCount>();

  /** `onFault` hears of questions that we failed at; they are answered with SERVFAIL. */
  constructor(view: DnsView, random: Random, onFault: (error: unknown) => void) {
    this.#view = view;
    this.#random = random;
    this.#onFault = onFault;
    this.#templates = new TemplateBuilder(view.config);
  }

  /** What was answered so far, by type and code. */
  get counts(): Iterable<AnswerCount> {
    return this.#counts.values();
  }

  /** `address` is the asker's. Never throws for what a message holds. */
  respond(message: Buffer, transport: Transport, address: string): Response {
    // Too short to be answered, or an answer itself: nothing good can come of replying.
    const flags = message[2];
    if (flags === undefined || message.length < HEADER_BYTES || (flags & QR) !== 0) {
      return undefined;
    }
    try {
      const ready = isPlain(message, flags)
        ? this.#respondFromReady(message, transport, address)
        : undefined;
      return ready ?? this.#respondToAny(message, transport, address);
    } catch (error) {
      // One record that cannot be written must not take every other name down (mesos-dns.md §1).
      this.#onFault(error);
      return this.#refuse(message, 'SERVFAIL', undefined);
    }
  }

  #respondFromReady(message: Buffer, transport: Transport, address: string): Buffer | undefined {
    const { revision } = this.#view.records;
    const fixed = this.#fixed.take(revision, message, message.length);
    if (fixed !== undefined) return withId(fixed, message);
    const ready = this.#findReady(message, message.toString('latin1', HEADER_BYTES));
    return ready === undefined ? undefined : this.#renderFor(ready, message, transport, address);
  }

  #findReady(message: Buffer, question: string): ReadyAnswer | undefined {
    const { revision } = this.#view.records;
    return this.#ready.get(revision, ((message[2] ?? 0) & RD) !== 0, question);
  }

  #respondToAny(message: Buffer, transport: Transport, address: string): Response {
    const fault = faultOf(message);
    if (fault !== undefined) return this.#refuse(message, fault, undefined);
    const end = findQuestionEnd(message);
    const decoded = end === undefined ? undefined : readQuestion(message, end);
    if (end === undefined || decoded === undefined) {
      return this.#refuse(message, 'FORMERR', undefined);
    }
    const question = message.subarray(HEADER_BYTES, end);
    // Decoded all the same, so that what follows the question is known to be sound.
    const fixed = this.#fixed.take(this.#view.records.revision, message, end);
    if (fixed !== undefined) return this.#extend(withId(fixed, message), message, transport);
    const ready = this.#findReady(message, question.toString('latin1'));
    if (ready !== undefined) return this.#renderFor(ready, message, transport, address);
    const { name, type } = decoded;
    const resolution = resolve({ name, type }, this.#view.records, this.#view.config);
    switch (resolution.kind) {
      case 'refused':
        return this.#refuse(message, 'REFUSED', question);
      case 'forward':
        this.#count('forwarded', 'forwarded').count++;
        return {
          resolvers: resolution.resolvers,
          failure: errorReply(message, 'SERVFAIL', question),
        };
      case 'local':
        return this.#renderFor(
          this.#makeReady(message, { type, question, answer: resolution }),
          message,
          transport,
          address,
        );
    }
  }

  #makeReady(
    message: Buffer,
    found: { readonly type: string; readonly question: Buffer; readonly answer: LocalAnswer },
  ): ReadyAnswer {
    const { type, question, answer } = found;
    const { records } = this.#view;
    const isRecursionDesired = ((message[2] ?? 0) & RD) !== 0;
    const source = { answer, question, isRecursionDesired, serial: records.serial };
    const ready: ReadyAnswer = {
      template: this.#templates.build(source),
      counter: this.#count(type, answer.rcode),
      isAny: type === 'ANY',
    };
    // What is missing would fill the memory with whatever anybody makes up.
    if (answer.answers.length === 0) return ready;
    const { fixed } = ready.template;
    if (fixed !== undefined && !ready.isAny && fixed.length <= UDP_BYTES_MAX) {
      const end = HEADER_BYTES + question.length;
      this.#fixed.keep(records.revision, message, end, { answer: fixed, counter: ready.counter });
    } else {
      const key = question.toString('latin1');
      this.#ready.set(records.revision, isRecursionDesired, key, ready);
    }
    return ready;
  }

  // Four plain values instead of a record: one for each question would be the garbage of the hot path.
  #renderFor(ready: ReadyAnswer, message: Buffer, transport: Transport, address: string): Buffer {
    ready.counter.count++;
    const { isEdnsOn } = this.#view.config;
    if (transport === 'tcp') return this.#render(ready, message, TCP_BYTES_MAX);
    // Whoever forges an address cannot follow over TCP, so ANY brings him nothing.
    const bytesMax = ready.isAny && !isLoopback(address) ? 0 : UDP_BYTES_MAX;
    const asked = isEdnsOn ? readEdnsSize(message) : undefined;
    if (asked === undefined || bytesMax === 0) return this.#render(ready, message, bytesMax);
    const granted = Math.min(Math.max(asked, UDP_BYTES_MAX), EDNS_BYTES_MAX);
    return withEdns(this.#render(ready, message, granted - EDNS_RECORD_BYTES));
  }

  /** An answer that fits everybody, with our word on sizes where the asker gave his. */
  #extend(answer: Buffer, message: Buffer, transport: Transport): Buffer {
    const { isEdnsOn } = this.#view.config;
    const isAsked = isEdnsOn && transport === 'udp' && readEdnsSize(message) !== undefined;
    return isAsked ? withEdns(answer) : answer;
  }

  #render({ template }: ReadyAnswer, message: Buffer, bytesMax: number): Buffer {
    return template.render(message[0] ?? 0, message[1] ?? 0, bytesMax, this.#random);
  }

  #refuse(message: Buffer, rcode: RcodeName, question: Buffer | undefined): Buffer {
    this.#count('refused', rcode).count++;
    return errorReply(message, rcode, question);
  }

  #count(type: string, rcode: string): AnswerCount {
    // Types that nobody named are one kind, or anyone could fill the memory with them.
    const kind = type.startsWith('UNKNOWN_') ? 'OTHER' : type;
    const key = `${kind} ${rcode}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const counter = { type: kind, rcode, count: 0 };
    this.#counts.set(key, counter);
    return counter;
  }
}

function withId(answer: Buffer, message: Buffer): Buffer {
  answer[0] = message[0] ?? 0;
  answer[1] = message[1] ?? 0;
  return answer;
}

/** One question, nothing else, and no header bit but RD: what nearly all askers send. */
function isPlain(message: Buffer, flags: number): boolean {
  return (
    (flags & ~RD) === 0 &&
    message[4] === 0 &&
    message[5] === 1 &&
    message[6] === 0 &&
    message[7] === 0 &&
    message[8] === 0 &&
    message[9] === 0 &&
    message[10] === 0 &&
    message[11] === 0
  );
}

/** What speaks against a message by its header alone, before any of its records is looked at. */
function faultOf(message: Buffer): RcodeName | undefined {
  if (((message[2] ?? 0) & OPCODE) !== 0) return 'NOTIMP';
  const { questions, answers, authorities, additionals } = readCounts(message);
  if (questions === 0) return 'SERVFAIL';
  // A question has at most a signature's worth of records with it.
  return questions > 1 || answers > 1 || authorities > 1 || additionals > 2 ? 'FORMERR' : undefined;
}

function readQuestion(
  message: Buffer,
  end: number,
): { readonly name: string; readonly type: string } | undefined {
  const plain = isPlain(message, message[2] ?? 0) ? readPlainQuestion(message, end) : undefined;
  return plain ?? decodeQuestion(message);
}

function decodeQuestion(
  message: Buffer,
): { readonly name: string; readonly type: string } | undefined {
  // A trace of the stack costs ten times what the rest does, and who sends rubbish sends much of it.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const [question] = decode(message).questions ?? [];
    return question;
  } catch {
    // The library throws at whatever is cut, looped or too long: that is the asker's fault alone.
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** An answer without records: the asker's id, opcode and RD, and the code. */
export function errorReply(
  message: Buffer,
  rcode: RcodeName,
  question: Buffer | undefined,
): Buffer {
  const head = encodeHead(RCODES[rcode], question ?? Buffer.alloc(0));
  message.copy(head, 0, 0, 2);
  head[2] = QR | ((message[2] ?? 0) & (OPCODE | RD));
  return head;
}
