const ROWS_MIN = 64;
// What grew by copying would leave holes of its former sizes in the process's memory.
const CHUNK_BITS = 18;
const CHUNK_BYTES = 1 << CHUNK_BITS;
/** Bytes of names that are gone, before the others move together. */
const DEAD_BYTES_MIN = 65_536;
const EMPTY = -1;
const DELETED = -2;
/** An odd number without pattern, so that every letter stirs all higher bits. */
const HASH_FACTOR = 0x2c1b3c6d;

/** The end that many names share, such as `.marathon.mesos`; kept while a row has it. */
interface Tail {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Its place in the list of tails; a row's column holds it. */
  readonly id: number;
  /** What the letters of a tail make of the hash of the letters before it: `hash * factor + hash`. */
  readonly hash: number;
  readonly hashFactor: number;
  /** How many rows have it. */
  rows: number;
}

const NO_TAIL: Tail = {
  text: '',
  bytes: new Uint8Array(),
  id: 0,
  hash: 0,
  hashFactor: 1,
  rows: 0,
};

/**
 * Rows found by name, each with a value and a small number that tells what the value is. Names lie
 * in chunks of bytes and rows in columns of numbers: as texts and objects in a map they would
 * take several times the memory, and there are eight for every task. A name may be given in two
 * parts, of which the second is kept once for all that share it; how a name was cut makes no
 * difference to who looks for it.
 */
export class NameTable<Value extends string | object> {
  // Hash table of row numbers, its size a power of two, at most half full.
  #slots = new Int32Array(2 * ROWS_MIN).fill(EMPTY);
  #usedSlots = 0;
  // The columns. A row that is free holds the next free one in place of its offset.
  #hashes = new Int32Array(ROWS_MIN);
  #offsets = new Int32Array(ROWS_MIN);
  #lengths = new Uint16Array(ROWS_MIN);
  #tailIds = new Int32Array(ROWS_MIN);
  #kinds = new Uint8Array(ROWS_MIN);
  readonly #values: (Value | undefined)[] = [];
  #freeRow = EMPTY;
  #live = 0;
  readonly #tails: Tail[] = [NO_TAIL];
  readonly #tailsByText = new Map<string, Tail>([['', NO_TAIL]]);
  readonly #freeTailIds: number[] = [];
  // What stands before the tails; offsets count as if all chunks were one. No name lies across two.
  #chunks: Uint8Array[] = [];
  #usedBytes = 0;
  #deadBytes = 0;
  // Where the name lay that went last: those that share its place go after it, and count no more.
  #deadOffset = EMPTY;
  // The name that is looked for: what stands before its tail, as text and bytes, and its tail. The names
  // of one task come in a row and begin alike, so that they share one place in the chunks.
  #soughtHead = '';
  #sought = new Uint8Array(256);
  #soughtLength = 0;
  #soughtHeadHash = 0;
  #soughtOffset = EMPTY;
  #soughtTail = NO_TAIL;
  #soughtHash = 0;

  /** How many names there are. */
  get size(): number {
    return this.#live;
  }

  /** Bytes that the names take, with the room that those left which are gone. */
  get bytesHeld(): number {
    return this.#chunks.length * CHUNK_BYTES;
  }

  /** How many tails are kept. */
  get tailCount(): number {
    return this.#tailsByText.size - 1;
  }

  /** The row of the name `head` followed by `tail`, or -1. It stands until the name is removed. */
  find(head: string, tail = ''): number {
    this.#seek(head, this.#tailsByText.get(tail) ?? createTail(tail));
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
    if (this.#soughtOffset === EMPTY) {
      this.#soughtOffset = this.#keep(this.#sought, this.#soughtLength);
    }
    this.#offsets[row] = this.#soughtOffset;
    this.#lengths[row] = this.#soughtLength;
    this.#tailIds[row] = this.#holdSoughtTail();
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
    const offset = this.#offsets[row] ?? 0;
    if (offset !== this.#deadOffset) this.#deadBytes += this.#lengths[row] ?? 0;
    this.#deadOffset = offset;
    this.#releaseTail(this.#tailOf(row));
    this.#values[row] = undefined;
    this.#offsets[row] = this.#freeRow;
    this.#freeRow = row;
    this.#live--;
    if (this.#deadBytes > Math.max(DEAD_BYTES_MIN, this.#usedBytes / 2)) this.#compact();
  }

  /** Every name, in no particular order. */
  *names(): IterableIterator<string> {
    for (let row = 0; row < this.#values.length; row++) {
      if (this.#values[row] === undefined) continue;
      yield readText(this.#bytesOf(row)) + this.#tailOf(row).text;
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
    if (this.#tailIds[row] !== this.#soughtTail.id) return this.#isSoughtCutElsewhere(row);
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

  #isSoughtCutElsewhere(row: number): boolean {
    const head = this.#sought.subarray(0, this.#soughtLength);
    const tail = this.#soughtTail.bytes;
    const [rowHead, rowTail] = [this.#bytesOf(row), this.#tailOf(row).bytes];
    const length = head.length + tail.length;
    if (rowHead.length + rowTail.length !== length) return false;
    for (let at = 0; at < length; at++) {
      if (byteAt(head, tail, at) !== byteAt(rowHead, rowTail, at)) return false;
    }
    return true;
  }

  #seek(head: string, tail: Tail): void {
    if (head !== this.#soughtHead) this.#seekHead(head);
    this.#soughtTail = tail;
    this.#soughtHash = stir(Math.imul(this.#soughtHeadHash, tail.hashFactor) + tail.hash);
  }

  #seekHead(head: string): void {
    const bytesMax = UNIT_BYTES_MAX * head.length;
    if (this.#sought.length < bytesMax) this.#sought = new Uint8Array(bytesMax);
    // Nobody can ask for a name that long; two of them may be taken for one.
    this.#soughtLength = Math.min(writeText(head, this.#sought), LENGTH_MAX);
    this.#soughtHeadHash = hashText(head);
    this.#soughtHead = head;
    this.#soughtOffset = EMPTY;
  }

  #tailOf(row: number): Tail {
    return this.#tails[this.#tailIds[row] ?? 0] ?? NO_TAIL;
  }

  #holdSoughtTail(): number {
    const tail = this.#soughtTail;
    if (tail === NO_TAIL) return NO_TAIL.id;
    if (tail.rows > 0) {
      tail.rows++;
      return tail.id;
    }
    const id = this.#freeTailIds.pop() ?? this.#tails.length;
    const kept = { ...tail, id, rows: 1 };
    this.#tails[id] = kept;
    this.#tailsByText.set(kept.text, kept);
    this.#soughtTail = kept;
    return id;
  }

  #releaseTail(tail: Tail): void {
    if (tail === NO_TAIL || --tail.rows > 0) return;
    this.#tailsByText.delete(tail.text);
    this.#freeTailIds.push(tail.id);
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
    this.#tailIds = grown(this.#tailIds, new Int32Array(size));
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
    const names: (readonly [row: number, offset: number, bytes: Uint8Array])[] = [];
    for (let row = 0; row < this.#values.length; row++) {
      if (this.#values[row] === undefined) continue;
      names.push([row, this.#offsets[row] ?? 0, this.#bytesOf(row)]);
    }
    this.#chunks = [];
    this.#usedBytes = 0;
    this.#deadBytes = 0;
    this.#deadOffset = EMPTY;
    this.#soughtOffset = EMPTY;
    let [from, length, to] = [EMPTY, EMPTY, EMPTY];
    for (const [row, offset, bytes] of names) {
      // Names that begin alike shared a place, and their rows are neighbours.
      const isShared = offset === from && bytes.length === length;
      if (!isShared) to = this.#keep(bytes, bytes.length);
      [from, length] = [offset, bytes.length];
      this.#offsets[row] = to;
    }
  }
}

// Letters beyond ASCII take three bytes each, of which only the first is above 127.
const UNIT_BYTES_MAX = 3;
const LENGTH_MAX = 0xffff;

/** Writes a text down, and gives back how many bytes it took. */
function writeText(text: string, bytes: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      bytes[length++] = unit;
    } else {
      bytes[length++] = 0x80 | (unit >>> 14);
      bytes[length++] = (unit >>> 7) & 0x7f;
      bytes[length++] = unit & 0x7f;
    }
  }
  return length;
}

function readText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      text += String.fromCharCode(byte);
    } else {
      const [middle = 0, last = 0] = bytes.subarray(at + 1, at + 3);
      text += String.fromCharCode(((byte & 0x7f) << 14) | (middle << 7) | last);
      at += 2;
    }
  }
  return text;
}

/** The letters as digits of one number: of two texts in a row it can be had from those of each. */
function hashText(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    hash = (Math.imul(hash, HASH_FACTOR) + text.charCodeAt(at)) | 0;
  }
  return hash;
}

/** The lowest bits choose the slot, and multiplying stirs them least. */
function stir(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), HASH_FACTOR);
  return half ^ (half >>> 15);
}

function createTail(text: string): Tail {
  let hashFactor = 1;
  for (let at = 0; at < text.length; at++) hashFactor = Math.imul(hashFactor, HASH_FACTOR);
  const bytes = new Uint8Array(UNIT_BYTES_MAX * text.length);
  const length = writeText(text, bytes);
  return {
    text,
    bytes: bytes.slice(0, length),
    id: EMPTY,
    hash: hashText(text),
    hashFactor,
    rows: 0,
  };
}

function byteAt(head: Uint8Array, tail: Uint8Array, at: number): number | undefined {
  return at < head.length ? head[at] : tail[at - head.length];
}

function grown<Column extends Int32Array | Uint16Array | Uint8Array>(
  column: Column,
  next: Column,
): Column {
  next.set(column);
  return next;
}
