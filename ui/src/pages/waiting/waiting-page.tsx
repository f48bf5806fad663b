import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { useModel, useNow } from '../../live/context.tsx';
import { plural } from '../../model/format.ts';
import { listWaiting } from '../../model/overview.ts';
import { ASKED_MAX, WaitingLine } from './waiting-line.tsx';

/** What waits, for how long, and why? */
export function WaitingPage() {
  const { apps } = useModel();
  const now = useNow();
  const all = listWaiting(apps, now).map(({ app }) => app);
  return (
    <>
      <PageHead
        title="Waiting"
        place="waiting"
        sentence={
          all.length === 0
            ? 'Nothing waits'
            : `${plural(all.length, 'app')} ${all.length === 1 ? 'waits' : 'wait'} to be started`
        }
      />
      <Panel isBare>
        {all.length === 0 ? (
          <Empty text="Every instance that is wanted has been started.">
            <To place={{ kind: 'agents' }} className="button">
              Show where room is
            </To>
          </Empty>
        ) : (
          <ul className="rows aligned waits">
            {all.map((app, at) => (
              <WaitingLine key={app.id} app={app} isAsked={at < ASKED_MAX} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}
