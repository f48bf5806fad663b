import { answer } from './schema-parts.ts';
import { text, optional, integer, listOf, oneOf, type JsonOf } from './schema-types.ts';
import { ReadinessResultSchema } from './task.ts';

/** What a deployment does with an app or a pod. */
export const ActionNameSchema = oneOf([
  'StartApplication',
  'ScaleApplication',
  'RestartApplication',
  'StopApplication',
  'StartPod',
  'ScalePod',
  'RestartPod',
  'StopPod',
]);

const action = {
  action: ActionNameSchema,
  app: optional(text()),
  pod: optional(text()),
};
/** One step: its actions run side by side. */
export const StepSchema = answer({ actions: listOf(answer(action)) });
export type StepJson = JsonOf<typeof StepSchema>;

/** A running deployment (marathon-api.md §6). */
export const DeploymentSchema = answer({
  id: text(),
  version: text(),
  affectedApps: listOf(text()),
  affectedPods: listOf(text()),
  steps: listOf(StepSchema),
  currentActions: listOf(
    answer({ ...action, readinessCheckResults: listOf(ReadinessResultSchema) }),
  ),
  /** Counted from 1. */
  currentStep: integer(),
  totalSteps: integer(),
});
export type DeploymentJson = JsonOf<typeof DeploymentSchema>;

/** The plan inside deployment events. */
export const DeploymentPlanSchema = answer({
  id: text(),
  steps: listOf(StepSchema),
  version: text(),
});
export type DeploymentPlanJson = JsonOf<typeof DeploymentPlanSchema>;

/** What every change of apps and groups answers. */
export const DeploymentResultSchema = answer({
  version: text(),
  deploymentId: text(),
});
export type DeploymentResultJson = JsonOf<typeof DeploymentResultSchema>;
