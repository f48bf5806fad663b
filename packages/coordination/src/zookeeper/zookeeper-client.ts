import type { Acl, Client, Exception, Stat } from 'node-zookeeper-client';
import type { EnsembleSession, MultiStep, NodeContent } from './ensemble.ts';
import {
  createLibraryClient,
  disposeLibraryClient,
  LIBRARY_STATE,
  renewRequestNumbers,
  type SessionKey,
} from './guarded-library.ts';
import { CALLS_IN_FLIGHT_MAX, FAREWELL_MS, GREETING_MS_MIN } from './limits.ts';
import { faultOf, ZooKeeperError, type ZooKeeperFault } from './zookeeper-error.ts';
import type { ZooKeeperUrl } from './zookeeper-url.ts';

/** Why a client is of no more use. `unreachable`: no server greeted it for two session times. */
export type ClientEnd = 'expired' | 'authFailed' | 'unreachable';

/** What a client tells. */
export interface ClientListener {
  /** A server greeted, or answered again after a silence; the session goes on or began. */
  connected(): void;
  /**
   * No answer for two thirds of the session, by our own clock: the server may soon give the session
   * up, and will not be able to tell. Said once for each silence.
   */
  silent(): void;
  /** A server does not speak as ZooKeeper does; another is tried. */
  foreign(server: string): void;
  /** Final. Every call has been rejected. */
  ended(end: ClientEnd): void;
}

type Done<T> = (error: Exception | null | undefined, value?: T) => void;

// The library's numbers for calls that no server answered.
const NO_ANSWER: ReadonlySet<number> = new Set([-4, -8, -112, -115]);
const BAD_ARGUMENTS = -8;

interface WaitingCall {
  readonly send: () => void;
  isSettled: boolean;
}

/**
 * One session with an ensemble, as promises. Every call has a deadline (the session's time); calls
 * made while no server is there wait for it. A heartbeat every third of the session notices a mute
 * server. After `ended` the client is dead: make another.
 */
export class ZooKeeperClient implements EnsembleSession {
  readonly url: ZooKeeperUrl;
  readonly #listener: ClientListener;
  readonly #library: Client;
  readonly #openCalls = new Set<(error: ZooKeeperError) => void>();
  #held: WaitingCall[] = [];
  #inFlight = 0;
  #isConnected = false;
  #end: ZooKeeperFault | undefined;
  #sessionMs: number;
  /** When the newest call that was answered was sent: the server had heard of us at least then. */
  #contactAt = Number.NEGATIVE_INFINITY;
  #isSilent = false;
  #isHeartbeatOut = false;
  #timers: {
    greeting?: NodeJS.Timeout;
    reach?: NodeJS.Timeout;
    heartbeat?: NodeJS.Timeout;
    silence?: NodeJS.Timeout;
  } = {};

  constructor(options: {
    readonly url: ZooKeeperUrl;
    readonly sessionTimeoutMs: number;
    /** An earlier client's session, to be gone on with. */
    readonly session?: SessionKey;
    readonly listener: ClientListener;
  }) {
    this.url = options.url;
    this.#listener = options.listener;
    this.#sessionMs = options.sessionTimeoutMs;
    this.#library = createLibraryClient({
      url: options.url,
      sessionTimeoutMs: options.sessionTimeoutMs,
      session: options.session,
      onState: (state) => this.#heedState(state),
      onForeign: (server) => this.#listener.foreign(server),
    });
  }

  /** Begins to connect. Once. */
  connect(): void {
    this.#armReach();
    this.#library.connect();
  }

  /** The session as the ensemble knows it; of no meaning before the first `connected`. */
  get session(): SessionKey {
    return {
      id: this.#library.getSessionId(),
      password: this.#library.getSessionPassword(),
      seen: this.#library.connectionManager.zxid,
    };
  }

  /** What the server grants, in milliseconds. */
  get sessionMs(): number {
    return this.#sessionMs;
  }

  /** Whether the session is certain to live still, by our own clock. Costs nothing; ask at every answer. */
  get isSure(): boolean {
    return this.#end === undefined && performance.now() - this.#contactAt < this.#sureMs;
  }

  /** Makes a node and gives its path, which ends in a number when `mode` is sequential. */
  create(path: string, bytes: Buffer, acls: readonly Acl[], mode: number): Promise<string> {
    return this.#call<string>(`create ${path}`, (done) =>
      this.#library.create(path, bytes, acls, mode, done),
    ).then((created) => created ?? path);
  }

  /** Replaces what a node holds; `version` -1 means whatever it is. */
  set(path: string, bytes: Buffer, version = -1): Promise<Stat> {
    return this.#demand<Stat>(`set ${path}`, (done) =>
      this.#library.setData(path, bytes, version, done),
    );
  }

  /** Removes a node. */
  async remove(path: string, version = -1): Promise<void> {
    await this.#call<void>(`remove ${path}`, (done) => this.#library.remove(path, version, done));
  }

  /** Reads a node; rejects with `noNode`. `onChange` is called at most once, when it changes or goes. */
  async get(path: string, onChange?: () => void): Promise<NodeContent> {
    return this.#demand<NodeContent>(`read ${path}`, (done) =>
      this.#library.getData(path, onChange, (error, bytes, stat) =>
        done(error, stat && { bytes: bytes ?? Buffer.alloc(0), stat }),
      ),
    );
  }

  /** The node's state, undefined when it is not there. `onChange` as in `get`, and when it comes. */
  async exists(path: string, onChange?: () => void): Promise<Stat | undefined> {
    const stat = await this.#call<Stat | null>(`look for ${path}`, (done) =>
      this.#library.exists(path, onChange, done),
    );
    return stat ?? undefined;
  }

  /** The names below a node; rejects with `noNode`. `onChange` is called at most once. */
  children(path: string, onChange?: () => void): Promise<readonly string[]> {
    return this.#demand<readonly string[]>(`list ${path}`, (done) =>
      this.#library.getChildren(path, onChange, done),
    );
  }

  /** All steps or none. A refusal names the step that was at fault. */
  async multi(steps: readonly MultiStep[]): Promise<void> {
    const what = `change ${steps.length} nodes`;
    await this.#call<void>(what, (done) => {
      const transaction = this.#library.transaction();
      for (const step of steps) addStep(transaction, step);
      transaction.commit((error, results = []) => {
        const at = results.findIndex(({ err = 0 }) => err !== 0);
        const failed = steps[at];
        if (failed === undefined) done(error);
        else {
          const code = results[at]?.err ?? 0;
          done(Object.assign(new Error(), { code, step: `${failed.kind} ${failed.path}` }));
        }
      });
    });
  }

  /** Says farewell, so that ephemeral nodes go at once, and ends the client. Idempotent. */
  async close(): Promise<void> {
    if (this.#end !== undefined) return;
    const { socket } = this.#library.connectionManager;
    const canSay = this.#isConnected && socket !== undefined && !socket.destroyed;
    this.#finish('closed');
    if (canSay) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, FAREWELL_MS);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        this.#library.close();
      });
    }
    disposeLibraryClient(this.#library);
  }

  /** Lets the client go without a word: the session lives on, for another client to take up. */
  abandon(): void {
    if (this.#end === undefined) this.#finish('closed');
    disposeLibraryClient(this.#library);
  }

  get #sureMs(): number {
    return (this.#sessionMs * 2) / 3;
  }

  #heedState(state: number): void {
    if (this.#end !== undefined) return;
    if (state === LIBRARY_STATE.connected) this.#heedGreeting();
    else if (state === LIBRARY_STATE.connecting) this.#awaitGreeting();
    else if (state === LIBRARY_STATE.disconnected) this.#heedLoss();
    else if (state === LIBRARY_STATE.expired) this.#endWith('expired');
    else if (state === LIBRARY_STATE.authFailed) this.#endWith('authFailed');
  }

  #heedGreeting(): void {
    clearTimeout(this.#timers.greeting);
    clearTimeout(this.#timers.reach);
    this.#isConnected = true;
    this.#sessionMs = this.#library.getSessionTimeout();
    this.#isHeartbeatOut = false;
    // After the library's own packets (credentials, watches), which it queued when the socket opened.
    queueMicrotask(() => {
      if (this.#end !== undefined || !this.#isConnected) return;
      this.#beat();
      this.#flush();
      this.#listener.connected();
    });
  }

  #heedLoss(): void {
    clearTimeout(this.#timers.heartbeat);
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#armReach();
  }

  // A server that takes the connection and says nothing would be waited for without end.
  #awaitGreeting(): void {
    clearTimeout(this.#timers.greeting);
    const waitMs = Math.max(GREETING_MS_MIN, this.#sessionMs / 3);
    this.#timers.greeting = setTimeout(() => {
      this.#library.connectionManager.socket?.destroy();
    }, waitMs);
  }

  #armReach(): void {
    clearTimeout(this.#timers.reach);
    this.#timers.reach = setTimeout(() => this.#endWith('unreachable'), this.#sessionMs * 2);
  }

  #beat(): void {
    clearTimeout(this.#timers.heartbeat);
    if (this.#isHeartbeatOut) {
      this.#library.connectionManager.socket?.destroy();
      return;
    }
    renewRequestNumbers(this.#library);
    this.#isHeartbeatOut = true;
    this.#timers.heartbeat = setTimeout(() => this.#beat(), this.#sessionMs / 3);
    const sentAt = performance.now();
    this.#library.exists('/', undefined, (error) => {
      if (error) return;
      this.#isHeartbeatOut = false;
      this.#noteContact(sentAt);
    });
  }

  #noteContact(sentAt: number): void {
    if (sentAt <= this.#contactAt || this.#end !== undefined) return;
    this.#contactAt = sentAt;
    if (this.#timers.silence === undefined) this.#armSilence();
    if (!this.#isSilent) return;
    this.#isSilent = false;
    // The socket may have lived on all the while, as when this process was stopped: no greeting follows.
    queueMicrotask(() => {
      if (this.#end === undefined && this.#isConnected) this.#listener.connected();
    });
  }

  #armSilence(): void {
    const leftMs = this.#contactAt + this.#sureMs - performance.now();
    this.#timers.silence = setTimeout(
      () => {
        this.#timers.silence = undefined;
        if (this.isSure) this.#armSilence();
        else if (!this.#isSilent) {
          this.#isSilent = true;
          this.#listener.silent();
        }
      },
      Math.max(1, leftMs),
    );
  }

  #demand<T>(what: string, send: (done: Done<T>) => void): Promise<T> {
    return this.#call<T>(what, send).then((value) => {
      if (value === undefined) throw new ZooKeeperError(what, 'refused', 'its answer is empty');
      return value;
    });
  }

  #call<T>(what: string, send: (done: Done<T>) => void): Promise<T | undefined> {
    if (this.#end !== undefined) return Promise.reject(new ZooKeeperError(what, this.#end));
    return new Promise((resolve, reject) => {
      const call: WaitingCall = { isSettled: false, send: () => this.#send(send, finish) };
      const settle = (): void => {
        call.isSettled = true;
        clearTimeout(deadline);
        this.#openCalls.delete(fail);
      };
      const fail = (error: ZooKeeperError): void => {
        settle();
        reject(error);
      };
      const finish: Done<T> = (error, value) => {
        if (call.isSettled) return;
        if (error) fail(translate(what, error));
        else {
          settle();
          resolve(value);
        }
      };
      const deadline = setTimeout(() => {
        fail(new ZooKeeperError(what, 'unknown', `no answer in ${this.#sessionMs} ms`));
      }, this.#sessionMs);
      this.#openCalls.add(fail);
      this.#held.push(call);
      this.#flush();
    });
  }

  #send<T>(send: (done: Done<T>) => void, finish: Done<T>): void {
    const sentAt = performance.now();
    this.#inFlight++;
    const settle: Done<T> = (error, value) => {
      this.#inFlight--;
      if (!NO_ANSWER.has(error?.code ?? 0)) this.#noteContact(sentAt);
      finish(error, value);
      if (this.#held.length > 0) queueMicrotask(() => this.#flush());
    };
    try {
      send(settle);
    } catch (cause) {
      // The library checks paths and sizes by throwing, before anything is sent.
      settle(
        Object.assign(new Error(cause instanceof Error ? cause.message : String(cause)), {
          code: BAD_ARGUMENTS,
        }),
      );
    }
  }

  /** Sends what waits, in the order of the calls, as far as the limit allows. */
  #flush(): void {
    let sent = 0;
    for (const call of this.#held) {
      if (!this.#isConnected || this.#inFlight >= CALLS_IN_FLIGHT_MAX) break;
      sent++;
      if (!call.isSettled) call.send();
    }
    if (sent > 0) this.#held = this.#held.slice(sent);
  }

  #endWith(end: ClientEnd): void {
    if (this.#end !== undefined) return;
    this.#finish(end === 'unreachable' ? 'unknown' : end);
    disposeLibraryClient(this.#library);
    this.#listener.ended(end);
  }

  #finish(fault: ZooKeeperFault): void {
    this.#end = fault;
    this.#isConnected = false;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    const open = [...this.#openCalls];
    this.#openCalls.clear();
    for (const fail of open) fail(new ZooKeeperError('finish a call', fault));
    this.#held = [];
  }
}

function addStep(transaction: ReturnType<Client['transaction']>, step: MultiStep): void {
  switch (step.kind) {
    case 'create':
      transaction.create(step.path, step.bytes, step.acls, 0);
      return;
    case 'set':
      transaction.setData(step.path, step.bytes, -1);
      return;
    case 'remove':
      transaction.remove(step.path, -1);
      return;
    case 'exists':
      transaction.check(step.path, -1);
      return;
    case 'check':
      if (step.version < 1) throw new RangeError('a check of version 0 would check nothing');
      transaction.check(step.path, step.version);
  }
}

function translate(what: string, error: Exception & { readonly step?: string }): ZooKeeperError {
  const detail = error.code === BAD_ARGUMENTS ? error.message : undefined;
  return new ZooKeeperError(error.step ?? what, faultOf(error.code), detail);
}
