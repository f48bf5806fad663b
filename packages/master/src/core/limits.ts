import { hours, milliseconds, minutes, seconds } from '@stoa/common';

/** How often a subscribed framework hears a heartbeat (mesos-http.md §9). */
export const HEARTBEAT_INTERVAL = seconds(15);
/** Frameworks that are here or may come back; a further one is refused. */
export const FRAMEWORKS_MAX = 10_000;
/** Roles of one framework. */
export const ROLES_MAX = 10_000;
/** Entries in one list of resources: comparing two lists costs their product. */
export const RESOURCES_MAX = 1_000;
/** Offers in one OFFERS event: a record stays under the 4 MiB that some clients read. */
export const OFFERS_PER_EVENT_MAX = 1_000;
/** Changes of state remembered per task; the oldest go first. */
export const STATUSES_MAX = 100;
/** So many agents are looked at in one allocation. */
export const ALLOCATE_AGENTS_FEW = 16;
/**
 * Of more than a few, agents that an allocation looks at in the step that asked for it; each further run
 * takes twice as many. Most demand is for a task or two: what it does not use was offered in vain.
 */
export const ALLOCATE_AGENTS_FIRST = 4;
/**
 * Agents in one allocation: some tens of milliseconds. More are looked at in further runs, between
 * which the master hears everybody.
 */
export const ALLOCATE_AGENTS_MAX = 500;
/** Between two runs of one allocation: time for those who have enough to say so. */
export const ALLOCATE_GAP = milliseconds(10);
/** How often unreachable agents are looked through for those to forget. */
export const REGISTRY_GC_INTERVAL = minutes(15);
/** How long an unreachable agent is remembered. */
export const REGISTRY_AGENT_AGE_MAX = hours(14 * 24);
/** How many unreachable agents are remembered. */
export const REGISTRY_AGENTS_MAX = 102_400;
/** Wait before a removal whose write failed is tried again. */
export const REGISTRY_RETRY = seconds(5);
/** The oldest agent that may join. */
export const AGENT_VERSION_MIN = '1.0.0';
/** The longest span that fits a signed 64-bit count of nanoseconds, in seconds. */
export const DURATION_SECONDS_MAX = 9_223_372_036;
/** What `refuse_seconds` means when absent. */
export const REFUSE_SECONDS_DEFAULT = 5;
