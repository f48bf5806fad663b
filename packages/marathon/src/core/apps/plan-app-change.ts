import { err, ok, type Result } from '@stoa/common';
import type { AppUpdateJson } from '@stoa/proto/marathon';
import type { ApiFault } from '../requests.ts';
import type { AppChange } from './app-change.ts';
import type { AppId } from './app-id.ts';
import type { App, AppSpec } from './app.ts';
import { definitionOf, type Definition } from './normalisation/definition.ts';
import { translateLegacy } from './normalisation/legacy.ts';
import { normaliseApp } from './normalisation/normalise-app.ts';
import { deriveRolePolicy } from './roles.ts';
import type { AppSettings } from './settings.ts';
import { validateApp } from './validation/validate-app.ts';

/** What a change meets when its turn comes. */
export interface AppChangeContext {
  /** The app as it is. */
  readonly current: App | undefined;
  /** The version that a rollback names. */
  readonly target: App | undefined;
  readonly settings: AppSettings;
  readonly force: boolean;
  /** Whether a top-level group hands its name down as role; undefined where there is none. */
  readonly enforcesRole: (group: string) => boolean | undefined;
}

/**
 * What an app shall be after a change, or why it cannot be: a single app by itself. Rules between
 * apps are in `validateAmongApps`; service ports that were left open are chosen afterwards.
 */
export function planAppChange(
  change: AppChange,
  context: AppChangeContext,
): Result<AppSpec, ApiFault> {
  const { current } = context;
  const { id } = change;
  switch (change.kind) {
    case 'create':
      if (current !== undefined) return err({ kind: 'appExists', id });
      return planDefinition(id, change.json, undefined, context);
    case 'replace':
      return planDefinition(id, change.json, undefined, context);
    case 'update': {
      const planned = planDefinition(id, change.json, current, context);
      // A body that could not be an app at all is told so before the app is missed.
      if (current !== undefined || change.mayCreate || !planned.ok) return planned;
      return err({ kind: 'unknownApp', id });
    }
    case 'rollback':
      return planRollback(change, context);
  }
}

function planRollback(
  { id, version }: Extract<AppChange, { kind: 'rollback' }>,
  { current, target }: AppChangeContext,
): Result<AppSpec, ApiFault> {
  if (current === undefined) return err({ kind: 'unknownApp', id });
  if (target === undefined) return err({ kind: 'unknownApp', id, version });
  return ok(specOf(target));
}

/** An app without its version. */
export function specOf(app: App): AppSpec {
  const { version: _version, versionInfo: _versionInfo, ...spec } = app;
  return spec;
}

/** Older forms, then the stored app under it, then defaults, then the rules (marathon-app.md §7). */
function planDefinition(
  id: AppId,
  json: AppUpdateJson,
  base: App | undefined,
  context: AppChangeContext,
): Result<AppSpec, ApiFault> {
  const { current, settings, force } = context;
  const translated = translateLegacy(json, settings);
  if (!translated.ok) return err({ kind: 'invalid', faults: translated.error });
  const { definition: given, servicePorts } = translated.value;
  const merged = base === undefined ? given : { ...storedDefinition(base, given), ...given };
  const definition = servicePorts === undefined ? merged : withoutOlderPorts(merged);
  const roles = deriveRolePolicy(id, context);
  const { defaultNetworkName } = settings;
  const spec = normaliseApp(definition, {
    id,
    defaultRole: roles.defaultRole,
    defaultNetworkName,
    servicePorts,
  });
  const allowedRoles = roles.allowed;
  const faults = validateApp({ spec, definition, given, current, settings, allowedRoles, force });
  return faults.length === 0 ? ok(spec) : err({ kind: 'invalid', faults });
}

/**
 * The stored app as far as it still fits: an update that moves between the host's network and
 * others leaves behind the ports of the old one, unless it brings its own.
 */
function storedDefinition(base: App, given: Definition): Definition {
  const stored = definitionOf(base);
  if (given.networks === undefined || isOnHost(given) === isOnHost(stored)) return stored;
  const { portDefinitions: _portDefinitions, container, ...rest } = stored;
  if (container === undefined) return rest;
  const { portMappings: _portMappings, ...bare } = container;
  // The empty container of a bare network has no meaning on the host.
  const isEmpty = bare.docker === undefined && (bare.volumes ?? []).length === 0;
  return isEmpty && isOnHost(given) ? rest : { ...rest, container: bare };
}

function isOnHost({ networks }: Definition): boolean {
  return (networks ?? []).every(({ mode = 'container' }) => mode === 'host');
}

// The numbers of the older `ports` are service ports there, not definitions.
function withoutOlderPorts(definition: Definition): Definition {
  if (isOnHost(definition)) return definition;
  const { portDefinitions: _portDefinitions, ...rest } = definition;
  return rest;
}
