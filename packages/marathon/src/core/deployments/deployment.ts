import type { Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { GroupTransition } from '../groups/group.ts';
import type { ActionName, DeploymentView, StepView } from '../read-view.ts';

/** One app from what it was to what it shall be; `undefined`: it was not, or shall not be. */
export interface Transition {
  readonly id: AppId;
  readonly before: App | undefined;
  readonly after: App | undefined;
}

/** One thing to do to one app. */
export interface Action {
  readonly action: ActionName;
  readonly app: AppId;
}

/**
 * A plan under way: steps in order, the actions of one side by side. Stored whole, so that another
 * leader goes on at the step where this one stood.
 */
export interface Deployment {
  readonly id: string;
  readonly version: Timestamp;
  readonly transitions: readonly Transition[];
  /** What changed of groups, to be undone with it; absent where nothing did. */
  readonly groups?: readonly GroupTransition[];
  readonly steps: readonly StepView[];
  /** The step under way, counted from 0; equal to the number of steps when all are done. */
  readonly stepIndex: number;
}

/** A deployment as the API shows it. */
export function deploymentViewOf(deployment: Deployment): DeploymentView {
  const { id, version, steps, stepIndex } = deployment;
  return {
    id,
    version,
    affectedApps: affectedApps(deployment),
    steps,
    currentStep: Math.min(stepIndex + 1, steps.length),
  };
}

/** Every app with an action, once. */
export function affectedApps({ steps }: Pick<Deployment, 'steps'>): readonly AppId[] {
  return [...new Set(steps.flatMap(({ actions }) => actions.map(({ app }) => app)))];
}
