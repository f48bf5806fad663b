import type { Answer } from '../api/call.ts';
import { readPiece, readSandbox } from '../api/stoa.ts';
import { describeFileRefusal } from '../model/files.ts';
import { describeGone, findLane, type LogPlace } from '../model/log-address.ts';
import { LogBook } from '../model/log-book.ts';
import type { InstanceSandboxJson } from '@stoa/proto/stoa';

/** One file of one instance. */
export interface LogSource {
  readonly instance: string;
  readonly file: string;
}

const PIECE_BYTES = 32 * 1024;
const WAIT_MS = 20_000;
const ROUND_MS = 500;
/** While nobody looks. */
const HIDDEN_ROUND_MS = 5_000;
const RETRY_MS = 2_000;

/** The turn to keep a connection waiting: one tab of all has it. */
export interface LogTurn {
  readonly isLogTurn: () => boolean;
  readonly followLog: (listener: () => void) => () => void;
}

/**
 * Follows files of several instances. One request is under way at a time, whatever the number of lanes, and only
 * the tab whose turn it is lets one wait: a browser has six connections for everything.
 */
export class LogFollower {
  readonly book: LogBook;
  readonly #sources: readonly LogSource[];
  readonly #turn: LogTurn;
  readonly #sandboxes = new Map<string, InstanceSandboxJson>();
  readonly #told = new Set<number>();
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();
  /** The lane that is read around a place, and up to where; undefined: all lanes are followed. */
  #pin: { readonly lane: number; readonly byte: number; upTo: number } | undefined = undefined;
  #version = 0;
  #gone: string | undefined = undefined;
  #isPaused = false;
  #isReadingBack = false;
  /** Ends what waits, be it a request or a rest. */
  #waiting = new AbortController();

  /** With a place, its file is read around it, and onward when `readOn` asks for more. */
  constructor(sources: readonly LogSource[], turn: LogTurn, place?: LogPlace) {
    this.#sources = sources;
    this.#turn = turn;
    this.book = new LogBook(sources.map(() => -PIECE_BYTES));
    const lane = findLane(sources, place);
    if (place === undefined || lane < 0) return;
    this.#pin = { lane, byte: place.byte, upTo: place.byte + PIECE_BYTES };
    this.book.startAt(lane, Math.max(0, place.byte - PIECE_BYTES / 2));
  }

  /** Whether there is more of the file than was read around the place that was asked for. */
  get isPinned(): boolean {
    return this.#pin !== undefined;
  }

  /** Says that the place that was asked for is not in its file any more; undefined while it may be. */
  get gone(): string | undefined {
    return this.#gone;
  }

  /** Reads what comes after what is shown. */
  readonly readOn = () => {
    if (this.#pin === undefined) return;
    this.#pin.upTo = Math.max(this.#pin.upTo, this.book.nextOf(this.#pin.lane) + PIECE_BYTES);
    this.#wake();
  };

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly version = () => this.#version;

  /** Begins to read; ends with `stop`. */
  start(): void {
    const giveBack = this.#turn.followLog(this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    this.#abort.signal.addEventListener('abort', () => {
      giveBack();
      document.removeEventListener('visibilitychange', this.#wake);
      this.#wake();
    });
    void this.#run();
  }

  /** Reads no more. */
  stop(): void {
    this.#abort.abort();
  }

  /** Whether new lines are held back. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Holds new lines back, or lets them come again. */
  readonly turnPause = () => {
    this.#isPaused = !this.#isPaused;
    this.#changed();
  };

  /** Reads what comes before the first line, of every lane that has more. */
  readonly readBack = async () => {
    if (this.#isReadingBack) return;
    this.#isReadingBack = true;
    for (const [lane, source] of this.#sources.entries()) {
      const first = this.book.firstOf(lane);
      const sandbox = this.#sandboxes.get(source.instance);
      if (first === undefined || first === 0 || sandbox === undefined) continue;
      const offset = Math.max(0, first - PIECE_BYTES);
      const answer = await readPiece(
        {
          agentId: sandbox.agentId,
          path: `${sandbox.path}/${source.file}`,
          offset,
          length: first - offset,
        },
        this.#abort.signal,
      );
      if (answer.ok && this.book.prepend(lane, answer.value)) this.#changed();
    }
    this.#isReadingBack = false;
  };

  /** Whether every lane is held from its first byte. */
  get isWhole(): boolean {
    return this.#sources.every((_, lane) => this.book.firstOf(lane) === 0);
  }

  readonly #wake = () => this.#waiting.abort();

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      this.#waiting = new AbortController();
      const isAlone = this.#sources.length === 1 && this.#turn.isLogTurn();
      let isTroubled = false;
      for (const lane of this.#sources.keys()) {
        if (this.#isPaused) break;
        const isRead = await this.#read(lane, isAlone);
        isTroubled ||= !isRead;
      }
      const round = document.hidden ? HIDDEN_ROUND_MS : ROUND_MS;
      const wait = isTroubled ? RETRY_MS : isAlone && !this.#isPaused ? 0 : round;
      if (wait > 0) await this.#rest(wait);
    }
  }

  /** Reads the lane's next piece; false when it could not be read. */
  async #read(lane: number, isAlone: boolean): Promise<boolean> {
    const source = this.#sources[lane];
    if (source === undefined) return true;
    const sandbox = await this.#sandboxOf(source.instance, lane);
    if (sandbox === undefined) return false;
    const offset = this.book.nextOf(lane);
    const pin = this.#pin?.lane === lane ? this.#pin : undefined;
    if (pin !== undefined && offset >= pin.upTo) {
      await this.#rest(isAlone ? ROUND_MS : 0);
      return true;
    }
    const isWaiting = isAlone && pin === undefined && offset >= 0 && !sandbox.isEnded;
    const askedAt = Date.now();
    const answer = await readPiece(
      {
        agentId: sandbox.agentId,
        path: `${sandbox.path}/${source.file}`,
        offset,
        length: PIECE_BYTES,
        ...(isWaiting ? { wait: WAIT_MS } : {}),
      },
      isWaiting ? AbortSignal.any([this.#abort.signal, this.#waiting.signal]) : this.#abort.signal,
    );
    // The turn went to another tab while this one waited.
    if (!answer.ok && this.#waiting.signal.aborted) return true;
    if (!answer.ok) return this.#tellOnce(lane, answer);
    this.#told.delete(lane);
    if (pin !== undefined && !this.#isThere(pin, answer.value.size)) return true;
    if (this.book.append(lane, answer.value, Date.now())) this.#changed();
    if (answer.value.next < answer.value.size) return true;
    if (pin !== undefined) this.#unpin();
    // A server that does not wait is not asked without a pause.
    if (isWaiting && Date.now() - askedAt < ROUND_MS) await this.#rest(ROUND_MS);
    if (!sandbox.isEnded) return true;
    // Nothing more is written to the files of an ended task: look again only now and then.
    this.book.finish(lane);
    this.#changed();
    await this.#rest(isAlone ? RETRY_MS : 0);
    return true;
  }

  /** Whether the file has the byte that was asked for; else it says so and the file's end is read. */
  #isThere(pin: { readonly lane: number; readonly byte: number }, size: number): boolean {
    if (pin.byte < size || this.book.firstOf(pin.lane) !== undefined) return true;
    this.#gone = describeGone(pin.byte, size);
    this.book.startAt(pin.lane, -PIECE_BYTES);
    this.#unpin();
    return false;
  }

  #unpin(): void {
    this.#pin = undefined;
    this.#changed();
  }

  async #sandboxOf(instance: string, lane: number): Promise<InstanceSandboxJson | undefined> {
    const known = this.#sandboxes.get(instance);
    if (known !== undefined) return known;
    const answer = await readSandbox(instance, this.#abort.signal);
    if (answer.ok) {
      this.#sandboxes.set(instance, answer.value);
      return answer.value;
    }
    this.#tellOnce(lane, answer);
    return undefined;
  }

  #tellOnce(lane: number, answer: Answer<unknown>): boolean {
    if (!answer.ok && !this.#told.has(lane) && !this.#abort.signal.aborted) {
      this.#told.add(lane);
      this.book.note(lane, describeFileRefusal(answer.refusal));
      this.#changed();
    }
    return false;
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.signal.aborted) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, ms);
      this.#waiting.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
