import { upcomingVersion } from '../apps-book.ts';
import type { AppChange } from '../apps/app-change.ts';
import { parentOf, resolveAppId, ROOT_ID, type AppId } from '../apps/app-id.ts';
import type { AppSpec } from '../apps/app.ts';
import { planAppChange } from '../apps/plan-app-change.ts';
import { assignServicePorts } from '../apps/service-ports.ts';
import { validateAmongApps } from '../apps/validation/validate-among-apps.ts';
import { nextVersion, restartedVersion } from '../apps/versions.ts';
import type { Transition } from '../deployments/deployment.ts';
import { announce } from '../instances/instance-book.ts';
import { TargetRoot } from '../groups/target-root.ts';
import type { ApiFault, ApiOutcome, ApiRequest } from '../requests.ts';
import type { Step } from '../state.ts';
import { deploy, refused } from './deploy.ts';

type RequestOf<K extends ApiRequest['kind']> = Extract<ApiRequest, { readonly kind: K }>;

/** Creates and changes apps, all in one deployment or none of them. */
export function changeApps(step: Step, request: RequestOf<'changeApps'>): ApiOutcome {
  const planned = planApps(step, request);
  if ('kind' in planned) return refused(planned);
  const transitions = planned.map(({ transition }) => transition);
  const version = upcomingVersion(step);
  const change = { version, transitions, groups: [], groupId: toldOf(request) };
  const outcome = deploy(step, change, request.force);
  if (outcome.kind !== 'deployed') return outcome;
  const [first] = planned;
  const [transition] = transitions;
  if (request.source !== undefined && transition?.after !== undefined) {
    announce(step, { kind: 'apiPost', ...request.source, app: transition.after });
  }
  const { deploymentId } = outcome;
  if (request.changes[0]?.kind === 'create' && first !== undefined) {
    return { kind: 'appCreated', spec: first.spec, version, deploymentId };
  }
  const isCreated = transitions.length === 1 && transition?.before === undefined;
  return { ...outcome, isCreated };
}

/** Ends an app. */
export function deleteApp(step: Step, { id, force }: RequestOf<'deleteApp'>): ApiOutcome {
  const before = step.state.apps.get(id)?.current;
  if (before === undefined) return refused({ kind: 'unknownApp', id });
  return deployOne(step, { id, before, after: undefined }, force);
}

/** Replaces every instance of an app by one of the same definition. */
export function restartApp(step: Step, { id, force }: RequestOf<'restartApp'>): ApiOutcome {
  const before = step.state.apps.get(id)?.current;
  if (before === undefined) return refused({ kind: 'unknownApp', id });
  const after = restartedVersion(before, upcomingVersion(step));
  return deployOne(step, { id, before, after }, force);
}

function deployOne(step: Step, transition: Transition, force: boolean): ApiOutcome {
  const version = upcomingVersion(step);
  const groupId = parentOf(transition.id);
  return deploy(step, { version, transitions: [transition], groups: [], groupId }, force);
}

/** The group that is told to have changed: that of the one app, or the root for a list. */
export function toldOf({ changes }: Pick<RequestOf<'changeApps'>, 'changes'>): AppId {
  const [first] = changes;
  return changes.length === 1 && first !== undefined ? parentOf(first.id) : ROOT_ID;
}

interface PlannedApp {
  /** As it was sent. */
  readonly spec: AppSpec;
  /** With its service ports chosen. */
  readonly transition: Transition;
}

/** What changes make of apps, or what is wrong with one of them; leaves nothing behind. */
export function planApps(
  step: Step,
  { changes, force }: Pick<RequestOf<'changeApps'>, 'changes' | 'force'>,
): readonly PlannedApp[] | ApiFault {
  const planned: PlannedApp[] = [];
  const taken = new Set<number>();
  const version = upcomingVersion(step);
  const isBulk = changes.length > 1;
  for (const [index, change] of changes.entries()) {
    const spec = planOne(step, change, force);
    if ('kind' in spec) return isBulk ? atIndex(spec, index) : spec;
    const before = step.state.apps.get(spec.id)?.current;
    const options = { current: before, book: step.state.servicePorts, taken };
    const assigned = assignServicePorts(spec, options);
    if (!assigned.ok) return { kind: 'unprocessable', message: assigned.error };
    const after = nextVersion(before, assigned.value, version);
    planned.push({ spec, transition: { id: spec.id, before, after } });
  }
  const transitions = planned.map(({ transition }) => transition);
  const target = new TargetRoot(step.state, { transitions, groups: [] });
  for (const [index, { spec }] of planned.entries()) {
    const faults = validateAmongApps(spec, target);
    if (faults.length === 0) continue;
    const fault = { kind: 'invalid', faults } as const;
    return isBulk ? atIndex(fault, index) : fault;
  }
  return planned;
}

/** Faults of one change among several name which. */
function atIndex(fault: ApiFault, index: number): ApiFault {
  if (fault.kind !== 'invalid') return fault;
  const faults = fault.faults.map(({ path, message }) => ({
    path: path === '/' ? `(${index})` : `(${index})${path}`,
    message,
  }));
  return { kind: 'invalid', faults };
}

function planOne(step: Step, change: AppChange, force: boolean): AppSpec | ApiFault {
  const { state } = step;
  const record = state.apps.get(change.id);
  const target = change.kind === 'rollback' ? record?.versions.get(change.version) : undefined;
  const spec = planAppChange(change, {
    current: record?.current,
    target,
    settings: state.config.settings,
    force,
    enforcesRole: (name) => state.groups.get(resolveAppId(name))?.enforceRole,
  });
  return spec.ok ? spec.value : spec.error;
}
