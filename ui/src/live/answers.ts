import type { StoaInfoJson } from '@stoa/proto/stoa';
import { readVersions } from '../api/marathon.ts';
import { readInfo } from '../api/stoa.ts';
import { useAnswer } from '../components/use-answer.ts';
import { useModel } from './context.tsx';

/** An app's versions, the newest first; none before they have come. */
export function useVersions(appId: string): readonly string[] {
  const present = useModel().app(appId)?.definition.version ?? '';
  const answer = useAnswer(`${appId} ${present}`, async () =>
    appId === '' ? { ok: true, value: { versions: [] } } : await readVersions(appId),
  );
  return answer?.ok === true ? answer.value.versions : [];
}

/** Which cluster this is and as whom one looks at it; undefined before that is known. */
export function useInfo(): StoaInfoJson | undefined {
  const answer = useAnswer('info', readInfo);
  return answer?.ok === true ? answer.value : undefined;
}
