import { describeHealth, describePart, listHealth, type HealthPart } from '../model/health.ts';
import type { Counts, Status } from '../model/status.ts';
import { StatusIcon } from './icon.tsx';

/** Shares of an app's instances by how they are; thin when all are well. */
export function HealthBar({ counts }: { counts: Counts }) {
  const parts = listHealth(counts);
  const isCalm = parts.every(({ kind }) => kind === 'healthy' || kind === 'running');
  const words = describeHealth(counts);
  return (
    <span
      className="health"
      role="img"
      aria-label={words}
      title={words}
      data-calm={isCalm}
      data-empty={parts.length === 0}
    >
      {parts.map(({ kind, family, count }) => (
        <i key={kind} data-kind={kind} data-family={family} style={{ flexGrow: count }} />
      ))}
    </span>
  );
}

function statusOf(kind: HealthPart['kind']): Status {
  return kind === 'lost' ? 'unreachable' : kind === 'awaited' ? 'unknown' : kind;
}

/** The bar's parts in words. */
export function HealthLegend({ counts }: { counts: Counts }) {
  return (
    <ul className="legend number" aria-label="Instances">
      {listHealth(counts).map((part) => (
        <li key={part.kind} className="line" data-family={part.family}>
          <StatusIcon status={statusOf(part.kind)} />
          {describePart(part)}
        </li>
      ))}
    </ul>
  );
}
