import { unreachable } from '@stoa/common';
import { upcomingVersion } from '../apps-book.ts';
import { parentOf, ROOT_ID, type AppId } from '../apps/app-id.ts';
import { cancelDeployment } from '../deployments/deploying.ts';
import { announce } from '../instances/instance-book.ts';
import { resetDelay } from '../launch-queue/launch-queue.ts';
import type { ApiFault, ApiOutcome, ApiRequest } from '../requests.ts';
import { afterWrites, type Step } from '../state.ts';
import { changeApps, deleteApp, restartApp, toldOf } from './app-changes.ts';
import { deploy, refused } from './deploy.ts';
import { changeGroup, previewGroup } from './group-changes.ts';
import { planSubject } from './plan-subject.ts';
import { planRevert } from './revert.ts';
import { killTasks } from './task-kills.ts';

/** A request of the API: decided now, answered when what it changed is durable. */
export function answerRequest(step: Step, replyTo: number, request: ApiRequest): void {
  const outcome = decide(step, request);
  const reply = { kind: 'reply', replyTo, outcome } as const;
  if (outcome.kind === 'refused') tellRefusal(step, request, outcome.fault);
  // What changed nothing must not wait for a store that may be broken.
  if (UNSTORED.has(outcome.kind)) step.effects.push(reply);
  else afterWrites(step, reply);
  if (outcome.kind === 'abdicated') afterWrites(step, { kind: 'abdicate' });
}

const UNSTORED: ReadonlySet<ApiOutcome['kind']> = new Set<ApiOutcome['kind']>([
  'refused',
  'previewed',
  'planned',
]);

function decide(step: Step, request: ApiRequest): ApiOutcome {
  const { state } = step;
  if (state.phase !== 'ready') return unavailable('the stored state is not loaded yet');
  const isPreview = request.kind === 'previewGroup' || request.kind === 'plan';
  if (state.isStoreBroken && !isPreview) {
    return unavailable('the store cannot be written: see the log, and free space on the disk');
  }
  switch (request.kind) {
    case 'changeApps':
      return changeApps(step, request);
    case 'deleteApp':
      return deleteApp(step, request);
    case 'restartApp':
      return restartApp(step, request);
    case 'changeGroup':
      return changeGroup(step, request);
    case 'previewGroup':
      return previewGroup(step, request);
    case 'plan':
      return planSubject(step, request.change);
    case 'killTasks':
      return killTasks(step, request);
    case 'cancelDeployment':
      return cancel(step, request.deploymentId, request.force);
    case 'resetDelay': {
      const record = state.apps.get(request.id);
      if (record === undefined || record.waiting.size === 0) {
        return refused({ kind: 'notQueued', id: request.id });
      }
      resetDelay(step, record);
      return { kind: 'delayReset' };
    }
    case 'abdicate':
      return { kind: 'abdicated' };
    default:
      return unreachable(request);
  }
}

/** Listeners hear of changes that came to nothing, too (marathon-api.md §9). */
function tellRefusal(step: Step, request: ApiRequest, fault: ApiFault): void {
  const groupId = changedBy(request);
  if (groupId === undefined || !TOLD_FAULTS.has(fault.kind)) return;
  const version = upcomingVersion(step);
  announce(step, { kind: 'groupChangeFailed', groupId, version, fault });
}

// Of a thing that is not there no change was begun.
const TOLD_FAULTS: ReadonlySet<ApiFault['kind']> = new Set<ApiFault['kind']>([
  'appExists',
  'groupExists',
  'invalid',
  'locked',
  'tooManyDeployments',
  'unprocessable',
]);

/** The group that a request would change. */
function changedBy(request: ApiRequest): AppId | undefined {
  switch (request.kind) {
    case 'changeApps':
      return toldOf(request);
    case 'deleteApp':
    case 'restartApp':
      return parentOf(request.id);
    case 'changeGroup':
      return request.toldOf;
    case 'killTasks':
      return request.scale ? ROOT_ID : undefined;
    default:
      return undefined;
  }
}

function unavailable(message: string): ApiOutcome {
  return refused({ kind: 'unavailable', message });
}

function cancel(step: Step, deploymentId: string, force: boolean): ApiOutcome {
  const deployment = step.state.deployments.get(deploymentId);
  if (deployment === undefined) return refused({ kind: 'unknownDeployment', deploymentId });
  if (force) {
    cancelDeployment(step, deployment);
    return { kind: 'deploymentStopped' };
  }
  const version = upcomingVersion(step);
  const revert = planRevert(step, deployment, version);
  const outcome = deploy(step, { ...revert, version, groupId: ROOT_ID }, true);
  // What it had touched may be unlike its plan without any app having changed: it ends all the same.
  const open = step.state.deployments.get(deploymentId);
  if (open !== undefined && outcome.kind === 'deployed') cancelDeployment(step, open);
  return outcome;
}
