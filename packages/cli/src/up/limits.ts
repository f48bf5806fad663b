/**
 * Launches on one offer where there is one agent: as many as Marathon's launch tokens allow at once
 * (`--launch_tokens`), so that a burst takes one offer and not one for every five.
 */
export const LONE_AGENT_INSTANCES_MAX = 100;
