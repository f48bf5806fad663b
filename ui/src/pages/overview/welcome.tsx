import { CopyButton } from '../../components/text.tsx';
import { PageHead, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { useModel } from '../../live/context.tsx';
import { formatCpus, formatMebibytes, plural } from '../../model/format.ts';
import { deriveRoom } from '../../model/overview.ts';
import { EXAMPLES } from '../../model/examples.ts';

/** What an empty cluster shows: what is there, and the way to a first app. */
export function Welcome() {
  const { agents } = useModel();
  const { total } = deriveRoom(agents);
  const what =
    agents.length === 0
      ? 'The cluster is ready and empty.'
      : `${plural(agents.length, 'agent')} with ${formatCpus(total.cpus)} cpus and ${formatMebibytes(total.mem)} of memory ${agents.length === 1 ? 'is' : 'are'} ready.`;
  const command = `curl -H 'Content-Type: application/json' -d '{"id":"/hello","cmd":"while true; do echo hello; sleep 5; done","cpus":0.1,"mem":32}' ${window.location.origin}/v2/apps`;
  return (
    <>
      <PageHead
        isDisplay
        title="Overview"
        place="overview"
        sentence="Nothing runs here yet"
        meta={what}
        actions={
          <To place={{ kind: 'edit', id: undefined }} className="button main">
            Create your first app
          </To>
        }
      />
      <div className="columns thirds">
        {EXAMPLES.map(({ name, title, text }) => (
          <Panel key={name} title={title}>
            <div className="stack tight">
              <p className="muted">{text}</p>
              <p>
                <To
                  place={{ kind: 'edit', id: undefined }}
                  query={{ from: name }}
                  className="button"
                  label={`Start from this: ${title}`}
                >
                  Start from this
                </To>
              </p>
            </div>
          </Panel>
        ))}
      </div>
      <div className="spaced">
        <Panel title="Or from a shell" actions={<CopyButton text={command} what="the command" />}>
          <pre className="command">{command}</pre>
        </Panel>
      </div>
    </>
  );
}
