import { nonEmpty, portNumber, whole, setOf } from './schema-parts.ts';
import {
  object,
  text,
  optional,
  integer,
  flag,
  listOf,
  oneOf,
  type JsonOf,
} from './schema-types.ts';

/** Who probes: the first three are run by the leader, the others beside the task. */
export const HealthCheckProtocolSchema = oneOf([
  'HTTP',
  'HTTPS',
  'TCP',
  'COMMAND',
  'MESOS_HTTP',
  'MESOS_HTTPS',
  'MESOS_TCP',
]);

/** One health check of an app (marathon-app.md §8). */
export const HealthCheckSchema = object({
  protocol: optional(HealthCheckProtocolSchema),
  path: optional(text()),
  portIndex: optional(whole),
  port: optional(portNumber),
  gracePeriodSeconds: optional(whole),
  intervalSeconds: optional(whole),
  timeoutSeconds: optional(whole),
  maxConsecutiveFailures: optional(whole),
  delaySeconds: optional(whole),
  ignoreHttp1xx: optional(flag()),
  ipProtocol: optional(oneOf(['IPv4', 'IPv6'])),
  command: optional(object({ value: nonEmpty })),
});
export type HealthCheckJson = JsonOf<typeof HealthCheckSchema>;

/** Whether a new task may take traffic; asked during deployments only. */
export const ReadinessCheckSchema = object({
  name: optional(nonEmpty),
  protocol: optional(oneOf(['HTTP', 'HTTPS'])),
  path: optional(text()),
  portName: optional(text()),
  intervalSeconds: optional(integer({ minimum: 1, maximum: 86_400 })),
  timeoutSeconds: optional(integer({ minimum: 1, maximum: 86_400 })),
  httpStatusCodesForReady: optional(
    setOf(integer({ minimum: 100, maximum: 999 }), { minItems: 1 }),
  ),
  preserveLastResponse: optional(flag()),
});
export type ReadinessCheckJson = JsonOf<typeof ReadinessCheckSchema>;

/** A check whose result is only told, never acted on. Exactly one of http, tcp, exec. */
export const CheckSchema = object({
  http: optional(
    object({
      portIndex: optional(whole),
      port: optional(portNumber),
      path: optional(text()),
      scheme: optional(oneOf(['HTTP', 'HTTPS'])),
    }),
  ),
  tcp: optional(object({ portIndex: optional(whole), port: optional(portNumber) })),
  exec: optional(
    object({
      command: object({
        shell: optional(nonEmpty),
        argv: optional(listOf(text(), { minItems: 1 })),
      }),
    }),
  ),
  intervalSeconds: optional(whole),
  timeoutSeconds: optional(whole),
  delaySeconds: optional(whole),
});
export type CheckJson = JsonOf<typeof CheckSchema>;
