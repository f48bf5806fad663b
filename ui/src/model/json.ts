/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether an answer of our own server has the outer form that its schema names. The server proves its schemas in
 * its own tests; here only what would make the page fall over is looked at.
 */
export function isAnswer<T extends object>(value: unknown): value is T {
  return typeof value === 'object' && value !== null;
}

/** Text as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A member of an object as text; undefined when it is none. */
export function textOf(record: JsonRecord, name: string): string | undefined {
  const value = record[name];
  return typeof value === 'string' ? value : undefined;
}
