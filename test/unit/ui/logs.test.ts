import { describe, expect, test } from '@jest/globals';
import { findLines, LogBook } from '../../../ui/src/model/log-book.ts';
import { parseColours, tailLines } from '../../../ui/src/model/log-lines.ts';
import { StreamParser } from '../../../ui/src/model/sse.ts';

const FILE = 'first\nsecond\nthird\nlast';
const piece = (offset: number, next: number, text = FILE) => ({
  offset,
  next,
  size: text.length,
  data: text.slice(offset, next),
});
const texts = (book: LogBook) => book.lines.map(({ text }) => text);

describe('the lines of a log', () => {
  test('a tail that began in the middle of a line is whole once its beginning has come', () => {
    const book = new LogBook([-10]);
    book.append(0, piece(9, 19), 1);
    expect(texts(book)).toEqual(['third']);
    book.prepend(0, piece(0, 9));
    expect(texts(book)).toEqual(['first', 'second', 'third']);
    book.append(0, piece(19, 23), 2);
    expect(texts(book)).toEqual(['first', 'second', 'third']);
    book.finish(0);
    expect(texts(book)).toEqual(['first', 'second', 'third', 'last']);
    expect(book.lines.map(({ key }) => key)).toEqual([-2, -1, 0, 1]);
  });

  test('a file that became shorter begins anew with a note', () => {
    const book = new LogBook([-100]);
    book.append(0, piece(0, 13), 1);
    book.append(0, { offset: 0, next: 4, size: 4, data: 'new\n' }, 2);
    expect(book.lines.map(({ text, isNote }) => [text, isNote])).toEqual([
      ['first', false],
      ['second', false],
      ['the file was cut and begins anew', true],
      ['new', false],
    ]);
    expect(findLines(book.lines, 'NEW')).toEqual([2, 3]);
  });

  test('colours are families of the page, and no control character acts', () => {
    const esc = '\u001b';
    expect(parseColours(`${esc}[1;31mbad${esc}[0m\u0007ok${esc}[2K`)).toEqual([
      { text: 'bad', colour: 'bad', isBold: true },
      { text: '␇ok', colour: undefined, isBold: false },
    ]);
    expect(tailLines(`a\n${esc}[31mb${esc}[0m\n`, 1)).toEqual({ lines: ['b'], skipped: 2 });
    expect(tailLines('', 5)).toEqual({ lines: [], skipped: 0 });
  });
});

describe('the stream of events', () => {
  test('a message is told once whole, wherever the pieces are cut', () => {
    const text = ':\n\nid: 7\nevent: gap\ndata: {"a":\ndata: 1}\r\n\r\nevent: x\n\n';
    const whole = new StreamParser().push(text);
    expect(whole).toEqual([
      { event: 'gap', data: '{"a":\n1}', id: '7' },
      { event: 'x', data: '', id: '7' },
    ]);
    for (let cut = 1; cut < text.length; cut += 1) {
      const parser = new StreamParser();
      const parts = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(parts).toEqual(whole);
    }
  });
});
