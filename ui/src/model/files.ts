import { STOA_FAULT_KINDS, type StoaFaultKind } from '@stoa/proto/stoa';
import { shortId } from './address.ts';
import { describeRefusal, type Refusal } from './faults.ts';

/** What is not about files is told in the words of any refusal. */
const WORDS: Readonly<Partial<Record<StoaFaultKind, string>>> = {
  invalid: 'The request could not be read.',
  unknownAgent: 'Its agent has left the cluster; the files went with it.',
  agentForbids: 'Its agent does not let this Marathon read files.',
  fileAbsent: 'There is no such file.',
  unreadable: 'This cannot be read as a file.',
  unknownInstance:
    'Nobody remembers this instance: it ended long ago, or its id was typed wrongly.',
  masterUnreachable: 'No master answers, so nobody knows where its files are.',
  masterForbids: 'The master does not let this Marathon ask where its files are.',
  busy: 'More is asked at once than is allowed; it is tried again.',
};

/** Whose files are asked for, and where they lie as far as it is known. */
export interface FilesOf {
  readonly instanceId: string;
  readonly host: string | undefined;
}

/** Why files cannot be read, in words; of whom it is told where that is known (console.md §7, 25). */
export function describeFileRefusal(refusal: Refusal, of?: FilesOf): string {
  const kind = 'fault' in refusal ? refusal.fault : undefined;
  const known = STOA_FAULT_KINDS.find((one) => one === kind);
  if (known === 'sandboxGone') {
    const whose = of === undefined ? 'Its files' : `The files of ${shortId(of.instanceId)}`;
    return `${whose} were removed to free disk.`;
  }
  if (known === 'agentUnreachable') {
    return `${of?.host ?? 'Its agent'} is unreachable; its files can be read when it is back.`;
  }
  return (known === undefined ? undefined : WORDS[known]) ?? describeRefusal(refusal);
}
