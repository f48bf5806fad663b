/** Characters of one label on the wire (RFC 1035 §2.3.4). */
export const LABEL_LENGTH_MAX = 63;
/** Characters of a label under RFC 952, as the option of the same name cuts them. */
export const RFC952_LENGTH_MAX = 24;
/** Characters of a whole name on the wire, without the final dot. */
export const NAME_LENGTH_MAX = 253;
/** Characters of the task's hash in its canonical name. */
export const HASH_LENGTH = 5;
/** Ports of one task that get records; a task that holds a whole range does not fill the zone. */
export const TASK_PORTS_MAX = 1_000;
/** Values of one name and type that are searched one by one; more get an index. */
export const PLAIN_VALUES_MAX = 16;
/** The first pause after every master was asked in vain, in milliseconds. */
export const RETRY_DELAY_MIN_MS = 100;
/** The longest pause after every master was asked in vain, in milliseconds. */
export const RETRY_DELAY_MAX_MS = 5_000;
/** A stream that lasted so long was a steady one, in milliseconds. */
export const STEADY_MS = 10_000;
/**
 * How long names stay whose agent has not come back to a new leader, in milliseconds: that is how
 * long masters themselves wait for agents after a failover.
 */
export const CARRIED_MS = 600_000;
/** The smallest answer over UDP that every asker takes, in bytes (RFC 1035 §4.2.1). */
export const UDP_BYTES_MAX = 512;
/** The largest answer over UDP when EDNS is honoured: it passes every path unfragmented. */
export const EDNS_BYTES_MAX = 1_232;
/** The largest message over TCP, in bytes. */
export const TCP_BYTES_MAX = 65_535;
/** Seconds that a time in the configuration may count: over two years means a slip. */
export const SECONDS_MAX = 100_000_000;
/** Entries of one list in the configuration. */
export const CONFIG_LIST_MAX = 1_000;
