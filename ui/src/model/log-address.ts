/** A line of a log by the byte of its file at which it begins: what stands behind `#` in an address. */
export interface LogPlace {
  readonly instance: string;
  readonly byte: number;
}

/** `#web.instance-1:4096` → the place; undefined for anything else. */
export function parseLogPlace(hash: string): LogPlace | undefined {
  const match = /^#?([^#:][^#]*):(\d{1,15})$/.exec(hash);
  const [, instance, byte] = match ?? [];
  return instance === undefined
    ? undefined
    : { instance: decodeInstance(instance), byte: Number(byte) };
}

/** An id as it was meant; one that is not rightly encoded stays as it is. */
function decodeInstance(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What stands behind `#` for a place, without it. */
export function renderLogPlace({ instance, byte }: LogPlace): string {
  return `${encodeURIComponent(instance)}:${byte}`;
}

/** What the page says when the line of an address is no longer there. */
export function describeGone(byte: number, size: number): string {
  return `Byte ${byte} is not in this file any more: it has ${size} bytes now, and its end is shown.`;
}
