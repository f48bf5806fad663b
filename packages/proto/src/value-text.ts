// Values as people write them in flags: `2`, `[31000-32000, 33000-33100]`, `{a,b}`, `text`.
import { err, ok, type Result } from '@stoa/common';
import type {
  Value_Range,
  Value_Ranges,
  Value_Scalar,
  Value_Set,
  Value_Text,
} from '../generated/mesos-v1.ts';
import { mergeRanges } from './values.ts';

/** One of the four kinds. */
export type ParsedValue =
  | { readonly type: 'SCALAR'; readonly scalar: Value_Scalar }
  | { readonly type: 'RANGES'; readonly ranges: Value_Ranges }
  | { readonly type: 'SET'; readonly set: Value_Set }
  | { readonly type: 'TEXT'; readonly text: Value_Text };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const RANGE = /^(\d+)\s*-\s*(\d+)$/;

/** Reads a value; the error says what was expected. */
export function parseValue(text: string): Result<ParsedValue, string> {
  if (text === '') return err('expecting a value');
  if (text.startsWith('[')) return parseRanges(text);
  if (text.startsWith('{')) return parseSet(text);
  if (!NUMBER.test(text)) return ok({ type: 'TEXT', text: { value: text } });
  return ok({ type: 'SCALAR', scalar: { value: Number(text) } });
}

function parseRanges(text: string): Result<ParsedValue, string> {
  if (!text.endsWith(']')) return err(`'${text}' lacks its closing ]`);
  const ranges: Value_Range[] = [];
  for (const part of text.slice(1, -1).split(',')) {
    const match = RANGE.exec(part.trim());
    if (match === null) return err(`'${part.trim()}' is no range: expecting begin-end`);
    const [begin, end] = [Number(match[1]), Number(match[2])];
    if (begin > end) return err(`range ${part.trim()} ends before it begins`);
    ranges.push({ begin, end });
  }
  return ok({ type: 'RANGES', ranges: { range: mergeRanges(ranges) } });
}

function parseSet(text: string): Result<ParsedValue, string> {
  if (!text.endsWith('}')) return err(`'${text}' lacks its closing }`);
  const item = text
    .slice(1, -1)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (new Set(item).size < item.length) return err(`'${text}' names an item twice`);
  return ok({ type: 'SET', set: { item } });
}
