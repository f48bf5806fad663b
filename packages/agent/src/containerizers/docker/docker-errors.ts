import { codeOf, messageOf } from '../containerizer.ts';

/** Whether Docker refused with one of these HTTP statuses. */
export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const status = statusOf(error);
  return status !== undefined && statuses.includes(status);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** Whether Docker itself answered, be it with a refusal. */
export function isReached(error: unknown): boolean {
  if (statusOf(error) !== undefined) return true;
  const isNetwork = /^E[A-Z]+$/.test(codeOf(error) ?? '');
  return !isNetwork && !/aborted|in time|timeout/i.test(messageOf(error));
}

/** Docker's own words for a refusal. */
export function dockerMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const words: unknown = error.json;
    if (typeof words === 'object' && words !== null && 'message' in words)
      return String(words.message);
  }
  return messageOf(error);
}
