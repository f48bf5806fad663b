import type { CheckJson } from '@stoa/proto/marathon';
import { portsOf, type AppSpec, type HealthCheck, type ReadinessCheck } from '../app.ts';
import type { Faults } from './faults.ts';

const MESOS_PROTOCOLS: ReadonlySet<string> = new Set(['MESOS_HTTP', 'MESOS_HTTPS', 'MESOS_TCP']);

/** The rules of health, readiness and generic checks (marathon-app.md §8). */
export function validateChecks(spec: AppSpec, faults: Faults): void {
  const ports = portsOf(spec);
  const names = new Set(ports.map(({ name }) => name));
  faults.each('/healthChecks', spec.healthChecks, (check, part) => {
    validateHealthCheck(check, ports.length, part);
    part.require(
      check.ipProtocol === 'IPv4' ||
        (spec.container?.type === 'DOCKER' && MESOS_PROTOCOLS.has(check.protocol)),
      '/ipProtocol',
      'IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health checks',
    );
  });
  validateCounts(spec, faults);
  faults.each('/readinessChecks', spec.readinessChecks, (check, part) => {
    validateReadinessCheck(check, names, part);
  });
  if (spec.check === undefined) return;
  faults.require(
    spec.container?.type !== 'DOCKER',
    '',
    "AppDefinition must not use 'checks' if using docker",
  );
  validateCheck(spec.check, ports.length, faults.at('/check'));
}

function validateCounts({ healthChecks, readinessChecks }: AppSpec, faults: Faults): void {
  const count = (fits: (protocol: string) => boolean): number =>
    healthChecks.filter(({ protocol }) => fits(protocol)).length;
  const isSingle =
    count((protocol) => MESOS_PROTOCOLS.has(protocol)) <= 1 &&
    count((protocol) => protocol === 'COMMAND') <= 1;
  faults.require(
    isSingle,
    '/healthChecks',
    'AppDefinition can contain at most one Mesos health check',
  );
  faults.require(
    readinessChecks.length <= 1,
    '/readinessChecks',
    'AppDefinition can contain at most one readiness check',
  );
}

function validateHealthCheck(check: HealthCheck, portCount: number, faults: Faults): void {
  const { protocol, command, port, portIndex } = check;
  if (protocol === 'COMMAND') {
    faults.require(command !== undefined, '/command', 'not defined');
    return;
  }
  faults.require(command === undefined, '/command', 'must be empty');
  faults.require(
    port === undefined || portIndex === undefined,
    '',
    'HealthCheck must specify either a port or a portIndex',
  );
  if (port !== undefined) return;
  faults.require(
    portIndex !== undefined && portIndex < portCount,
    '/portIndex',
    'Health check port indices must address an element of the ports array or container port mappings.',
  );
}

function validateReadinessCheck(
  { portName, intervalSeconds, timeoutSeconds }: ReadinessCheck,
  names: ReadonlySet<string | undefined>,
  faults: Faults,
): void {
  faults.require(
    names.has(portName),
    '/portName',
    `No port definition reference for portName ${portName}`,
  );
  faults.require(
    timeoutSeconds < intervalSeconds,
    '/timeoutSeconds',
    `must be less than intervalSeconds, which is ${intervalSeconds}`,
  );
}

function validateCheck({ http, tcp, exec }: CheckJson, portCount: number, faults: Faults): void {
  const given = [http, tcp, exec].filter((kind) => kind !== undefined);
  faults.require(given.length === 1, '', 'Only one of http, tcp, or command may be specified');
  for (const [member, target] of [
    ['/http', http],
    ['/tcp', tcp],
  ] as const) {
    if (target === undefined) continue;
    const { port, portIndex } = target;
    const isAddressed =
      port === undefined
        ? portIndex !== undefined && portIndex < portCount
        : portIndex === undefined;
    faults.require(
      isAddressed,
      member,
      'check port index must address an element of the ports array or container port mappings.',
    );
  }
  if (exec === undefined) return;
  const { shell, argv } = exec.command;
  faults.require(
    (shell === undefined) !== (argv === undefined),
    '/exec/command',
    'exactly one of shell and argv must be given',
  );
}
