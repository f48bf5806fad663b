import { renderIsoTime, timestamp, unreachable, type Timestamp } from '@stoa/common';
import type { EventJson } from '@stoa/proto/marathon';
import type { Announcement } from '../core/effects.ts';
import type { DeploymentView } from '../core/read-view.ts';
import { appJson } from './app-json.ts';
import { stepJson } from './deployment-json.ts';
import { faultMessage } from './replies.ts';

/** An announcement as listeners of `/v2/events` hear it (marathon-api.md §9). */
export function eventJson(announcement: Announcement, at: Timestamp): EventJson {
  return { ...announcementJson(announcement), timestamp: renderIsoTime(at) };
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'timestamp'> : never;

function announcementJson(told: Announcement): WithoutTime<EventJson> {
  switch (told.kind) {
    case 'apiPost': {
      const { clientIp, uri, app } = told;
      return { clientIp, uri, appDefinition: appJson(app), eventType: 'api_post_event' };
    }
    case 'groupChanged': {
      const version = isoTime(told.version);
      return { groupId: told.groupId, version, eventType: 'group_change_success' };
    }
    case 'groupChangeFailed': {
      const { groupId, fault } = told;
      const version = isoTime(told.version);
      return { groupId, version, reason: faultMessage(fault), eventType: 'group_change_failed' };
    }
    case 'deploymentInfo':
    case 'deploymentStepSuccess':
    case 'deploymentSuccess':
    case 'deploymentFailed':
      return deploymentEvent(told);
    case 'appTerminated':
      return { appId: told.appId, eventType: 'app_terminated_event' };
    case 'statusUpdate':
    case 'instanceChanged':
    case 'unknownInstanceTerminated':
    case 'instanceHealthChanged':
      return instanceEvent(told);
    case 'healthCheckAdded':
    case 'healthChecksRemoved':
    case 'healthCheckFailed':
    case 'healthStatusChanged':
    case 'unhealthyInstanceKill':
      return healthEvent(told);
    case 'registered': {
      const { frameworkId, master } = told;
      return { frameworkId, master, eventType: 'scheduler_registered_event' };
    }
    case 'reregistered':
      return { master: told.master, eventType: 'scheduler_reregistered_event' };
    case 'disconnected':
      return { eventType: 'scheduler_disconnected_event' };
    case 'frameworkMessage': {
      const { executorId, agentId: slaveId, data } = told;
      return { executorId, slaveId, message: [...data], eventType: 'framework_message_event' };
    }
    default:
      return unreachable(told);
  }
}

// The kernel counts versions in bare milliseconds.
function isoTime(version: number): string {
  return renderIsoTime(timestamp(version));
}

type Told<K extends Announcement['kind']> = Extract<Announcement, { kind: K }>;

function deploymentEvent(
  told: Told<'deploymentInfo' | 'deploymentStepSuccess' | 'deploymentSuccess' | 'deploymentFailed'>,
): WithoutTime<EventJson> {
  const plan = planJson(told.plan);
  switch (told.kind) {
    case 'deploymentInfo':
      return { ...stepMembers(told), eventType: 'deployment_info' };
    case 'deploymentStepSuccess':
      return { ...stepMembers(told), eventType: 'deployment_step_success' };
    case 'deploymentSuccess':
      return { id: plan.id, plan, eventType: 'deployment_success' };
    case 'deploymentFailed':
      return { id: plan.id, plan, reason: told.reason, eventType: 'deployment_failed' };
  }
}

function planJson({ id, steps, version }: DeploymentView) {
  return { id, steps: steps.map(stepJson), version: renderIsoTime(version) };
}

function stepMembers({ plan, step }: Told<'deploymentInfo' | 'deploymentStepSuccess'>) {
  const current = plan.steps[step - 1];
  return {
    plan: planJson(plan),
    currentStep: current === undefined ? { actions: [] } : stepJson(current),
  };
}

function instanceEvent(
  told: Told<
    'statusUpdate' | 'instanceChanged' | 'unknownInstanceTerminated' | 'instanceHealthChanged'
  >,
): WithoutTime<EventJson> {
  switch (told.kind) {
    case 'statusUpdate':
      return statusEvent(told);
    case 'instanceChanged':
      return {
        instanceId: told.instanceId,
        condition: told.condition,
        runSpecId: told.appId,
        agentId: told.agentId ?? null,
        host: told.host ?? null,
        runSpecVersion: isoTime(told.version),
        eventType: 'instance_changed_event',
      };
    case 'unknownInstanceTerminated': {
      const { instanceId, appId, condition } = told;
      return {
        instanceId,
        runSpecId: appId,
        condition,
        eventType: 'unknown_instance_terminated_event',
      };
    }
    case 'instanceHealthChanged':
      return {
        instanceId: told.instanceId,
        runSpecId: told.appId,
        healthy: told.healthy ?? null,
        runSpecVersion: isoTime(told.version),
        eventType: 'instance_health_changed_event',
      };
  }
}

function healthEvent(
  told: Told<
    | 'healthCheckAdded'
    | 'healthChecksRemoved'
    | 'healthCheckFailed'
    | 'healthStatusChanged'
    | 'unhealthyInstanceKill'
  >,
): WithoutTime<EventJson> {
  const { appId } = told;
  switch (told.kind) {
    case 'healthCheckAdded': {
      const version = isoTime(told.version);
      return { appId, version, healthCheck: told.check, eventType: 'add_health_check_event' };
    }
    case 'healthChecksRemoved':
      return { appId, eventType: 'remove_health_check_event' };
    case 'healthCheckFailed': {
      // Its `taskId` has always held the id of the instance.
      const { instanceId: taskId, check: healthCheck } = told;
      return { appId, taskId, healthCheck, eventType: 'failed_health_check_event' };
    }
    case 'healthStatusChanged': {
      const { instanceId, alive } = told;
      const version = isoTime(told.version);
      return { appId, instanceId, version, alive, eventType: 'health_status_changed_event' };
    }
    case 'unhealthyInstanceKill': {
      const { taskId, instanceId, reason, host, agentId: slaveId = '' } = told;
      const version = isoTime(told.version);
      const eventType = 'unhealthy_instance_kill_event';
      return { appId, taskId, instanceId, version, reason, host, slaveId, eventType };
    }
  }
}

function statusEvent({ task, taskStatus, message }: Told<'statusUpdate'>): WithoutTime<EventJson> {
  return {
    slaveId: task.agentId ?? '',
    taskId: task.id,
    taskStatus,
    message,
    appId: task.appId,
    host: task.host,
    ipAddresses: task.ipAddresses,
    ports: task.ports,
    version: renderIsoTime(task.version),
    eventType: 'status_update_event',
  };
}
