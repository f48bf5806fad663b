import { assert, must } from './assert.ts';
import type { Duration } from './time.ts';

/**
 * Chance that can be repeated: xoshiro128** seeded through splitmix32. The same seed gives the same
 * draws on every machine. Not for secrets.
 */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let z = seed >>> 0;
    this.#state = new Uint32Array(4).map(() => {
      z = (z + 0x9e3779b9) >>> 0;
      let x = z ^ (z >>> 16);
      x = Math.imul(x, 0x21f0aaad);
      x ^= x >>> 15;
      x = Math.imul(x, 0x735a2d97);
      return (x ^ (x >>> 15)) >>> 0;
    });
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const s = this.#state;
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = s;
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    s[2] = s2 ^ s0;
    s[3] = s3 ^ s1;
    s[1] = s1 ^ s[2];
    s[0] = s0 ^ s[3];
    s[2] ^= s1 << 9;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number from 0 to `bound` - 1; `bound` is at least 1. */
  below(bound: number): number {
    const isBound = bound >= 1 && Number.isInteger(bound);
    if (!isBound) assert(isBound, `random bound must be positive: ${bound}`);
    return Math.floor(this.fraction() * bound);
  }

  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of the items; there must be one. */
  pick<T>(items: readonly T[]): T {
    return must(items[this.below(items.length)], 'an item to pick');
  }

  /** The items in a random order, as a new list (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = must(shuffled[last], 'an item');
      shuffled[last] = must(shuffled[other], 'an item');
      shuffled[other] = kept;
    }
    return shuffled;
  }

  /** A span between none and all of `span`. */
  jitter(span: Duration): Duration {
    return (span * this.fraction()) as Duration;
  }

  /** `count` random bytes. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at++) bytes[at] = this.uint32() >>> 24;
    return bytes;
  }

  /** The 16 bytes of a random (version 4) UUID. */
  uuidBytes(): Uint8Array {
    const bytes = this.bytes(16);
    bytes[6] = (must(bytes[6], 'byte') & 0x0f) | 0x40;
    bytes[8] = (must(bytes[8], 'byte') & 0x3f) | 0x80;
    return bytes;
  }

  /** A random UUID in lower case with dashes. */
  uuid(): string {
    return renderUuid(this.uuidBytes());
  }

  /** A generator of its own, so that two users of chance do not disturb each other. */
  split(): Random {
    return new Random(this.uint32());
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** 16 bytes as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
export function renderUuid(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-';
    text += HEX[bytes[at] ?? 0] ?? '';
  }
  return text;
}
