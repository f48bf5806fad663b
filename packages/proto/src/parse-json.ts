import { decodeUtf8, err, ok, type Result } from '@stoa/common';

/** Deepest nesting that is read (mesos-http.md §3.2). */
export const MAX_JSON_DEPTH = 200;

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_DIGITS = /\d{16}/;

/** Where nesting goes beyond `limit`, or -1. */
function tooDeepAt(text: string, limit: number): number {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > limit) return at;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return -1;
}

/** Whole numbers that a double cannot hold become texts, which the readers take for numbers. */
function keepLongNumbers(text: string): string {
  if (!LONG_DIGITS.test(text)) return text;
  return text.replace(STRING_OR_NUMBER, (token) =>
    /^-?\d{16,}$/.test(token) ? '"' + token + '"' : token,
  );
}

function faultPosition(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const token = /Unexpected token '(.)'/u.exec(message)?.[1];
  return token === undefined ? text.length : Math.max(0, text.indexOf(token));
}

function syntaxError(text: string, at: number): string {
  const line = text.slice(0, at).split('\n').length;
  const near = text.slice(at).split('\n', 1)[0] ?? '';
  return `syntax error at line ${line} near: ${near.slice(0, 200)}`;
}

/**
 * Reads a JSON text. Whole numbers of 16 and more digits come out as texts so that 64-bit values stay
 * exact. The error is the part after `Failed to parse body into JSON: ` (mesos-http.md §1.2 row 8).
 */
export function parseJsonText(
  input: string | Uint8Array,
  maxDepth: number = MAX_JSON_DEPTH,
): Result<unknown, string> {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  const deep = text.length > 2 * maxDepth ? tooDeepAt(text, maxDepth) : -1;
  if (deep >= 0) return err(syntaxError(text, deep));
  try {
    const value: unknown = JSON.parse(keepLongNumbers(text));
    return ok(value);
  } catch (error) {
    return err(syntaxError(text, faultPosition(text, error instanceof Error ? error.message : '')));
  }
}
