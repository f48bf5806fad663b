/**
 * The code of a system error (`ENOENT`), or undefined. Told by shape, not by class: an error that
 * Node itself makes may belong to another realm than the code that catches it.
 */
export function errorCode(error: unknown): string | undefined {
  if (!isObject(error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (!isObject(error) || !('message' in error)) return String(error);
  // Several addresses refused give an error without a message of its own.
  if (error.message === '' && 'errors' in error && Array.isArray(error.errors)) {
    return errorMessage(error.errors[0]);
  }
  return String(error.message);
}

/** The cause of whatever was thrown, if it names one. */
export function errorCause(error: unknown): unknown {
  return isObject(error) && 'cause' in error ? error.cause : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
