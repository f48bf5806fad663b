/** Answers kept ready in which nothing is drawn, in bytes: ten thousand tasks' names take six million. */
export const FIXED_ANSWERS_BYTES_MAX = 16 * 1024 * 1024;
/** Answers kept ready, in bytes of memory; beyond it they are made anew as they are asked for. */
export const READY_ANSWERS_BYTES_MAX = 32 * 1024 * 1024;
/** The largest single answer that is kept ready, in bytes. */
export const READY_ANSWER_BYTES_MAX = 32 * 1024;
/** Datagrams that the machine may hold for us while we work, in bytes. */
export const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Connections at once; one more ends the one that has been silent longest. */
export const TCP_CONNECTIONS_MAX = 4_000;
/** A connection without a question is closed after so long. */
export const TCP_IDLE_MS = 10_000;
/** A question that has begun has to be whole by then. */
export const TCP_QUESTION_MS = 3_000;
/** Answers held for a client that does not read them; beyond it the connection is cut. */
export const TCP_UNREAD_BYTES_MAX = 256 * 1024;
/** Forwarded questions of one connection that may wait; more are not read until one is answered. */
export const TCP_FORWARDS_MAX = 32;
/** Forwarded questions that may wait in all; more are answered with SERVFAIL. */
export const FORWARDS_MAX = 1_000;
/** A master's state in bytes: fifty thousand tasks are about a hundred million. */
export const STATE_BYTES_MAX = 1024 * 1024 * 1024;
/** Redirects followed from one master to the next. */
export const REDIRECTS_MAX = 5;
/** Silence of so many heartbeat intervals is read as a dead master. */
export const MISSED_HEARTBEATS_MAX = 3;
/** Assumed until the stream tells its own interval. */
export const HEARTBEAT_SECONDS = 15;
/** How long a name of a host that was resolved is taken for true. */
export const RESOLVED_MS = 60_000;
/** Names of hosts that are remembered. */
export const RESOLVED_MAX = 100_000;
