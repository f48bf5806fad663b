import { Resources } from '@stoa/proto';
import type { Resource } from '@stoa/proto';
import type { AgentRecord, FrameworkRecord } from '../state.ts';

/** What the operations of one ACCEPT work on. */
export interface Basket {
  readonly framework: FrameworkRecord;
  readonly agent: AgentRecord;
  /** What the offers are allocated to. */
  readonly role: string;
  /** What no operation has used yet; marked with the role. */
  remaining: Resources;
  hasLaunched: boolean;
}

/** Resources of a call in the inner form; who leaves out whom they are for means the offer's role. */
export function takeForm(
  resources: readonly Resource[] | undefined,
  role: string,
): readonly Resource[] {
  const marked = (resources ?? []).map((resource) => ({
    ...resource,
    allocation_info: resource.allocation_info ?? { role },
  }));
  return Resources.of(marked).toList();
}
