/**
 * A daemon cannot start or go on for a reason that its operator can mend: the message is one line
 * with what to do, and no stack is shown. Errors of other packages count as such when they carry
 * `operatorFault: true`.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly operatorFault = true;
}

/** Whether an error is for the operator to mend, so that its message alone is shown. */
export function isOperatorFault(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  return 'operatorFault' in error && error.operatorFault === true;
}
