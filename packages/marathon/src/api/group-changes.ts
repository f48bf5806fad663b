// From bodies to wishes about groups (marathon-api.md §4).
import { err, ok, type HttpReply, type Result } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import { resolveAppId, type AppId } from '../core/apps/index.ts';
import type { GroupChange } from '../core/groups/group-change.ts';
import { renderFault } from './replies.ts';
import { parseTime } from './requests.ts';

/** A new group; its id is seen from the one that the URL names. */
export function createGroupChange(
  at: AppId,
  json: GroupUpdateJson,
): Result<GroupChange, HttpReply> {
  // As for an app, a version that comes along means nothing.
  const { version: _version, ...members } = json;
  if (json.scaleBy !== undefined)
    return err(refuse('/scaleBy', 'a new group has nothing to scale'));
  return ok({ kind: 'create', id: idOf(at, json), json: members });
}

/** What a PUT means: back to a version, scaled, or defined anew. */
export function updateGroupChange(
  at: AppId,
  json: GroupUpdateJson,
): Result<GroupChange, HttpReply> {
  const id = idOf(at, json);
  const { version, scaleBy } = json;
  const isAlone = Object.keys(json).length === 1;
  if (version !== undefined) {
    if (!isAlone) return err(refuse('/version', NOT_ALONE));
    const wanted = parseTime(version);
    return wanted.ok ? ok({ kind: 'rollback', id, version: wanted.value }) : wanted;
  }
  if (scaleBy !== undefined) {
    return isAlone
      ? ok({ kind: 'scale', id, factor: scaleBy })
      : err(refuse('/scaleBy', NOT_ALONE));
  }
  return ok({ kind: 'update', id, json });
}

const NOT_ALONE = 'not allowed in conjunction with other properties';

function idOf(at: AppId, { id }: GroupUpdateJson): AppId {
  return id === undefined ? at : resolveAppId(id, at);
}

function refuse(path: string, message: string): HttpReply {
  return renderFault({ kind: 'invalid', faults: [{ path, message }] });
}
