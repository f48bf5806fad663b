import { milliseconds, minutes, seconds } from '@stoa/common';

/** First wait before an unacknowledged update is sent again (mesos-http.md §4.7). */
export const UPDATE_RETRY_MIN = seconds(10);
/** The wait doubles up to this. */
export const UPDATE_RETRY_MAX = minutes(10);
/** Updates of one task that may wait for acknowledgement; health results beyond it are left out. */
export const PENDING_UPDATES_MAX = 1000;
/** Ended tasks that `/state` still shows. */
export const COMPLETED_TASKS_MAX = 1000;
/** Frameworks without tasks that `/state` still shows. */
export const COMPLETED_FRAMEWORKS_MAX = 50;
/** Changes of state remembered per task. */
export const STATUSES_MAX = 100;
/** Between SIGTERM and SIGKILL of a command task unless a kill policy says otherwise. */
export const KILL_GRACE_DEFAULT = seconds(3);
/** The longest wait between two tries to reach a master: a returning master finds its agents soon. */
export const REGISTRATION_BACKOFF_MAX = seconds(8);
/** First wait before a leader that was looked up is tried again; it grows as every other. */
export const ELECTED_BACKOFF = milliseconds(100);
/** How long a master may take to answer SUBSCRIBE before the agent tries anew. */
export const REGISTRATION_TIMEOUT = seconds(15);
/** Silence of the master after which the agent looks for it anew, unless the master names another. */
export const PING_TIMEOUT_DEFAULT = seconds(75);
/** Wait before a write that failed is tried again. */
export const PERSIST_RETRY = seconds(5);
/** After this the daemon ends although tasks are still there. */
export const SHUTDOWN_WAIT_MAX = seconds(15);
/** A container that ignored SIGKILL is told again. */
export const FORCE_REPEAT = seconds(5);
/** What a command executor costs besides its task (mesos-http.md §5.5). */
export const EXECUTOR_OVERHEAD = { cpus: 0.1, memMb: 32 } as const;
/** Docker takes no less, in MiB (mesos-protocol.md §7). */
export const DOCKER_MEMORY_MIN_MB = 32;
/** Unit of `cpu.shares`: one whole CPU, and the least the kernel takes. */
export const CPU_SHARES = { perCpu: 1024, min: 2 } as const;
/** The period of a hard CPU limit in microseconds, and the least quota within it. */
export const CPU_QUOTA = { periodUs: 100_000, minUs: 1000 } as const;
/** No wait at all. */
export const AT_ONCE = milliseconds(0);
