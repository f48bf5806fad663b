import { openStream, type LiveStream } from '../api/stream.ts';
import { LOST_AT_ONCE } from '../model/connection.ts';
import { Outbox } from '../model/outbox.ts';
import type { StreamMessage } from '../model/sse.ts';
import { BEAT_MS, type ToHub, type ToPage } from './stream-words.ts';

const EVENTS = '/stoa/v1/events';
const CLASSIC_EVENTS = '/v2/events';
/** A page that has not taken its batch for so long sleeps or is gone; when it wakes, it is let in again. */
const ASLEEP_MS = 300_000;
/** Batches are so far apart at least: each costs a page something, whatever its size. What comes after a rest goes on at once. */
const GATHER_MS = 50;

interface Member {
  readonly outbox: Outbox;
  /** When it was given a batch that it has not taken. */
  givenAt: number | undefined;
  followsLog: boolean;
}

/**
 * Holds the one stream for all pages that joined, and lets one of them at a time wait for a log. A browser has six
 * connections to an origin for all its tabs: with a stream each, the seventh tab would wait for ever.
 */
export class StreamHub {
  readonly #members = new Map<MessagePort, Member>();
  #stream: LiveStream | undefined = undefined;
  #path = EVENTS;
  #state: ToPage | undefined = undefined;
  #aliveAt = 0;
  #tryAt = 0;
  #beat: ReturnType<typeof setInterval> | undefined = undefined;
  #gaveAt = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined = undefined;
  #logger: MessagePort | undefined = undefined;

  /** Takes a page in: it is told how the stream stands, and what comes from now on. */
  readonly join = (port: MessagePort) => {
    port.onmessage = ({ data }: MessageEvent<ToHub>) => this.#hear(port, data);
    // A page that crashed says nothing; browsers that tell of it spare its place.
    port.addEventListener('close', () => this.#leave(port));
    this.#admit(port);
  };

  #admit(port: MessagePort): void {
    this.#members.set(port, { outbox: new Outbox(), givenAt: undefined, followsLog: false });
    this.#beat ??= setInterval(this.#onBeat, BEAT_MS);
    if (this.#stream === undefined) this.#open();
    else if (this.#state !== undefined) this.#say(port, this.#present(this.#state));
    this.#say(port, { kind: 'beat', aliveAt: this.#aliveAt });
  }

  #hear(port: MessagePort, said: ToHub): void {
    const member = this.#members.get(port);
    if (said.kind === 'leave') this.#leave(port);
    else if (member === undefined) this.#admit(port);
    else if (said.kind === 'retry') this.#stream?.retry();
    else if (said.kind === 'taken') {
      member.givenAt = undefined;
      member.outbox.taken();
      if (member.outbox.isFull) this.#give(port, member);
      else this.#gather();
    } else {
      member.followsLog = said.isWanted;
      this.#passLog();
    }
  }

  #leave(port: MessagePort): void {
    if (!this.#members.delete(port)) return;
    this.#passLog();
    if (this.#members.size > 0) return;
    this.#stream?.close();
    this.#stream = undefined;
    this.#state = undefined;
    clearInterval(this.#beat);
    this.#beat = undefined;
  }

  #open(): void {
    this.#stream = openStream(this.#path, {
      onOpen: () => this.#tell({ kind: 'open' }),
      onLife: () => {
        this.#aliveAt = Date.now();
      },
      onMessages: (messages) => this.#spread(messages),
      onLoss: (status, tryInMs) => this.#lose(status, tryInMs),
    });
  }

  #lose(status: number | undefined, tryInMs: number): void {
    // A cluster without our own stream has the classic one, which cannot resume.
    if (status !== undefined && LOST_AT_ONCE.has(status) && this.#path === EVENTS) {
      this.#stream?.close();
      this.#path = CLASSIC_EVENTS;
      this.#open();
      return;
    }
    this.#tryAt = Date.now() + tryInMs;
    this.#tell({ kind: 'loss', status, tryInMs });
  }

  /** How the stream stands, for a page that comes later. */
  #present(state: ToPage): ToPage {
    return state.kind === 'loss'
      ? { ...state, tryInMs: Math.max(0, this.#tryAt - Date.now()) }
      : state;
  }

  #tell(state: ToPage): void {
    if (state.kind === 'open') this.#aliveAt = Date.now();
    this.#state = state;
    for (const port of this.#members.keys()) this.#say(port, state);
  }

  #spread(messages: readonly StreamMessage[]): void {
    const now = Date.now();
    for (const { outbox } of this.#members.values()) outbox.push(messages, now);
    this.#gather();
  }

  #gather(): void {
    const wait = Math.max(0, this.#gaveAt + GATHER_MS - Date.now());
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      for (const [port, member] of this.#members) this.#give(port, member);
    }, wait);
  }

  #give(port: MessagePort, member: Member): void {
    const batch = member.outbox.take(Date.now());
    if (batch === undefined) return;
    member.givenAt = Date.now();
    this.#gaveAt = member.givenAt;
    this.#say(port, { kind: 'batch', ...batch });
  }

  readonly #onBeat = () => {
    const now = Date.now();
    for (const [port, { givenAt }] of this.#members) {
      if (givenAt !== undefined && now - givenAt > ASLEEP_MS) this.#leave(port);
      // A page that sleeps would find hundreds of beats when it wakes.
      else if (givenAt === undefined || now - givenAt < 2 * BEAT_MS) {
        this.#say(port, { kind: 'beat', aliveAt: this.#aliveAt });
      }
    }
  };

  /** The page that waited for its log goes on; else the one that has wanted to for the longest time. */
  #passLog(): void {
    if (this.#logger !== undefined && this.#members.get(this.#logger)?.followsLog === true) return;
    if (this.#logger !== undefined) this.#say(this.#logger, { kind: 'log-turn', isMine: false });
    const next = [...this.#members].find(([, { followsLog }]) => followsLog);
    this.#logger = next?.[0];
    if (this.#logger !== undefined) this.#say(this.#logger, { kind: 'log-turn', isMine: true });
  }

  #say(port: MessagePort, said: ToPage): void {
    port.postMessage(said);
  }
}
