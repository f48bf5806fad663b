const ROWS_MIN = 64;
// What grew by copying would leave holes of its former sizes in the process's memory.
const CHUNK_BITS = 18;
const CHUNK_BYTES = 1 << CHUNK_BITS;
/** Bytes of names that are gone, before the others move together. */
const DEAD_BYTES_MIN = 65_536;
const EMPTY = -1;
const DELETED = -2;

/**
 * Rows found by name, each with a value and a small number that tells what the value is. Names lie
 * in chunks of bytes and rows in columns of numbers: as texts and objects in a map they would
 * take several times the memory, and there are eight for every task.
 */
export class NameTable<Value extends string | object> {
  // Hash table of row numbers, its size a power of two, at most half full.
  #slots = new Int32Array(2 * ROWS_MIN).fill(EMPTY);
  #usedSlots = 0;
  // The columns. A row that is free holds the next free one in place of its offset.
  #hashes = new Int32Array(ROWS_MIN);
  #offsets = new Int32Array(ROWS_MIN);
  #lengths = new Uint16Array(ROWS_MIN);
  #kinds = new Uint8Array(ROWS_MIN);
  readonly #values: (Value | undefined)[] = [];
  #freeRow = EMPTY;
  #live = 0;
  // The names; offsets count as if all chunks were one. No name lies across two.
  #chunks: Uint8Array[] = [];
  #usedBytes = 0;
  #deadBytes = 0;
  // The name that is looked for, as bytes.
  #sought = new Uint8Array(256);
  #soughtLength = 0;
  #soughtHash = 0;

  /** How many names there are. */
  get size(): number {
    return this.#live;
  }

  /** Bytes that the names take, with the room that those left which are gone. */
  get bytesHeld(): number {
    return this.#chunks.length * CHUNK_BYTES;
  }

  /** The row of a name, or -1. It stands until the name is removed. */
  find(name: string): number {
    this.#seek(name);
    return this.#findSought();
  }

  /** The value of a row; undefined for -1. */
  value(row: number): Value | undefined {
    return this.#values[row];
  }

  /** What the value of a row is, as it was told with it. */
  kind(row: number): number {
    return this.#kinds[row] ?? 0;
  }

  set(row: number, kind: number, value: Value): void {
    this.#kinds[row] = kind;
    this.#values[row] = value;
  }

  /** Adds the name that `find` has just said is not there. */
  addSought(kind: number, value: Value): void {
    if (2 * (this.#usedSlots + 1) > this.#slots.length) this.#rehash();
    const row = this.#takeRow();
    this.#hashes[row] = this.#soughtHash;
    this.#offsets[row] = this.#keep(this.#sought, this.#soughtLength);
    this.#lengths[row] = this.#soughtLength;
    this.set(row, kind, value);
    this.#live++;
    this.#place(row);
  }

  /** Takes a row away that `find` gave. */
  remove(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[row] ?? 0) & mask;
    while (this.#slots[slot] !== row) slot = (slot + 1) & mask;
    this.#slots[slot] = DELETED;
    this.#deadBytes += this.#lengths[row] ?? 0;
    this.#values[row] = undefined;
    this.#offsets[row] = this.#freeRow;
    this.#freeRow = row;
    this.#live--;
    if (this.#deadBytes > Math.max(DEAD_BYTES_MIN, this.#usedBytes / 2)) this.#compact();
  }

  /** Every name, in no particular order. */
  *names(): IterableIterator<string> {
    for (let row = 0; row < this.#values.length; row++) {
      if (this.#values[row] !== undefined) yield this.#readName(row);
    }
  }

  #findSought(): number {
    const hash = this.#soughtHash;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? EMPTY;
      if (row === EMPTY) return EMPTY;
      if (row !== DELETED && this.#hashes[row] === hash && this.#isSought(row)) return row;
    }
  }

  #isSought(row: number): boolean {
    const length = this.#soughtLength;
    if (this.#lengths[row] !== length) return false;
    const offset = this.#offsets[row] ?? 0;
    const chunk = this.#chunks[offset >>> CHUNK_BITS];
    const from = offset & (CHUNK_BYTES - 1);
    for (let at = 0; at < length; at++) {
      if (chunk?.[from + at] !== this.#sought[at]) return false;
    }
    return true;
  }

  /**
   * Letters beyond ASCII take three bytes each, of which only the first is above 127. The hash is
   * FNV-1a.
   */
  #seek(name: string): void {
    if (this.#sought.length < 3 * name.length) this.#sought = new Uint8Array(3 * name.length);
    const sought = this.#sought;
    let length = 0;
    let hash = 0x811c9dc5;
    for (let at = 0; at < name.length; at++) {
      const unit = name.charCodeAt(at);
      if (unit < 0x80) {
        sought[length++] = unit;
      } else {
        sought[length++] = 0x80 | (unit >>> 14);
        sought[length++] = (unit >>> 7) & 0x7f;
        sought[length++] = unit & 0x7f;
      }
      hash = Math.imul(hash ^ unit, 0x01000193);
    }
    // Nobody can ask for a name that long; two of them may be taken for one.
    this.#soughtLength = Math.min(length, 0xffff);
    // The lowest bits choose the slot, and the multiplication stirs them least.
    this.#soughtHash = hash ^ (hash >>> 15);
  }

  #readName(row: number): string {
    const bytes = this.#bytesOf(row);
    let name = '';
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) {
        name += String.fromCharCode(byte);
      } else {
        const [middle = 0, last = 0] = bytes.subarray(at + 1, at + 3);
        name += String.fromCharCode(((byte & 0x7f) << 14) | (middle << 7) | last);
        at += 2;
      }
    }
    return name;
  }

  #place(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[row] ?? 0) & mask;
    while ((this.#slots[slot] ?? EMPTY) >= 0) slot = (slot + 1) & mask;
    if (this.#slots[slot] === EMPTY) this.#usedSlots++;
    this.#slots[slot] = row;
  }

  #rehash(): void {
    let size = 2 * ROWS_MIN;
    while (size < 4 * this.#live) size *= 2;
    this.#slots = new Int32Array(size).fill(EMPTY);
    this.#usedSlots = 0;
    for (let row = 0; row < this.#values.length; row++) {
      if (this.#values[row] !== undefined) this.#place(row);
    }
  }

  #takeRow(): number {
    const row = this.#freeRow;
    if (row !== EMPTY) {
      this.#freeRow = this.#offsets[row] ?? EMPTY;
      return row;
    }
    const next = this.#values.length;
    if (next === this.#hashes.length) this.#growColumns(next + (next >> 1));
    this.#values.push(undefined);
    return next;
  }

  #growColumns(size: number): void {
    this.#hashes = grown(this.#hashes, new Int32Array(size));
    this.#offsets = grown(this.#offsets, new Int32Array(size));
    this.#lengths = grown(this.#lengths, new Uint16Array(size));
    this.#kinds = grown(this.#kinds, new Uint8Array(size));
  }

  #bytesOf(row: number): Uint8Array {
    const offset = this.#offsets[row] ?? 0;
    const from = offset & (CHUNK_BYTES - 1);
    const chunk = this.#chunks[offset >>> CHUNK_BITS] ?? new Uint8Array();
    return chunk.subarray(from, from + (this.#lengths[row] ?? 0));
  }

  /** Writes the start of `name` down, and gives back where. A view of it would be one more object. */
  #keep(name: Uint8Array, length: number): number {
    const isAcross = (this.#usedBytes & (CHUNK_BYTES - 1)) + length > CHUNK_BYTES;
    if (isAcross) this.#usedBytes = ((this.#usedBytes >>> CHUNK_BITS) + 1) << CHUNK_BITS;
    const offset = this.#usedBytes;
    const chunk = (this.#chunks[offset >>> CHUNK_BITS] ??= new Uint8Array(CHUNK_BYTES));
    const from = offset & (CHUNK_BYTES - 1);
    for (let at = 0; at < length; at++) chunk[from + at] = name[at] ?? 0;
    this.#usedBytes = offset + length;
    return offset;
  }

  /** Moves the names that live together, so that a long life of changes leaves no holes. */
  #compact(): void {
    const names: (readonly [row: number, bytes: Uint8Array])[] = [];
    for (let row = 0; row < this.#values.length; row++) {
      if (this.#values[row] !== undefined) names.push([row, this.#bytesOf(row)]);
    }
    this.#chunks = [];
    this.#usedBytes = 0;
    this.#deadBytes = 0;
    for (const [row, bytes] of names) this.#offsets[row] = this.#keep(bytes, bytes.length);
  }
}

function grown<Column extends Int32Array | Uint16Array | Uint8Array>(
  column: Column,
  next: Column,
): Column {
  next.set(column);
  return next;
}
