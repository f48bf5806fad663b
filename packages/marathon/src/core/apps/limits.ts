/** Most instances of one app: each is a record in memory and in the store. */
export const INSTANCES_MAX = 100_000;

/** Longest form of an app's id inside a task id, which has 255 bytes for id, instance and incarnation. */
export const SAFE_ID_LENGTH_MAX = 190;

/** Longest regular expression of a constraint. */
export const PATTERN_LENGTH_MAX = 1000;
