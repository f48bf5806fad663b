import { formatNumber, formatPercent, plural } from './format.ts';
import type { Agent, Amounts, App, AppStanding } from './records.ts';
import { rankOf } from './status.ts';
import { describeApp } from './words.ts';

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
}

/** Whether everything is all right. */
export function describeState(apps: readonly App[], now: number): StateBand {
  const troubled = apps
    .map((app) => ({ app, standing: describeApp(app, now) }))
    .filter(({ standing }) => standing.needsAttention)
    .sort(
      (a, b) =>
        rankOf(a.standing.status) - rankOf(b.standing.status) || a.app.id.localeCompare(b.app.id),
    );
  const sentence =
    troubled.length > 0
      ? `${troubled.length} of ${plural(apps.length, 'app')} ${troubled.length === 1 ? 'needs' : 'need'} attention`
      : apps.length === 1
        ? 'Your app is well'
        : `All ${plural(apps.length, 'app')} are well`;
  return {
    sentence,
    isWell: troubled.length === 0,
    worst: troubled.slice(0, TROUBLED_MAX),
    troubled: troubled.length,
  };
}

/** Apps that have waited for room for 10 s or more, the longest first. */
export function listWaiting(apps: readonly App[], now: number): readonly Standing[] {
  return apps
    .filter(({ queue }) => queue !== undefined && queue.count > 0)
    .map((app) => ({ app, standing: describeApp(app, now) }))
    .filter(({ standing }) => standing.status === 'waiting' || standing.status === 'delayed')
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
  if (agents.length === 1) return `${only.host}, the only agent, is ${only.state}`;
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
