import { err, ok, type Result, type StoreWrite } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Deployment } from '../deployments/deployment.ts';
import type { StoredEntry } from '../events.ts';
import type { Group } from '../groups/group.ts';
import type { Instance } from '../instances/instance.ts';
import type { TaskFailureView } from '../read-view.ts';
import { ASIDE, GROUP, ROOT, type StoredRootVersion } from './group-entities.ts';
import { decodeRecord, encodeRecord, FORM, versionKey } from './records.ts';

// What is stored, and under which keys. Each record is one thing, so that none grows with the number
// of apps.
const APP = 'app';
const INSTANCE = 'instance/';
const DEPLOYMENT = 'deployment/';
const FAILURE = 'failure';
const FRAMEWORK = 'framework';

/** Everything that was stored. */
export interface StoredState {
  readonly frameworkId: string | undefined;
  readonly apps: readonly App[];
  readonly instances: readonly Instance[];
  readonly deployments: readonly Deployment[];
  readonly failures: readonly TaskFailureView[];
  readonly groups: readonly Group[];
  readonly rootVersions: readonly StoredRootVersion[];
  /** Definitions of apps that are no more. */
  readonly aside: readonly App[];
}

type Lists = Omit<StoredState, 'frameworkId'>;

/** One version of one app. */
export function appWrite(app: App): StoreWrite {
  return { key: appKey(app.id, app.version), value: encodeRecord(app) };
}

export function appRemoval(id: AppId, version: number): StoreWrite {
  return { key: appKey(id, version), value: undefined };
}

export function instanceKey(id: string): string {
  return INSTANCE + id;
}

export function instanceWrite(instance: Instance): StoreWrite {
  return { key: instanceKey(instance.id), value: encodeRecord(instance) };
}

export function deploymentWrite(deployment: Deployment): StoreWrite {
  return { key: DEPLOYMENT + deployment.id, value: encodeRecord(deployment) };
}

export function deploymentRemoval(id: string): StoreWrite {
  return { key: DEPLOYMENT + id, value: undefined };
}

/** The last failure of an app. */
export function failureWrite(failure: TaskFailureView): StoreWrite {
  return { key: FAILURE + failure.appId, value: encodeRecord(failure) };
}

export function failureRemoval(id: AppId): StoreWrite {
  return { key: FAILURE + id, value: undefined };
}

/** Who this framework is to the master; undefined forgets it. */
export function frameworkWrite(id: string | undefined): StoreWrite {
  return { key: FRAMEWORK, value: id === undefined ? undefined : encodeRecord({ id }) };
}

function appKey(id: AppId, version: number): string {
  return `${APP}${id}@${versionKey(version)}`;
}

/** Reads everything back. What cannot be read is an error: to guess could lose somebody's app. */
export function decodeStored(entries: readonly StoredEntry[]): Result<StoredState, string> {
  const stored: { [List in keyof Lists]: Lists[List][number][] } = {
    apps: [],
    instances: [],
    deployments: [],
    failures: [],
    groups: [],
    rootVersions: [],
    aside: [],
  };
  let frameworkId: string | undefined;
  for (const { key, value } of entries) {
    const record = decodeRecord(value);
    if (record === undefined) return err(`stored entry ${key} is not readable`);
    if (record.form !== FORM) return err(`stored entry ${key} is of an unknown form`);
    const { form: _form, ...members } = record;
    const list = PREFIXES.find(([prefix]) => key.startsWith(prefix))?.[1];
    if (list !== undefined) stored[list].push(members as never);
    else if (key === FRAMEWORK) frameworkId = String(members['id']);
    else return err(`stored entry ${key} is of no known kind`);
  }
  return ok({ frameworkId, ...stored });
}

const PREFIXES = [
  [`${APP}/`, 'apps'],
  [INSTANCE, 'instances'],
  [DEPLOYMENT, 'deployments'],
  [`${FAILURE}/`, 'failures'],
  [GROUP, 'groups'],
  [ROOT, 'rootVersions'],
  [ASIDE, 'aside'],
] as const;
