/** One line of a log. */
export interface LogLine {
  /** Where it came from: the lane's place in the list. */
  readonly lane: number;
  /** Grows with the order in which lines are shown; stays when lines are put before it. */
  readonly key: number;
  readonly text: string;
  /** When it was read, in milliseconds since 1970; undefined for lines from before the page looked. */
  readonly at: number | undefined;
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
  /** A line that has no end yet. */
  rest: string;
  /** The end of the line at which earlier pieces meet what is held. */
  head: string;
}

/** Lines that are held; the oldest go first (console.md §5). */
const LINES_MAX = 200_000;
/** A line without an end is shown after so many characters. */
const LINE_MAX = 16_384;

/** The lines of several files in the order in which they came. */
export class LogBook {
  readonly #lanes: Lane[];
  #lines: LogLine[] = [];
  #before = 0;
  #after = 0;

  /** `tail` is how many bytes from the end a lane begins with. */
  constructor(lanes: number, tail: number) {
    this.#lanes = Array.from({ length: lanes }, () => ({
      next: -tail,
      first: undefined,
      rest: '',
      head: '',
    }));
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
    const parts = (lane.rest + piece.data).split('\n');
    lane.rest = parts.pop() ?? '';
    // The first line of a tail begins somewhere in its middle: it belongs to the piece before.
    if (isFirst && piece.offset > 0) lane.head = `${parts.shift() ?? ''}\n`;
    if (lane.rest.length > LINE_MAX) {
      parts.push(lane.rest);
      lane.rest = '';
    }
    for (const text of parts) this.#push(at, text, isFirst ? undefined : now, false);
    if (this.#lines.length > LINES_MAX) this.#lines = this.#lines.slice(-LINES_MAX);
    else if (parts.length > 0) this.#lines = [...this.#lines];
    return parts.length > 0;
  }

  /** Takes what comes before the lane's first byte. */
  prepend(at: number, piece: Piece): boolean {
    const lane = this.#lanes[at];
    if (lane?.first === undefined || piece.offset >= lane.first) return false;
    const parts = (piece.data + lane.head).replace(/\n$/, '').split('\n');
    lane.first = piece.offset;
    lane.head = piece.offset > 0 ? `${parts.shift() ?? ''}\n` : '';
    const lines = parts.map((text, index): LogLine => {
      const key = this.#before - parts.length + index;
      return { lane: at, key, text: text.replace(/\r$/, ''), at: undefined, isNote: false };
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
    this.#push(at, lane.rest, undefined, false);
    lane.rest = '';
    this.#lines = [...this.#lines];
  }

  #note(lane: number, text: string): void {
    this.#push(lane, text, undefined, true);
  }

  #push(lane: number, text: string, at: number | undefined, isNote: boolean): void {
    this.#lines.push({ lane, key: this.#after, text: text.replace(/\r$/, ''), at, isNote });
    this.#after += 1;
  }
}

/** The lines in which a text is found, as their places. */
export function findLines(lines: readonly LogLine[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return lines.flatMap((line, at) => (line.text.toLowerCase().includes(wanted) ? [at] : []));
}
