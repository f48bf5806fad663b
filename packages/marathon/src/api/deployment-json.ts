import { renderIsoTime, type Timestamp } from '@stoa/common';
import type { DeploymentJson, DeploymentResultJson, StepJson } from '@stoa/proto/marathon';
import type { DeploymentView, MarathonReadView, StepView } from '../core/read-view.ts';
import { readinessJson } from './task-json.ts';

/** A running deployment (marathon-api.md §6). */
export function deploymentJson(
  deployment: DeploymentView,
  view: Pick<MarathonReadView, 'readinessOf'>,
): DeploymentJson {
  const { steps, currentStep } = deployment;
  const current = steps[currentStep - 1]?.actions ?? [];
  return {
    id: deployment.id,
    version: renderIsoTime(deployment.version),
    affectedApps: deployment.affectedApps,
    affectedPods: [],
    steps: steps.map(stepJson),
    currentActions: current.map(({ action, app }) => ({
      action,
      app,
      readinessCheckResults: view.readinessOf(app).map(readinessJson),
    })),
    currentStep,
    totalSteps: steps.length,
  };
}

/** One step with its actions. */
export function stepJson({ actions }: StepView): StepJson {
  return { actions: actions.map(({ action, app }) => ({ action, app })) };
}

/** What every change of apps answers. */
export function deploymentResultJson(
  version: Timestamp,
  deploymentId: string,
): DeploymentResultJson {
  return { version: renderIsoTime(version), deploymentId };
}
