import type { BackoffLimits, Duration } from '@stoa/common';

/** What a session lasts without contact unless a flag says otherwise (mesos-http.md §7). */
export const SESSION_TIMEOUT_MS = 10_000;
/** Between sessions, and between the tries of one call. */
export const RETRY_BACKOFF: BackoffLimits = {
  min: 100 as Duration,
  max: 5_000 as Duration,
  factor: 2,
};
/** The longest random pause of the library once every server was tried. */
export const SPIN_DELAY_MS = 200;
/** The shortest time a server gets to greet. */
export const GREETING_MS_MIN = 500;
/** How long a close waits for the server's farewell. */
export const FAREWELL_MS = 1_000;
/** Beyond it the library's numbers of requests begin anew; it would throw at 2^31. */
export const REQUEST_NUMBER_MAX = 2 ** 30;
/** Calls sent and not answered; the library holds some kilobytes for each. */
export const CALLS_IN_FLIGHT_MAX = 1_000;
/** Bytes of one znode: servers drop a connection whose packet is near 1 MiB. */
export const ZNODE_BYTES_MAX = 512 * 1024;
/** Bytes of one transaction with its paths; the server counts the whole packet. */
export const MULTI_BYTES_MAX = 768 * 1024;
/** Servers of one URL. */
export const SERVERS_MAX = 64;
/** Bytes of a file that holds an address. */
export const ADDRESS_FILE_BYTES_MAX = 64 * 1024;
/** Candidates of one election that are looked at, the leader first. */
export const CANDIDATES_MAX = 100;
/** Bytes of one transaction of the store, written in pieces when it has to be. */
export const STORE_TRANSACTION_BYTES_MAX = 64 * 1024 * 1024;
/** Steps of one transaction: each costs the server an entry in its log and a reply. */
export const MULTI_STEPS_MAX = 2_000;
/** Nodes read at once when a store is loaded. */
export const READS_AT_ONCE = 500;
/** What a step costs beside its path and value: header, access list, version. */
export const STEP_BYTES = 120;
