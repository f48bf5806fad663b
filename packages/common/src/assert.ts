/** Thrown when the program contradicts itself. Nobody catches it: the daemon stops and recovers. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must hold; `message` says which law was broken. Throws `AssertionError`. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The end of an exhaustive switch: compiles only when every member of the union was handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}

/** The value, or a crash that says what was expected to be there. */
export function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new AssertionError(`missing: ${what}`);
  return value;
}
