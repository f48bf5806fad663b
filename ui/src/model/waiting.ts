import type { FunnelRowJson, WaitingJson, WaitingOfferJson } from '@stoa/proto/stoa';
import { formatCountdown, plural } from './format.ts';
import { findExitCode } from './words.ts';

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

/** One row of the funnel as it is drawn. */
export interface FunnelRow {
  readonly reason: string;
  readonly name: string;
  /** What the app asks for; empty where it asks nothing. */
  readonly asked: string;
  readonly passed: string;
  /** The part that passed, 0 to 1. */
  readonly share: number;
  readonly stopped: string;
  /** `stop` is the first row that lets nothing through; after it nothing was asked. */
  readonly state: 'pass' | 'stop' | 'unreached';
}

function describeStopped({ stopped, most }: FunnelRowJson): string {
  if (stopped === 0) return '';
  const agents = stopped === 1 ? '1 agent' : `${stopped} agents`;
  return most === undefined ? agents : `${agents}, most ${most}`;
}

/** The funnel over the latest offer of each agent, with the row marked at which it ends. */
export function listFunnel({ funnel }: WaitingJson): readonly FunnelRow[] {
  const rows = funnel.filter(({ reason, stopped }) => !RARE.has(reason) || stopped > 0);
  const stopAt = rows.findIndex(({ passed, of }) => of > 0 && passed === 0);
  return rows.map((row, at) => ({
    reason: row.reason,
    name: nameReason(row.reason),
    asked: row.asked ?? '',
    passed: `${row.passed} of ${row.of}`,
    share: row.of === 0 ? 0 : row.passed / row.of,
    stopped: describeStopped(row),
    state: at === stopAt ? 'stop' : row.of === 0 ? 'unreached' : 'pass',
  }));
}

/** Reasons that the table of agents has a column for: those that some offer was asked, in their order. */
export function listReasons(offers: readonly WaitingOfferJson[]): readonly string[] {
  const asked = new Map<string, boolean>();
  for (const { checks } of offers) {
    for (const { reason, fits } of checks) asked.set(reason, (asked.get(reason) ?? false) || !fits);
  }
  return [...asked].flatMap(([reason, isStopping]) =>
    RARE.has(reason) && !isStopping ? [] : [reason],
  );
}

/** The story's own sentence; of a back-off with the time that is left now: the page counts it down itself. */
export function sentenceOf({ kind, sentence, values }: WaitingJson, leftMs: number): string {
  if (kind !== 'delayed') return sentence;
  const told = values['cause'];
  const code = typeof told === 'string' ? findExitCode(told) : undefined;
  const cause = code === undefined ? told : `exit code ${code}`;
  const failures = values['failures'];
  const after = typeof failures === 'number' ? `, after ${plural(failures, 'failure')}` : '';
  const why = cause === undefined || cause === '' ? '' : ` (${cause})`;
  return `The last start failed${why}. The next try is in ${formatCountdown(leftMs)}${after}.`;
}
