import {
  planDeployment,
  startDeployment,
  validateDeployment,
  type Change,
} from '../deployments/deploying.ts';
import type { ApiFault, ApiOutcome } from '../requests.ts';
import { count, type Step } from '../state.ts';

/** Plans, validates and begins a deployment; the outcome is not durable yet. */
export function deploy(step: Step, change: Change, force: boolean): ApiOutcome {
  const planned = planDeployment(step, change);
  const fault = validateDeployment(step, planned, force);
  if (fault !== undefined) count(step, 'deployments.dismissed');
  if (fault !== undefined) return refused(fault);
  startDeployment(step, planned);
  const deploymentId = planned.deployment.id;
  return { kind: 'deployed', version: change.version, deploymentId, isCreated: false };
}

/** The answer to a request that changed nothing. */
export function refused(fault: ApiFault): ApiOutcome {
  return { kind: 'refused', fault };
}
