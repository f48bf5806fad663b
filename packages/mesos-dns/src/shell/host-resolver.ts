import { lookup } from 'node:dns/promises';
import {
  isAddress,
  type AgentFacts,
  type ClusterChange,
  type ClusterSnapshot,
  type FrameworkFacts,
} from '../core/index.ts';
import { RESOLVED_MAX, RESOLVED_MS } from './limits.ts';

/** Asks the machine's resolver; rejects when it knows nothing. */
export type LookUp = (host: string) => Promise<readonly string[]>;

/** What the machine's resolver says about a name: every address, in its order. */
export async function lookUpHost(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/**
 * Turns the hosts that masters, agents and frameworks name into addresses. Addresses are taken as
 * they are, so that the usual state needs no resolver; names are remembered for a minute.
 */
export class HostResolver {
  readonly #lookUp: LookUp;
  readonly #now: () => number;
  readonly #known = new Map<
    string,
    { readonly addresses: readonly string[]; readonly until: number }
  >();

  constructor(lookUp: LookUp, now: () => number) {
    this.#lookUp = lookUp;
    this.#now = now;
  }

  /** The addresses of a host; rejects when it has none. */
  async resolve(host: string): Promise<readonly string[]> {
    if (isAddress(host)) return [host];
    const known = this.#known.get(host);
    if (known !== undefined && known.until > this.#now()) return known.addresses;
    const addresses = await this.#lookUp(host);
    if (this.#known.size >= RESOLVED_MAX) this.#known.clear();
    this.#known.set(host, { addresses, until: this.#now() + RESOLVED_MS });
    return addresses;
  }

  /** The same, and none when there are none. */
  async resolveIfPossible(host: string): Promise<readonly string[]> {
    if (host === '') return [];
    try {
      return await this.resolve(host);
    } catch {
      // That a host has no address is an answer: it gets no record.
      return [];
    }
  }

  /**
   * A snapshot with the addresses of its hosts. Rejects when a process id names a host that does not
   * resolve and `isStrict`: then the whole state does not count (mesos-dns.md §2).
   */
  async fillSnapshot(snapshot: ClusterSnapshot, isStrict: boolean): Promise<ClusterSnapshot> {
    const agents: AgentFacts[] = [];
    for (const agent of snapshot.agents) {
      agents.push({ ...agent, addresses: await this.#addressesOf(agent, isStrict) });
    }
    const frameworks: FrameworkFacts[] = [];
    for (const framework of snapshot.frameworks) {
      frameworks.push({ ...framework, addresses: await this.#addressesOf(framework, isStrict) });
    }
    return { ...snapshot, agents, frameworks };
  }

  /** A change with the addresses of its host. */
  async fillChange(change: ClusterChange): Promise<ClusterChange> {
    if (change.kind === 'agentSet') {
      const addresses = await this.resolveIfPossible(change.agent.host);
      return { ...change, agent: { ...change.agent, addresses } };
    }
    if (change.kind === 'frameworkSet') {
      const addresses = await this.resolveIfPossible(change.framework.host);
      return { ...change, framework: { ...change.framework, addresses } };
    }
    return change;
  }

  #addressesOf(
    { host, port }: Pick<AgentFacts, 'host' | 'port'>,
    isStrict: boolean,
  ): Promise<readonly string[]> {
    // A port is there when the host comes from a process id; a mere hostname need not resolve.
    return isStrict && port !== undefined ? this.resolve(host) : this.resolveIfPossible(host);
  }
}
