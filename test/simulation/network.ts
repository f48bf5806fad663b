import type { Random } from '@stoa/common';
import type { Simulator } from './simulator.ts';

/** How the network behaves; times in milliseconds, chances per message. */
export interface NetworkTemper {
  readonly latencyMsMax: number;
  /** Now and then a message takes that much longer; what comes behind it on a stream waits. */
  readonly delayMsMax: number;
  readonly delayChance: number;
  /** A call never arrives; its sender learns that it failed. */
  readonly callLossChance: number;
  /** A call arrives, but its answer does not: the sender cannot know. */
  readonly answerLossChance: number;
  /** A call that may be repeated arrives twice. */
  readonly duplicateChance: number;
  /** A stream breaks when a record is sent. */
  readonly cutChance: number;
}

export const CALM_NETWORK: NetworkTemper = {
  latencyMsMax: 1,
  delayMsMax: 0,
  delayChance: 0,
  callLossChance: 0,
  answerLossChance: 0,
  duplicateChance: 0,
  cutChance: 0,
};

/** How long a sender waits for an answer before it gives a call up. */
const CALL_DEADLINE_MS = 10_000;
/** How long a connection without traffic survives a partition before an end gives it up. */
const STREAM_DEADLINE_MS = 30_000;

/** A connection on which calls go out behind each other before the first is answered. */
export interface CallLine {
  lastArrivalMs: number;
  isBroken: boolean;
}

/** Hosts and what lies between them. */
export class Network {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly #partitioned = new Set<string>();
  temper: NetworkTemper = CALM_NETWORK;

  constructor(simulator: Simulator, random: Random) {
    this.simulator = simulator;
    this.random = random;
  }

  /** Nothing passes between the two until `heal`. */
  partition(left: string, right: string): void {
    this.#partitioned.add(pair(left, right));
  }

  heal(left: string, right: string): void {
    this.#partitioned.delete(pair(left, right));
  }

  healAll(): void {
    this.#partitioned.clear();
  }

  isPartitioned(left: string, right: string): boolean {
    return this.#partitioned.has(pair(left, right));
  }

  latencyMs(): number {
    const { latencyMsMax, delayMsMax, delayChance } = this.temper;
    const base = this.random.fraction() * latencyMsMax;
    return this.random.chance(delayChance) ? base + this.random.fraction() * delayMsMax : base;
  }

  /**
   * One request with its answer. On a connection of its own two of them may overtake each other; on
   * a `line` they arrive in order, and behind one that is lost nothing arrives. `arrive` runs at the server and gives what goes back; `undefined` when nobody listens there.
   */
  call<Answer>(options: {
    readonly from: string;
    readonly to: string;
    readonly mayRepeat: boolean;
    readonly line?: CallLine;
    readonly arrive: () => Answer | undefined;
    readonly settle: (answer: Answer | undefined) => void;
  }): void {
    const { from, to, mayRepeat, line, arrive, settle } = options;
    const { callLossChance, answerLossChance, duplicateChance } = this.temper;
    const { simulator, random } = this;
    const isLost = this.isPartitioned(from, to) || random.chance(callLossChance);
    if (isLost || line?.isBroken === true) {
      if (line !== undefined) line.isBroken = true;
      simulator.after(CALL_DEADLINE_MS, () => settle(undefined));
      return;
    }
    simulator.after(this.#untilArrival(line), () => {
      const answer = arrive();
      const isLost = this.isPartitioned(from, to) || random.chance(answerLossChance);
      simulator.after(isLost ? CALL_DEADLINE_MS : this.latencyMs(), () =>
        settle(isLost ? undefined : answer),
      );
    });
    if (mayRepeat && random.chance(duplicateChance)) {
      // The second one may come long after others that were sent later.
      const late = this.latencyMs() + random.fraction() * this.temper.delayMsMax;
      simulator.after(late, () => void arrive());
    }
  }

  #untilArrival(line: CallLine | undefined): number {
    const latencyMs = this.latencyMs();
    if (line === undefined) return latencyMs;
    const { elapsedMs } = this.simulator;
    line.lastArrivalMs = Math.max(elapsedMs + latencyMs, line.lastArrivalMs);
    return line.lastArrivalMs - elapsedMs;
  }

  /** A stream from a server to its client. */
  openStream<Item>(options: StreamOptions<Item>): Stream<Item> {
    return new Stream(this, options);
  }
}

/** Both ends of a stream. */
export interface StreamOptions<Item> {
  readonly server: string;
  readonly client: string;
  readonly onRecord: (item: Item) => void;
  /** The client learns that the stream is over. Not called for what the client closed itself. */
  readonly onClientEnd: (reason: string) => void;
  /** The server learns that the client is gone. Not called for what the server closed itself. */
  readonly onServerEnd: () => void;
}

/** Records in order, without gaps, until one side ends it or it breaks: then the rest is lost. */
export class Stream<Item> {
  readonly #network: Network;
  readonly #options: StreamOptions<Item>;
  #isServerOpen = true;
  #isClientOpen = true;
  /** No record may arrive before the one sent ahead of it. */
  #lastArrival = 0;
  #held: (() => void)[] = [];

  constructor(network: Network, options: StreamOptions<Item>) {
    this.#network = network;
    this.#options = options;
  }

  /** The server sends a record. */
  send(item: Item): void {
    if (!this.#isServerOpen) return;
    const { random, temper } = this.#network;
    if (random.chance(temper.cutChance)) {
      this.cut('the connection was reset');
      return;
    }
    this.#pass(() => {
      if (this.#isClientOpen) this.#options.onRecord(item);
    });
  }

  /** The server ends the stream after what it sent before. */
  endByServer(): void {
    if (!this.#isServerOpen) return;
    this.#isServerOpen = false;
    this.#pass(() => this.#endClient('the server ended the stream'));
  }

  /** The client closes its side. */
  endByClient(): void {
    if (!this.#isClientOpen) return;
    this.#isClientOpen = false;
    this.#network.simulator.after(this.#network.latencyMs(), () => this.#endServer());
  }

  /** The server's process is gone. */
  abandonByServer(): void {
    this.#isServerOpen = false;
    this.#network.simulator.after(this.#network.latencyMs(), () =>
      this.#endClient('the connection was reset'),
    );
  }

  /** The client's process is gone. */
  abandonByClient(): void {
    this.#isClientOpen = false;
    this.#network.simulator.after(this.#network.latencyMs(), () => this.#endServer());
  }

  /** The connection breaks; each side learns of it in its own time. */
  cut(reason: string): void {
    const { simulator, random } = this.#network;
    simulator.after(random.fraction() * 1000, () => this.#endClient(reason));
    simulator.after(random.fraction() * 1000, () => this.#endServer());
  }

  #endClient(reason: string): void {
    if (!this.#isClientOpen) return;
    this.#isClientOpen = false;
    this.#options.onClientEnd(reason);
  }

  #endServer(): void {
    if (!this.#isServerOpen) return;
    this.#isServerOpen = false;
    this.#options.onServerEnd();
  }

  /** Brings something to the client in order; a partition holds it, and breaks the stream in time. */
  #pass(arrive: () => void): void {
    const { simulator } = this.#network;
    const { server, client } = this.#options;
    if (this.#held.length > 0 || this.#network.isPartitioned(server, client)) {
      this.#held.push(arrive);
      if (this.#held.length === 1) this.#waitForHealing(0);
      return;
    }
    const at = Math.max(simulator.elapsedMs + this.#network.latencyMs(), this.#lastArrival);
    this.#lastArrival = at;
    simulator.after(at - simulator.elapsedMs, arrive);
  }

  #waitForHealing(waitedMs: number): void {
    const { simulator } = this.#network;
    const { server, client } = this.#options;
    if (!this.#network.isPartitioned(server, client)) {
      const held = this.#held;
      this.#held = [];
      for (const arrive of held) this.#pass(arrive);
    } else if (waitedMs >= STREAM_DEADLINE_MS) {
      this.#held = [];
      this.cut('the connection timed out');
    } else {
      simulator.after(1000, () => this.#waitForHealing(waitedMs + 1000));
    }
  }
}

function pair(left: string, right: string): string {
  return left < right ? `${left}|${right}` : `${right}|${left}`;
}
