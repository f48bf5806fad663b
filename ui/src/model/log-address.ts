/** A line of a log by the byte of its file at which it begins: what stands behind `#` in an address. */
export interface LogPlace {
  readonly instance: string;
  readonly byte: number;
  /** Which of its files, where several are in view. */
  readonly file?: string | undefined;
}

/** Which of the files in view is that of the place; -1 for none. */
export function findLane(
  sources: readonly { readonly instance: string; readonly file: string }[],
  place: LogPlace | undefined,
): number {
  return sources.findIndex(
    ({ instance, file }) =>
      instance === place?.instance && (place.file === undefined || place.file === file),
  );
}

/** `#web.instance-1:4096` or, of several files, `#web.instance-1/stderr:4096` → the place; undefined for anything else. */
export function parseLogPlace(hash: string): LogPlace | undefined {
  const match = /^#?([^#:][^#]*?)(?:\/(stdout|stderr))?:(\d{1,15})$/.exec(hash);
  const [, instance, file, byte] = match ?? [];
  if (instance === undefined) return undefined;
  const place = { instance: decodeInstance(instance), byte: Number(byte) };
  return file === undefined ? place : { ...place, file };
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
export function renderLogPlace({ instance, byte, file }: LogPlace): string {
  return `${encodeURIComponent(instance)}${file === undefined ? '' : `/${file}`}:${byte}`;
}

/** What the page says when the line of an address is no longer there. */
export function describeGone(byte: number, size: number): string {
  return `Byte ${byte} is not in this file any more: it has ${size} bytes now, and its end is shown.`;
}
