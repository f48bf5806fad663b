/** Calls that share one commit. */
export const COMMIT_CALLS_MAX = 1_000;
/** Bytes that share one commit, unless a single call has more. */
export const COMMIT_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes of one transaction. */
export const TRANSACTION_BYTES_MAX = 256 * 1024 * 1024;
