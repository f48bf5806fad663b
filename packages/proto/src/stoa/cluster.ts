import { answer } from '../marathon/schema-parts.ts';
import {
  flag,
  integer,
  listOf,
  mapOf,
  number,
  optional,
  schemaOf,
  text,
  type JsonOf,
} from '../marathon/schema-types.ts';

/** Amounts of the scalar resources; memory and disk in MiB. */
export const AmountsSchema = answer({
  cpus: number(),
  mem: number(),
  disk: number(),
  gpus: number(),
});
export type AmountsJson = JsonOf<typeof AmountsSchema>;

const attributes = mapOf(schemaOf<string | number>({ type: ['string', 'number'] }));

const agentHead = {
  id: text(),
  hostname: text(),
  port: integer(),
  attributes,
  total: AmountsSchema,
  allocated: AmountsSchema,
  /** `[31000-32000]`; absent when it has none. */
  ports: optional(text()),
  active: flag(),
  /** An operator took it out of service. */
  deactivated: flag(),
  version: text(),
  /** ISO 8601. */
  registeredAt: optional(text()),
  reregisteredAt: optional(text()),
};

/** An agent in the snapshot and in `agent_added`. */
export const ClusterAgentSchema = answer(agentHead);
export type ClusterAgentJson = JsonOf<typeof ClusterAgentSchema>;

/** A task of any framework. `state` is as on the wire: `TASK_RUNNING`. */
export const ClusterTaskSchema = answer({
  id: text(),
  name: text(),
  frameworkId: text(),
  agentId: text(),
  executorId: optional(text()),
  state: text(),
  healthy: optional(flag()),
  role: optional(text()),
  resources: AmountsSchema,
  /** Of the newest status; ISO 8601. */
  updatedAt: optional(text()),
});
export type ClusterTaskJson = JsonOf<typeof ClusterTaskSchema>;

/** A framework. */
export const ClusterFrameworkSchema = answer({
  id: text(),
  name: text(),
  user: text(),
  roles: listOf(text()),
  principal: optional(text()),
  hostname: optional(text()),
  webuiUrl: optional(text()),
  active: flag(),
  connected: flag(),
  registeredAt: optional(text()),
});
export type ClusterFrameworkJson = JsonOf<typeof ClusterFrameworkSchema>;

/**
 * The event `snapshot` of `GET /stoa/v1/cluster/events`. It comes first, and again whenever the
 * master was lost and is back; what a reader held before is then void.
 */
export const ClusterSnapshotSchema = answer({
  /** False when no master was heard yet; the lists are empty then. */
  isConnected: flag(),
  leader: optional(text()),
  agents: listOf(ClusterAgentSchema),
  frameworks: listOf(ClusterFrameworkSchema),
  /** Those that have not ended. */
  tasks: listOf(ClusterTaskSchema),
});
export type ClusterSnapshotJson = JsonOf<typeof ClusterSnapshotSchema>;

/** The event `agent_removed`. */
export const AgentRemovedSchema = answer({ agentId: text() });
export type AgentRemovedJson = JsonOf<typeof AgentRemovedSchema>;

/** The event `framework_removed`. */
export const FrameworkRemovedSchema = answer({ frameworkId: text() });
export type FrameworkRemovedJson = JsonOf<typeof FrameworkRemovedSchema>;

/** The event `master_lost`. */
export const MasterLostSchema = answer({ reason: text(), retryInMs: optional(integer()) });
export type MasterLostJson = JsonOf<typeof MasterLostSchema>;

/** The event `master_back`; a `snapshot` follows. */
export const MasterBackSchema = answer({ leader: text() });
export type MasterBackJson = JsonOf<typeof MasterBackSchema>;

/**
 * What a `GET /stoa/v1/cluster/events` may tell: the name of the event and its data. Besides there
 * are comments as heartbeats, at least every ten seconds.
 */
export interface ClusterEventJson {
  readonly snapshot: ClusterSnapshotJson;
  readonly agent_added: ClusterAgentJson;
  readonly agent_removed: AgentRemovedJson;
  readonly task_added: ClusterTaskJson;
  readonly task_updated: ClusterTaskJson;
  readonly framework_added: ClusterFrameworkJson;
  readonly framework_updated: ClusterFrameworkJson;
  readonly framework_removed: FrameworkRemovedJson;
  readonly master_lost: MasterLostJson;
  readonly master_back: MasterBackJson;
}

/** An agent in the summary. */
export const AgentSummarySchema = answer({
  ...agentHead,
  offered: AmountsSchema,
  /** What is set aside for each role. */
  reserved: mapOf(AmountsSchema),
  /** How many tasks are in which state; states without tasks are left out. */
  tasks: mapOf(integer()),
  frameworkIds: listOf(text()),
  /** An operator drains it: `DRAINING` or `DRAINED`. */
  drain: optional(text()),
});
export type AgentSummaryJson = JsonOf<typeof AgentSummarySchema>;

/** An agent that the master remembers and does not hear. */
export const SilentAgentSchema = answer({
  id: text(),
  hostname: optional(text()),
  /** How many tasks wait for it to come back. */
  tasks: integer(),
  /** It has not come back since the master began; else it fell silent later. */
  isRecovered: flag(),
});
export type SilentAgentJson = JsonOf<typeof SilentAgentSchema>;

/** `GET /stoa/v1/cluster/summary`: where room is, at one moment. */
export const ClusterSummarySchema = answer({
  /** When the master was asked; ISO 8601. */
  at: text(),
  cluster: optional(text()),
  agents: listOf(AgentSummarySchema),
  silent: listOf(SilentAgentSchema),
});
export type ClusterSummaryJson = JsonOf<typeof ClusterSummarySchema>;
