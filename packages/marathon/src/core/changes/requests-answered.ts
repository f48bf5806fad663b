import { unreachable } from '@stoa/common';
import { nextVersionTime } from '../apps-book.ts';
import { cancelDeployment } from '../deployments/deploying.ts';
import { resetDelay } from '../launch-queue/launch-queue.ts';
import type { ApiOutcome, ApiRequest } from '../requests.ts';
import { afterWrites, type Step } from '../state.ts';
import {
  changeApps,
  deleteApp,
  deploy,
  refused,
  restartApp,
  revertTransitions,
} from './app-changes.ts';
import { killTasks } from './task-kills.ts';

/** A request of the API: decided now, answered when what it changed is durable. */
export function answerRequest(step: Step, replyTo: number, request: ApiRequest): void {
  const outcome = decide(step, request);
  const reply = { kind: 'reply', replyTo, outcome } as const;
  // A refusal changed nothing: it must not wait for a store that may be broken.
  if (outcome.kind === 'refused') step.effects.push(reply);
  else afterWrites(step, reply);
  if (outcome.kind === 'abdicated') afterWrites(step, { kind: 'abdicate' });
}

function decide(step: Step, request: ApiRequest): ApiOutcome {
  const { state } = step;
  if (state.phase !== 'ready') return unavailable('the stored state is not loaded yet');
  if (state.isStoreBroken) {
    return unavailable('the store cannot be written: see the log, and free space on the disk');
  }
  switch (request.kind) {
    case 'changeApps':
      return changeApps(step, request);
    case 'deleteApp':
      return deleteApp(step, request);
    case 'restartApp':
      return restartApp(step, request);
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
  const version = nextVersionTime(step);
  const transitions = revertTransitions(step, deployment.transitions, version);
  const outcome = deploy(step, { version, transitions, force: true });
  // What it had touched may be unlike its plan without any app having changed: it ends all the same.
  const open = step.state.deployments.get(deploymentId);
  if (open !== undefined && outcome.kind === 'deployed') cancelDeployment(step, open);
  return outcome;
}
