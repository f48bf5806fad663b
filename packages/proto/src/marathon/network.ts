import { Labels, NetworkName, Port, PortName } from './schema-parts.ts';
import { object, text, optional, listOf, oneOf, mapOf, type JsonOf } from './schema-types.ts';

/** How a task is attached to networks. */
export const NetworkModeSchema = oneOf(['container', 'container/bridge', 'host']);

/** One network of an app (marathon-app.md §6). */
export const NetworkSchema = object({
  name: optional(NetworkName),
  mode: optional(NetworkModeSchema),
  labels: optional(Labels),
});
export type NetworkJson = JsonOf<typeof NetworkSchema>;

/** Transport protocol of a port; the reverse spelling of both is refused. */
export const PortProtocolSchema = oneOf(['tcp', 'udp', 'udp,tcp']);
export type PortProtocol = JsonOf<typeof PortProtocolSchema>;

/** A port of an app on the host's network (marathon-app.md §7). */
export const PortDefinitionSchema = object({
  port: optional(Port),
  protocol: optional(PortProtocolSchema),
  name: optional(PortName),
  labels: optional(Labels),
});
export type PortDefinitionJson = JsonOf<typeof PortDefinitionSchema>;

/** A port of a container with a network of its own (marathon-app.md §4). */
export const PortMappingSchema = object({
  containerPort: optional(Port),
  hostPort: optional(Port),
  servicePort: optional(Port),
  protocol: optional(PortProtocolSchema),
  name: optional(PortName),
  labels: optional(Labels),
  networkNames: optional(listOf(NetworkName)),
});
export type PortMappingJson = JsonOf<typeof PortMappingSchema>;

/** The older way to ask for a network per container; read, never written. */
export const IpAddressSchema = object({
  networkName: optional(NetworkName),
  groups: optional(listOf(text())),
  labels: optional(Labels),
  discovery: optional(
    object({
      ports: optional(
        listOf(
          object({
            number: Port,
            name: PortName,
            protocol: optional(PortProtocolSchema),
            labels: optional(mapOf(text())),
          }),
        ),
      ),
    }),
  ),
});
export type IpAddressJson = JsonOf<typeof IpAddressSchema>;
