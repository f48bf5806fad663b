/** One line of a log. */
export interface LogLine {
  /** Where it came from: the lane's place in the list. */
  readonly lane: number;
  /** Grows with the order in which lines are shown; stays when lines are put before it. */
  readonly key: number;
  readonly text: string;
  /** When it was read, in milliseconds since 1970; undefined for lines from before the page looked. */
  readonly at: number | undefined;
  /** Where the line begins in its file; undefined for a line of the page itself. */
  readonly byte: number | undefined;
  /** A line of the page itself: where a file was cut, where it began. */
  readonly isNote: boolean;
}

/** A piece of a file as the server gives it. */
export interface Piece {
  readonly offset: number;
  readonly next: number;
  readonly size: number;
  readonly data: string;
}

interface Lane {
  /** Where the next piece begins; negative counts from the end, for the first. */
  next: number;
  /** The first byte that is held. */
  first: number | undefined;
  /** A line that has no end yet, and where it begins. */
  rest: string;
  restAt: number;
  /** The end of the line at which earlier pieces meet what is held. */
  head: string;
}

/** Lines that are held; the oldest go first (console.md §5). */
const LINES_MAX = 200_000;
/** A line without an end is shown after so many characters. */
const LINE_MAX = 16_384;
/** Bytes that end a line. */
const LINE_END_MAX = 2;

/** The lines of several files in the order in which they came. */
export class LogBook {
  readonly #lanes: Lane[];
  #lines: LogLine[] = [];
  #before = 0;
  #after = 0;

  /** Where each lane begins; a negative place counts from the end of the file. */
  constructor(starts: readonly number[]) {
    this.#lanes = starts.map((next) => ({
      ...{ next, first: undefined, rest: '', restAt: 0, head: '' },
    }));
  }

  /** A lane that has nothing yet begins elsewhere. */
  startAt(at: number, next: number): void {
    const lane = this.#lanes[at];
    if (lane?.first === undefined && lane !== undefined) lane.next = next;
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** Where the lane's next piece begins. */
  nextOf(lane: number): number {
    return this.#lanes[lane]?.next ?? 0;
  }

  /** The first byte of the lane that is held; undefined before anything was read. */
  firstOf(lane: number): number | undefined {
    return this.#lanes[lane]?.first;
  }

  /** Takes what comes after; a file that became shorter was cut and begins anew. */
  append(at: number, piece: Piece, now: number): boolean {
    const lane = this.#lanes[at];
    if (lane === undefined) return false;
    const isFirst = lane.first === undefined;
    if (!isFirst && piece.next < lane.next) {
      this.#note(at, 'the file was cut and begins anew');
      lane.rest = '';
    }
    lane.first ??= piece.offset;
    lane.next = piece.next;
    if (piece.data === '') return false;
    const parts = placeLines(piece.data, piece.offset);
    const [begun] = parts;
    if (begun !== undefined && lane.rest !== '') {
      parts[0] = { text: lane.rest + begun.text, byte: lane.restAt };
    }
    ({ text: lane.rest, byte: lane.restAt } = parts.pop() ?? { text: '', byte: piece.next });
    // The first line of a tail begins somewhere in its middle: it belongs to the piece before.
    if (isFirst && piece.offset > 0) lane.head = `${parts.shift()?.text ?? ''}\n`;
    if (lane.rest.length > LINE_MAX) {
      parts.push({ text: lane.rest, byte: lane.restAt });
      lane.rest = '';
    }
    for (const { text, byte } of parts) this.#push(at, text, isFirst ? undefined : now, byte);
    if (this.#lines.length > LINES_MAX) this.#lines = this.#lines.slice(-LINES_MAX);
    else if (parts.length > 0) this.#lines = [...this.#lines];
    return parts.length > 0;
  }

  /** Takes what comes before the lane's first byte. */
  prepend(at: number, piece: Piece): boolean {
    const lane = this.#lanes[at];
    if (lane?.first === undefined || piece.offset >= lane.first) return false;
    const parts = placeLines((piece.data + lane.head).replace(/\n$/, ''), piece.offset);
    lane.first = piece.offset;
    lane.head = piece.offset > 0 ? `${parts.shift()?.text ?? ''}\n` : '';
    const lines = parts.map(({ text, byte }, index): LogLine => {
      const key = this.#before - parts.length + index;
      return { lane: at, key, text: text.replace(/\r$/, ''), at: undefined, byte, isNote: false };
    });
    this.#before -= parts.length;
    this.#lines = [...lines, ...this.#lines].slice(0, LINES_MAX);
    return true;
  }

  /** A line of the page itself: that an instance has ended. */
  note(at: number, text: string): void {
    this.#note(at, text);
    this.#lines = [...this.#lines];
  }

  /** What has no end yet is shown once nothing more will come. */
  finish(at: number): void {
    const lane = this.#lanes[at];
    if (lane === undefined || lane.rest === '') return;
    this.#push(at, lane.rest, undefined, lane.restAt);
    lane.rest = '';
    this.#lines = [...this.#lines];
  }

  #note(lane: number, text: string): void {
    this.#push(lane, text, undefined, undefined);
  }

  #push(lane: number, text: string, at: number | undefined, byte: number | undefined): void {
    const isNote = byte === undefined;
    this.#lines.push({ lane, key: this.#after, text: text.replace(/\r$/, ''), at, byte, isNote });
    this.#after += 1;
  }
}

interface PlacedText {
  readonly text: string;
  readonly byte: number;
}

/** The lines of a text that begins at a byte of its file. Bytes that are no text count as what they are shown as. */
function placeLines(data: string, offset: number): PlacedText[] {
  let byte = offset;
  return data.split('\n').map((text) => {
    const placed = { text, byte };
    byte += countBytes(text) + 1;
    return placed;
  });
}

/** How many bytes a text takes in UTF-8. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Both halves of a pair, four bytes together, count for two.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** The place of the line that holds a byte of a lane's file; undefined while, or when, it is not held. */
export function findByte(
  lines: readonly LogLine[],
  lane: number,
  byte: number,
): number | undefined {
  const at = lines.findLastIndex(
    (line) => line.lane === lane && line.byte !== undefined && line.byte <= byte,
  );
  const line = lines[at];
  if (line?.byte === undefined) return undefined;
  return byte - line.byte <= countBytes(line.text) + LINE_END_MAX ? at : undefined;
}

/** The lines in which a text is found, as their places. */
export function findLines(lines: readonly LogLine[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return lines.flatMap((line, at) => (line.text.toLowerCase().includes(wanted) ? [at] : []));
}
