import { STOA_FAULT_KINDS, type StoaFaultKind } from '@stoa/proto/stoa';
import { describeRefusal, type Refusal } from './faults.ts';

/** What is not about files is told in the words of any refusal. */
const WORDS: Readonly<Partial<Record<StoaFaultKind, string>>> = {
  invalid: 'The request could not be read.',
  unknownAgent: 'Its agent has left the cluster; the files went with it.',
  agentUnreachable: 'Its agent is unreachable; the files can be read when it is back.',
  agentForbids: 'Its agent does not let this Marathon read files.',
  sandboxGone: 'Its files were removed to free disk.',
  fileAbsent: 'There is no such file.',
  unreadable: 'This cannot be read as a file.',
  unknownInstance:
    'Nobody remembers this instance: it ended long ago, or its id was typed wrongly.',
  masterUnreachable: 'No master answers, so nobody knows where its files are.',
  masterForbids: 'The master does not let this Marathon ask where its files are.',
  busy: 'More is asked at once than is allowed; it is tried again.',
};

/** Why files cannot be read, in words (console.md §7, 25). */
export function describeFileRefusal(refusal: Refusal): string {
  const kind = 'fault' in refusal ? refusal.fault : undefined;
  const known = STOA_FAULT_KINDS.find((one) => one === kind);
  return (known === undefined ? undefined : WORDS[known]) ?? describeRefusal(refusal);
}
