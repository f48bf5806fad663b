import type { Answer } from '../api/call.ts';
import { readSummary } from '../api/cluster.ts';
import { readApp, readDeployments, readGroups, readQueue, readTasks } from '../api/marathon.ts';
import { openStream, type LiveStream } from '../api/stream.ts';
import { ClusterModel } from '../model/cluster-model.ts';
import { LOST_AT_ONCE, type Connection } from '../model/connection.ts';
import { appOfEvent, parseEvent } from '../model/events.ts';
import type { Refusal } from '../model/faults.ts';
import { toAgents } from '../model/agents.ts';
import type { EventJson } from '../model/records.ts';
import type { StreamMessage } from '../model/sse.ts';
import { countRunning } from '../model/status.ts';

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

const EVENTS = '/stoa/v1/events';
const CLASSIC_EVENTS = '/v2/events';

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
  #stream: LiveStream | undefined = undefined;
  #path = EVENTS;
  #held: EventJson[] | undefined = undefined;
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

  #open(): void {
    this.#stream = openStream(this.#path, {
      onOpen: () => {
        this.#connect({ phase: 'live', at: Date.now(), status: undefined });
        void this.#readAll();
      },
      onLife: () => {
        this.#aliveAt = Date.now();
      },
      onMessages: (messages) => this.#take(messages),
      onLoss: (status) => this.#lose(status),
    });
  }

  #lose(status: number | undefined): void {
    // A cluster without our own stream has the classic one, which cannot resume.
    if (status !== undefined && LOST_AT_ONCE.has(status) && this.#path === EVENTS) {
      this.#stream?.close();
      this.#path = CLASSIC_EVENTS;
      this.#open();
      return;
    }
    if (this.#connection.phase === 'lost' && this.#connection.status === status) return;
    this.#connect({ phase: 'lost', at: this.#aliveAt, status });
  }

  #connect(connection: Connection): void {
    this.#connection = connection;
    if (connection.phase === 'live') this.#aliveAt = connection.at;
    this.#draw();
  }

  #take(messages: readonly StreamMessage[]): void {
    const events = messages.flatMap((message) => parseEvent(message) ?? []);
    if (messages.some(({ event }) => event === 'gap')) void this.#readAll();
    if (this.#held !== undefined) {
      this.#held.push(...events);
      if (this.#held.length > HELD_MAX) this.#held = [];
      return;
    }
    this.#applyAll(events);
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

  /** All snapshots; events that come meanwhile are applied after them, in their order. */
  async #readAll(): Promise<void> {
    this.#held ??= [];
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
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#applyAll(held);
    this.#draw();
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
    this.#draw(await readDeployments(), (value) => this.model.takeDeployments(value));
  }

  async #readQueue(): Promise<void> {
    this.#draw(await readQueue(), ({ queue }) => this.model.takeQueue(queue, Date.now()));
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
      this.#soon('hidden', HIDDEN_MAX_MS, async () => {
        if (!document.hidden) return;
        this.#stream?.close();
        this.#stream = undefined;
      });
      return;
    }
    if (this.#stream === undefined) this.#open();
    else this.retry();
    this.#draw();
  };

  #draw(): void;
  #draw<T>(answer: Answer<T>, take: (value: T) => void): void;
  #draw<T>(answer?: Answer<T>, take?: (value: T) => void): void {
    if (answer?.ok === true) take?.(answer.value);
    if (this.#timers.has('draw')) return;
    const wait = Math.max(0, this.#drawnAt + DRAW_MS - Date.now());
    const timer = setTimeout(() => {
      this.#timers.delete('draw');
      this.#drawnAt = Date.now();
      this.#version += 1;
      if (!document.hidden) for (const listener of this.#listeners) listener();
    }, wait);
    this.#timers.set('draw', timer);
  }
}
