import type { LinkCall } from '@stoa/proto';

/**
 * What waits to be sent and what is under way: calls about one task follow each other, in order and
 * one at a time; others do not wait for them, up to so many at a time. Nothing is ever dropped here.
 */
export class CallLanes {
  readonly #underWayMax: number;
  /** Calls whose lane is free, in the order in which they came. */
  readonly #ready = new Set<LinkCall>();
  /** What waits behind a call that is under way or ready, by lane. */
  readonly #lanes = new Map<string, LinkCall[]>();
  #underWay = 0;
  #waiting = 0;

  constructor(underWayMax: number) {
    this.#underWayMax = underWayMax;
  }

  /** Calls that have not been taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Adds a call behind those of its lane. */
  add(call: LinkCall): void {
    this.#waiting += 1;
    const lane = laneOf(call);
    const behind = this.#lanes.get(lane);
    if (behind !== undefined) {
      behind.push(call);
      return;
    }
    this.#lanes.set(lane, []);
    this.#ready.add(call);
  }

  /** The next call to send now; undefined: none waits, or as many as may be are under way. */
  take(): LinkCall | undefined {
    if (this.#underWay >= this.#underWayMax) return undefined;
    for (const call of this.#ready) {
      this.#ready.delete(call);
      this.#underWay += 1;
      this.#waiting -= 1;
      return call;
    }
    return undefined;
  }

  /** A call that was taken has been answered: its lane is free for the next. */
  done(call: LinkCall): void {
    this.#underWay -= 1;
    const lane = laneOf(call);
    const next = this.#lanes.get(lane)?.shift();
    if (next === undefined) this.#lanes.delete(lane);
    else this.#ready.add(next);
  }
}

/** What has to stay in order: the updates of one task, and among themselves calls of another kind. */
function laneOf(call: LinkCall): string {
  if (call.update === undefined) return call.type ?? '';
  const { framework_id, status } = call.update;
  return `UPDATE ${framework_id.value} ${status.task_id.value}`;
}
