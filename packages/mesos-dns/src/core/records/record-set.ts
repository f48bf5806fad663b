import { PLAIN_VALUES_MAX } from '../limits.ts';
import { NameTable } from './name-table.ts';

/** The types of records that tasks, agents and masters have. */
export type RecordType = 'A' | 'AAAA' | 'SRV';

/** One record: `value` is an address, or `target:port` of an SRV record. Names have no final dot. */
export interface GeneratedRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly value: string;
}

/**
 * Takes one record. Its name is `head` followed by `tail`: ten thousand tasks have eighty thousand names,
 * whose tails are half a dozen texts, so that no name has to be put together.
 */
export type TakeRecord = (head: string, tail: string, type: RecordType, value: string) => void;

/** All records in force, as those see them who answer. It changes between events, never within one. */
export interface RecordSet {
  /** Grows with every change and every reload; it is the zone's serial. */
  readonly serial: number;
  /** Another number after every change, so that answers made ready can be told to be stale. */
  readonly revision: number;
  /** How many names there are. */
  readonly size: number;
  /** Whether a name exists, with any type. */
  has(name: string): boolean;
  /** The values of a name and type; empty when there are none. Not to be kept beyond the event. */
  values(name: string, type: RecordType): readonly string[];
  names(): IterableIterator<string>;
}

// One value that came once is kept as it is: nearly all of them, and there can be hundreds of
// thousands.
type Held = string | ValueBag;

// A name with records of several types has them by type; there are few such names.
type HeldByType = Map<RecordType, Held>;

const TYPES: readonly RecordType[] = ['A', 'AAAA', 'SRV'];
const KIND_OF: Readonly<Record<RecordType, number>> = { A: 0, AAAA: 1, SRV: 2 };
/** The kind of a row whose value is `HeldByType`. */
const SEVERAL = 3;
const NO_VALUES: readonly string[] = [];

/**
 * The records in force, counted: what several tasks bring is there once and stays until the last of
 * them takes it away. Adding and removing cost no more than the records given.
 */
export class RecordBook implements RecordSet {
  readonly #table = new NameTable<Held | HeldByType>();
  #serial = 0;
  #revision = 0;
  #hasChanged = false;

  get serial(): number {
    return this.#serial;
  }

  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#table.size;
  }

  has(name: string): boolean {
    return this.#table.find(name) >= 0;
  }

  values(name: string, type: RecordType): readonly string[] {
    const held = this.#held(this.#table.find(name), type);
    if (held === undefined) return NO_VALUES;
    return typeof held === 'string' ? [held] : held.values;
  }

  names(): IterableIterator<string> {
    return this.#table.names();
  }

  add(records: readonly GeneratedRecord[]): void {
    for (const { name, type, value } of records) this.addOne(name, '', type, value);
  }

  /** Adds one record, whose name is `head` followed by `tail`: see `TakeRecord`. */
  addOne(head: string, tail: string, type: RecordType, value: string): void {
    const row = this.#table.find(head, tail);
    const held = this.#held(row, type);
    if (held === undefined) {
      this.#hold(row, type, value);
      this.#hasChanged = true;
    } else if (typeof held === 'string') {
      const bag = new ValueBag(held);
      if (bag.add(value)) this.#hasChanged = true;
      this.#hold(row, type, bag);
    } else if (held.add(value)) {
      this.#hasChanged = true;
    }
  }

  /** Takes away what `add` was given; unknown records are left alone. */
  remove(records: readonly GeneratedRecord[]): void {
    for (const { name, type, value } of records) this.removeOne(name, '', type, value);
  }

  /** Takes away what `addOne` was given. */
  removeOne(head: string, tail: string, type: RecordType, value: string): void {
    const row = this.#table.find(head, tail);
    const held = this.#held(row, type);
    if (held === value) {
      this.#release(row, type);
      this.#hasChanged = true;
    } else if (typeof held === 'object') {
      if (held.remove(value)) this.#hasChanged = true;
      if (held.values.length === 0) this.#release(row, type);
    }
  }

  /**
   * Ends a batch of changes: whoever asks from here on sees all of it. The serial is the time in
   * seconds, and more than before even when the clock stood. `isReload` renews it without a change,
   * as a reload does. Tells whether records changed.
   */
  commit(nowSeconds: number, isReload: boolean): boolean {
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    if (hasChanged || isReload) {
      const floor = Math.floor(nowSeconds);
      const next = hasChanged ? Math.max(floor, this.#serial + 1) : Math.max(floor, this.#serial);
      if (next !== this.#serial || hasChanged) this.#revision++;
      this.#serial = next;
    }
    return hasChanged;
  }

  #held(row: number, type: RecordType): Held | undefined {
    if (row < 0) return undefined;
    const value = this.#table.value(row);
    if (value instanceof Map) return value.get(type);
    return this.#table.kind(row) === KIND_OF[type] ? value : undefined;
  }

  #hold(row: number, type: RecordType, held: Held): void {
    const kind = KIND_OF[type];
    if (row < 0) this.#table.addSought(kind, held);
    else if (this.#table.kind(row) === kind) this.#table.set(row, kind, held);
    else this.#holdBoth(row, type, held);
  }

  #holdBoth(row: number, type: RecordType, held: Held): void {
    const before = this.#table.value(row);
    if (before instanceof Map) {
      before.set(type, held);
      return;
    }
    const other = TYPES[this.#table.kind(row)];
    const both = new Map<RecordType, Held>([[type, held]]);
    if (other !== undefined && before !== undefined) both.set(other, before);
    this.#table.set(row, SEVERAL, both);
  }

  #release(row: number, type: RecordType): void {
    const value = this.#table.value(row);
    if (value instanceof Map) value.delete(type);
    if (!(value instanceof Map) || value.size === 0) this.#table.remove(row);
  }
}

/** Distinct values with how often each came. Finding one is quick however many there are. */
class ValueBag {
  readonly values: string[];
  readonly #counts: number[];
  // Where each value stands; made once there are too many to look through.
  #places: Map<string, number> | undefined;

  constructor(first: string) {
    this.values = [first];
    this.#counts = [1];
  }

  /** True when the value is new. */
  add(value: string): boolean {
    const place = this.#placeOf(value);
    if (place >= 0) {
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
      return false;
    }
    this.#places?.set(value, this.values.length);
    this.values.push(value);
    this.#counts.push(1);
    if (this.#places === undefined && this.values.length > PLAIN_VALUES_MAX) {
      this.#places = new Map(this.values.map((held, at) => [held, at]));
    }
    return true;
  }

  /** True when the last of its kind went. */
  remove(value: string): boolean {
    const place = this.#placeOf(value);
    if (place < 0) return false;
    const count = (this.#counts[place] ?? 1) - 1;
    this.#counts[place] = count;
    if (count > 0) return false;
    this.#places?.delete(value);
    const moved = this.values.pop();
    const movedCount = this.#counts.pop();
    if (place < this.values.length && moved !== undefined && movedCount !== undefined) {
      // The last one fills the gap: order means nothing among records.
      this.values[place] = moved;
      this.#counts[place] = movedCount;
      this.#places?.set(moved, place);
    }
    return true;
  }

  #placeOf(value: string): number {
    return this.#places === undefined
      ? this.values.indexOf(value)
      : (this.#places.get(value) ?? -1);
  }
}
