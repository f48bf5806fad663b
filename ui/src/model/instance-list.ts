import type { Instance } from './records.ts';
import { deriveInstanceStatus, INSTANCE_STATUSES, isEnded } from './status.ts';

export const INSTANCE_COLUMNS = ['id', 'status', 'agent', 'version', 'started'] as const;
export type InstanceColumn = (typeof INSTANCE_COLUMNS)[number];

/** The name of a row: an instance that is started anew keeps its id, its earlier run has that of its task. */
export function rowIdOf({ id, taskId, condition }: Instance): string {
  return isEnded(condition) ? (taskId ?? id) : id;
}

const rankOf = ({ condition, isHealthy }: Instance) =>
  INSTANCE_STATUSES.indexOf(deriveInstanceStatus(condition, isHealthy));

const startOf = ({ startedAt, stagedAt }: Instance) =>
  startedAt ?? stagedAt ?? Number.POSITIVE_INFINITY;

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function compareBy(column: InstanceColumn): (a: Instance, b: Instance) => number {
  switch (column) {
    case 'id':
      return () => 0;
    case 'status':
      return (a, b) => rankOf(a) - rankOf(b);
    case 'agent':
      return (a, b) => compareText(a.host ?? '', b.host ?? '');
    case 'version':
      return (a, b) => compareText(a.version ?? '', b.version ?? '');
    case 'started':
      return (a, b) => (startOf(a) === startOf(b) ? 0 : startOf(a) - startOf(b));
  }
}

/** Instances in the order that was asked for, ties by id, so that it never depends on what came when. */
export function arrangeInstances(
  instances: readonly Instance[],
  by: InstanceColumn,
  isDescending: boolean,
): readonly Instance[] {
  const compare = compareBy(by);
  const sign = isDescending ? -1 : 1;
  return instances.toSorted(
    (a, b) => sign * (compare(a, b) || compareText(rowIdOf(a), rowIdOf(b))),
  );
}
