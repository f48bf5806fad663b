import { err, ok, type Result, type Timestamp } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import { upcomingVersion } from '../apps-book.ts';
import type { AppId } from '../apps/app-id.ts';
import { planSteps } from '../deployments/planner.ts';
import type { GroupChange } from '../groups/group-change.ts';
import { isTopLevel } from '../groups/plan-group-update.ts';
import { TargetRoot, type RootChange } from '../groups/target-root.ts';
import { validateRoot } from '../groups/validate-root.ts';
import type { ApiFault, ApiOutcome, ApiRequest } from '../requests.ts';
import type { Step } from '../state.ts';
import { deploy, refused } from './deploy.ts';
import { planDefinition } from './group-definitions.ts';
import { planGroupRollback, planGroupScale, planGroupRemoval } from './group-wholes.ts';

type RequestOf<K extends ApiRequest['kind']> = Extract<ApiRequest, { readonly kind: K }>;

/** A change of a group and what is in it, all in one deployment (marathon-api.md §4). */
export function changeGroup(step: Step, request: RequestOf<'changeGroup'>): ApiOutcome {
  const { change, force, toldOf } = request;
  const planned = planChange(step, change, force);
  if (!planned.ok) return refused(planned.error);
  const version = upcomingVersion(step);
  const outcome = deploy(step, { ...planned.value, version, groupId: toldOf }, force);
  if (outcome.kind !== 'deployed') return outcome;
  if (change.kind === 'enforceRole') return { kind: 'groupPatched' };
  if (change.kind !== 'create') return outcome;
  return { kind: 'groupCreated', id: change.id, version, deploymentId: outcome.deploymentId };
}

/** The steps that a change would take. Costs what planning costs, and leaves nothing behind. */
export function previewGroup(step: Step, { change }: RequestOf<'previewGroup'>): ApiOutcome {
  const planned = planChange(step, change, false);
  if (!planned.ok) return refused(planned.error);
  const { transitions } = planned.value;
  return {
    kind: 'previewed',
    steps: planSteps(transitions, new TargetRoot(step.state, planned.value)),
  };
}

/** What a change makes of apps and groups; leaves nothing behind. */
export function planChange(
  step: Step,
  change: GroupChange,
  force: boolean,
): Result<RootChange, ApiFault> {
  const { id } = change;
  const now = new TargetRoot(step.state, { transitions: [], groups: [] });
  const version = upcomingVersion(step);
  switch (change.kind) {
    case 'create':
      if (now.isGroup(id)) return err({ kind: 'groupExists', id, isApp: false });
      if (now.isApp(id)) return err({ kind: 'groupExists', id, isApp: true });
      return planUpdate(step, change, { now, version, force });
    case 'update':
      return planUpdate(step, change, { now, version, force });
    case 'enforceRole': {
      const { enforceRole } = change;
      if (!isTopLevel(id)) return invalid('/', 'Path needs to be top-level');
      if (!now.isGroup(id)) return err({ kind: 'unknownGroup', id });
      return planUpdate(step, { id, json: { enforceRole } }, { now, version, force });
    }
    case 'delete':
      if (!now.isGroup(id)) return err({ kind: 'unknownGroup', id });
      return ok(planGroupRemoval(step.state, id));
    case 'scale':
      if (!now.isGroup(id)) return err({ kind: 'unknownGroup', id });
      return planGroupScale(step.state, change, version);
    case 'rollback':
      return validated(step, planGroupRollback(step.state, change, version));
  }
}

function planUpdate(
  step: Step,
  { id, json }: { readonly id: AppId; readonly json: GroupUpdateJson },
  options: { readonly now: TargetRoot; readonly version: Timestamp; readonly force: boolean },
): Result<RootChange, ApiFault> {
  const planned = planDefinition(step.state, { id, json, ...options });
  if (!planned.ok) return planned;
  const { change, places, roleChange } = planned.value;
  const target = new TargetRoot(step.state, change);
  const faults = validateRoot(target, change, places);
  if (faults.length > 0) return err({ kind: 'invalid', faults });
  if (roleChange !== undefined && change.transitions.length > 0) {
    return invalid(`${roleChange}/enforceRole`, ROLE_ALONE);
  }
  return ok(change);
}

const ROLE_ALONE =
  'enforceRole cannot be modified in a request that adds, removes or modifies services; ' +
  'please make these changes in separate requests.';

/** What goes back to what was may still meet what came since. */
function validated(
  step: Step,
  planned: Result<RootChange, ApiFault>,
): Result<RootChange, ApiFault> {
  if (!planned.ok) return planned;
  const target = new TargetRoot(step.state, planned.value);
  const [fault] = validateRoot(target, planned.value, new Map());
  return fault === undefined ? planned : invalid('/version', fault.message);
}

function invalid(path: string, message: string): Result<never, ApiFault> {
  return err({ kind: 'invalid', faults: [{ path, message }] });
}
