import { countBytes } from './log-book.ts';

/** The last lines of a piece of text, and where in it they begin, in bytes. */
export function tailLines(
  text: string,
  max: number,
): { readonly lines: readonly string[]; readonly skipped: number } {
  if (text === '') return { lines: [], skipped: 0 };
  const all = text.replace(/\n$/, '').split('\n');
  const left = all.slice(0, -max);
  const skipped = left.reduce((sum, line) => sum + countBytes(line) + 1, 0);
  return { lines: all.slice(-max).map((line) => showControls(stripColours(line))), skipped };
}

// Escape sequences of terminals: colours are kept apart by `parseColours`, the rest moves a cursor that a page
// has not.
// eslint would call the escape character a mistake in a regular expression, so it is made from its number.
const ESC = String.fromCharCode(27);
const SEQUENCE = new RegExp(`${ESC}\\[([0-9;?]*)([A-Za-z])`, 'g');

/** The text without colours and movements. */
export function stripColours(line: string): string {
  return line.replace(SEQUENCE, '');
}

/** Control characters as their pictures (␛, ␇), so that none acts and none hides. */
export function showControls(text: string): string {
  let shown = '';
  for (const letter of text) {
    const code = letter.charCodeAt(0);
    const isControl = (code < 32 && code !== 9) || code === 127;
    shown += isControl ? String.fromCharCode(code === 127 ? 0x2421 : 0x2400 + code) : letter;
  }
  return shown;
}

/** A run of text in one colour; `undefined` is the page's own. */
export interface Span {
  readonly text: string;
  readonly colour: string | undefined;
  readonly isBold: boolean;
}

const COLOURS: Readonly<Record<number, string>> = {
  31: 'bad',
  32: 'good',
  33: 'wait',
  34: 'info',
  35: 'lost',
  36: 'info',
  90: 'off',
  91: 'bad',
  92: 'good',
  93: 'wait',
  94: 'info',
  95: 'lost',
  96: 'info',
};

/** A line as runs of colour: the page's families stand for the terminal's colours. */
export function parseColours(line: string): readonly Span[] {
  if (!line.includes(ESC)) return [{ text: showControls(line), colour: undefined, isBold: false }];
  const spans: Span[] = [];
  let colour: string | undefined = undefined;
  let isBold = false;
  let at = 0;
  const push = (end: number) => {
    if (end > at) spans.push({ text: showControls(line.slice(at, end)), colour, isBold });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    for (const code of (match[1] ?? '').split(';').map(Number)) {
      if (code === 0) [colour, isBold] = [undefined, false];
      else if (code === 1) isBold = true;
      else if (code === 22) isBold = false;
      else if (code === 39) colour = undefined;
      else if (Object.hasOwn(COLOURS, code)) colour = COLOURS[code];
    }
  }
  push(line.length);
  return spans;
}
