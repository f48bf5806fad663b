import type { CheckInfo, CommandInfo, HealthCheck } from '@stoa/proto';

/** A health check with exactly one way to probe is of that type, said or not (mesos-http.md §4.5). */
export function withHealthCheckType(check: HealthCheck): HealthCheck {
  if (check.type !== undefined) return check;
  const types = [
    ...(check.command === undefined ? [] : (['COMMAND'] as const)),
    ...(check.http === undefined ? [] : (['HTTP'] as const)),
    ...(check.tcp === undefined ? [] : (['TCP'] as const)),
  ];
  const [type] = types;
  return types.length === 1 ? { ...check, type } : check;
}

/** The first fault of a health check. */
export function validateHealthCheck(check: HealthCheck): string | undefined {
  return healthProbeFault(check) ?? timesFault(check, 'grace_period_seconds');
}

/** The first fault of a check that only reports. */
export function validateCheck(check: CheckInfo): string | undefined {
  return checkProbeFault(check) ?? timesFault(check);
}

function healthProbeFault({ type, command, http, tcp }: HealthCheck): string | undefined {
  switch (type) {
    case undefined:
      return "HealthCheck must specify 'type'";
    case 'COMMAND':
      if (command === undefined) return "Expecting 'command' to be set for COMMAND health check";
      return commandFault(command, 'Command health check');
    case 'HTTP':
      if (http === undefined) return "Expecting 'http' to be set for HTTP health check";
      if (http.scheme !== undefined && http.scheme !== 'http' && http.scheme !== 'https') {
        return `Unsupported HTTP health check scheme: '${http.scheme}'`;
      }
      return portFault(http.port, 'HTTP health check') ?? pathFault(http.path, 'HTTP health check');
    case 'TCP':
      if (tcp === undefined) return "Expecting 'tcp' to be set for TCP health check";
      return portFault(tcp.port, 'TCP health check');
    case 'UNKNOWN':
      return "'UNKNOWN' is not a valid health check type";
  }
}

function checkProbeFault({ type, command, http, tcp }: CheckInfo): string | undefined {
  switch (type) {
    case undefined:
      return "CheckInfo must specify 'type'";
    case 'COMMAND':
      if (command === undefined) return "Expecting 'command' to be set for COMMAND check";
      return commandFault(command.command, 'Command check');
    case 'HTTP':
      if (http === undefined) return "Expecting 'http' to be set for HTTP check";
      return portFault(http.port, 'HTTP check') ?? pathFault(http.path, 'HTTP check');
    case 'TCP':
      if (tcp === undefined) return "Expecting 'tcp' to be set for TCP check";
      return portFault(tcp.port, 'TCP check');
    case 'UNKNOWN':
      return "'UNKNOWN' is not a valid check type";
  }
}

function commandFault({ value, shell = true }: CommandInfo, what: string): string | undefined {
  if (value !== undefined) return undefined;
  return `${what} must contain ${shell ? "'shell command'" : "'executable path'"}`;
}

function pathFault(path: string | undefined, what: string): string | undefined {
  if (path === undefined || path.startsWith('/')) return undefined;
  return `The path '${path}' of ${what} must start with '/'`;
}

function portFault(port: number, what: string): string | undefined {
  if (port >= 0 && port <= 65_535) return undefined;
  return `The port ${port} of ${what} must be between 0 and 65535`;
}

const TIMES = ['delay_seconds', 'interval_seconds', 'timeout_seconds'] as const;

function timesFault(
  check: Pick<HealthCheck, (typeof TIMES)[number] | 'grace_period_seconds'>,
  ...more: readonly 'grace_period_seconds'[]
): string | undefined {
  for (const name of [...TIMES, ...more]) {
    const value = check[name] ?? 0;
    if (!(value >= 0 && Number.isFinite(value))) return `Expecting '${name}' to be non-negative`;
  }
  return undefined;
}
