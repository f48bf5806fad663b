import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import { randomInt } from 'node:crypto';
import { errorMessage, type Log } from '@stoa/runtime/lean';
import { renderHostPort, UDP_BYTES_MAX, type HostPort } from '../core/index.ts';
import { FORWARDS_MAX } from './limits.ts';
import { encodeHead, findQuestionEnd, HEADER_BYTES, readEdnsSize } from './wire/pieces.ts';
import type { ForwardedQuestion, Transport } from './wire/responder.ts';

const TC = 0x02;

/**
 * Passes questions of other zones on, as they are, to the resolvers in their order until one answers
 * (mesos-dns.md §8). Each goes out under an id and from a port of its own, and only an answer from
 * where it was sent, with that id and to that question, is taken. Nothing is kept.
 */
export class Forwarder {
  readonly #timeoutMs: number;
  readonly #log: Log;
  readonly #asking = new Set<AbortController>();
  #isClosed = false;
  #waiting = 0;

  constructor(options: { readonly timeoutMs: number; readonly log: Log }) {
    this.#timeoutMs = options.timeoutMs;
    this.#log = options.log;
  }

  /** Questions that wait for an answer at this moment. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Calls `reply` once: with the first answer, or with the failure when there is none. */
  forward(
    message: Buffer,
    { resolvers, failure }: ForwardedQuestion,
    transport: Transport,
    reply: (answer: Buffer) => void,
  ): void {
    if (this.#waiting >= FORWARDS_MAX || this.#isClosed) return reply(failure);
    this.#waiting++;
    void this.#ask(message, resolvers, transport).then((answer) => {
      this.#waiting--;
      if (!this.#isClosed) reply(answer ?? failure);
    });
  }

  /** Gives up what waits. */
  close(): void {
    this.#isClosed = true;
    for (const abort of this.#asking) abort.abort(new Error('the server is closing'));
  }

  /** Never rejects: a resolver that fails is told of, and the next one asked. */
  async #ask(
    message: Buffer,
    resolvers: readonly HostPort[],
    transport: Transport,
  ): Promise<Buffer | undefined> {
    const id = message.readUInt16BE(0);
    for (const resolver of resolvers) {
      const question = Buffer.from(message);
      question.writeUInt16BE(randomInt(0x10000), 0);
      try {
        const answer = await this.#exchange(question, resolver, transport);
        answer.writeUInt16BE(id, 0);
        return transport === 'udp' ? fitForUdp(answer) : answer;
      } catch (error) {
        if (this.#isClosed) return undefined;
        this.#log.debug('forward.failed', {
          resolver: renderHostPort(resolver),
          reason: errorMessage(error),
        });
      }
    }
    return undefined;
  }

  async #exchange(question: Buffer, resolver: HostPort, transport: Transport): Promise<Buffer> {
    const abort = new AbortController();
    this.#asking.add(abort);
    const timer = setTimeout(
      () => abort.abort(new Error(`no answer in ${this.#timeoutMs} ms`)),
      this.#timeoutMs,
    );
    try {
      const exchange = transport === 'udp' ? exchangeOverUdp : exchangeOverTcp;
      return await exchange(question, resolver, abort.signal);
    } finally {
      clearTimeout(timer);
      this.#asking.delete(abort);
    }
  }
}

/** How much may go over UDP follows the answer's own word (mesos-dns.md §8); more is cut to TC. */
function fitForUdp(answer: Buffer): Buffer {
  if (answer.length <= UDP_BYTES_MAX) return answer;
  const end = findQuestionEnd(answer) ?? HEADER_BYTES;
  if (answer.length <= allowedSize(answer)) return answer;
  const cut = encodeHead(0, answer.subarray(HEADER_BYTES, end));
  answer.copy(cut, 0, 0, 4);
  cut[2] = (cut[2] ?? 0) | TC;
  return cut;
}

function allowedSize(answer: Buffer): number {
  try {
    return readEdnsSize(answer) ?? UDP_BYTES_MAX;
  } catch {
    // What we cannot read is not worth more room than everybody takes.
    return UDP_BYTES_MAX;
  }
}

/** Whether a message answers a question: same id, and the question repeated (in any case). */
function isAnswerTo(question: Buffer, message: Buffer): boolean {
  if (message.length < HEADER_BYTES || ((message[2] ?? 0) & 0x80) === 0) return false;
  if (message.readUInt16BE(0) !== question.readUInt16BE(0)) return false;
  const end = findQuestionEnd(question);
  // An error may come without the question.
  if (end === undefined || message.readUInt16BE(4) === 0) return message.readUInt16BE(6) === 0;
  return readQuestion(question, end) === readQuestion(message, end);
}

function readQuestion(message: Buffer, end: number): string {
  return message.toString('latin1', HEADER_BYTES, end).toLowerCase();
}

function exchangeOverUdp(
  question: Buffer,
  { host, port }: HostPort,
  signal: AbortSignal,
): Promise<Buffer> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  return new Promise<Buffer>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
    socket.on('error', reject);
    socket.on('message', (message) => {
      if (isAnswerTo(question, message)) resolve(Buffer.from(message));
    });
    // A connected socket hears its peer alone, and hears when nobody listens there.
    socket.connect(port, host, () => socket.send(question));
  }).finally(() => socket.close());
}

function exchangeOverTcp(
  question: Buffer,
  { host, port }: HostPort,
  signal: AbortSignal,
): Promise<Buffer> {
  const socket = connect({ host, port, noDelay: true });
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('the connection ended before an answer came')));
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(question.length, 0);
      socket.write(Buffer.concat([length, question]));
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      const answer = bytes.subarray(2, 2 + bytes.readUInt16BE(0));
      if (isAnswerTo(question, answer)) resolve(answer);
      else reject(new Error('the answer is to another question'));
    });
  }).finally(() => socket.destroy());
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
