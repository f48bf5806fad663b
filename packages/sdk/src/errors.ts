/** The other side understood a call and said no: `status` and its text (mesos-http.md §1.2). */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
  readonly status: number;

  constructor(what: string, status: number, text: string) {
    super(`${what} refused with ${status}: ${text}`);
    this.status = status;
  }
}

/** There is no answer to a call: it may or may not have been taken. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
}

/** A call was made while there is no subscription, or the subscription ended before its turn came. */
export class NotSubscribedError extends Error {
  override readonly name = 'NotSubscribedError';
}

/** The first message in a chain of errors that says something. */
export function describeCause(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const message = String(error.message);
  if (message !== '') return message;
  // Several addresses that all refuse give an error without a message of its own.
  if ('errors' in error && Array.isArray(error.errors)) return describeCause(error.errors[0]);
  return 'code' in error ? String(error.code) : 'unknown fault';
}
