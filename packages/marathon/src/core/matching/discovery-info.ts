import type { DiscoveryInfo, Port } from '@stoa/proto';
import { reversedIdOf } from '../apps/app-id.ts';
import { isOnHostNetwork, portsOf, type App } from '../apps/app.ts';
import type { EffectivePort } from './task-environment.ts';

/** Under which names and numbers others find the task: an entry per port, protocol and network. */
export function discoveryInfo(app: App, ports: readonly EffectivePort[]): DiscoveryInfo {
  const entries = portsOf(app).flatMap((port, index): readonly Port[] => {
    const effective = ports[index];
    if (effective === undefined) return [];
    const labels = Object.entries(port.labels);
    return scopesOf(app, effective).flatMap(({ scope, number, network }) =>
      port.protocol.split(',').map((protocol) => ({
        number,
        name: port.name,
        protocol,
        labels: {
          labels: [...labels, ...scope, ...network].map(([key, value]) => ({ key, value })),
        },
      })),
    );
  });
  return {
    visibility: 'FRAMEWORK',
    name: reversedIdOf(app.id),
    ports: { ports: entries },
  };
}

type LabelPair = readonly [key: string, value: string];

interface Scope {
  readonly scope: readonly LabelPair[];
  readonly number: number;
  readonly network: readonly LabelPair[];
}

/** On the host a port has its host number; a container without one is reached on its own address. */
function scopesOf(app: App, { hostPort, number }: EffectivePort): readonly Scope[] {
  if (isOnHostNetwork(app)) {
    return [{ scope: [['network-scope', 'host']], number: hostPort ?? number, network: [] }];
  }
  if (hostPort !== undefined) {
    return [{ scope: [['network-scope', 'host']], number: hostPort, network: [] }];
  }
  return app.networks.map(({ name }) => ({
    scope: [['network-scope', 'container']],
    number,
    network: name === undefined ? [] : [['network-name', name]],
  }));
}
