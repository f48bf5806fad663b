import { instanceOf, shortId } from './address.ts';
import type { EventJson, Happening } from './records.ts';
import type { Family } from './status.ts';
import { findExitCode } from './words.ts';

type Told = Omit<Happening, 'at' | 'id'>;

const about = (
  family: Family,
  text: string,
  ids: Partial<Pick<Told, 'appId' | 'instanceId' | 'deploymentId'>>,
): Told => ({
  family,
  text,
  appId: ids.appId,
  instanceId: ids.instanceId,
  deploymentId: ids.deploymentId,
});

/** What a person would tell of an event; undefined for one that says nothing to a person. */
export function describeEvent(event: EventJson): Told | undefined {
  switch (event.eventType) {
    case 'instance_changed_event':
      return describeInstance(event);
    case 'status_update_event':
      return describeEnd(event);
    case 'instance_health_changed_event': {
      if (event.healthy === null) return undefined;
      const ids = { appId: event.runSpecId, instanceId: event.instanceId };
      const name = `${shortId(event.instanceId)} of ${event.runSpecId}`;
      return event.healthy
        ? about('good', `${name} became healthy`, ids)
        : about('bad', `${name} became unhealthy`, ids);
    }
    case 'unhealthy_instance_kill_event':
      return about(
        'bad',
        `${shortId(event.instanceId)} of ${event.appId} is replaced: its checks fail`,
        {
          appId: event.appId,
          instanceId: event.instanceId,
        },
      );
    case 'deployment_info':
      return about('info', `${listApps(event.plan.steps)}: a step has begun`, {
        deploymentId: event.plan.id,
      });
    case 'deployment_success':
      return about('good', `${listApps(event.plan.steps)} deployed`, { deploymentId: event.id });
    case 'deployment_failed':
      return about('bad', `${listApps(event.plan.steps)}: the deployment was cancelled`, {
        deploymentId: event.id,
      });
    case 'app_terminated_event':
      return about('off', `${event.appId} was destroyed`, { appId: event.appId });
    default:
      return undefined;
  }
}

const WORDS: Readonly<Record<string, readonly [Family, string]>> = {
  Running: ['info', 'runs'],
  Unreachable: ['lost', 'is unreachable'],
};

function describeInstance(event: EventJson<'instance_changed_event'>): Told | undefined {
  const word = Object.hasOwn(WORDS, event.condition) ? WORDS[event.condition] : undefined;
  if (word === undefined) return undefined;
  const place = event.host === null || word[0] !== 'info' ? '' : ` on ${event.host}`;
  return about(word[0], `${shortId(event.instanceId)} of ${event.runSpecId} ${word[1]}${place}`, {
    appId: event.runSpecId,
    instanceId: event.instanceId,
  });
}

const ENDS: Readonly<Record<string, readonly [Family, string]>> = {
  TASK_FAILED: ['bad', 'failed'],
  TASK_ERROR: ['bad', 'could not be started'],
  TASK_DROPPED: ['bad', 'was dropped before it started'],
  TASK_LOST: ['lost', 'is lost'],
  TASK_GONE: ['lost', 'is gone with its agent'],
  TASK_FINISHED: ['off', 'finished'],
  TASK_KILLED: ['off', 'was killed'],
};

/** An end is told by its task: an instance that is started anew is scheduled again at once. */
function describeEnd(event: EventJson<'status_update_event'>): Told | undefined {
  const word = Object.hasOwn(ENDS, event.taskStatus) ? ENDS[event.taskStatus] : undefined;
  if (word === undefined) return undefined;
  const code = word[0] === 'bad' ? findExitCode(event.message) : undefined;
  const instanceId = instanceOf(event.taskId);
  const why = code === undefined ? '' : `: exit code ${code}`;
  return about(word[0], `${shortId(instanceId)} of ${event.appId} ${word[1]}${why}`, {
    appId: event.appId,
    instanceId,
  });
}

type Steps = EventJson<'deployment_info'>['plan']['steps'];

/** The apps on which the steps of a plan act. */
export function listAppsOf(steps: Steps): readonly string[] {
  const apps = steps.flatMap(({ actions }) => actions.flatMap(({ app }) => app ?? []));
  return [...new Set(apps)];
}

function listApps(steps: Steps): string {
  const [first = 'a deployment', ...rest] = listAppsOf(steps);
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}
