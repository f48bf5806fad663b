import { createRequire } from 'node:module';
import type * as DnsPacket from 'dns-packet';

// As an import of this library, which is no ES module, Node loads a parser of JavaScript to find its
// names out: that takes five times the memory of the library itself.
const required: unknown = createRequire(import.meta.url)('dns-packet');

function isLibrary(value: unknown): value is typeof DnsPacket {
  return typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value;
}

if (!isLibrary(required)) throw new TypeError('dns-packet is not the library that we know');

/** The codec of DNS messages. */
export const { decode, encode } = required;
