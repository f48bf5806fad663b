import { AppLink, To } from '../../components/route.tsx';
import { StatusIcon } from '../../components/icon.tsx';
import { Menu } from '../../components/menu.tsx';
import { useConsole, useModel, useNow } from '../../live/context.tsx';
import { describeDeployment } from '../../model/deployments.ts';
import { formatDuration, parseTime } from '../../model/format.ts';
import type { DeploymentJson } from '../../model/records.ts';
import { WAITING_AFTER_MS } from '../../model/status.ts';

/** One running deployment in one line. */
export function DeploymentLine({ deployment }: { deployment: DeploymentJson }) {
  const model = useModel();
  const { acts } = useConsole();
  const now = useNow();
  const progress = describeDeployment(
    deployment,
    (id) => model.app(id),
    (id) => model.instancesOf(id),
    now,
  );
  const began = parseTime(deployment.version);
  const { id } = deployment;
  // What takes no time needs no reason.
  const hold = began !== undefined && now - began >= WAITING_AFTER_MS ? progress.hold : undefined;
  return (
    <li data-row={id}>
      <StatusIcon status="deploying" />
      {deployment.affectedApps.slice(0, 2).map((app) => (
        <AppLink key={app} id={app} />
      ))}
      <span
        className="track"
        role="progressbar"
        aria-label={`Deployment of ${deployment.affectedApps.join(', ')}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress.share * 100)}
        aria-valuetext={progress.sentence}
      >
        <i style={{ width: `${progress.share * 100}%` }} />
      </span>
      <span className="why" title={progress.sentence}>
        <span className="muted number">
          {progress.brief}
          {began === undefined ? '' : ` · ${formatDuration(now - began)}`}
        </span>
        {hold === undefined ? null : <span className="hold number">{hold}</span>}
      </span>
      <span className="end line">
        <To
          place={{ kind: 'deployment', id }}
          className="button small"
          label={`Show deployment ${id}`}
        >
          Show
        </To>
        <Menu
          label={`Menu of deployment ${id}`}
          className="small"
          entries={[
            {
              label: 'Roll back…',
              run: () => acts.open({ kind: 'cancel', deployment: id, isForced: false }),
            },
            {
              label: 'Stop where it stands…',
              isDanger: true,
              run: () => acts.open({ kind: 'cancel', deployment: id, isForced: true }),
            },
          ]}
        />
      </span>
    </li>
  );
}
