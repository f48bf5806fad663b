import { readPiece, readSandbox } from '../api/stoa.ts';
import { describeFileRefusal } from '../model/files.ts';
import { tailLines } from '../model/log-lines.ts';
import { useAnswer } from './use-answer.ts';

const TAIL_BYTES = 8 * 1024;

/** The last lines of an instance's files: the first that has any. */
export function LogTail(props: {
  readonly instance: string;
  readonly files: readonly string[];
  readonly lines: number;
}) {
  const { instance, files, lines } = props;
  const sandbox = useAnswer(instance, (signal) => readSandbox(instance, signal));
  if (sandbox === undefined) return null;
  if (!sandbox.ok) return <p className="muted">{describeFileRefusal(sandbox.refusal)}</p>;
  const { agentId, path } = sandbox.value;
  return (
    <>
      {files.map((file) => (
        <Tail key={file} agentId={agentId} path={`${path}/${file}`} name={file} lines={lines} />
      ))}
    </>
  );
}

function Tail(props: { agentId: string; path: string; name: string; lines: number }) {
  const { agentId, path, name, lines } = props;
  const piece = useAnswer(path, (signal) =>
    readPiece({ agentId, path, offset: -TAIL_BYTES, length: TAIL_BYTES }, signal),
  );
  if (piece === undefined) return null;
  if (!piece.ok) return <p className="muted">{describeFileRefusal(piece.refusal)}</p>;
  const shown = tailLines(piece.value.data, lines);
  return (
    <figure className="tail">
      <figcaption className="muted">
        {shown.length === 0 ? `${name} is empty` : `The last lines of ${name}`}
      </figcaption>
      {shown.length === 0 ? null : <pre tabIndex={0}>{shown.join('\n')}</pre>}
    </figure>
  );
}
