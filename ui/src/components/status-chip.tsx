import { familyOf, nameOfStatus, type Status } from '../model/status.ts';
import { StatusIcon } from './icon.tsx';

interface StatusChipProps {
  readonly status: Status;
  /** More than the bare word: `2 unhealthy`. */
  readonly label?: string;
  /** Below a head that says what it is: then it is not said again, and nothing hidden has to be painted. */
  readonly isInColumn?: boolean;
}

/** A status as shape, colour and word; well ones stay grey (console.md §1 P2). */
export function StatusChip({ status, label, isInColumn = false }: StatusChipProps) {
  const family = familyOf(status);
  const isCalm = family === 'good' || family === 'info' || family === 'off';
  const words = label ?? nameOfStatus(status);
  return (
    <span className="status" data-family={family} data-calm={isCalm}>
      <StatusIcon status={status} />
      <span className="cut" title={words}>
        {isInColumn ? null : <span className="hidden-text">Status: </span>}
        {words}
      </span>
    </span>
  );
}
