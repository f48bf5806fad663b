import type { Timestamp } from '@stoa/common';
import type { DnsConfig } from './config/dns-config.ts';
import type { FrameworkFacts, MasterFacts } from './facts.ts';
import type { PublishedTask } from './records/cluster-book.ts';
import type { RecordSet } from './records/record-set.ts';

/** How the daemon learns of the cluster at this moment. */
export type Source = 'none' | 'stream' | 'poll';

/** What those may see who only read: answers, HTTP, metrics. */
export interface DnsView {
  readonly config: DnsConfig;
  readonly records: RecordSet;
  /** True once a first state was loaded; before that nothing is answered. */
  readonly isLoaded: boolean;
  readonly source: Source;
  readonly leader: MasterFacts | undefined;
  /** When the leader was last heard, so how old the answers may be; undefined before the first time. */
  readonly heardAt: Timestamp | undefined;
  readonly loadFailures: number;
  readonly agentCount: number;
  readonly taskCount: number;
  readonly carriedCount: number;
  frameworks(): Iterable<FrameworkFacts>;
  publishedTasks(frameworkId: string): Iterable<PublishedTask>;
}
