import { err, milliseconds, ok, parseDuration, type Duration, type Result } from '@stoa/common';

/** What an agent tells the executors it starts (mesos-http.md §6.1). */
export interface ExecutorEnvironment {
  /** `host:port` of the agent. */
  readonly agentEndpoint: string;
  readonly frameworkId: string;
  readonly executorId: string;
  readonly sandbox: string;
  /** Whether the executor is to outlive a restart of its agent. */
  readonly isCheckpointed: boolean;
  readonly shutdownGracePeriod: Duration;
  /** How long a lost agent is waited for. */
  readonly recoveryTimeout: Duration;
  /** The longest pause between two attempts. */
  readonly subscriptionBackoffMax: Duration;
  /** Proves to the agent who asks; undefined when it wants no proof. */
  readonly authenticationToken: string | undefined;
}

/** Reads `MESOS_…` variables; the error names the first that is missing. */
export function parseExecutorEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Result<ExecutorEnvironment, string> {
  const agentEndpoint = env['MESOS_AGENT_ENDPOINT'];
  const frameworkId = env['MESOS_FRAMEWORK_ID'];
  const executorId = env['MESOS_EXECUTOR_ID'];
  if (agentEndpoint === undefined) return err('MESOS_AGENT_ENDPOINT is not set');
  if (frameworkId === undefined) return err('MESOS_FRAMEWORK_ID is not set');
  if (executorId === undefined) return err('MESOS_EXECUTOR_ID is not set');
  const duration = (name: string, fallbackMs: number): Duration =>
    parseDuration(env[name] ?? '') ?? milliseconds(fallbackMs);
  return ok({
    agentEndpoint,
    frameworkId,
    executorId,
    sandbox: env['MESOS_SANDBOX'] ?? env['MESOS_DIRECTORY'] ?? '.',
    isCheckpointed: env['MESOS_CHECKPOINT'] === '1',
    shutdownGracePeriod: duration('MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD', 5_000),
    recoveryTimeout: duration('MESOS_RECOVERY_TIMEOUT', 900_000),
    subscriptionBackoffMax: duration('MESOS_SUBSCRIPTION_BACKOFF_MAX', 2_000),
    authenticationToken: env['MESOS_EXECUTOR_AUTHENTICATION_TOKEN'],
  });
}
