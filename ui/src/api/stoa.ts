import type {
  DirectoryJson,
  FilePieceJson,
  InstanceSandboxJson,
  PlanJson,
  StoaInfoJson,
  WaitingJson,
} from '@stoa/proto/stoa';
import { PREFIX } from '../model/base.ts';
import { call, type Answer } from './call.ts';

const filesOf = (agentId: string) => `/stoa/v1/agents/${encodeURIComponent(agentId)}/files`;

/** Why an app waits, in a sentence and in numbers; refused as `missing` when it does not. */
export function readWaiting(appId: string, signal: AbortSignal): Promise<Answer<WaitingJson>> {
  const path = appId.split('/').map(encodeURIComponent).join('/');
  return call(`/stoa/v1/apps${path}/waiting`, { signal });
}

/** What the console is a console of. */
export function readInfo(signal: AbortSignal): Promise<Answer<StoaInfoJson>> {
  return call('/stoa/v1/info', { signal });
}

/** What a change would do; nothing is changed by asking. */
export function readPlan(definition: object, signal: AbortSignal): Promise<Answer<PlanJson>> {
  return call('/stoa/v1/plan', { method: 'POST', body: definition, signal });
}

/** Where the files of an instance are. */
export function readSandbox(
  instanceId: string,
  signal: AbortSignal,
): Promise<Answer<InstanceSandboxJson>> {
  return call(`/stoa/v1/instances/${encodeURIComponent(instanceId)}/sandbox`, { signal });
}

/** A directory of a sandbox. */
export function readDirectory(
  agentId: string,
  path: string,
  signal: AbortSignal,
): Promise<Answer<DirectoryJson>> {
  return call(`${filesOf(agentId)}/browse?${new URLSearchParams({ path }).toString()}`, { signal });
}

/** Which piece of a file; a negative offset counts from the end. */
export interface PieceWish {
  readonly agentId: string;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  /** Milliseconds to wait for more at the end of the file. */
  readonly wait?: number;
}

/** A little more than the wait itself: the answer has to travel. */
const SLACK_MS = 10_000;

/** A piece of a file. */
export function readPiece(wish: PieceWish, signal: AbortSignal): Promise<Answer<FilePieceJson>> {
  const query = new URLSearchParams({
    path: wish.path,
    offset: String(wish.offset),
    length: String(wish.length),
  });
  if (wish.wait !== undefined) query.set('wait', String(wish.wait));
  return call(`${filesOf(wish.agentId)}/read?${query.toString()}`, {
    signal,
    deadlineMs: (wish.wait ?? 0) + SLACK_MS,
  });
}

/** The address from which the browser saves a file. */
export function downloadAddress(agentId: string, path: string): string {
  return `${PREFIX}${filesOf(agentId)}/download?${new URLSearchParams({ path }).toString()}`;
}
