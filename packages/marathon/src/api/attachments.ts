import { renderIsoTime, type Timestamp } from '@stoa/common';
import type { EventJson } from '@stoa/proto/marathon';

/** Somebody began or ceased to follow the events; told to everyone who does (marathon-api.md §9). */
export function attachmentJson(
  eventType: 'event_stream_attached' | 'event_stream_detached',
  remoteAddress: string,
  at: Timestamp,
): EventJson {
  return { remoteAddress, eventType, timestamp: renderIsoTime(at) };
}
