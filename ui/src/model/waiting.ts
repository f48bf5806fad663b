import { formatCpus, formatMebibytes } from './format.ts';

/** One row of the funnel: what was asked for, and how many offers passed. */
export interface FunnelRowJson {
  readonly reason: string;
  readonly asked?: string | number;
  readonly passed: number;
  readonly of: number;
  readonly stopped?: number;
  readonly most?: string | number;
}

/** One check of one offer. */
export interface OfferCheckJson {
  readonly reason: string;
  readonly ok: boolean;
  readonly value?: string | number;
}

/** One agent's last offer and what of it did not fit. */
export interface OfferRowJson {
  readonly agent: string;
  readonly host: string;
  readonly checks: readonly OfferCheckJson[];
  readonly seen?: string | number;
}

/** `GET /stoa/v1/apps/{id}/waiting`. */
export interface WaitingJson {
  readonly app: string;
  readonly since?: string;
  readonly count: number;
  readonly sentence: string;
  readonly kind: string;
  readonly funnel: readonly FunnelRowJson[];
  readonly help: readonly string[];
  readonly notOffered: readonly string[];
  readonly offers: readonly OfferRowJson[];
}

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

/** An amount in the unit of its rule. */
export function describeAmount(reason: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const isMemory = reason === 'InsufficientMemory' || reason === 'InsufficientDisk';
  return isMemory ? formatMebibytes(value) : formatCpus(value);
}

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

/** The funnel in its order, with the row marked at which it ends. */
export function listFunnel(waiting: WaitingJson): readonly FunnelRow[] {
  const rows = waiting.funnel.filter(
    ({ reason, of, passed }) => !RARE.has(reason) || of - passed > 0,
  );
  const stopAt = rows.findIndex(({ of, passed }) => of > 0 && passed === 0);
  return rows.map((row, at) => {
    const stopped = row.stopped ?? row.of - row.passed;
    const most = describeAmount(row.reason, row.most);
    return {
      reason: row.reason,
      name: nameReason(row.reason),
      asked: describeAmount(row.reason, row.asked),
      passed: `${row.passed} of ${row.of}`,
      share: row.of === 0 ? 0 : row.passed / row.of,
      stopped: stopped <= 0 ? '' : `${stopped}${most === '' ? '' : `, most ${most}`}`,
      state: at === stopAt ? 'stop' : row.of === 0 ? 'unreached' : 'pass',
    };
  });
}
