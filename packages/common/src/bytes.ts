import { err, ok, type Result } from './result.ts';

// Pure web globals that every platform has: they read no clock and touch no device, so a core may use
// them although its compiler settings know no platform.
declare class TextEncoder {
  encode(input: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  decode(input: Uint8Array): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS: ReadonlyMap<string, number> = new Map(
  Array.from(ALPHABET, (letter, digit) => [letter, digit]),
);

/** The two letters of every twelve bits: half as many strings are put together. */
const PAIRS: readonly string[] = Array.from(
  { length: 4096 },
  (_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63),
);

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  const whole = bytes.length - (bytes.length % 3);
  for (let at = 0; at < whole; at += 3) {
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += pairAt(triple >> 12) + pairAt(triple & 0xfff);
  }
  const [a, b] = [bytes[whole], bytes[whole + 1]];
  if (a === undefined) return text;
  const rest = (a << 16) | ((b ?? 0) << 8);
  if (b === undefined) return `${text}${pairAt(rest >> 12)}==`;
  return `${text}${pairAt(rest >> 12)}${ALPHABET.charAt((rest >> 6) & 63)}=`;
}

function pairAt(bits: number): string {
  return PAIRS[bits] ?? '';
}

/**
 * Reads standard base64: padding may be missing, white space is skipped, reading stops at the first
 * `=`. Gives the first wrong character as error (mesos-http.md §3.2).
 */
export function decodeBase64(text: string): Result<Uint8Array, string> {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    if (letter === '=') break;
    if (/\s/.test(letter)) continue;
    const digit = DIGITS.get(letter);
    if (digit === undefined) return err(letter);
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return ok(Uint8Array.from(bytes));
}
