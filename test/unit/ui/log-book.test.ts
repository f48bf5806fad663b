import { describe, expect, test } from '@jest/globals';
import { parseLogPlace, renderLogPlace } from '../../../ui/src/model/log-address.ts';
import { countBytes, findByte, LogBook } from '../../../ui/src/model/log-book.ts';
import { tailLines } from '../../../ui/src/model/log-lines.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const FILE = 'first\nzwölf Boxkämpfer\n日本 😀 line\r\n\nlast of them\n';
const BYTES = Buffer.from(FILE);
/** Where each line of the file really begins. */
const STARTS = FILE.split('\n')
  .slice(0, -1)
  .map((_, at, lines) => Buffer.byteLength(lines.slice(0, at).join('\n')) + (at > 0 ? 1 : 0));

const piece = (from: number, to: number) => ({
  offset: from,
  next: to,
  size: BYTES.length,
  data: BYTES.subarray(from, to).toString(),
});

const placesOf = (book: LogBook) => book.lines.map(({ byte }) => byte);

describe('lines of a log', () => {
  test('know the byte at which they begin, whatever the pieces in which they come', () => {
    for (let cut = 1; cut < BYTES.length; cut += 1) {
      // The server never cuts a character in two.
      if (((BYTES[cut] ?? 0) & 0xc0) === 0x80) continue;
      const forward = new LogBook([0]);
      forward.append(0, piece(0, cut), NOW);
      forward.append(0, piece(cut, BYTES.length), NOW);
      expect({ cut, places: placesOf(forward) }).toEqual({ cut, places: STARTS });
      const backward = new LogBook([-1]);
      backward.append(0, piece(cut, BYTES.length), NOW);
      backward.prepend(0, piece(0, cut));
      expect({ cut, places: placesOf(backward) }).toEqual({ cut, places: STARTS });
    }
  });

  test('are found by any of their bytes, in their own lane', () => {
    const book = new LogBook([0, 0]);
    book.append(0, piece(0, BYTES.length), NOW);
    book.append(1, { offset: 0, next: 2, size: 2, data: 'x\n' }, NOW);
    const byte = STARTS[2] ?? 0;
    expect([0, 7].map((more) => findByte(book.lines, 0, byte + more))).toEqual([2, 2]);
    expect(findByte(book.lines, 1, 0)).toBe(STARTS.length);
    expect(findByte([], 0, byte)).toBeUndefined();
    expect(findByte(book.lines, 0, BYTES.length + 100)).toBeUndefined();
  });

  test('of the page itself have no place', () => {
    const book = new LogBook([0]);
    book.note(0, 'its agent is unreachable');
    expect(placesOf(book)).toEqual([undefined]);
  });

  test('of a tail begin where what was skipped ends', () => {
    const { lines, skipped } = tailLines(FILE, 2);
    expect([lines, skipped]).toEqual([['', 'last of them'], STARTS[3]]);
  });

  test('an address of a line is read as it was written', () => {
    const place = { instance: 'shop_web.instance-0c5f:3c4e/é', byte: 4096 };
    const ofFile = { ...place, file: 'stderr' };
    expect(parseLogPlace(`#${renderLogPlace(place)}`)).toEqual(place);
    expect(parseLogPlace(`#${renderLogPlace(ofFile)}`)).toEqual(ofFile);
    for (const hash of ['', '#', '#web', '#web:', '#web:-1', '#:7', '#web:1e3']) {
      expect(parseLogPlace(hash)).toBeUndefined();
    }
  });

  test('bytes are counted as they are written', () => {
    for (const text of ['', 'a', 'ö', '日', '😀', 'aö日😀']) {
      expect(countBytes(text)).toBe(Buffer.byteLength(text));
    }
  });
});
