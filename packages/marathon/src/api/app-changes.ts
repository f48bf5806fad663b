// From bodies to wishes about apps (marathon-api.md §2, marathon-app.md §9).
import { err, ok, type HttpReply, type Result } from '@stoa/common';
import type { AppJson, AppUpdateJson } from '@stoa/proto/marathon';
import { resolveAppId, type AppChange, type AppId } from '../core/apps/index.ts';
import { errorReply, renderFault } from './replies.ts';
import { parseTime } from './requests.ts';

/** A new app; a version that comes along means nothing. */
export function createChange(json: AppJson): AppChange {
  return { kind: 'create', id: resolveAppId(json.id), json };
}

/** How an existing app is changed: by members, or as a whole. */
export type ChangeMode = 'replace' | 'upsert' | 'patch';

/** One change of one app; a body with a version alone goes back to that version. */
export function updateChange(
  id: AppId,
  json: AppUpdateJson,
  mode: ChangeMode,
): Result<AppChange, HttpReply> {
  if (json.version !== undefined) return rollbackChange(id, json, json.version);
  if (mode === 'replace') return ok({ kind: 'replace', id, json });
  return ok({ kind: 'update', id, json, mayCreate: mode === 'upsert' });
}

function rollbackChange(
  id: AppId,
  json: AppUpdateJson,
  version: string,
): Result<AppChange, HttpReply> {
  const others = Object.keys(json).filter((name) => name !== 'id' && name !== 'version');
  if (others.length > 0) {
    const message = "The 'version' field may only be combined with the 'id' field.";
    return err(renderFault({ kind: 'invalid', faults: [{ path: '/version', message }] }));
  }
  const at = parseTime(version);
  return at.ok ? ok({ kind: 'rollback', id, version: at.value }) : at;
}

/** Changes of several apps, each once and each with its id. */
export function bulkChanges(
  list: readonly AppUpdateJson[],
  mode: ChangeMode,
): Result<readonly AppChange[], HttpReply> {
  const changes = new Map<AppId, AppChange>();
  for (const [at, json] of list.entries()) {
    if (json.id === undefined) {
      return err(errorReply(422, 'requirement failed: App Update must have app id set'));
    }
    const id = resolveAppId(json.id);
    const change = updateChange(id, json, mode);
    if (!change.ok) return change;
    if (changes.has(id)) {
      const message = `${id} comes twice; put all its changes into one element`;
      return err(renderFault({ kind: 'invalid', faults: [{ path: `(${at})/id`, message }] }));
    }
    changes.set(id, change.value);
  }
  return ok([...changes.values()]);
}
