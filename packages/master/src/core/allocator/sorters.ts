import type { ClusterTotals, Portion } from './amounts.ts';
import { DrfSorter } from './drf-sorter.ts';
import type { FrameworkEntry } from './framework-entry.ts';

/**
 * The order between roles, and within each role the order between its frameworks. A role is known
 * while a framework subscribes to it or still holds something of it.
 */
export class Sorters {
  readonly roles: DrfSorter;
  readonly #totals: ClusterTotals;
  readonly #frameworks = new Map<string, DrfSorter>();

  constructor(totals: ClusterTotals) {
    this.#totals = totals;
    this.roles = new DrfSorter(totals);
  }

  /** The order of a role's frameworks; undefined when nobody is in the role. */
  frameworksOf(role: string): DrfSorter | undefined {
    return this.#frameworks.get(role);
  }

  /** Whether anybody may be offered anything. */
  get isAnyoneServed(): boolean {
    for (const sorter of this.#frameworks.values()) if (sorter.activeCount > 0) return true;
    return false;
  }

  knownRoles(): IterableIterator<string> {
    return this.#frameworks.keys();
  }

  /** Puts a framework into a role, and into its order if it may be offered anything there. */
  track(framework: FrameworkEntry, role: string): void {
    let sorter = this.#frameworks.get(role);
    if (sorter === undefined) {
      sorter = new DrfSorter(this.#totals);
      this.#frameworks.set(role, sorter);
      this.roles.add(role, true);
    }
    if (!sorter.has(framework.id)) sorter.add(framework.id, false);
    sorter.setActive(framework.id, isServed(framework, role));
  }

  /** Takes a framework out of a role that it neither subscribes to nor holds anything of. */
  untrackIfIdle(framework: FrameworkEntry, role: string): void {
    if (framework.roles.has(role) || framework.agentsByRole.has(role)) return;
    const sorter = this.#frameworks.get(role);
    if (sorter === undefined) return;
    if (sorter.has(framework.id)) sorter.remove(framework.id);
    if (!sorter.clients().next().done) return;
    this.#frameworks.delete(role);
    this.roles.remove(role);
  }

  /** Puts the framework in or out of the order of each of its roles, as it now is. */
  refresh(framework: FrameworkEntry): void {
    for (const role of framework.roles) {
      this.#frameworks.get(role)?.setActive(framework.id, isServed(framework, role));
    }
  }

  book(frameworkId: string, role: string, agentId: string, portion: Portion): void {
    this.#frameworks.get(role)?.book(frameworkId, agentId, portion);
    this.roles.book(role, agentId, portion);
  }

  unbook(frameworkId: string, role: string, agentId: string, portion: Portion): void {
    this.#frameworks.get(role)?.unbook(frameworkId, agentId, portion);
    this.roles.unbook(role, agentId, portion);
  }

  rebook(
    frameworkId: string,
    role: string,
    agentId: string,
    change: { readonly before: Portion; readonly after: Portion },
  ): void {
    this.#frameworks.get(role)?.rebook(frameworkId, agentId, change.before, change.after);
    this.roles.rebook(role, agentId, change.before, change.after);
  }
}

function isServed(framework: FrameworkEntry, role: string): boolean {
  return framework.active && framework.roles.has(role) && !framework.suppressed.has(role);
}
