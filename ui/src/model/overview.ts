import { formatNumber, formatPercent, plural } from './format.ts';
import type { Agent, Amounts, App, AppStanding } from './records.ts';
import { countRunning, rankOf, type AppStatus } from './status.ts';
import { describeApp, isLate, nameAwaited } from './words.ts';

/** An app with how it stands. */
export interface Standing {
  readonly app: App;
  readonly standing: AppStanding;
}

/** How many troubled apps the front page names. */
const TROUBLED_MAX = 5;

/** The front page's first band (console.md §2.3 a). */
export interface StateBand {
  readonly sentence: string;
  readonly isWell: boolean;
  readonly worst: readonly Standing[];
  readonly troubled: number;
  /** Apps of which it is not known yet how they are. */
  readonly unheard: number;
  /** Apps that are started, changed or wait for it. */
  readonly coming: number;
}

/** Whether everything is all right. */
export function describeState(apps: readonly App[], now: number): StateBand {
  const all = apps.map((app) => ({ app, standing: describeApp(app, now) }));
  const troubled = all
    .filter(({ standing }) => standing.needsAttention)
    .sort(
      (a, b) =>
        rankOf(a.standing.status) - rankOf(b.standing.status) || a.app.id.localeCompare(b.app.id),
    );
  const unheard = all.filter(({ standing }) => standing.status === 'unknown');
  return {
    sentence: tellState(all, troubled.length, unheard),
    unheard: unheard.length,
    coming: all.filter((one) => !isSettled(one)).length - troubled.length - unheard.length,
    isWell: troubled.length === 0,
    worst: troubled.slice(0, TROUBLED_MAX),
    troubled: troubled.length,
  };
}

function tellState(
  all: readonly Standing[],
  troubled: number,
  unheard: readonly Standing[],
): string {
  const [only] = all;
  const isOne = all.length === 1 && only !== undefined;
  if (troubled > 0) {
    return isOne
      ? `${only.app.id} needs attention`
      : `${formatNumber(troubled)} of ${plural(all.length, 'app')} ${troubled === 1 ? 'needs' : 'need'} attention`;
  }
  const [first] = unheard;
  if (first === undefined) return tellUntroubled(all);
  const instances = unheard.reduce((sum, { app }) => sum + app.counts.awaited, 0);
  return unheard.length === 1
    ? `${first.app.id}: waiting to hear from ${nameAwaited(first.app.counts)}`
    : `Waiting to hear from ${plural(instances, 'instance')} of ${plural(unheard.length, 'app')}`;
}

/** Nobody is needed; what is on its way is not called well before it is. */
function tellUntroubled(all: readonly Standing[]): string {
  const [only] = all;
  if (all.length === 1 && only !== undefined) {
    return isSettled(only) ? `${only.app.id} is well` : `${only.app.id} is on its way`;
  }
  const well = all.filter(isSettled).length;
  if (well === all.length) return `All ${plural(all.length, 'app')} are well`;
  return `${formatNumber(well)} of ${plural(all.length, 'app')} ${well === 1 ? 'is' : 'are'} well, ${tellComing(all.length - well)}`;
}

const SETTLED: ReadonlySet<AppStatus> = new Set(['running', 'healthy', 'suspended']);
const isSettled = ({ standing }: Standing) => SETTLED.has(standing.status);

/** The list of apps in a sentence: `5 apps: all are well, 12 of 12 instances run`. */
export function describeApps(apps: readonly App[], group: string, now: number): string {
  const where = group === '/' ? '' : ` in ${group}`;
  if (apps.length === 0) return `No apps${where} yet`;
  const wanted = apps.reduce((sum, { counts }) => sum + counts.wanted, 0);
  const running = apps.reduce((sum, { counts }) => sum + countRunning(counts), 0);
  const run =
    wanted === 0
      ? 'no instance is wanted'
      : `${formatNumber(running)} of ${plural(wanted, 'instance')} ${wanted === 1 ? 'runs' : 'run'}`;
  return `${plural(apps.length, 'app')}${where}: ${tellWell(apps, now)}, ${run}`;
}

function tellWell(apps: readonly App[], now: number): string {
  const { troubled, unheard, coming } = describeState(apps, now);
  const isOne = apps.length === 1;
  if (troubled > 0) {
    const who = isOne ? 'it' : formatNumber(troubled);
    return `${who} ${troubled === 1 ? 'needs' : 'need'} attention`;
  }
  if (unheard > 0) return isOne ? 'not heard of yet' : `${formatNumber(unheard)} not heard of yet`;
  if (coming > 0) return isOne ? 'it is on its way' : tellComing(coming);
  return isOne ? 'it is well' : 'all are well';
}

const tellComing = (count: number) =>
  `${formatNumber(count)} ${count === 1 ? 'is on its' : 'are on their'} way`;

/**
 * Apps that have waited for 10 s or more, or are held back, the longest first. What waits inside a deployment is
 * among them; the front page tells of that at the deployment.
 */
export function listWaiting(apps: readonly App[], now: number): readonly Standing[] {
  return apps
    .filter(({ queue }) => queue !== undefined && queue.count > 0 && isLate(queue, now))
    .map((app) => ({ app, standing: describeApp(app, now) }))
    .sort((a, b) => (a.app.queue?.since ?? 0) - (b.app.queue?.since ?? 0));
}

/** The cluster's room (console.md §2.3 d). */
export interface Room {
  readonly total: Amounts;
  readonly allocated: Amounts;
  /** The agent with the most free of both cpus and memory. */
  readonly largest:
    { readonly host: string; readonly cpus: number; readonly mem: number } | undefined;
  readonly sentence: string;
}

const NOTHING: Amounts = { cpus: 0, mem: 0, disk: 0, gpus: 0 };

/** Sums of amounts. */
export function addAmounts(all: readonly Amounts[]): Amounts {
  return all.reduce(
    (sum, one) => ({
      cpus: sum.cpus + one.cpus,
      mem: sum.mem + one.mem,
      disk: sum.disk + one.disk,
      gpus: sum.gpus + one.gpus,
    }),
    NOTHING,
  );
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** What there is, what is taken, and the largest single hole. */
export function deriveRoom(agents: readonly Agent[]): Room {
  const reachable = agents.filter(({ state }) => state !== 'unreachable');
  const total = addAmounts(reachable.map((agent) => agent.total));
  const allocated = addAmounts(reachable.map((agent) => agent.allocated));
  const holes = reachable
    .filter(({ state }) => state === 'active')
    .map((agent) => ({
      host: agent.host,
      cpus: agent.total.cpus - agent.allocated.cpus,
      mem: agent.total.mem - agent.allocated.mem,
    }))
    .sort(
      (a, b) =>
        shareOf(b.cpus, total.cpus) * shareOf(b.mem, total.mem) -
        shareOf(a.cpus, total.cpus) * shareOf(a.mem, total.mem),
    );
  return {
    total,
    allocated,
    largest: holes[0],
    sentence:
      allocated.cpus + allocated.mem === 0
        ? 'Nothing is allocated: all room is free'
        : `${formatPercent(shareOf(allocated.cpus, total.cpus))} of cpus, ${formatPercent(
            shareOf(allocated.mem, total.mem),
          )} of memory are allocated`,
  };
}

/** What agents there are: `All 3 agents are active`, `12 agents: 11 active, 1 draining`. */
export function describeAgents(agents: readonly Agent[]): string {
  const [only] = agents;
  if (only === undefined) return 'No agent has registered';
  if (agents.length === 1) {
    const is = only.isAwaited ? 'has not come back since the master began' : `is ${only.state}`;
    return `${only.host}, the only agent, ${is}`;
  }
  const isActive = agents.every(({ state }) => state === 'active');
  return isActive
    ? `All ${plural(agents.length, 'agent')} are active`
    : `${plural(agents.length, 'agent')}: ${countStates(agents)}`;
}

/** Agents by state: `11 active, 1 draining, 1 unreachable`. */
export function countStates(agents: readonly Agent[]): string {
  const count = (state: Agent['state']) => agents.filter((agent) => agent.state === state).length;
  const parts = (['active', 'draining', 'deactivated', 'unreachable'] as const)
    .map((state) => [state, count(state)] as const)
    .filter(([state, number]) => number > 0 || state === 'active');
  return parts.map(([state, number]) => `${formatNumber(number)} ${state}`).join(', ');
}
