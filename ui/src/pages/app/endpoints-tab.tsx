import { Empty, Panel } from '../../components/page.tsx';
import { AppLink, To } from '../../components/route.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { CopyButton } from '../../components/text.tsx';
import { useModel } from '../../live/context.tsx';
import { shortId } from '../../model/address.ts';
import {
  listEndpoints,
  listNames,
  listServicePorts,
  type Endpoint,
} from '../../model/endpoints.ts';
import type { App } from '../../model/records.ts';
import { deriveInstanceStatus } from '../../model/status.ts';

/** Where can it be reached? */
export function EndpointsTab({ app }: { app: App }) {
  const model = useModel();
  const endpoints = listEndpoints(app, model.instancesOf(app.id));
  const ports = listServicePorts(app);
  if (endpoints.length === 0 && ports.length === 0) {
    return (
      <div className="panel">
        <Empty text={`${app.id} asks for no ports.`}>
          <To place={{ kind: 'edit', id: app.id }} className="button">
            Edit ports
          </To>
        </Empty>
      </div>
    );
  }
  return (
    <div className="stack">
      <Addresses endpoints={endpoints} />
      <div className="columns">
        <Panel title="Names">
          <ul className="stack tight">
            {listNames(app).map((name) => (
              <li key={name} className="line tight">
                <span className="mono">{name}</span>
                <CopyButton text={name} what="name" />
              </li>
            ))}
          </ul>
          <p className="muted spaced">Answered by mesos-dns, when the cluster runs one.</p>
        </Panel>
        <Panel title="Service ports">
          <dl className="facts">
            {ports.map(({ name, port, protocol }) => (
              <div key={`${name} ${port}`} className="row">
                <dt>{name}</dt>
                <dd className="number">
                  {port} {protocol}
                </dd>
              </div>
            ))}
          </dl>
          <p className="muted spaced">
            For load balancers; <AppLink id={app.id} /> itself listens on the addresses above.
          </p>
        </Panel>
      </div>
    </div>
  );
}

function Addresses({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <Panel title="Instances">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Table">
        <table className="plain endpoints">
          <thead>
            <tr>
              <th>Port</th>
              <th>Address</th>
              <th>Instance</th>
              <th>Status</th>
            </tr>
          </thead>
          <tbody>
            {endpoints.map(({ address, name, protocol, instance }) => (
              <tr key={`${instance.id} ${address}`}>
                <td>{name}</td>
                <td>
                  <span className="line tight number">
                    {protocol === 'tcp' ? (
                      <a href={`http://${address}/`} target="_blank" rel="noreferrer">
                        {address}
                      </a>
                    ) : (
                      address
                    )}
                    <CopyButton text={address} what="address" />
                  </span>
                </td>
                <td>
                  <To place={{ kind: 'instance', id: instance.id }} className="mono">
                    {shortId(instance.id)}
                  </To>
                </td>
                <td>
                  <StatusChip
                    status={deriveInstanceStatus(instance.condition, instance.isHealthy)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {endpoints.length === 0 ? <p className="muted">No instance has a port yet.</p> : null}
      </div>
    </Panel>
  );
}
