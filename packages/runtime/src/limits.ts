/** Events that may wait for one kernel: beyond it the daemon is not coming back to its senses. */
export const MAILBOX_MAX = 1_000_000;
/** Traced events kept for the report of a crash. */
export const LAST_EFFECTS_MAX = 100;
/** Events that wait while it is uncertain whether this daemon leads; beyond it starting anew is cheaper. */
export const HELD_EVENTS_MAX = 100_000;
/** How soon it is looked again whether leadership is certain, in milliseconds. */
export const HELD_LOOK_MS = 100;
/** The longest delay a Node timer takes, in milliseconds; longer ones are started again. */
export const TIMER_DELAY_MAX = 2_147_483_647;
/** A request body in bytes, after decompression, when the daemon names no limit of its own. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
/** How long an oversized body is still read and thrown away, so that its sender hears the answer. */
export const OVERSIZED_DRAIN_MS = 1_000;
/** Clients use a connection for calls again after minutes (mesos-http.md §10 trap 5): they close first. */
export const KEEP_ALIVE_MS = 15 * 60_000;
/** Connections of one listener: fifty thousand agents with a stream and a call each, and the rest. */
export const CONNECTIONS_MAX = 200_000;
/** Answers of at least this size are compressed for those who take it (mesos-http.md §1.1). */
export const GZIP_MIN_BYTES = 1024;
/** Bytes a stream may hold for a reader before it is watched; four times as much closes it at once. */
export const STREAM_BUFFER_BYTES = 16 * 1024 * 1024;
/** A watched stream whose reader takes nothing for so long is closed. */
export const STREAM_STALLED_MS = 10_000;
/** How long a closing listener waits for answers under way. */
export const LISTENER_DRAIN_MS = 2_000;
/** Faults shown of one value; a body can hold hundreds of thousands. */
export const SCHEMA_FAULTS_MAX = 100;
/** Values of one label that get a series of their own; the rest are counted as `other`. */
export const LABEL_VALUES_MAX = 1_000;
/** Log text held before it is written. */
export const LOG_BATCH_BYTES = 64 * 1024;
/** How long a daemon may take to close in order. */
export const CLOSE_DEADLINE_MS = 15_000;
/** An answer our own client reads, in bytes, when the caller names no limit. */
export const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;
/** How long our own client waits for the head of an answer. */
export const CALL_DEADLINE_MS = 10_000;
