import type { WaitingJson } from '@stoa/proto/stoa';
import { readWaiting } from '../../api/stoa.ts';
import type { Answer } from '../../api/call.ts';
import { useAnswer } from '../../components/use-answer.ts';

const EVERY_MS = 5_000;

/** Why an app waits, as the server tells it; asked again while it is looked at. */
export function useWaiting(appId: string): Answer<WaitingJson> | undefined {
  return useAnswer(appId, (signal) => readWaiting(appId, signal), EVERY_MS);
}
