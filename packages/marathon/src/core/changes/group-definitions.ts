import { err, ok, type Result, type Timestamp } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import type { ModelFault } from '../apps/app-change.ts';
import { resolveAppId, type AppId } from '../apps/app-id.ts';
import { planAppChange, type AppChangeContext } from '../apps/plan-app-change.ts';
import { assignServicePorts } from '../apps/service-ports.ts';
import { nextVersion } from '../apps/versions.ts';
import type { Transition } from '../deployments/deployment.ts';
import type { GroupTransition } from '../groups/group.ts';
import { FAULTS_MAX } from '../groups/limits.ts';
import { planGroupRecords } from '../groups/plan-group-records.ts';
import {
  isTopLevel,
  planGroupUpdate,
  type DefinedApp,
  type GroupUpdatePlan,
} from '../groups/plan-group-update.ts';
import type { RootChange, TargetRoot } from '../groups/target-root.ts';
import type { Places } from '../groups/validate-root.ts';
import type { ApiFault } from '../requests.ts';
import type { MarathonState } from '../state.ts';

/** A body, and what stands when it comes. */
export interface DefinitionInput {
  readonly id: AppId;
  readonly json: GroupUpdateJson;
  readonly now: TargetRoot;
  /** The moment that the change will have. */
  readonly version: Timestamp;
  readonly force: boolean;
}

/** What a body makes of apps and groups. */
export interface PlannedDefinition {
  readonly change: RootChange;
  readonly places: Places;
  /** The place of a group that was there and hands its role down from now on, or no longer. */
  readonly roleChange: string | undefined;
}

/**
 * Plans what a body defines. Apps that stay what they were are no part of the change, so that a body
 * of thousands of apps costs a deployment of the one that changed.
 */
export function planDefinition(
  state: MarathonState,
  input: DefinitionInput,
): Result<PlannedDefinition, ApiFault> {
  const { id, json, now, version } = input;
  const planned = planGroupUpdate(id, json, {
    appsBelow: (group) => now.appsBelow(group),
    groupsBelow: (group) => [...(state.groupsByGroup.get(group) ?? [])],
  });
  if (!planned.ok) return err({ kind: 'invalid', faults: planned.error });
  const plan = planned.value;
  const { settings } = state.config;
  const records = planGroupRecords(plan.groups, now, { version, settings });
  const groups = [...records, ...removals(plan.removedGroups, (group) => state.groups.get(group))];
  const defined = planApps(state, plan, groups, input);
  if (!defined.ok) return defined;
  const gone = removals(plan.removedApps, (app) => now.app(app));
  const places = new Map([...plan.groups, ...plan.apps].map((one) => [one.id, one.path]));
  return ok({
    change: { transitions: [...defined.value, ...gone], groups },
    places,
    roleChange: roleChange(plan, groups, input, settings.doNewGroupsEnforceRole),
  });
}

function removals<T>(
  ids: readonly AppId[],
  find: (id: AppId) => T | undefined,
): readonly { readonly id: AppId; readonly before: T; readonly after: undefined }[] {
  return ids.flatMap((id) => {
    const before = find(id);
    return before === undefined ? [] : [{ id, before, after: undefined }];
  });
}

function planApps(
  state: MarathonState,
  { apps }: GroupUpdatePlan,
  groups: readonly GroupTransition[],
  { now, version, force }: DefinitionInput,
): Result<readonly Transition[], ApiFault> {
  const planned = new Map(groups.map(({ id, after }) => [id, after]));
  const enforcesRole = (name: string): boolean | undefined => {
    const id = resolveAppId(name);
    return (planned.get(id) ?? now.group(id))?.enforceRole;
  };
  const transitions: Transition[] = [];
  const faults: ModelFault[] = [];
  const taken = new Set<number>();
  const { settings } = state.config;
  for (const app of apps) {
    const before = now.app(app.id);
    const context = { current: before, target: undefined, settings, force, enforcesRole };
    const spec = planOne(app, context);
    if (!spec.ok) {
      faults.push(...spec.error);
      if (faults.length >= FAULTS_MAX) break;
      continue;
    }
    const options = { current: before, book: state.servicePorts, taken };
    const assigned = assignServicePorts(spec.value, options);
    if (!assigned.ok) return err({ kind: 'unprocessable', message: assigned.error });
    const after = nextVersion(before, assigned.value, version);
    if (after !== before) transitions.push({ id: app.id, before, after });
  }
  return faults.length === 0 ? ok(transitions) : err({ kind: 'invalid', faults });
}

/** The faults of an app come with its place in the body. */
function planOne({ id, json, path }: DefinedApp, context: AppChangeContext) {
  const planned = planAppChange({ kind: 'replace', id, json }, context);
  if (planned.ok) return planned;
  const faults = planned.error.kind === 'invalid' ? planned.error.faults : [];
  return err(
    faults.map((fault) => ({
      path: fault.path === '/' ? path : `${path}${fault.path}`,
      message: fault.message,
    })),
  );
}

function roleChange(
  { groups: defined }: GroupUpdatePlan,
  groups: readonly GroupTransition[],
  { now }: DefinitionInput,
  enforcedByDefault: boolean,
): string | undefined {
  const changed = groups.find(({ id, before, after }) => {
    if (!isTopLevel(id) || after === undefined || !now.isGroup(id)) return false;
    return (before?.enforceRole ?? enforcedByDefault) !== after.enforceRole;
  });
  return defined.find(({ id }) => id === changed?.id)?.path;
}
