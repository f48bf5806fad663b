import type { Timestamp } from '@stoa/common';
import { HOSTS_REMEMBERED_MAX } from '../limits.ts';

/** What was heard of hosts since some moment; each is counted once, by its latest probe. */
export interface HostsHeard {
  /** Gave a sign of life, if only by refusing. */
  readonly heard: number;
  /** Nothing came back. */
  readonly silent: number;
}

/**
 * Whether it is the checker that sees nothing, and not the tasks that are ill: more hosts than one fall
 * silent, and they are the majority of those that were tried. A task that is ill by itself is on a host
 * that still refuses connections, or among others that are heard.
 */
export function isCheckerBlind({ heard, silent }: HostsHeard): boolean {
  return silent > 1 && silent > heard;
}

/** What may be done with a task that failed too often. */
export type KillPermission =
  | { readonly kind: 'granted' }
  /** `hasTurned`: the checker was held for sighted until now. */
  | { readonly kind: 'withheld'; readonly hosts: HostsHeard; readonly hasTurned: boolean };

interface HostProbe {
  at: Timestamp;
  isHeard: boolean;
}

/**
 * Watches whether probes reach anything at all (docs/adr/0031). Nothing is walked through per probe:
 * hosts are counted by the second of their latest probe, so that a judgement costs as many additions
 * as there are seconds between the first and the last of them.
 *
 * | state | happens | then |
 * |---|---|---|
 * | sighted | a task is overdue, most hosts are heard since it fails | the kill is granted |
 * | sighted | the same, most are silent | blind, withheld |
 * | blind | a task is overdue, most are still silent | withheld |
 * | blind | a host is heard, most are heard since | sighted: failures until now are pardoned |
 */
export class CheckerSight {
  /** The latest probe of each host. */
  readonly #hosts = new Map<string, HostProbe>();
  readonly #heard = new Map<number, number>();
  readonly #silent = new Map<number, number>();
  #blindSince: Timestamp | undefined;
  #pardonedAt = 0 as Timestamp;

  /** Failures in a row that began before this moment are counted anew. */
  get pardonedAt(): Timestamp {
    return this.#pardonedAt;
  }

  /** A probe of a host ended; true when by it the checker sees again. */
  note(host: string, isHeard: boolean, at: Timestamp): boolean {
    this.#keep(host, isHeard, at);
    if (!isHeard || this.#blindSince === undefined) return false;
    if (isCheckerBlind(this.since(this.#blindSince))) return false;
    this.#blindSince = undefined;
    this.#pardonedAt = at;
    return true;
  }

  /** Whether a task that fails without a sign of life since `failingSince` may be killed for it. */
  judge(failingSince: Timestamp): KillPermission {
    const hosts = this.since(this.#blindSince ?? failingSince);
    if (!isCheckerBlind(hosts)) return { kind: 'granted' };
    const hasTurned = this.#blindSince === undefined;
    this.#blindSince ??= failingSince;
    return { kind: 'withheld', hosts, hasTurned };
  }

  /** How many hosts were tried last at or after a moment (to the second), and how that went. */
  since(at: Timestamp): HostsHeard {
    return { heard: sumFrom(this.#heard, at), silent: sumFrom(this.#silent, at) };
  }

  #keep(host: string, isHeard: boolean, at: Timestamp): void {
    const known = this.#hosts.get(host);
    if (known === undefined) {
      if (this.#hosts.size >= HOSTS_REMEMBERED_MAX) this.#forgetOldest();
      this.#hosts.set(host, { at, isHeard });
      this.#add(isHeard, at, 1);
      return;
    }
    if (known.isHeard !== isHeard || secondOf(known.at) !== secondOf(at)) {
      this.#add(known.isHeard, known.at, -1);
      this.#add(isHeard, at, 1);
    }
    known.at = at;
    known.isHeard = isHeard;
  }

  /** A tenth at once: the oldest are looked for among all, which is not to be done for every host. */
  #forgetOldest(): void {
    const oldestFirst = [...this.#hosts].sort(([, left], [, right]) => left.at - right.at);
    for (const [host, { at, isHeard }] of oldestFirst.slice(0, HOSTS_REMEMBERED_MAX / 10)) {
      this.#hosts.delete(host);
      this.#add(isHeard, at, -1);
    }
  }

  #add(isHeard: boolean, at: Timestamp, change: number): void {
    const counts = isHeard ? this.#heard : this.#silent;
    const second = secondOf(at);
    const count = (counts.get(second) ?? 0) + change;
    if (count === 0) counts.delete(second);
    else counts.set(second, count);
  }
}

function secondOf(at: Timestamp): number {
  return Math.floor(at / 1000);
}

function sumFrom(counts: ReadonlyMap<number, number>, at: Timestamp): number {
  const from = secondOf(at);
  let sum = 0;
  for (const [second, count] of counts) if (second >= from) sum += count;
  return sum;
}
