import { describePointer, describeValue, effectOf, type Change } from '../model/diff.ts';

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

interface DiffTableProps {
  readonly changes: readonly Change[];
  readonly before: string;
  readonly after: string;
}

/** Members that differ, side by side, each with what it does to running instances. */
export function DiffTable({ changes, before, after }: DiffTableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label="Table">
      <table className="plain diff">
        <thead>
          <tr>
            <th>Field</th>
            <th>{before}</th>
            <th>{after}</th>
            <th>Effect</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.pointer} data-kind={change.kind}>
              <td>
                <span className="sign" aria-hidden="true">
                  {SIGNS[change.kind]}
                </span>
                <span className="hidden-text">{change.kind}: </span>
                {describePointer(change.pointer)}
              </td>
              <td className="was" data-head={before}>
                <Given value={change.before} />
              </td>
              <td className="is" data-head={after}>
                <Given value={change.after} />
              </td>
              <td className="muted">{effectOf(change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Given({ value }: { value: unknown }) {
  if (value === undefined) return <span className="faint">not set</span>;
  return <code>{describeValue(value)}</code>;
}
