import { must, type StoreWrite } from '@stoa/common';
import type { StoreEntry } from '@stoa/coordination';
import { epochPath } from '../../../packages/coordination/src/zookeeper/epoch.ts';
import type { MultiStep } from '../../../packages/coordination/src/zookeeper/ensemble.ts';
import {
  decodeEntry,
  entriesPath,
  entryPath,
} from '../../../packages/coordination/src/zookeeper/store-layout.ts';
import type { Simulator } from '../simulator.ts';
import type { EnsembleWitness, ServerSession } from './ensemble.ts';
import type { Seat, StoreWitness } from './seat.ts';

/** A value that was taken, and when: `undefined` for a removal. */
interface Taken {
  readonly order: number;
  readonly value: string | undefined;
}

interface KeyCourse {
  /** Every value since the last one that somebody was told of, oldest first. */
  taken: Taken[];
  /** The newest one that somebody was told of. */
  told: Taken | undefined;
}

/**
 * What leaders may do, seen from the servers. Laws: what is stored is changed only by the session that began
 * the last epoch (*one leader's writes per epoch*); a process that was told that a write is durable finds it
 * there, and so does every leader after it, unless somebody changed it since (*an answered write is never
 * forgotten*); nobody serves once its session is over and another one has begun to lead.
 */
export class LeadershipLaws implements EnsembleWitness, StoreWitness {
  readonly #simulator: Simulator;
  /** Which session began the last epoch of each store. */
  readonly #leaders = new Map<string, ServerSession>();
  readonly #stores: readonly string[];
  readonly #courses = new Map<string, KeyCourse>();
  #order = 0;
  /** How many epochs began. */
  epochs = 0;

  constructor(simulator: Simulator, stores: readonly string[]) {
    this.#simulator = simulator;
    this.#stores = stores;
  }

  taken(session: ServerSession, steps: readonly MultiStep[]): void {
    for (const store of this.#stores) {
      const own = steps.filter(({ path }) => path.startsWith(`${store}/`));
      const changes = own.filter(({ kind }) => kind !== 'check' && kind !== 'exists');
      if (changes.length === 0) continue;
      if (changes.some(({ path }) => path === epochPath(store))) this.#begin(store, session);
      else this.#checkWriter(store, session);
      for (const step of changes) this.#note(step);
    }
  }

  /** How many changes were taken so far. */
  get order(): number {
    return this.#order;
  }

  answered(host: string, store: string, writes: readonly StoreWrite[], since: number): void {
    const last = new Map(writes.map(({ key, value }) => [key, value]));
    for (const [key, value] of last) {
      const course = this.#courses.get(entryPath(store, key));
      const text = value === undefined ? undefined : textOf(value);
      const taken = course?.taken.filter(({ order }) => order > since) ?? [];
      // Of calls that share a transaction the last value of a key counts.
      const found = taken.findLast((one) => one.value === text) ?? taken[0];
      if (course !== undefined && found !== undefined) {
        course.told = found;
        course.taken = course.taken.filter(({ order }) => order >= found.order);
        continue;
      }
      // What was not there needs no removal.
      const isThere = (course?.taken.at(-1) ?? course?.told)?.value !== undefined;
      if (text !== undefined || isThere) {
        this.#simulator.fail(`${host} was told that ${key} is durable and it was not written`);
      }
    }
  }

  loaded(host: string, store: string, prefix: string, entries: readonly StoreEntry[]): void {
    const read = new Map(entries.map(({ key, value }) => [entryPath(store, key), textOf(value)]));
    const below = `${entriesPath(store)}/`;
    const begin = `k${encodeURIComponent(prefix)}`;
    for (const [path, { taken, told }] of this.#courses) {
      if (told === undefined || !path.startsWith(below)) continue;
      if (!path.slice(path.lastIndexOf('/') + 1).startsWith(begin)) continue;
      const value = read.get(path);
      if (value === told.value || taken.some((later) => later.value === value)) continue;
      this.#simulator.fail(`${host} begins without what was answered for: ${path}`);
    }
  }

  /** Whether another session began the last epoch. */
  isDeposed(store: string, seat: Seat): boolean {
    const leader = this.#leaders.get(store);
    return leader !== undefined && leader.id !== seat.session;
  }

  /** A process is about to serve. */
  checkServing(host: string, store: string, seat: Seat): void {
    const leader = this.#leaders.get(store);
    if (!seat.isExpired || leader === undefined || leader.id === seat.session) return;
    this.#simulator.fail(`${host} served after its session, while ${leader.host} leads`);
  }

  #begin(store: string, session: ServerSession): void {
    this.epochs += 1;
    this.#leaders.set(store, session);
    const fields = { leader: session.host, store };
    this.#simulator.trace('ensemble', { level: 'info', event: 'epoch.began', fields });
  }

  #checkWriter(store: string, session: ServerSession): void {
    const leader = must(this.#leaders.get(store), 'an epoch before the first write');
    if (leader.id === session.id) return;
    this.#simulator.fail(`${session.host} wrote to ${store} in the epoch of ${leader.host}`);
  }

  #note(step: MultiStep): void {
    const course = this.#courses.get(step.path) ?? { taken: [], told: undefined };
    this.#courses.set(step.path, course);
    course.taken.push({ order: ++this.#order, value: valueOf(step) });
  }
}

/** The value behind a step that changes an entry; parts and other nodes are noted as they are. */
function valueOf(step: MultiStep): string | undefined {
  if (step.kind !== 'create' && step.kind !== 'set') return undefined;
  const entry = decodeEntry(step.bytes);
  return entry.ok && entry.value.kind === 'whole' ? textOf(entry.value.value) : textOf(step.bytes);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
