/** How long the head of an answer may take, in milliseconds. */
export const ANSWER_DEADLINE_MS = 10_000;
/** Redirects followed in a row before the masters are asked anew. */
export const REDIRECTS_MAX = 5;
/** Silence of so many heartbeat intervals is read as a dead master. */
export const MISSED_HEARTBEATS_MAX = 5;
/** Silence bears so much before the interval is known, in milliseconds. */
export const FIRST_EVENT_DEADLINE_MS = 75_000;
/** Calls that may wait for their turn. */
export const CALLS_WAITING_MAX = 100_000;
/** Calls that are under way at once, on one connection and in order. */
export const CALLS_IN_FLIGHT_MAX = 32;
/** Bytes of a refusal's text that are kept. */
export const REFUSAL_TEXT_MAX = 4_096;
/** The first pause between two subscriptions, in milliseconds. */
export const RETRY_DELAY_MIN_MS = 100;
/** The longest pause between two subscriptions, in milliseconds. */
export const RETRY_DELAY_MAX_MS = 10_000;
/** Updates an executor keeps until the agent has stored them. */
export const UNACKNOWLEDGED_MAX = 100_000;
