import type { Answer } from '../api/call.ts';
import { readSummary } from '../api/cluster.ts';
import { readApp, readDeployments, readGroups, readQueue, readTasks } from '../api/marathon.ts';
import { ClusterModel } from '../model/cluster-model.ts';
import type { Connection } from '../model/connection.ts';
import { appOfEvent, parseEvent } from '../model/events.ts';
import type { Refusal } from '../model/faults.ts';
import { toAgents } from '../model/agents.ts';
import type { EventJson } from '../model/records.ts';
import type { Batch } from '../model/outbox.ts';
import { countRunning } from '../model/status.ts';
import { SILENCE_MAX_MS, type Wish } from '../model/wishes.ts';
import { openSharedStream, type SharedStream } from './shared-stream.ts';

/** At most so often the page is drawn anew: well within the 300 ms in which an event has to be seen. */
const DRAW_MS = 100;
const READ_AGAIN_MS = 200;
const QUEUE_EVERY_MS = 5_000;
const AGENTS_EVERY_MS = 5_000;
const WATCHED_EVERY_MS = 10_000;
/** A hidden tab holds its stream for so long. */
const HIDDEN_MAX_MS = 300_000;
/** Events that wait for a snapshot; beyond it another snapshot is cheaper. */
const HELD_MAX = 5_000;
/** A snapshot that was refused while the stream is there is asked for again. */
const AGAIN_MS = 5_000;

/**
 * Keeps a model of the cluster current: snapshots, then events, one stream for all. The only place that
 * fetches for the lists; pages read the model and say which app they look at.
 */
export class LiveCluster {
  readonly model = new ClusterModel();
  readonly #listeners = new Set<() => void>();
  readonly #watched = new Map<string, number>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #connection: Connection = { phase: 'connecting', at: Date.now(), status: undefined };
  #aliveAt = Date.now();
  #appsRefusal: Refusal | undefined = undefined;
  #agentsRefusal: Refusal | undefined = undefined;
  #stream: SharedStream | undefined = undefined;
  #held: EventJson[] | undefined = undefined;
  #isSnapshotDue = false;
  readonly #logListeners = new Set<() => void>();
  #isLogTurn = false;
  #version = 0;
  #drawnAt = 0;

  /** Begins; the page lives as long as this. */
  start(): void {
    this.#open();
    void this.#readAgents();
    this.#every('queue', QUEUE_EVERY_MS, () => this.#readQueueIfNeeded());
    this.#every('agents', AGENTS_EVERY_MS, () => this.#readAgents());
    this.#every('watched', WATCHED_EVERY_MS, () => this.#readWatched());
    window.addEventListener('online', this.retry);
    window.addEventListener('focus', this.retry);
    document.addEventListener('visibilitychange', this.#onVisibility);
    // A page that is left may be kept as it is and shown again: meanwhile it holds nothing.
    window.addEventListener('pagehide', this.#leave);
    window.addEventListener('pageshow', this.#comeBack);
  }

  /** How the stream stands. */
  get connection(): Connection {
    return this.#connection;
  }

  /** When the last byte came. */
  get aliveAt(): number {
    return this.#aliveAt;
  }

  /** Why the apps could not be read when the stream was there; undefined when they were. */
  get appsRefusal(): Refusal | undefined {
    return this.#appsRefusal;
  }

  /** Why the agents are not shown; undefined when they are. */
  get agentsRefusal(): Refusal | undefined {
    return this.#agentsRefusal;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Grows whenever the page has to be drawn anew. */
  readonly version = () => this.#version;

  /** Tries to connect now. */
  readonly retry = () => {
    this.#stream?.retry();
  };

  /** Takes all snapshots again. */
  readonly reload = () => {
    void this.#readAll();
    void this.#readAgents();
  };

  /** Reads an app in full for as long as a page shows it. */
  watchApp(id: string): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    void this.#readApp(id);
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left === 0) this.#watched.delete(id);
      else this.#watched.set(id, left);
    };
  }

  /** Whether this page, alone of all tabs, may keep a connection waiting for what a log says next. */
  readonly isLogTurn = () => this.#isLogTurn;

  /** Asks for the turn to wait for a log, until the returned function is called; told of each change. */
  readonly followLog = (listener: () => void) => {
    this.#logListeners.add(listener);
    this.#wantLog();
    return () => {
      this.#logListeners.delete(listener);
      this.#wantLog();
    };
  };

  /**
   * Shows a wish until it is heard of. What is handed back takes it away; `onSilence` tells that this had to be done
   * because no word of it came in time.
   */
  readonly wish = (app: string, wish: Wish, onSilence: () => void): (() => void) => {
    if (!this.model.wish(app, wish)) return () => undefined;
    // What a person did is seen at once, not with the next events.
    this.#drawNow();
    const drop = () => {
      clearTimeout(timer);
      const isDropped = this.model.dropWish(app, wish);
      if (isDropped) this.#drawNow();
      return isDropped;
    };
    const timer = setTimeout(() => {
      if (drop()) onSilence();
    }, SILENCE_MAX_MS);
    return drop;
  };

  /** Asks soon how the launch queue stands. */
  readonly lookAtQueue = () => this.#soon('queue soon', READ_AGAIN_MS, () => this.#readQueue());

  #wantLog(): void {
    this.#stream?.wantLog(this.#logListeners.size > 0 && !document.hidden);
  }

  #open(): void {
    this.#stream = openSharedStream({
      onOpen: () => {
        this.#connect({ phase: 'live', at: Date.now(), status: undefined });
        void this.#readAll();
      },
      onLife: (aliveAt) => {
        this.#aliveAt = Math.max(this.#aliveAt, aliveAt);
      },
      onBatch: (batch) => this.#take(batch),
      onLoss: (status, tryInMs) => this.#lose(status, tryInMs),
      onLogTurn: (isMine) => this.#turnLog(isMine),
    });
    this.#wantLog();
  }

  #turnLog(isMine: boolean): void {
    if (this.#isLogTurn === isMine) return;
    this.#isLogTurn = isMine;
    for (const listener of this.#logListeners) listener();
  }

  #lose(status: number | undefined, tryInMs: number | undefined): void {
    const { phase, status: before } = this.#connection;
    if (phase === 'lost' && before === status && tryInMs === undefined) return;
    const tryAt = tryInMs === undefined ? undefined : Date.now() + tryInMs;
    this.#connect({ phase: 'lost', at: this.#aliveAt, status, tryAt });
  }

  #connect(connection: Connection): void {
    this.#connection = connection;
    if (connection.phase === 'live') this.#aliveAt = connection.at;
    this.#draw();
  }

  #take({ messages, isGap }: Batch): void {
    if (isGap || messages.some(({ event }) => event === 'gap')) void this.#readAll();
    const events = messages.flatMap((message) => parseEvent(message) ?? []);
    if (this.#held === undefined) {
      this.#applyAll(events);
      return;
    }
    this.#held.push(...events);
    if (this.#held.length <= HELD_MAX) return;
    this.#held = [];
    this.#isSnapshotDue = true;
  }

  #applyAll(events: readonly EventJson[]): void {
    for (const event of events) {
      this.model.apply(event);
      const app = appOfEvent(event);
      if (app !== undefined && this.#watched.has(app)) {
        this.#soon(`app ${app}`, READ_AGAIN_MS, () => this.#readApp(app));
      }
    }
    if (events.length === 0) return;
    const stale = this.model.takeStale();
    for (const group of stale.groups) {
      this.#soon(`group ${group}`, READ_AGAIN_MS, () => this.#readGroup(group));
    }
    if (stale.deployments) {
      this.#soon('deployments', READ_AGAIN_MS, () => this.#readDeployments());
      this.#soon('queue soon', 1_000, () => this.#readQueueIfNeeded());
    }
    this.#draw();
  }

  /** Snapshots, one after the other, until none is due; asked for meanwhile, one more follows. */
  async #readAll(): Promise<void> {
    this.#isSnapshotDue = true;
    if (this.#held !== undefined) return;
    while (this.#isSnapshotDue) {
      this.#isSnapshotDue = false;
      this.#held = [];
      await this.#readSnapshot();
      this.#applyAll(this.#held);
      this.#draw();
    }
    this.#held = undefined;
  }

  /** One snapshot; events that come meanwhile are held and applied after it, in their order. */
  async #readSnapshot(): Promise<void> {
    const [groups] = await Promise.all([
      readGroups('/'),
      this.#readDeployments(),
      this.#readQueue(),
    ]);
    this.#appsRefusal = groups.ok ? undefined : groups.refusal;
    if (groups.ok) {
      this.model.takeGroups(groups.value);
      this.#draw();
    } else if (groups.refusal.kind === 'unauthenticated') {
      this.#connect({ phase: 'lost', at: this.#aliveAt, status: 401 });
    } else {
      this.#soon('all again', AGAIN_MS, () => this.#readAll());
    }
    const tasks = await readTasks();
    if (tasks.ok) this.model.takeTasks(tasks.value.tasks);
  }

  async #readGroup(id: string): Promise<void> {
    const answer = await readGroups(id);
    if (answer.ok) this.model.takeGroups(answer.value);
    else if (answer.refusal.kind === 'missing') this.model.dropGroup(id);
    this.#draw();
  }

  async #readApp(id: string): Promise<void> {
    const answer = await readApp(id);
    if (answer.ok) this.model.takeApp(answer.value.app);
    else if (answer.refusal.kind === 'missing') this.model.dropApp(id);
    this.#draw();
  }

  async #readWatched(): Promise<void> {
    for (const id of this.#watched.keys()) await this.#readApp(id);
  }

  async #readDeployments(): Promise<void> {
    const askedAt = this.model.revision;
    this.#draw(await readDeployments(), (value) => this.model.takeDeployments(value, askedAt));
  }

  async #readQueue(): Promise<void> {
    const askedAt = this.model.revision;
    this.#draw(await readQueue(), ({ queue }) => this.model.takeQueue(queue, Date.now(), askedAt));
  }

  async #readQueueIfNeeded(): Promise<void> {
    const isNeeded = this.model.apps.some(
      ({ counts, queue }) => queue !== undefined || countRunning(counts) < counts.wanted,
    );
    if (isNeeded) await this.#readQueue();
  }

  async #readAgents(): Promise<void> {
    const answer = await readSummary();
    this.#agentsRefusal = answer.ok ? undefined : answer.refusal;
    this.#draw(answer, (value) => this.model.takeAgents(toAgents(value)));
  }

  /** Something once, soon; asked again before then it is still once. */
  #soon(key: string, ms: number, act: () => Promise<void>): void {
    if (this.#timers.has(key)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void act();
    }, ms);
    this.#timers.set(key, timer);
  }

  /** Something again and again while the page is seen; the next turn waits for the one before. */
  #every(key: string, ms: number, act: () => Promise<void>): void {
    this.#soon(key, ms, async () => {
      if (!document.hidden && this.#connection.phase === 'live') await act();
      this.#every(key, ms, act);
    });
  }

  readonly #onVisibility = () => {
    if (document.hidden) {
      this.#wantLog();
      this.#soon('hidden', HIDDEN_MAX_MS, async () => {
        if (document.hidden) this.#leave();
      });
      return;
    }
    this.#comeBack();
    this.#wantLog();
    this.#draw();
  };

  readonly #leave = () => {
    this.#stream?.close();
    this.#stream = undefined;
    this.#turnLog(false);
  };

  readonly #comeBack = () => {
    if (this.#stream === undefined) this.#open();
    else this.retry();
  };

  #draw(): void;
  #draw<T>(answer: Answer<T>, take: (value: T) => void): void;
  #draw<T>(answer?: Answer<T>, take?: (value: T) => void): void {
    if (answer?.ok === true) take?.(answer.value);
    if (this.#timers.has('draw')) return;
    const wait = Math.max(0, this.#drawnAt + DRAW_MS - Date.now());
    this.#timers.set('draw', setTimeout(this.#drawNow, wait));
  }

  readonly #drawNow = () => {
    clearTimeout(this.#timers.get('draw'));
    this.#timers.delete('draw');
    this.#drawnAt = Date.now();
    this.#version += 1;
    if (!document.hidden) for (const listener of this.#listeners) listener();
  };
}
