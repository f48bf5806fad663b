import { decodeUtf8, encodeUtf8, err, ok, type Result, type StoreWrite } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';
import type { App } from '../apps/app.ts';
import type { Deployment } from '../deployments/deployment.ts';
import type { StoredEntry } from '../events.ts';
import type { Instance } from '../instances/instance.ts';
import type { TaskFailureView } from '../read-view.ts';

// What is stored, and under which keys. Each record is one thing, so that none grows with the number
// of apps; `form` lets a later version know what it reads.
const FORM = 1;
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
}

/** One version of one app. */
export function appWrite(app: App): StoreWrite {
  return { key: appKey(app.id, app.version), value: encode(app) };
}

export function appRemoval(id: AppId, version: number): StoreWrite {
  return { key: appKey(id, version), value: undefined };
}

export function instanceKey(id: string): string {
  return INSTANCE + id;
}

export function instanceWrite(instance: Instance): StoreWrite {
  return { key: instanceKey(instance.id), value: encode(instance) };
}

export function deploymentWrite(deployment: Deployment): StoreWrite {
  return { key: DEPLOYMENT + deployment.id, value: encode(deployment) };
}

export function deploymentRemoval(id: string): StoreWrite {
  return { key: DEPLOYMENT + id, value: undefined };
}

/** The last failure of an app. */
export function failureWrite(failure: TaskFailureView): StoreWrite {
  return { key: FAILURE + failure.appId, value: encode(failure) };
}

export function failureRemoval(id: AppId): StoreWrite {
  return { key: FAILURE + id, value: undefined };
}

/** Who this framework is to the master; undefined forgets it. */
export function frameworkWrite(id: string | undefined): StoreWrite {
  return { key: FRAMEWORK, value: id === undefined ? undefined : encode({ id }) };
}

// The moment has a fixed length, so that versions lie in their order.
function appKey(id: AppId, version: number): string {
  return `${APP}${id}@${String(version).padStart(15, '0')}`;
}

function encode(value: object): Uint8Array {
  return encodeUtf8(JSON.stringify({ form: FORM, ...value }));
}

/** Reads everything back. What cannot be read is an error: to guess could lose somebody's app. */
export function decodeStored(entries: readonly StoredEntry[]): Result<StoredState, string> {
  const apps: App[] = [];
  const instances: Instance[] = [];
  const deployments: Deployment[] = [];
  const failures: TaskFailureView[] = [];
  let frameworkId: string | undefined;
  for (const { key, value } of entries) {
    const record = decodeRecord(value);
    if (record === undefined) return err(`stored entry ${key} is not readable`);
    if (record.form !== FORM) return err(`stored entry ${key} is of an unknown form`);
    const { form: _form, ...members } = record;
    if (key.startsWith(`${APP}/`)) apps.push(members as unknown as App);
    else if (key.startsWith(INSTANCE)) instances.push(members as unknown as Instance);
    else if (key.startsWith(DEPLOYMENT)) deployments.push(members as unknown as Deployment);
    else if (key.startsWith(`${FAILURE}/`)) failures.push(members as unknown as TaskFailureView);
    else if (key === FRAMEWORK) frameworkId = String(members['id']);
    else return err(`stored entry ${key} is of no known kind`);
  }
  return ok({ frameworkId, apps, instances, deployments, failures });
}

function decodeRecord(
  value: Uint8Array,
): ({ form: unknown } & Record<string, unknown>) | undefined {
  try {
    const parsed: unknown = JSON.parse(decodeUtf8(value));
    const isRecord = typeof parsed === 'object' && parsed !== null && 'form' in parsed;
    return isRecord ? { ...parsed } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
