import { ok, type Result } from '@stoa/common';
import { planSteps } from '../deployments/planner.ts';
import { TargetRoot, type RootChange } from '../groups/target-root.ts';
import type { ApiFault, ApiOutcome, PlanSubject } from '../requests.ts';
import type { Step } from '../state.ts';
import { planApps } from './app-changes.ts';
import { refused } from './deploy.ts';
import { planChange } from './group-changes.ts';

/**
 * What a change would do. Costs what planning costs, and leaves nothing behind; that running
 * deployments are in the way is told, not refused.
 */
export function planSubject(step: Step, subject: PlanSubject): ApiOutcome {
  const planned = planRoot(step, subject);
  if (!planned.ok) return refused(planned.error);
  const { transitions } = planned.value;
  const steps = planSteps(transitions, new TargetRoot(step.state, planned.value));
  const { apps, deployments } = step.state;
  const touched = steps.flatMap(({ actions }) => actions.map(({ app }) => app));
  const ids = touched.flatMap((id) => apps.get(id)?.deploymentId ?? []);
  const conflicts = [...new Set(ids)].filter((id) => deployments.has(id));
  return { kind: 'planned', plan: { transitions, steps, conflicts } };
}

function planRoot(step: Step, subject: PlanSubject): Result<RootChange, ApiFault> {
  if (subject.kind === 'group') return planChange(step, subject.change, false);
  const planned = planApps(step, { changes: subject.changes, force: false });
  if ('kind' in planned) return { ok: false, error: planned };
  return ok({ transitions: planned.map(({ transition }) => transition), groups: [] });
}
