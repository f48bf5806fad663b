import type { Timestamp } from '@stoa/common';
import { nextVersionTime } from '../apps-book.ts';
import type { AppChange } from '../apps/app-change.ts';
import { isBelow, type AppId } from '../apps/app-id.ts';
import type { AppSpec } from '../apps/app.ts';
import { planAppChange, specOf } from '../apps/plan-app-change.ts';
import { assignServicePorts } from '../apps/service-ports.ts';
import { validateAmongApps, type AppsLookup } from '../apps/validation/validate-among-apps.ts';
import { nextVersion, restartedVersion } from '../apps/versions.ts';
import { planDeployment, startDeployment, validateDeployment } from '../deployments/deploying.ts';
import type { Transition } from '../deployments/deployment.ts';
import { announce } from '../instances/instance-book.ts';
import type { ApiFault, ApiOutcome, ApiRequest } from '../requests.ts';
import type { MarathonState, Step } from '../state.ts';

type RequestOf<K extends ApiRequest['kind']> = Extract<ApiRequest, { readonly kind: K }>;

/** Creates and changes apps, all in one deployment or none of them. */
export function changeApps(step: Step, request: RequestOf<'changeApps'>): ApiOutcome {
  const specs = planSpecs(step, request);
  if ('kind' in specs) return refused(specs);
  const { state } = step;
  const version = nextVersionTime(step);
  const transitions = specs.map(({ assigned }): Transition => {
    const before = state.apps.get(assigned.id)?.current;
    return { id: assigned.id, before, after: nextVersion(before, assigned, version) };
  });
  const outcome = deploy(step, { version, transitions, force: request.force });
  if (outcome.kind !== 'deployed') return outcome;
  const [first] = specs;
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
  const version = nextVersionTime(step);
  return deploy(step, { version, transitions: [{ id, before, after: undefined }], force });
}

/** Replaces every instance of an app by one of the same definition. */
export function restartApp(step: Step, { id, force }: RequestOf<'restartApp'>): ApiOutcome {
  const before = step.state.apps.get(id)?.current;
  if (before === undefined) return refused({ kind: 'unknownApp', id });
  const version = nextVersionTime(step);
  const after = restartedVersion(before, version);
  return deploy(step, { version, transitions: [{ id, before, after }], force });
}

/** Undoes a deployment by another one, or stops it where it stands (marathon-behaviour.md §3.2). */
export function revertTransitions(
  step: Step,
  transitions: readonly Transition[],
  version: Timestamp,
): readonly Transition[] {
  return transitions.map(({ id, before }) => {
    const current = step.state.apps.get(id)?.current;
    const after = before === undefined ? undefined : nextVersion(current, specOf(before), version);
    return { id, before: current, after };
  });
}

/** Plans, validates and begins a deployment; the outcome is not durable yet. */
export function deploy(
  step: Step,
  wish: {
    readonly version: Timestamp;
    readonly transitions: readonly Transition[];
    readonly force: boolean;
  },
): ApiOutcome {
  const planned = planDeployment(step, wish.version, wish.transitions);
  const fault = validateDeployment(step, planned, wish.force);
  if (fault !== undefined) return refused(fault);
  startDeployment(step, planned);
  const deploymentId = planned.deployment.id;
  return { kind: 'deployed', version: wish.version, deploymentId, isCreated: false };
}

/** The answer to a request that changed nothing. */
export function refused(fault: ApiFault): ApiOutcome {
  return { kind: 'refused', fault };
}

interface PlannedSpec {
  /** As it was sent. */
  readonly spec: AppSpec;
  /** With its service ports chosen. */
  readonly assigned: AppSpec;
}

function planSpecs(
  step: Step,
  { changes, force }: RequestOf<'changeApps'>,
): readonly PlannedSpec[] | ApiFault {
  const planned: PlannedSpec[] = [];
  const taken = new Set<number>();
  const specs = new Map<AppId, AppSpec>();
  const isBulk = changes.length > 1;
  for (const [index, change] of changes.entries()) {
    const spec = planOne(step, change, force);
    if ('kind' in spec) return isBulk ? atIndex(spec, index) : spec;
    specs.set(spec.id, spec);
    const current = step.state.apps.get(spec.id)?.current;
    const assigned = assignServicePorts(spec, {
      current,
      book: step.state.servicePorts,
      taken,
    });
    if (!assigned.ok) return { kind: 'unprocessable', message: assigned.error };
    planned.push({ spec, assigned: assigned.value });
  }
  for (const [index, { spec }] of planned.entries()) {
    const faults = validateAmongApps(spec, lookup(step, specs));
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
    enforcesRole: () => undefined,
  });
  return spec.ok ? spec.value : spec.error;
}

/** The apps as they would be with the request's own changes. */
function lookup({ state }: Step, changed: ReadonlyMap<AppId, AppSpec>): AppsLookup {
  const find = (id: AppId): AppSpec | undefined => changed.get(id) ?? state.apps.get(id)?.current;
  return {
    isApp: (id) => find(id) !== undefined,
    isGroup: (id) =>
      state.appsByGroup.has(id) || [...changed.keys()].some((other) => isBelow(other, id)),
    dependenciesOf: (id) => find(id)?.dependencies ?? [],
    appsWithVolume: (name) => appsWithVolume(state, changed, name),
  };
}

// Asked only for apps with such volumes, which are few: no index is kept for them.
function appsWithVolume(
  state: MarathonState,
  changed: ReadonlyMap<AppId, AppSpec>,
  name: string,
): readonly AppSpec[] {
  const apps = new Map<AppId, AppSpec>(changed);
  for (const { id, current } of state.apps.values()) {
    if (current !== undefined && !apps.has(id)) apps.set(id, current);
  }
  return [...apps.values()].filter((app) =>
    app.container?.volumes.some(
      (volume) => volume.kind === 'external' && volume.external.name === name,
    ),
  );
}
