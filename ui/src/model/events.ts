import type { EventMembers } from '@stoa/proto/marathon';
import { isRecord, parseJson, textOf } from './json.ts';
import type { EventJson } from './records.ts';
import type { StreamMessage } from './sse.ts';

/** Events that change what the page shows; others are let pass. */
const TAKEN: ReadonlySet<string> = new Set<keyof EventMembers>([
  'api_post_event',
  'group_change_success',
  'deployment_info',
  'deployment_step_success',
  'deployment_step_failure',
  'deployment_success',
  'deployment_failed',
  'app_terminated_event',
  'status_update_event',
  'instance_changed_event',
  'instance_health_changed_event',
  'unhealthy_instance_kill_event',
]);

function isEvent(value: unknown): value is EventJson {
  return isRecord(value) && TAKEN.has(textOf(value, 'eventType') ?? '');
}

/** A message of the stream as an event; undefined for one that changes nothing here. */
export function parseEvent(message: StreamMessage): EventJson | undefined {
  if (!TAKEN.has(message.event)) return undefined;
  const value = parseJson(message.data);
  return isEvent(value) ? value : undefined;
}

/** The app that an event is about. */
export function appOfEvent(event: EventJson): string | undefined {
  if ('runSpecId' in event) return event.runSpecId;
  if ('appId' in event) return event.appId;
  return 'appDefinition' in event ? event.appDefinition.id : undefined;
}
