import { err, ok, type HttpReply, type HttpRequest, type Result } from '@stoa/common';
import { parseJsonText } from '@stoa/proto';
import type { AmountsJson, PlanJson, PlannedAppJson } from '@stoa/proto/stoa';
import { resolveAppId, ROOT_ID } from '../../core/apps/index.ts';
import type { Transition } from '../../core/deployments/deployment.ts';
import { planInstances, type ChangePlan } from '../../core/plan/change-plan.ts';
import { extraInstances, fitsIn, roomNeeded, sizeOf, sumOf } from '../../core/plan/plan-room.ts';
import { planWarnings, type FreeRoom } from '../../core/plan/plan-warnings.ts';
import type { PlanSubject } from '../../core/requests.ts';
import { bulkChanges, updateChange } from '../app-changes.ts';
import { appJson } from '../app-json.ts';
import type { Decoders } from '../decoders.ts';
import { stepJson } from '../deployment-json.ts';
import { updateGroupChange } from '../group-changes.ts';
import { errorReply } from '../replies.ts';
import { decodeAnyBody, flag } from '../requests.ts';

/** What only groups have: by it a body is told from that of an app. */
const GROUP_MEMBERS = ['apps', 'groups', 'scaleBy', 'enforceRole'];
/** Members that are named of one app as changed. */
const CHANGES_MAX = 200;

/**
 * What a body of `POST /stoa/v1/plan` would change: an app as for `PUT /v2/apps/{id}`, a list of them
 * as for `PUT /v2/apps`, or a group as for `PUT /v2/groups/{id}`, each with its id.
 */
export function decodePlan(
  request: HttpRequest,
  decoders: Decoders,
): Result<PlanSubject, HttpReply> {
  const parsed = parseJsonText(request.body);
  const body = parsed.ok ? parsed.value : undefined;
  const mode = flag(request.query, 'partialUpdate', true) ? 'upsert' : 'replace';
  if (Array.isArray(body)) {
    const list = decodeAnyBody(request, decoders.appUpdates);
    if (!list.ok) return list;
    const changes = bulkChanges(list.value, mode);
    return changes.ok ? ok({ kind: 'apps', changes: changes.value }) : changes;
  }
  if (typeof body === 'object' && body !== null && GROUP_MEMBERS.some((name) => name in body)) {
    const group = decodeAnyBody(request, decoders.group);
    if (!group.ok) return group;
    const change = updateGroupChange(ROOT_ID, group.value);
    return change.ok ? ok({ kind: 'group', change: change.value }) : change;
  }
  const app = decodeAnyBody(request, decoders.appUpdate);
  if (!app.ok) return app;
  const { id } = app.value;
  if (id === undefined) return err(errorReply(422, 'the app to be planned has no id'));
  const change = updateChange(resolveAppId(id), app.value, mode);
  return change.ok ? ok({ kind: 'apps', changes: [change.value] }) : change;
}

/** A plan as the console shows it. `free`: of each agent that takes tasks. */
export function planJson(plan: ChangePlan, free: FreeRoom): PlanJson {
  const room = roomJson(plan, free);
  return {
    steps: plan.steps.map(stepJson),
    apps: plan.transitions.map(plannedAppJson),
    room,
    warnings: planWarnings(plan, room, free),
  };
}

function roomJson(plan: ChangePlan, free: FreeRoom): PlanJson['room'] {
  const needed = roomNeeded(plan);
  if (free === undefined) return { needed };
  const total = sumOf(free);
  const sizes = plan.transitions.flatMap((one): AmountsJson[] => {
    return one.after === undefined || extraInstances(one) === 0 ? [] : [sizeOf(one.after)];
  });
  const agents = sizes.map((size) => free.filter((room) => fitsIn(size, room)).length);
  const fewest = agents.length === 0 ? free.length : Math.min(...agents);
  return { needed, free: total, fits: fitsIn(needed, total) && fewest > 0, agents: fewest };
}

function plannedAppJson(transition: Transition): PlannedAppJson {
  const { bounds, id, kind, ...instances } = planInstances(transition);
  return {
    id,
    kind,
    instances,
    ...(bounds === undefined ? {} : { bounds }),
    changes: changesOf(transition),
  };
}

/** JSON pointers of what differs; a list that differs is named as a whole. */
function changesOf({ before, after }: Transition): readonly string[] {
  if (before === undefined || after === undefined || before === after) return [];
  const found: string[] = [];
  const pairs: [path: string, before: unknown, after: unknown][] = [
    ['', definition(appJson(before)), definition(appJson(after))],
  ];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [path, left, right] = pair;
    if (found.length >= CHANGES_MAX) break;
    if (isRecord(left) && isRecord(right)) {
      const names = new Set([...Object.keys(left), ...Object.keys(right)]);
      for (const name of names) pairs.push([`${path}/${escape(name)}`, left[name], right[name]]);
    } else if (JSON.stringify(left) !== JSON.stringify(right)) {
      found.push(path);
    }
  }
  return found.sort();
}

function definition(json: object): object {
  const members = Object.entries(json).filter(
    ([name]) => name !== 'version' && name !== 'versionInfo',
  );
  return Object.fromEntries(members);
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
