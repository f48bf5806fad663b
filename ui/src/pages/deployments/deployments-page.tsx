import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { useModel } from '../../live/context.tsx';
import { plural } from '../../model/format.ts';
import { DeploymentLine } from './deployment-line.tsx';

/** What changes now? */
export function DeploymentsPage() {
  const { deployments } = useModel();
  const count = deployments.length;
  return (
    <>
      <PageHead
        title="Deployments"
        place="deployments"
        sentence={
          count === 0
            ? 'No deployment is running'
            : `${plural(count, 'deployment')} ${count === 1 ? 'is' : 'are'} running`
        }
      />
      <Panel isBare>
        {count === 0 ? (
          <Empty text="Nothing changes now. A deployment begins when an app is created, scaled, edited or destroyed.">
            <To place={{ kind: 'apps', group: '/' }} className="button">
              Show apps
            </To>
          </Empty>
        ) : (
          <ul className="rows">
            {deployments.map((deployment) => (
              <DeploymentLine key={deployment.id} deployment={deployment} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}
