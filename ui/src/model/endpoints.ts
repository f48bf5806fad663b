import type { App, Instance } from './records.ts';

/** One address at which an instance listens. */
export interface Endpoint {
  readonly name: string;
  readonly address: string;
  readonly protocol: string;
  readonly instance: Instance;
}

/** A port as the app's definition names it. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

interface PortJson {
  readonly name?: string;
  readonly port?: number;
  readonly servicePort?: number;
  readonly protocol?: string;
}

function portsOf(app: App): readonly PortJson[] {
  return app.definition.container?.portMappings ?? app.definition.portDefinitions ?? [];
}

/** Ports of the definition with the numbers that the cluster gave them. */
export function listServicePorts(app: App): readonly ServicePort[] {
  return portsOf(app).map((port, at) => ({
    name: port.name ?? `port ${at}`,
    port: port.servicePort ?? port.port ?? 0,
    protocol: port.protocol ?? 'tcp',
  }));
}

/** Every port of every instance. */
export function listEndpoints(app: App, instances: readonly Instance[]): readonly Endpoint[] {
  const ports = portsOf(app);
  return instances.flatMap((instance) =>
    instance.ports.map((port, at) => ({
      name: ports[at]?.name ?? `port ${at}`,
      address: `${instance.host ?? ''}:${port}`,
      protocol: ports[at]?.protocol ?? 'tcp',
      instance,
    })),
  );
}

/** Names under which mesos-dns answers for the app: `web.shop.marathon.mesos` and its services. */
export function listNames(app: App): readonly string[] {
  const parts = app.id.split('/').filter((part) => part !== '');
  // A task's name has the parts from within, with dots; a label of DNS has none, so they become dashes.
  const label = parts.toReversed().join('-');
  const services = listServicePorts(app)
    .filter(({ name }) => !name.startsWith('port '))
    .map(({ name, protocol }) => `_${name}._${label}._${protocol}.marathon.mesos`);
  return [`${label}.marathon.mesos`, ...services];
}
