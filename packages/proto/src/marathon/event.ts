import type { AppAnswerJson } from './app-info.ts';
import type { HealthCheckJson } from './checks.ts';
import type { DeploymentPlanJson, StepJson } from './deployment.ts';

interface PlanMembers {
  readonly plan: DeploymentPlanJson;
  readonly currentStep: StepJson;
}

/** Members of each event beside `eventType` and `timestamp` (marathon-api.md §9). */
export interface EventMembers {
  readonly api_post_event: {
    readonly clientIp: string;
    readonly uri: string;
    readonly appDefinition: AppAnswerJson;
  };
  readonly group_change_success: { readonly groupId: string; readonly version: string };
  readonly group_change_failed: {
    readonly groupId: string;
    readonly version: string;
    readonly reason: string;
  };
  readonly deployment_info: PlanMembers;
  readonly deployment_step_success: PlanMembers;
  readonly deployment_step_failure: PlanMembers;
  readonly deployment_success: { readonly id: string; readonly plan: DeploymentPlanJson };
  readonly deployment_failed: {
    readonly id: string;
    readonly plan: DeploymentPlanJson;
    readonly reason: string;
  };
  readonly app_terminated_event: { readonly appId: string };
  readonly status_update_event: {
    readonly slaveId: string;
    readonly taskId: string;
    readonly taskStatus: string;
    /** At most 10,000 characters. */
    readonly message: string;
    readonly appId: string;
    readonly host: string;
    readonly ipAddresses: readonly {
      readonly ipAddress: string;
      readonly protocol: 'IPv4' | 'IPv6';
    }[];
    readonly ports: readonly number[];
    readonly version: string;
  };
  readonly instance_changed_event: {
    readonly instanceId: string;
    readonly condition: string;
    readonly runSpecId: string;
    readonly agentId: string | null;
    readonly host: string | null;
    readonly runSpecVersion: string;
  };
  readonly unknown_instance_terminated_event: {
    readonly instanceId: string;
    readonly runSpecId: string;
    readonly condition: string;
  };
  readonly instance_health_changed_event: {
    readonly instanceId: string;
    readonly runSpecId: string;
    readonly healthy: boolean | null;
    readonly runSpecVersion: string;
  };
  readonly health_status_changed_event: {
    readonly appId: string;
    readonly instanceId: string;
    readonly version: string;
    readonly alive: boolean;
  };
  readonly add_health_check_event: {
    readonly appId: string;
    readonly version: string;
    readonly healthCheck: HealthCheckJson;
  };
  readonly remove_health_check_event: { readonly appId: string };
  readonly failed_health_check_event: {
    readonly appId: string;
    readonly taskId: string;
    readonly healthCheck: HealthCheckJson;
  };
  readonly unhealthy_instance_kill_event: {
    readonly appId: string;
    readonly taskId: string;
    readonly instanceId: string;
    readonly version: string;
    readonly reason: string;
    readonly host: string;
    readonly slaveId: string;
  };
  readonly event_stream_attached: { readonly remoteAddress: string };
  readonly event_stream_detached: { readonly remoteAddress: string };
  readonly scheduler_registered_event: { readonly frameworkId: string; readonly master: string };
  readonly scheduler_reregistered_event: { readonly master: string };
  readonly scheduler_disconnected_event: {};
  readonly framework_message_event: {
    readonly executorId: string;
    readonly slaveId: string;
    readonly message: readonly number[];
  };
}

export type EventType = keyof EventMembers;

/** One event of `GET /v2/events` as its `data:` line holds it; the timestamp is ISO 8601. */
export type EventJson<T extends EventType = EventType> = {
  [K in T]: EventMembers[K] & { readonly eventType: K; readonly timestamp: string };
}[T];
