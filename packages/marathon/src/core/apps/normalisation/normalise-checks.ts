import type { HealthCheckJson, ReadinessCheckJson } from '@stoa/proto/marathon';
import type { HealthCheck, ReadinessCheck } from '../app.ts';

const HTTP_FAMILY: ReadonlySet<string> = new Set(['HTTP', 'HTTPS', 'MESOS_HTTP', 'MESOS_HTTPS']);

/** A health check with its defaults; load balancers read them, so they are written out. */
export function normaliseHealthCheck(check: HealthCheckJson, hasPorts: boolean): HealthCheck {
  const { protocol = 'HTTP', command, port } = check;
  const path = check.path ?? (HTTP_FAMILY.has(protocol) ? '/' : undefined);
  const isIndexed = port === undefined && hasPorts && protocol !== 'COMMAND';
  const portIndex = check.portIndex ?? (isIndexed ? 0 : undefined);
  return {
    protocol,
    ...(path === undefined ? {} : { path }),
    ...(portIndex === undefined ? {} : { portIndex }),
    ...(port === undefined ? {} : { port }),
    ...(command === undefined ? {} : { command }),
    gracePeriodSeconds: check.gracePeriodSeconds ?? 300,
    intervalSeconds: check.intervalSeconds ?? 60,
    timeoutSeconds: check.timeoutSeconds ?? 20,
    maxConsecutiveFailures: check.maxConsecutiveFailures ?? 3,
    delaySeconds: check.delaySeconds ?? 15,
    ignoreHttp1xx: check.ignoreHttp1xx ?? false,
    ipProtocol: check.ipProtocol ?? 'IPv4',
  };
}

/** A readiness check with its defaults. */
export function normaliseReadinessCheck(check: ReadinessCheckJson): ReadinessCheck {
  return {
    name: check.name ?? 'readinessCheck',
    protocol: check.protocol ?? 'HTTP',
    path: check.path ?? '/',
    portName: check.portName ?? 'http-api',
    intervalSeconds: check.intervalSeconds ?? 30,
    timeoutSeconds: check.timeoutSeconds ?? 10,
    httpStatusCodesForReady: check.httpStatusCodesForReady ?? [200],
    preserveLastResponse: check.preserveLastResponse ?? false,
  };
}
