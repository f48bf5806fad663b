/**
 * A daemon cannot start or go on for a reason that its operator can mend: the message is one line
 * with what to do, and no stack is shown. Errors of other packages count as such when they carry
 * `operatorFault: true`.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly operatorFault = true;
  /** What the process exits with, where that tells whoever runs it more than 1 does. */
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Whether an error is for the operator to mend, so that its message alone is shown. */
export function isOperatorFault(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  return 'operatorFault' in error && error.operatorFault === true;
}

/** What a process exits with that ends for this reason. */
export function exitCodeFor(error: unknown): number {
  return error instanceof StartupError ? error.exitCode : 1;
}
