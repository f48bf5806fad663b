// What the API asks of the kernel and what it hears back, as data: `api/` translates both ways.
import type { Timestamp } from '@stoa/common';
import type { AppChange, ModelFault } from './apps/app-change.ts';
import type { AppId } from './apps/app-id.ts';
import type { AppSpec } from './apps/app.ts';
import type { GroupChange } from './groups/group-change.ts';
import type { ChangePlan } from './plan/change-plan.ts';
import type { StepView, TaskView } from './read-view.ts';

/** Which tasks shall end. */
export type TaskSelection =
  /** All of an app, or those on one host. */
  | { readonly kind: 'app'; readonly appId: AppId; readonly host: string | undefined }
  | { readonly kind: 'task'; readonly appId: AppId; readonly taskId: string }
  /** Any tasks; those that are gone are left out. */
  | { readonly kind: 'tasks'; readonly taskIds: readonly string[] };

/** What is planned: apps by themselves, or a group with all that is in it. */
export type PlanSubject =
  | { readonly kind: 'apps'; readonly changes: readonly AppChange[] }
  | { readonly kind: 'group'; readonly change: GroupChange };

/** A request that changes something; `force` overrides running deployments. */
export type ApiRequest =
  | {
      readonly kind: 'changeApps';
      /** One deployment for all of them, or none of them when one is at fault. */
      readonly changes: readonly AppChange[];
      readonly force: boolean;
      /** What `api_post_event` tells; undefined where none is sent (bulk changes). */
      readonly source: { readonly clientIp: string; readonly uri: string } | undefined;
    }
  | { readonly kind: 'deleteApp'; readonly id: AppId; readonly force: boolean }
  | {
      readonly kind: 'changeGroup';
      readonly change: GroupChange;
      readonly force: boolean;
      /** The group that listeners are told has changed. */
      readonly toldOf: AppId;
    }
  /** What a change would do, in full; nothing is done. */
  | { readonly kind: 'plan'; readonly change: PlanSubject }
  /** What a change of a group would do; nothing is done. */
  | { readonly kind: 'previewGroup'; readonly change: GroupChange }
  | { readonly kind: 'restartApp'; readonly id: AppId; readonly force: boolean }
  | {
      readonly kind: 'killTasks';
      readonly selection: TaskSelection;
      /** Instances shrink by the number of tasks, by a deployment; never together with `wipe`. */
      readonly scale: boolean;
      /** The instance is given up with its reservation. */
      readonly wipe: boolean;
      readonly force: boolean;
    }
  /** Without `force` a deployment that undoes it starts; with it, it stops where it stands. */
  | { readonly kind: 'cancelDeployment'; readonly deploymentId: string; readonly force: boolean }
  /** The launch delay of an app begins anew. */
  | { readonly kind: 'resetDelay'; readonly id: AppId }
  /** Gives up leadership; the process ends. */
  | { readonly kind: 'abdicate' };

/** Why a request was refused; nothing has changed. */
export type ApiFault =
  | { readonly kind: 'unknownApp'; readonly id: AppId; readonly version?: Timestamp }
  | { readonly kind: 'unknownGroup'; readonly id: AppId; readonly version?: Timestamp }
  | { readonly kind: 'unknownTask'; readonly taskId: string }
  | { readonly kind: 'unknownDeployment'; readonly deploymentId: string }
  | { readonly kind: 'notQueued'; readonly id: AppId }
  | { readonly kind: 'appExists'; readonly id: AppId }
  /** The id of a group to be made is a group's or an app's already. */
  | { readonly kind: 'groupExists'; readonly id: AppId; readonly isApp: boolean }
  /** The definition breaks rules. */
  | { readonly kind: 'invalid'; readonly faults: readonly ModelFault[] }
  /** Running deployments touch the same apps. */
  | { readonly kind: 'locked'; readonly deploymentIds: readonly string[] }
  | { readonly kind: 'tooManyDeployments'; readonly max: number }
  /** 422 with a message alone, such as an exhausted range of service ports. */
  | { readonly kind: 'unprocessable'; readonly message: string }
  | { readonly kind: 'badRequest'; readonly message: string }
  /** Not now: state is not loaded, or could not be written. */
  | { readonly kind: 'unavailable'; readonly message: string };

/** What became of a request. Sent only when what it tells is durable. */
export type ApiOutcome =
  /** A POST: the definition as it was sent, service ports not yet chosen (marathon-api.md §2.1). */
  | {
      readonly kind: 'appCreated';
      readonly spec: AppSpec;
      readonly version: Timestamp;
      readonly deploymentId: string;
    }
  | {
      readonly kind: 'deployed';
      readonly version: Timestamp;
      readonly deploymentId: string;
      /** The one app of the request did not exist before. */
      readonly isCreated: boolean;
    }
  | {
      readonly kind: 'groupCreated';
      readonly id: AppId;
      readonly version: Timestamp;
      readonly deploymentId: string;
    }
  /** A PATCH of a group. */
  | { readonly kind: 'groupPatched' }
  /** What a change would do, in full; nothing has changed. */
  | { readonly kind: 'planned'; readonly plan: ChangePlan }
  /** What a deployment would do; nothing has changed. */
  | { readonly kind: 'previewed'; readonly steps: readonly StepView[] }
  /** As they were when their end was decided, in the order of the selection. */
  | { readonly kind: 'tasksKilled'; readonly tasks: readonly TaskView[] }
  /** The same for a selection of one task by its id. */
  | { readonly kind: 'taskKilled'; readonly task: TaskView }
  /** A forced cancel. */
  | { readonly kind: 'deploymentStopped' }
  | { readonly kind: 'delayReset' }
  | { readonly kind: 'abdicated' }
  | { readonly kind: 'refused'; readonly fault: ApiFault };
