// Output side of the JSON mapping (mesos-http.md §3.1).

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const BEYOND_ASCII = /[\u007f-\uffff]/g;

/**
 * A JSON string. What is not ASCII leaves as `\u` escapes, because a client in use compares a record's
 * byte length with its length in UTF-16 units (clients.md S4).
 */
export function quote(text: string): string {
  if (PLAIN.test(text)) return '"' + text + '"';
  return JSON.stringify(text).replace(
    BEYOND_ASCII,
    (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** A double: whole numbers end in `.0`; what JSON cannot say goes out as a string, as §3.2 reads it. */
export function printDouble(value: number): string {
  if (!Number.isFinite(value)) return '"' + String(value) + '"';
  const text = String(value).replace('e+', 'e');
  return Number.isInteger(value) && !text.includes('e') ? text + '.0' : text;
}

/** A list by a printer of its items. */
export function printList<T>(items: readonly T[], print: (item: T) => string): string {
  let text = '[';
  let comma = '';
  for (const item of items) {
    text += comma + print(item);
    comma = ',';
  }
  return text + ']';
}

/** A map by a printer of its values. */
export function printMap<T>(map: Readonly<Record<string, T>>, print: (item: T) => string): string {
  const entries = Object.entries(map).map(([key, value]) => quote(key) + ':' + print(value));
  return '{' + entries.join(',') + '}';
}
