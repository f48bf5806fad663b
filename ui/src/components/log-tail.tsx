import { readPiece, readSandbox } from '../api/stoa.ts';
import { describeFileRefusal } from '../model/files.ts';
import { appOfInstance } from '../model/address.ts';
import { renderLogPlace } from '../model/log-address.ts';
import { tailLines } from '../model/log-lines.ts';
import { To } from './route.tsx';
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
        <Tail
          key={file}
          instance={instance}
          agentId={agentId}
          path={`${path}/${file}`}
          name={file}
          lines={lines}
        />
      ))}
    </>
  );
}

interface TailProps {
  readonly instance: string;
  readonly agentId: string;
  readonly path: string;
  readonly name: string;
  readonly lines: number;
}

function Tail(props: TailProps) {
  const { instance, agentId, path, name } = props;
  const piece = useAnswer(path, (signal) =>
    readPiece({ agentId, path, offset: -TAIL_BYTES, length: TAIL_BYTES }, signal),
  );
  if (piece === undefined) return null;
  if (!piece.ok) return <p className="muted">{describeFileRefusal(piece.refusal)}</p>;
  const { lines, skipped } = tailLines(piece.value.data, props.lines);
  const query = { app: appOfInstance(instance) ?? '', instance, file: name };
  return (
    <figure className="tail">
      <figcaption className="muted">
        {lines.length === 0 ? (
          `${name} is empty`
        ) : (
          <To
            place={{ kind: 'logs' }}
            query={query}
            hash={renderLogPlace({ instance, byte: piece.value.offset + skipped })}
          >
            The last lines of {name}
          </To>
        )}
      </figcaption>
      {lines.length === 0 ? null : <pre tabIndex={0}>{lines.join('\n')}</pre>}
    </figure>
  );
}
