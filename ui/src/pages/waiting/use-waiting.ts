import { readWaiting } from '../../api/stoa.ts';
import { useAnswer } from '../../components/use-answer.ts';
import type { WaitingJson } from '../../model/waiting.ts';

const EVERY_MS = 5_000;

/** Why an app waits, asked again while it is looked at. */
export function useWaiting(appId: string): WaitingJson | undefined {
  const answer = useAnswer(appId, (signal) => readWaiting(appId, signal), EVERY_MS);
  return answer?.ok === true ? answer.value : undefined;
}
