// Plans changes of apps as the kernel does, for tests of definitions.
import { timestamp, type Result } from '@stoa/common';
import { AppUpdateSchema, canonicaliseShape, type AppUpdateJson } from '@stoa/proto/marathon';
import { compileSchema, type SchemaFault } from '@stoa/runtime';
import {
  nextVersion,
  planAppChange,
  resolveAppId,
  type App,
  type AppChange,
  type AppChangeContext,
  type AppId,
  type AppSettings,
  type AppSpec,
} from '../../packages/marathon/src/core/apps/index.ts';
import type { ApiFault } from '../../packages/marathon/src/core/requests.ts';

export const SETTINGS: AppSettings = {
  defaultRole: '*',
  defaultNetworkName: undefined,
  bridgeName: 'mesos-bridge',
  features: new Set(),
  doNewGroupsEnforceRole: false,
};

export const AT = timestamp(Date.UTC(2021, 2, 1, 10));
export const LATER = timestamp(AT + 1000);

const decodeUpdate = compileSchema<AppUpdateJson>({ ...AppUpdateSchema });

/** Shape first, as the API does. */
export function decode(json: unknown): Result<AppUpdateJson, readonly SchemaFault[]> {
  return decodeUpdate(canonicaliseShape(AppUpdateSchema, json));
}

export function shaped(json: unknown): AppUpdateJson {
  const decoded = decode(json);
  if (!decoded.ok) throw new Error(`bad shape: ${JSON.stringify(decoded.error)}`);
  return decoded.value;
}

export type PlanOptions = Partial<AppChangeContext> & { readonly features?: readonly string[] };

function contextOf({ features = [], ...options }: PlanOptions): AppChangeContext {
  return {
    current: undefined,
    target: undefined,
    force: false,
    enforcesRole: () => undefined,
    ...options,
    settings: { ...SETTINGS, ...options.settings, features: new Set(features) },
  };
}

export function plan(change: AppChange, options: PlanOptions = {}): Result<AppSpec, ApiFault> {
  return planAppChange(change, contextOf(options));
}

export function appId(text: string): AppId {
  return resolveAppId(text);
}

/** A PUT of these members. */
export function put(
  id: string,
  json: unknown,
  options: PlanOptions = {},
): Result<AppSpec, ApiFault> {
  return plan({ kind: 'update', id: appId(id), json: shaped(json), mayCreate: true }, options);
}

/** What the members become; they are known to be right. */
export function specFrom(
  json: Readonly<Record<string, unknown>>,
  options: PlanOptions = {},
): AppSpec {
  const { id } = json;
  const planned = put(typeof id === 'string' ? id : '/a', json, options);
  if (!planned.ok) throw new Error(`refused: ${JSON.stringify(planned.error)}`);
  return planned.value;
}

/** The first version of an app. */
export function anApp(
  json: Readonly<Record<string, unknown>> = {},
  options: PlanOptions = {},
): App {
  return nextVersion(undefined, specFrom({ id: '/a', cmd: 'sleep 1', ...json }, options), AT);
}

/** `path: message` for each rule that the members break. */
export function faultsOf(json: unknown, options: PlanOptions = {}): readonly string[] {
  const planned = put('/a', json, options);
  if (planned.ok) return [];
  if (planned.error.kind !== 'invalid') throw new Error(`refused: ${planned.error.kind}`);
  return planned.error.faults.map(({ path, message }) => `${path}: ${message}`);
}
