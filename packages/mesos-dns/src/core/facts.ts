/** What is known of one agent, as far as names go. */
export interface AgentFacts {
  readonly id: string;
  /** An address or a name that the machine's resolver knows. */
  readonly host: string;
  /** What `host` resolves to; the shell fills it in. */
  readonly addresses: readonly string[];
  readonly port: number | undefined;
}

/** What is known of one framework. */
export interface FrameworkFacts {
  readonly id: string;
  readonly name: string;
  /** The host of its pid, or its hostname when it has no pid; may be empty. */
  readonly host: string;
  readonly addresses: readonly string[];
  /** Of its pid; undefined for frameworks on the HTTP API. */
  readonly port: number | undefined;
}

/** Where a task's address may come from, in the words of the setting `IPSources`. */
export type IpSource = 'netinfo' | 'docker' | 'mesos' | 'host';

/** The addresses that a task's newest running status names, by source. */
export type StatusAddresses = Readonly<Record<Exclude<IpSource, 'host'>, readonly string[]>>;

/** One port of a task's DiscoveryInfo. */
export interface DiscoveryPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
}

/** A task's DiscoveryInfo; counts only with a name. */
export interface DiscoveryFacts {
  readonly name: string;
  readonly ports: readonly DiscoveryPort[];
}

/** What is known of one task that has not ended. */
export interface TaskFacts {
  readonly id: string;
  readonly name: string;
  readonly frameworkId: string;
  readonly agentId: string;
  /** Only such a task has names. */
  readonly isRunning: boolean;
  /** Undefined unless a health check spoke. */
  readonly isHealthy: boolean | undefined;
  readonly addresses: StatusAddresses;
  /** When the status came that `addresses` are from, in seconds; older ones do not count. */
  readonly addressesAt: number;
  /** From its resources, ascending as listed. */
  readonly ports: readonly number[];
  readonly discovery: DiscoveryFacts | undefined;
}

/** Where a master is. */
export interface MasterFacts {
  readonly host: string;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Everything that names are made of, at one moment. */
export interface ClusterSnapshot {
  readonly agents: readonly AgentFacts[];
  /** Ids of agents that the leader knows of but that have not come back to it. */
  readonly recoveredAgentIds: readonly string[];
  readonly frameworks: readonly FrameworkFacts[];
  readonly tasks: readonly TaskFacts[];
}

/** What a status update tells of a task that is known already. */
export interface TaskStatusFacts {
  readonly taskId: string;
  readonly frameworkId: string;
  readonly isRunning: boolean;
  readonly isEnded: boolean;
  readonly isHealthy: boolean | undefined;
  /** Of a running status; undefined in any other. */
  readonly addresses: StatusAddresses | undefined;
  readonly at: number;
}

/** One step from a state of the cluster to the next, as the leader's event stream tells it. */
export type ClusterChange =
  | { readonly kind: 'agentSet'; readonly agent: AgentFacts }
  | { readonly kind: 'agentRemoved'; readonly agentId: string }
  | { readonly kind: 'frameworkSet'; readonly framework: FrameworkFacts }
  | { readonly kind: 'frameworkRemoved'; readonly frameworkId: string }
  | { readonly kind: 'taskSet'; readonly task: TaskFacts }
  | { readonly kind: 'taskStatus'; readonly status: TaskStatusFacts };

export const NO_ADDRESSES: StatusAddresses = { netinfo: [], docker: [], mesos: [] };
