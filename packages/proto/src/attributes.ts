import { err, ok, type Result } from '@stoa/common';
import type { Attribute } from '../generated/mesos-v1.ts';
import { parseValue } from './value-text.ts';

/**
 * The attributes of an agent's flag: `rack:r1;level:10;keys:[1-5]`. What is no number, ranges or set is text.
 * Pairs are parted by semicolons or line ends.
 */
export function parseAttributes(text: string): Result<readonly Attribute[], string> {
  const attributes: Attribute[] = [];
  for (const pair of text.split(/[;\n]/)) {
    if (pair.trim() === '') continue;
    const colon = pair.indexOf(':');
    const name = pair.slice(0, colon).trim();
    if (colon < 0 || name === '') {
      return err(`'${pair.trim()}' is no attribute: expecting name:value`);
    }
    const value = parseValue(pair.slice(colon + 1).trim());
    if (!value.ok) return err(`attribute '${name}': ${value.error}`);
    attributes.push({ name, ...value.value });
  }
  return ok(attributes);
}
