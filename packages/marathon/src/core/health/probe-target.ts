import { portsOf, type App, type HealthCheck, type ReadinessCheck } from '../apps/app.ts';
import type { Instance } from '../instances/instance.ts';
import { pathOf, type ProbeTarget } from './probe.ts';

/** Where a check of the leader goes; a text tells why it can go nowhere. */
export function healthTarget(
  app: App,
  instance: Instance,
  check: HealthCheck,
): ProbeTarget | string {
  const index = check.portIndex ?? 0;
  const address =
    check.port === undefined ? addressOf(app, instance, index) : hostOf(app, instance);
  if (typeof address === 'string') return address;
  const { host, port = check.port } = address;
  if (port === undefined) return `the task has no port of index ${index}`;
  if (check.protocol === 'TCP') return { kind: 'tcp', host, port };
  const scheme = check.protocol === 'HTTPS' ? 'https' : 'http';
  return { kind: 'http', scheme, host, port, path: pathOf(check.path ?? '/') };
}

/** Where a readiness check goes; a text tells why it can go nowhere. */
export function readinessTarget(
  app: App,
  instance: Instance,
  { portName, protocol, path }: ReadinessCheck,
): ProbeTarget | string {
  const index = portsOf(app).findIndex(({ name }) => name === portName);
  const address = addressOf(app, instance, index);
  if (typeof address === 'string') return address;
  const { host, port } = address;
  if (port === undefined) return `the task has no port named ${portName}`;
  const scheme = protocol === 'HTTPS' ? 'https' : 'http';
  return { kind: 'http', scheme, host, port, path: pathOf(path) };
}

interface Address {
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * A port of the app's list: on the agent's host where it has a number there, otherwise inside the
 * container's own network; in a network of containers always there (marathon-behaviour.md §7).
 */
function addressOf(app: App, instance: Instance, index: number): Address | string {
  const hostPort = instance.placement?.hostPorts[index];
  if (hostPort !== undefined && !isInContainerNetwork(app)) {
    return { host: instance.placement?.host ?? '', port: hostPort };
  }
  const mapping = app.container?.portMappings[index];
  return containerAddress(instance, mapping?.containerPort);
}

function hostOf(app: App, instance: Instance): Address | string {
  if (isInContainerNetwork(app)) return containerAddress(instance, undefined);
  return { host: instance.placement?.host ?? '', port: undefined };
}

function containerAddress({ ipAddresses }: Instance, port: number | undefined): Address | string {
  const [first] = ipAddresses;
  if (first === undefined) return 'the address of the container is not known';
  return { host: first.ipAddress, port };
}

function isInContainerNetwork({ networks }: App): boolean {
  return networks.some(({ mode }) => mode === 'container');
}
