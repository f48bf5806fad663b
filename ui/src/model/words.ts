import { formatCountdown, formatDuration, plural } from './format.ts';
import type { App } from './records.ts';
import {
  countRunning,
  countWaiting,
  deriveAppStatus,
  familyOf,
  type AppStatus,
  type Family,
} from './status.ts';

/** How an app stands, in words. */
export interface AppStanding {
  readonly status: AppStatus;
  readonly family: Family;
  /** The chip's words: `Unhealthy`, `2 unhealthy`. */
  readonly label: string;
  /** The page's sentence. */
  readonly sentence: string;
  /** Whether a person is needed (console.md §2.3 a). */
  readonly needsAttention: boolean;
}

/** Delayed so often that nobody can hope any more (console.md §2.3). */
const HOPELESS_COUNT = 3;

/** What was told of an app last: an app is another object when something about it changes. */
const told = new WeakMap<App, { readonly now: number; readonly standing: AppStanding }>();

/** The app's standing at `now`. Asked again of the same app it costs nothing: many parts of a page ask. */
export function describeApp(app: App, now: number): AppStanding {
  const before = told.get(app);
  // Time alone changes only what waits.
  if (before !== undefined && (app.queue === undefined || before.now === now)) {
    return before.standing;
  }
  const standing = stand(app, now);
  told.set(app, { now, standing });
  return standing;
}

function stand(app: App, now: number): AppStanding {
  const { counts, definition, queue } = app;
  const left = queue?.delayedUntil === undefined ? 0 : queue.delayedUntil - now;
  const status = deriveAppStatus(counts, {
    isDeploying: app.deployments.length > 0,
    isDelayed: left > 0 && countRunning(counts) < counts.wanted,
    queuedMs: queue === undefined || queue.count === 0 ? undefined : now - queue.since,
    hasChecks: (definition.healthChecks?.length ?? 0) > 0,
  });
  const needsAttention =
    status === 'unhealthy' ||
    status === 'degraded' ||
    status === 'unreachable' ||
    (status === 'delayed' && (queue?.count ?? 0) > 0) ||
    (status === 'deploying' && counts.unhealthy >= HOPELESS_COUNT);
  return { status, family: familyOf(status), needsAttention, ...tell(app, status, left, now) };
}

function tell(
  { counts, queue }: App,
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
    case 'deploying': {
      const bad = counts.unhealthy > 0 ? ` · ${counts.unhealthy} unhealthy` : '';
      return {
        label: `Deploying${bad}`,
        sentence: `A deployment is running: ${of} ${run}${bad === '' ? '' : `, ${counts.unhealthy} fail their checks`}.`,
      };
    }
    case 'delayed':
      return {
        label: `Delayed ${formatCountdown(delayMs)}`,
        sentence: `${of} ${run}. The last start failed; the next try is in ${formatCountdown(delayMs)}.`,
      };
    case 'waiting':
      return {
        label: 'Waiting',
        sentence: `${of} ${run}. ${plural(queue?.count ?? countWaiting(counts), 'instance')} ${
          (queue?.count ?? 0) === 1 ? 'has' : 'have'
        } waited for room for ${formatDuration(now - (queue?.since ?? now))}.`,
      };
    case 'unhealthy':
      return {
        label: `${counts.unhealthy} unhealthy`,
        sentence: `${counts.healthy} of ${plural(counts.wanted, 'instance')} are healthy. ${
          counts.unhealthy === 1 ? '1 fails its check.' : `${counts.unhealthy} fail their checks.`
        }`,
      };
    case 'unreachable':
      return {
        label: `${counts.lost} unreachable`,
        sentence: `${of} ${run}. ${plural(counts.lost, 'instance')} cannot be reached.`,
      };
    case 'degraded':
      return { label: `${running} of ${counts.wanted} run`, sentence: `Only ${of} ${run}.` };
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
