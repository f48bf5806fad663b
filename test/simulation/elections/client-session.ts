import type {
  EnsembleSession,
  MultiStep,
  NodeContent,
  NodeStat,
} from '../../../packages/coordination/src/zookeeper/ensemble.ts';
import {
  ZooKeeperError,
  type ZooKeeperFault,
} from '../../../packages/coordination/src/zookeeper/zookeeper-error.ts';
import type { Ensemble, ServerSession } from './ensemble.ts';
import type { TreeChange, TreeNode } from './node-tree.ts';

/** What a session asks of the connection that it lives on. */
export interface SessionHost {
  readonly ensemble: Ensemble;
  readonly host: string;
  /** Does it in the process: when that is stopped, once it goes on; never when it is dead. */
  receive(happen: () => void): void;
  /** The socket broke. */
  dropped(): void;
  expired(): void;
}

interface Call {
  readonly what: string;
  /** A change and what to answer, or undefined for a read. */
  readonly change: (() => TreeChange) | undefined;
  readonly answer: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One session with the simulated servers, seen from its process: calls in order, of which those under way
 * when the socket breaks are `unknown`, done or not; watches that go with the socket.
 */
export class ClientSession implements EnsembleSession {
  readonly session: { id: Buffer } = { id: Buffer.alloc(8) };
  readonly timeoutMs: number;
  server: ServerSession | undefined;
  readonly #host: SessionHost;
  #isConnected = false;
  #isOver = false;
  /** Counts sockets: what was meant for one that broke comes to nothing. */
  #socket = 0;
  #lastArrivalMs = 0;
  #lastAnswerMs = 0;
  #contactAtMs = -Infinity;
  #waiting: Call[] = [];
  readonly #underWay = new Set<Call>();
  #forgetWatches: (() => void)[] = [];

  constructor(host: SessionHost, timeoutMs: number) {
    this.#host = host;
    this.timeoutMs = timeoutMs;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** When the newest call that was answered was sent. */
  get contactAtMs(): number {
    return this.#contactAtMs;
  }

  get isSure(): boolean {
    const { elapsedMs } = this.#host.ensemble.simulator;
    return !this.#isOver && elapsedMs - this.#contactAtMs < (this.timeoutMs * 2) / 3;
  }

  create(path: string, bytes: Buffer, _acls: unknown, mode: number): Promise<string> {
    // The library's numbers: 1 and 3 are ephemeral, 2 and 3 sequential.
    const isSequential = mode >= 2;
    const owner = mode % 2 === 1 ? this.server?.id : undefined;
    let made = path;
    const change = (): TreeChange => {
      const created = this.#tree.create(path, bytes, { owner, isSequential });
      made = created.path;
      return created.change;
    };
    return this.#call(`create ${path}`, () => made, change);
  }

  remove(path: string): Promise<void> {
    return this.#call(
      `remove ${path}`,
      () => undefined,
      () => this.#tree.remove(path),
    );
  }

  get(path: string, onChange?: () => void): Promise<NodeContent> {
    return this.#call(`read ${path}`, () => {
      const node = this.#tree.demand(path, 'read');
      this.#watch('node', path, onChange);
      return { bytes: node.bytes, stat: statOf(node) };
    });
  }

  exists(path: string, onChange?: () => void): Promise<NodeStat | undefined> {
    return this.#call(`look for ${path}`, () => {
      const node = this.#tree.get(path);
      this.#watch('node', path, onChange);
      return node && statOf(node);
    });
  }

  children(path: string, onChange?: () => void): Promise<readonly string[]> {
    return this.#call(`list ${path}`, () => {
      const names = [...this.#tree.demand(path, 'list').children];
      this.#watch('list', path, onChange);
      return names;
    });
  }

  multi(steps: readonly MultiStep[]): Promise<void> {
    const { ensemble } = this.#host;
    const change = (): TreeChange => {
      const done = this.#tree.multi(steps);
      if (this.server !== undefined) ensemble.witness?.taken(this.server, steps);
      return done;
    };
    return this.#call(`change ${steps.length} nodes`, () => undefined, change);
  }

  /** The servers greeted. */
  connect(server: ServerSession): void {
    this.server = server;
    this.session.id.writeUInt32BE(server.id, 4);
    this.#isConnected = true;
    this.#socket += 1;
    server.heardAtMs = this.#host.ensemble.simulator.elapsedMs;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const call of waiting) this.#send(call);
  }

  /** The socket is gone: calls under way may have been done. */
  disconnect(): void {
    this.#isConnected = false;
    this.#socket += 1;
    for (const forget of this.#forgetWatches.splice(0)) forget();
    const lost = [...this.#underWay];
    this.#underWay.clear();
    if (lost.length > 0) this.#host.receive(() => this.#failAll(lost, 'unknown'));
  }

  /** Final: every call is rejected. */
  end(fault: ZooKeeperFault): void {
    this.#isOver = true;
    this.#isConnected = false;
    this.#socket += 1;
    for (const forget of this.#forgetWatches.splice(0)) forget();
    const open = [...this.#underWay, ...this.#waiting];
    this.#underWay.clear();
    this.#waiting = [];
    this.#failAll(open, fault);
  }

  get #tree(): Ensemble['tree'] {
    return this.#host.ensemble.tree;
  }

  #call<T>(what: string, answer: () => unknown, change?: () => TreeChange): Promise<T> {
    if (this.#isOver) return Promise.reject(new ZooKeeperError(what, 'expired'));
    return new Promise<T>((resolve, reject) => {
      const call = { what, answer, change, resolve: resolve as (value: unknown) => void, reject };
      if (this.#isConnected) this.#send(call);
      else this.#waiting.push(call);
    });
  }

  #send(call: Call): void {
    const { ensemble } = this.#host;
    const { simulator, random, temper } = ensemble;
    this.#underWay.add(call);
    const sentAtMs = simulator.elapsedMs;
    const socket = this.#socket;
    if (random.chance(temper.callLossChance)) {
      simulator.after(ensemble.latencyMs(), () => this.#break(socket));
      return;
    }
    this.#lastArrivalMs = Math.max(sentAtMs + ensemble.latencyMs(), this.#lastArrivalMs);
    simulator.after(this.#lastArrivalMs - sentAtMs, () => {
      if (socket !== this.#socket) return;
      if (ensemble.isReachable(this.#host.host)) this.#arrive(call, socket, sentAtMs);
      else this.#break(socket);
    });
  }

  #arrive(call: Call, socket: number, sentAtMs: number): void {
    const { ensemble } = this.#host;
    const { server } = this;
    if (server === undefined || server.isOver) {
      this.#answer(socket, () => this.#host.expired());
      return;
    }
    server.heardAtMs = ensemble.simulator.elapsedMs;
    const settle = (error: unknown): void => this.#settle(call, { socket, sentAtMs, error });
    const { change } = call;
    if (change === undefined) {
      settle(undefined);
      return;
    }
    const changeIfAlive = (): TreeChange => {
      if (server.isOver) throw new ZooKeeperError(call.what, 'expired');
      return change();
    };
    ensemble.commit(changeIfAlive, settle);
  }

  #settle(
    call: Call,
    { socket, sentAtMs, error }: { socket: number; sentAtMs: number; error: unknown },
  ): void {
    let value: unknown;
    let fault = error;
    // Read, and watched, at the moment when the servers come to it.
    if (fault === undefined && socket === this.#socket) {
      try {
        value = call.answer();
      } catch (refusal) {
        fault = refusal;
      }
    }
    if (fault !== undefined && !(fault instanceof ZooKeeperError)) {
      this.#host.ensemble.simulator.noteFailure(fault);
      return;
    }
    const { random, temper } = this.#host.ensemble;
    if (random.chance(temper.answerLossChance)) {
      this.#break(socket);
      return;
    }
    this.#answer(socket, () => {
      this.#contactAtMs = Math.max(this.#contactAtMs, sentAtMs);
      this.#underWay.delete(call);
      if (fault === undefined) call.resolve(value);
      else call.reject(fault);
      this.#host.ensemble.simulator.stir();
    });
  }

  /** A word of the servers: they come in the order in which they were said. */
  #answer(socket: number, hear: () => void): void {
    const { ensemble } = this.#host;
    const { elapsedMs } = ensemble.simulator;
    this.#lastAnswerMs = Math.max(elapsedMs + ensemble.answerMs(), this.#lastAnswerMs);
    ensemble.simulator.after(this.#lastAnswerMs - elapsedMs, () =>
      this.#host.receive(() => {
        if (socket === this.#socket) hear();
      }),
    );
  }

  #watch(kind: 'node' | 'list', path: string, onChange: (() => void) | undefined): void {
    if (onChange === undefined) return;
    const socket = this.#socket;
    const fire = (): void => this.#answer(socket, onChange);
    this.#forgetWatches.push(this.#host.ensemble.watch(kind, path, fire));
  }

  #break(socket: number): void {
    if (socket === this.#socket) this.#host.dropped();
  }

  #failAll(calls: readonly Call[], fault: ZooKeeperFault): void {
    for (const call of calls) call.reject(new ZooKeeperError(call.what, fault));
    this.#host.ensemble.simulator.stir();
  }
}

function statOf({ version, owner }: TreeNode): NodeStat {
  const ephemeralOwner = Buffer.alloc(8);
  ephemeralOwner.writeUInt32BE(owner ?? 0, 4);
  return { version, ephemeralOwner };
}
