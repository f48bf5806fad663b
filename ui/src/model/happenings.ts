import { shortId } from './address.ts';
import type { EventJson, Happening } from './records.ts';
import type { Family } from './status.ts';

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
  Failed: ['bad', 'failed'],
  Error: ['bad', 'could not be started'],
  Dropped: ['bad', 'was dropped before it started'],
  Gone: ['lost', 'is gone with its agent'],
  Finished: ['off', 'finished'],
  Killed: ['off', 'was killed'],
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

type Steps = EventJson<'deployment_info'>['plan']['steps'];

function listApps(steps: Steps): string {
  const apps = new Set(steps.flatMap(({ actions }) => actions.flatMap(({ app }) => app ?? [])));
  const [first = 'a deployment', ...rest] = apps;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}
