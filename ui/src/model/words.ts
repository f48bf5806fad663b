import { isCrashing } from './crashes.ts';
import { formatCountdown, formatDuration, formatMebibytes, formatSince, plural } from './format.ts';
import type { App, AppFacts, AppStanding, Crashes, Failing, Queued } from './records.ts';
import {
  countMissing,
  countRunning,
  countWaiting,
  deriveAppStatus,
  familyOf,
  WAITING_AFTER_MS,
  type AppStatus,
  type Counts,
} from './status.ts';

/** Delayed so often that nobody can hope any more (console.md §2.3). */
const HOPELESS_COUNT = 3;

/** The app's standing at `now`. Of an app that waits for nothing it was told when the app was put together. */
export function describeApp(app: App, now: number): AppStanding {
  return app.settled ?? stand(app, now);
}

/** How an app stands that is not in the queue and does not fail: time alone changes nothing about it. */
export function settle(app: AppFacts): AppStanding | undefined {
  return app.queue === undefined && app.crashes === undefined ? stand(app, 0) : undefined;
}

function stand(app: AppFacts, now: number): AppStanding {
  const { counts, definition, queue } = app;
  const left = queue?.delayedUntil === undefined ? 0 : queue.delayedUntil - now;
  const isHeldBack = left > 0 && countRunning(counts) < counts.wanted;
  const derived = deriveAppStatus(counts, {
    isDeploying: app.deployments.length > 0,
    isDelayed: isHeldBack,
    queuedMs: queue === undefined || queue.count === 0 ? undefined : now - queue.since,
    coming: app.isMoving ? counts.wanted : counts.starting + counts.killing + (queue?.count ?? 0),
    hasChecks: (definition.healthChecks?.length ?? 0) > 0,
  });
  const missing = countMissing(counts);
  const crashes =
    app.crashes !== undefined && isCrashing(app.crashes, { missing, now })
      ? app.crashes
      : undefined;
  // Between two failures it runs: that is no reason to call it well for a moment.
  const status = crashes !== undefined && BETWEEN_FAILURES.has(derived) ? 'degraded' : derived;
  const needsAttention =
    crashes !== undefined ||
    status === 'unhealthy' ||
    status === 'degraded' ||
    status === 'unreachable' ||
    (isHeldBack && (queue?.count ?? 0) > 0) ||
    (status === 'deploying' && counts.unhealthy >= HOPELESS_COUNT);
  const told = tell(app, status, left, now);
  const words = crashes === undefined ? told : tellCrashes(crashes, status, told);
  const isFailing = crashes !== undefined;
  return { status, family: familyOf(status), needsAttention, isCrashing: isFailing, ...words };
}

const BETWEEN_FAILURES: ReadonlySet<AppStatus> = new Set(['running', 'healthy', 'starting']);

/** That it fails again and again, before what else is told of it. */
function tellCrashes(
  { count, overMs, message }: Crashes,
  status: AppStatus,
  { label, sentence }: Pick<AppStanding, 'label' | 'sentence'>,
): Pick<AppStanding, 'label' | 'sentence'> {
  const code = findExitCode(message);
  const why = code === undefined ? '' : ` (exit code ${code})`;
  return {
    label: status === 'degraded' ? `Failed ${count} times` : label,
    sentence: `It failed ${count} times in ${formatDuration(overMs)}${why}. ${sentence}`,
  };
}

function tell(
  { counts, queue, step, failing }: AppFacts,
  status: AppStatus,
  delayMs: number,
  now: number,
): { readonly label: string; readonly sentence: string } {
  const running = countRunning(counts);
  const of = `${running} of ${plural(counts.wanted, 'instance')}`;
  const run = counts.wanted === 1 ? 'runs' : 'run';
  switch (status) {
    case 'suspended':
      return { label: 'Suspended', sentence: 'It is suspended: no instance is wanted.' };
    case 'deploying':
      return tellDeploying(counts, { step, late: lateOf(queue, now), delayMs });
    case 'delayed':
      return {
        label: `Delayed ${formatCountdown(delayMs)}`,
        sentence: `${of} ${run}. ${tellDelay(delayMs)}`,
      };
    case 'waiting':
      return {
        label: 'Waiting',
        sentence:
          `Waits for ${plural(queue?.count ?? countWaiting(counts), 'instance')} since ${formatSince(
            queue?.since ?? now,
            now,
          )} (${formatDuration(now - (queue?.since ?? now))}). ${running === 0 ? '' : `${of} ${run}.`}`.trim(),
      };
    case 'unhealthy':
      return {
        label: `${counts.unhealthy} unhealthy`,
        sentence: tellFailing(counts, failing),
      };
    case 'unreachable':
      return {
        label: `${counts.lost} unreachable`,
        sentence: `${of} ${run}. ${plural(counts.lost, 'instance')} cannot be reached.`,
      };
    case 'unknown':
      return {
        label: `${counts.awaited} not heard of yet`,
        sentence: `Waiting to hear from ${nameAwaited(counts)}: ${
          counts.awaited === 1 ? 'its agent has' : 'their agents have'
        } not come back since the master began.`,
      };
    case 'degraded':
      return { label: `${running} of ${counts.wanted} run`, sentence: `Only ${of} ${run}.` };
    case 'starting':
      return {
        label: tellComing(counts, 0).replace(/^, (\d+) \w+/, '$1'),
        sentence: `${of} ${run}${tellComing(counts, 0)}.`,
      };
    case 'running':
      return {
        label: 'Running',
        sentence:
          counts.wanted === 1 ? 'Its instance runs.' : `All ${counts.wanted} instances run.`,
      };
    case 'healthy':
      return {
        label: 'Healthy',
        sentence:
          counts.wanted === 1
            ? 'Its instance is healthy.'
            : `All ${counts.wanted} instances are healthy.`,
      };
  }
}

function tellDeploying(
  counts: Counts,
  about: {
    readonly step: AppFacts['step'];
    readonly late: number;
    readonly delayMs: number;
  },
) {
  const { unhealthy, wanted } = counts;
  const { step, late, delayMs } = about;
  const bad = unhealthy > 0 ? ` · ${unhealthy} unhealthy` : '';
  const failing = `, ${unhealthy} ${unhealthy === 1 ? 'fails its' : 'fail their'} checks`;
  const run = `${countRunning(counts)} of ${plural(wanted, 'instance')} ${wanted === 1 ? 'runs' : 'run'}`;
  const held = delayMs > 0 && late > 0 ? ` ${tellDelay(delayMs)}` : '';
  return {
    label: `Deploying${step === undefined ? '' : ` ${step.at} of ${step.of}`}${bad}`,
    sentence: `A deployment is running: ${run}${tellComing(counts, late)}${bad === '' ? '' : failing}.${held}`,
  };
}

/** Those of which nothing was heard since the master began: `its 1 instance`, `2 of its 5 instances`. */
export function nameAwaited({ awaited, wanted }: Counts): string {
  return awaited < wanted
    ? `${awaited} of its ${plural(wanted, 'instance')}`
    : `its ${plural(awaited, 'instance')}`;
}

const tellDelay = (ms: number) =>
  `The last start failed. The next try is in ${formatCountdown(ms)}.`;

/** Whether a launch takes so long that it waits (console.md §4), or is held back after failures. */
export function isLate({ since, delayedUntil = 0 }: Queued, now: number): boolean {
  return delayedUntil > now || now - since >= WAITING_AFTER_MS;
}

const lateOf = (queue: Queued | undefined, now: number) =>
  queue !== undefined && isLate(queue, now) ? queue.count : 0;

/** What becomes of the missing: `, 2 are starting, 1 waits`; one that stops makes room for one that starts. */
function tellComing(counts: Counts, late: number): string {
  const missing = countMissing(counts);
  const waiting = Math.min(late, Math.max(0, missing - counts.starting));
  const starting = Math.max(counts.starting, missing - waiting - counts.killing);
  const stopping = starting > 0 ? 0 : Math.min(counts.killing, missing - waiting);
  return [
    starting > 0 ? `, ${starting} ${starting === 1 ? 'is' : 'are'} starting` : '',
    stopping > 0 ? `, ${stopping} ${stopping === 1 ? 'is' : 'are'} stopping` : '',
    waiting > 0 ? `, ${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : '',
  ].join('');
}

/** Item 10 of console.md §7: how many fail what, since when and why. */
function tellFailing({ wanted, unhealthy }: Counts, failing: Failing | undefined): string {
  const { check = 'their checks', since, cause } = failing ?? {};
  const who =
    wanted === 1
      ? 'Its instance fails'
      : `${unhealthy} of ${plural(wanted, 'instance')} ${unhealthy === 1 ? 'fails' : 'fail'}`;
  const when = since === undefined ? '' : ` since ${since}`;
  return `${who} ${check}${when}${cause === undefined ? '' : ` (${cause})`}.`;
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP, its terminal closed',
  2: 'SIGINT, interrupted',
  3: 'SIGQUIT',
  4: 'SIGILL, an instruction that the processor does not know',
  6: 'SIGABRT, it gave up by itself',
  7: 'SIGBUS, memory that cannot be reached',
  8: 'SIGFPE, a division by zero or alike',
  9: 'SIGKILL, killed at once, often for using more than its memory',
  11: 'SIGSEGV, it used memory that is not its own',
  13: 'SIGPIPE, nobody reads what it writes',
  15: 'SIGTERM, it was asked to stop',
};

const CODES: Readonly<Record<number, string>> = {
  0: 'it ended by itself, without a fault',
  1: 'a fault that the program tells in its log',
  2: 'a wrong call, often of a shell or a flag',
  125: 'the container could not be made',
  126: 'the command is there but may not be run',
  127: 'the command was not found',
};

/** What an exit code means, in words. */
export function describeExit(code: number): string {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known !== undefined) return known;
  const signal = code > 128 && Object.hasOwn(SIGNALS, code - 128) ? SIGNALS[code - 128] : undefined;
  return signal === undefined ? 'a fault of the program’s own kind' : `ended by ${signal}`;
}

/**
 * How a task ended, in a sentence (console.md §7, 9 and 11): `3f2a ended with exit code 137: killed at once …`.
 * What is no exit code is told by its message, or by its state where there is none.
 */
export function describeEnd(
  name: string,
  {
    message,
    state,
    host,
  }: { readonly message: string; readonly state: string; readonly host: string },
): string {
  const limit = /^Memory limit exceeded: Requested: (\d+)MB/i.exec(message)?.[1];
  if (limit !== undefined) {
    const memory = formatMebibytes(Number(limit));
    return `${name} ended with exit code 137: killed for using more than its ${memory}.`;
  }
  const pull = /could not pull image (\S+): (.*)$/s.exec(message);
  if (pull !== null) return `${host} cannot pull ${pull[1] ?? ''}: ${reasonOfPull(pull[2] ?? '')}.`;
  const code = findExitCode(message);
  if (code !== undefined) return `${name} ended with exit code ${code}: ${describeExit(code)}.`;
  return message === '' ? `${name} ended: ${nameState(state)}.` : `${name} ended: ${message}`;
}

function reasonOfPull(reason: string): string {
  if (/manifest unknown|manifest for .* not found|no such image/i.test(reason)) {
    return 'the registry does not know this tag';
  }
  if (/unauthorized|access .*denied|authentication required/i.test(reason)) {
    return 'the registry does not let it in';
  }
  return reason.trim().replace(/\.$/, '');
}

/** `TASK_FAILED` → `failed`. */
function nameState(state: string): string {
  return state
    .replace(/^TASK_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}

/** The exit code that a task's message names. */
export function findExitCode(message: string): number | undefined {
  const code =
    /(?:exited with status|exit(?:ed)?(?: with)? (?:code|status)|status:?) (\d{1,3})\b/i.exec(
      message,
    )?.[1];
  if (code !== undefined) return Number(code);
  const signal = /(?:terminated|killed) (?:with|by) signal (\w+)/i.exec(message)?.[1];
  if (signal === undefined) return undefined;
  const number = Object.entries(SIGNALS).find(([, name]) =>
    name.startsWith(`SIG${signal.toUpperCase().replace(/^SIG/, '')}`),
  )?.[0];
  return number === undefined ? undefined : 128 + Number(number);
}
