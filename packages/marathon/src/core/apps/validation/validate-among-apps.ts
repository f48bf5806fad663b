import type { ModelFault } from '../app-change.ts';
import { parentOf, ROOT_ID, type AppId } from '../app-id.ts';
import type { AppSpec, ExternalVolume } from '../app.ts';
import { Faults } from './faults.ts';

/** What is known of other apps and groups, the request's own changes included. */
export interface AppsLookup {
  /** Groups that exist by themselves or as the place of an app. */
  isGroup(id: AppId): boolean;
  isApp(id: AppId): boolean;
  /** What an app or a group waits for; empty for an id that nothing has, which is tolerated. */
  dependenciesOf(id: AppId): readonly AppId[];
  /** Other apps with an external volume of this name. */
  appsWithVolume(name: string): readonly AppSpec[];
}

/** Rules between one app and the others (marathon-app.md §2 to §4). */
export function validateAmongApps(spec: AppSpec, lookup: AppsLookup): readonly ModelFault[] {
  const faults = new Faults();
  validatePlace(spec, lookup, faults);
  faults.require(
    !isInCycle(spec.id, lookup),
    '/dependencies',
    'Dependency graph has cyclic dependencies.',
  );
  return faults.all;
}

/** The rules among them that look at one app's id and volumes, not at what it waits for. */
export function validatePlace(spec: AppSpec, lookup: AppsLookup, faults: Faults): void {
  faults.require(
    !lookup.isGroup(spec.id) && !hasAppAbove(spec.id, lookup),
    '/id',
    'Groups and Applications may not have the same identifier.',
  );
  validateVolumeNames(spec, lookup, faults);
}

// An app is a leaf: none of the groups around another app can be one.
function hasAppAbove(id: AppId, lookup: AppsLookup): boolean {
  for (let above = parentOf(id); above !== ROOT_ID; above = parentOf(above)) {
    if (lookup.isApp(above)) return true;
  }
  return false;
}

/** Whether an app waits for itself over others; walks no further than what it depends on. */
function isInCycle(id: AppId, lookup: AppsLookup): boolean {
  const seen = new Set<AppId>();
  const waiting = [...lookup.dependenciesOf(id)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...lookup.dependenciesOf(next));
  }
  return false;
}

function validateVolumeNames(spec: AppSpec, lookup: AppsLookup, faults: Faults): void {
  faults.each('/container/volumes', spec.container?.volumes ?? [], (volume, part) => {
    if (volume.kind !== 'external' || volume.external.provider !== 'dvdi') return;
    const { name, shared } = volume.external;
    const others = lookup.appsWithVolume(name).filter((other) => {
      const isShared = externalVolumes(other, name).every(({ external }) => external.shared);
      return other.id !== spec.id && !(shared && isShared);
    });
    part.require(
      others.length === 0,
      '/external/name',
      `Volume name '${name}' in ${spec.id} conflicts with volume(s) of same name in app(s): ` +
        others.map(({ id }) => id).join(', '),
    );
  });
}

function externalVolumes({ container }: AppSpec, name: string): readonly ExternalVolume[] {
  return (container?.volumes ?? []).filter(
    (volume): volume is ExternalVolume =>
      volume.kind === 'external' && volume.external.name === name,
  );
}
