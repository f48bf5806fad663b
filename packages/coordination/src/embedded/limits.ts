/** Calls that share one commit. */
export const COMMIT_CALLS_MAX = 1_000;
/** Bytes that share one commit, unless a single call has more. */
export const COMMIT_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes of one transaction. */
export const TRANSACTION_BYTES_MAX = 256 * 1024 * 1024;
/** A journal grows by that much at a time, in zeros that are on the disk before they are written over. */
export const JOURNAL_STEP_BYTES = 256 * 1024;
/** Bytes of a journal that are read at once. */
export const JOURNAL_WINDOW_BYTES = 1024 * 1024;
/** Bytes of one record of a journal that is written anew: what one damaged byte can cost. */
export const REWRITTEN_RECORD_BYTES = 64 * 1024;
/** A journal is written anew when it is twice as large as what it says, and that much. */
export const JOURNAL_SLACK_BYTES = 4 * 1024 * 1024;
/** What a disk writes as a whole or not at all, whatever its maker says. */
export const SECTOR_BYTES = 512;
