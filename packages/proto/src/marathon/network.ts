import { freeLabels, networkName, portNumber, portName } from './schema-parts.ts';
import { object, text, optional, listOf, oneOf, mapOf, type JsonOf } from './schema-types.ts';

/** How a task is attached to networks. */
export const NetworkModeSchema = oneOf(['container', 'container/bridge', 'host']);

/** One network of an app (marathon-app.md §6). */
export const NetworkSchema = object({
  name: optional(networkName),
  mode: optional(NetworkModeSchema),
  labels: optional(freeLabels),
});
export type NetworkJson = JsonOf<typeof NetworkSchema>;

/** Transport protocol of a port; the reverse spelling of both is refused. */
export const PortProtocolSchema = oneOf(['tcp', 'udp', 'udp,tcp']);
export type PortProtocol = JsonOf<typeof PortProtocolSchema>;

/** A port of an app on the host's network (marathon-app.md §7). */
export const PortDefinitionSchema = object({
  port: optional(portNumber),
  protocol: optional(PortProtocolSchema),
  name: optional(portName),
  labels: optional(freeLabels),
});
export type PortDefinitionJson = JsonOf<typeof PortDefinitionSchema>;

/** A port of a container with a network of its own (marathon-app.md §4). */
export const PortMappingSchema = object({
  containerPort: optional(portNumber),
  hostPort: optional(portNumber),
  servicePort: optional(portNumber),
  protocol: optional(PortProtocolSchema),
  name: optional(portName),
  labels: optional(freeLabels),
  networkNames: optional(listOf(networkName)),
});
export type PortMappingJson = JsonOf<typeof PortMappingSchema>;

/** The older way to ask for a network per container; read, never written. */
export const IpAddressSchema = object({
  networkName: optional(networkName),
  groups: optional(listOf(text())),
  labels: optional(freeLabels),
  discovery: optional(
    object({
      ports: optional(
        listOf(
          object({
            number: portNumber,
            name: portName,
            protocol: optional(PortProtocolSchema),
            labels: optional(mapOf(text())),
          }),
        ),
      ),
    }),
  ),
});
export type IpAddressJson = JsonOf<typeof IpAddressSchema>;
