/** Events that wait while it is uncertain whether this master leads; beyond it starting anew is cheaper. */
export const HELD_EVENTS_MAX = 100_000;
/** How soon it is looked again whether leadership is certain, in milliseconds. */
export const HELD_LOOK_MS = 100;
