import { formatCpus, formatMebibytes, plural } from './format.ts';
import type { Agent, Amounts, App, QueueItemJson } from './records.ts';

const NAMES: Readonly<Record<string, string>> = {
  UnfulfilledRole: 'Role',
  UnfulfilledConstraint: 'Constraints',
  NoCorrespondingReservationFound: 'Reservation',
  AgentMaintenance: 'Maintenance',
  InsufficientCpus: 'CPUs',
  InsufficientMemory: 'Memory',
  InsufficientDisk: 'Disk',
  InsufficientGpus: 'GPUs',
  InsufficientPorts: 'Ports',
  DeclinedScarceResources: 'Scarce resources',
};

/** A reason as a person calls it. */
export function nameReason(reason: string): string {
  return Object.hasOwn(NAMES, reason) ? (NAMES[reason] ?? reason) : reason;
}

/** Rows that are shown only when they stopped something (console.md §5). */
const RARE: ReadonlySet<string> = new Set([
  'NoCorrespondingReservationFound',
  'AgentMaintenance',
  'DeclinedScarceResources',
]);

/** One row as it is drawn. */
export interface FunnelRow {
  readonly reason: string;
  readonly name: string;
  readonly asked: string;
  readonly passed: string;
  readonly share: number;
  readonly stopped: string;
  /** `stop` is the first row that lets nothing through; after it nothing was asked. */
  readonly state: 'pass' | 'stop' | 'unreached';
}

/** Why an app waits. */
export interface WaitingStory {
  readonly sentence: string;
  readonly help: readonly string[];
  readonly funnel: readonly FunnelRow[];
}

type Rejects = QueueItemJson['processedOffersSummary']['rejectSummaryLastOffers'];

/** What the app asks for, by the rule that looks at it. */
function askedFor(reason: string, { definition }: App): string {
  switch (reason) {
    case 'UnfulfilledRole':
      return definition.acceptedResourceRoles?.join(', ') ?? definition.role ?? '*';
    case 'UnfulfilledConstraint':
      return (definition.constraints ?? []).map((rule) => rule.join(' ')).join(', ') || 'none';
    case 'InsufficientCpus':
      return formatCpus(definition.cpus ?? 0);
    case 'InsufficientMemory':
      return formatMebibytes(definition.mem ?? 0);
    case 'InsufficientDisk':
      return formatMebibytes(definition.disk ?? 0);
    case 'InsufficientGpus':
      return formatCpus(definition.gpus ?? 0);
    case 'InsufficientPorts':
      return plural(definition.portDefinitions?.length ?? 0, 'port');
    default:
      return '';
  }
}

/** The funnel of the last offers, with the row marked at which it ends. */
export function listFunnel(app: App, rejects: Rejects): readonly FunnelRow[] {
  const rows = rejects.filter(({ reason, declined }) => !RARE.has(reason) || declined > 0);
  const stopAt = rows.findIndex(
    ({ processed, declined }) => processed > 0 && declined >= processed,
  );
  return rows.map(({ reason, processed, declined }, at) => ({
    reason,
    name: nameReason(reason),
    asked: askedFor(reason, app),
    passed: `${processed - declined} of ${processed}`,
    share: processed === 0 ? 0 : (processed - declined) / processed,
    stopped: declined === 0 ? '' : plural(declined, 'offer'),
    state: at === stopAt ? 'stop' : processed === 0 ? 'unreached' : 'pass',
  }));
}

interface Hole {
  readonly host: string;
  readonly free: number;
}

function largestHole(agents: readonly Agent[], of: (amounts: Amounts) => number): Hole | undefined {
  return agents
    .filter(({ state }) => state === 'active')
    .map(({ host, total, allocated }) => ({ host, free: of(total) - of(allocated) }))
    .sort((a, b) => b.free - a.free)[0];
}

interface Lack {
  readonly sentence: string;
  readonly help: readonly string[];
}

function describeLack(reason: string, app: App, agents: readonly Agent[]): Lack {
  const asked = askedFor(reason, app);
  const lacks = (
    what: string,
    hole: Hole | undefined,
    format: (amount: number) => string,
  ): Lack => ({
    sentence: `No agent has ${asked} ${what} free.${
      hole === undefined ? '' : ` The largest hole is ${format(hole.free)} on ${hole.host}.`
    }`,
    help:
      hole === undefined
        ? [`An agent with ${asked} ${what} free`]
        : [
            `Ask for ${format(hole.free)} or less`,
            `Free ${what} on ${hole.host}`,
            `An agent with ${asked} ${what} free`,
          ],
  });
  switch (reason) {
    case 'InsufficientMemory':
      return lacks(
        'of memory',
        largestHole(agents, ({ mem }) => mem),
        formatMebibytes,
      );
    case 'InsufficientCpus':
      return lacks(
        'cpus',
        largestHole(agents, ({ cpus }) => cpus),
        formatCpus,
      );
    case 'InsufficientDisk':
      return lacks(
        'of disk',
        largestHole(agents, ({ disk }) => disk),
        formatMebibytes,
      );
    case 'InsufficientGpus':
      return lacks(
        'gpus',
        largestHole(agents, ({ gpus }) => gpus),
        formatCpus,
      );
    case 'InsufficientPorts':
      return {
        sentence: 'The ports that it asks for are taken on every agent that fits otherwise.',
        help: ['Ask for any port instead of fixed ones'],
      };
    case 'UnfulfilledConstraint':
      return {
        sentence: `${asked} leaves no agent.`,
        help: ['Loosen its placement', 'Add agents that fit it'],
      };
    case 'UnfulfilledRole':
      return {
        sentence: `What is free is not offered to role ${asked}.`,
        help: ['Let it accept resources of other roles'],
      };
    default:
      return { sentence: `${nameReason(reason)}: no offer passes.`, help: [] };
  }
}

/** Why an app waits, by the last offers and by what is free (console.md §7, 1 to 8). */
export function describeWaiting(
  app: App,
  item: QueueItemJson | undefined,
  agents: readonly Agent[],
): WaitingStory {
  const summary = item?.processedOffersSummary;
  if (summary === undefined || summary.processedOffersCount === 0) {
    return {
      sentence: 'It got no offers since it began to wait: no agent has anything free for it.',
      help: ['Free room on an agent', 'Add an agent'],
      funnel: [],
    };
  }
  const funnel = listFunnel(app, summary.rejectSummaryLastOffers);
  const stop = funnel.find(({ state }) => state === 'stop');
  return stop === undefined
    ? { sentence: 'The last offers fit; it is being started.', help: [], funnel }
    : { ...describeLack(stop.reason, app, agents), funnel };
}
