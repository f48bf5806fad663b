import type { AppUpdateJson, VolumeJson } from '@stoa/proto/marathon';
import type { AppSpec, Container, Volume } from '../app.ts';

type LegacyMember = 'id' | 'ports' | 'uris' | 'ipAddress' | 'storeUrls' | 'residency' | 'version';

/**
 * A definition on its way from JSON to an `AppSpec`: older forms are translated, defaults are not in
 * place yet. A member that is absent was not given.
 */
export type Definition = Omit<AppUpdateJson, LegacyMember>;

/** A stored app as a complete definition, over which the members of an update are laid. */
export function definitionOf(spec: AppSpec): Definition {
  const { id: _id, container, ...rest } = spec;
  return {
    ...rest,
    // These two are lost by an update that does not repeat them (marathon-app.md §9).
    executorResources: undefined,
    resourceLimits: undefined,
    container: container && containerDefinitionOf(container),
  };
}

/** A container in the form of the API. */
export function containerDefinitionOf(container: Container): NonNullable<Definition['container']> {
  const { volumes, ...rest } = container;
  return { ...rest, volumes: volumes.map(volumeDefinitionOf) };
}

/** A volume in the form of the API: its kind shows by the member that it has. */
export function volumeDefinitionOf(volume: Volume): VolumeJson {
  const { kind: _kind, ...members } = volume;
  return members;
}
