/** A task whose end is wanted. */
export interface WantedKill {
  readonly taskId: string;
  readonly agentId: string | undefined;
  /** The task belongs to no instance, or to an earlier incarnation of one. */
  readonly isStray: boolean;
}

/**
 * Whose end is wanted: kills in flight, which hold the places there are, and those that wait for a place,
 * in the order of the wishes. Every operation costs the same, however many thousands wait.
 */
export class KillBook {
  readonly #inFlight = new Map<string, WantedKill>();
  readonly #waiting = new Map<string, WantedKill>();
  /**
   * One walk over those that wait, for ever: whatever it passed was taken out, and it is never asked when
   * nobody waits, so it never comes to an end. A fresh walk each time would pass all the holes again.
   */
  readonly #walk = this.#waiting.values();
  /** How often each kill in flight was asked for. */
  readonly #attempts = new Map<string, number>();
  #attemptsSum = 0;
  #strays = 0;

  get inFlightCount(): number {
    return this.#inFlight.size;
  }

  /** How often the kills in flight were asked for, all together. */
  get attemptsSum(): number {
    return this.#attemptsSum;
  }

  /** How many of all are strays. */
  get strayCount(): number {
    return this.#strays;
  }

  /** Kills that were asked for and are not known to have worked. */
  inFlight(): Iterable<WantedKill> {
    return this.#inFlight.values();
  }

  inFlightOf(taskId: string): WantedKill | undefined {
    return this.#inFlight.get(taskId);
  }

  has(taskId: string): boolean {
    return this.#inFlight.has(taskId) || this.#waiting.has(taskId);
  }

  /** Lets a kill wait behind the others; one that is here keeps its place. */
  add(kill: WantedKill): void {
    if (this.has(kill.taskId)) return;
    this.#waiting.set(kill.taskId, kill);
    if (kill.isStray) this.#strays += 1;
  }

  /** A kill in flight is asked for once more. */
  noteAttempt(taskId: string): void {
    if (!this.#inFlight.has(taskId)) return;
    this.#attempts.set(taskId, (this.#attempts.get(taskId) ?? 0) + 1);
    this.#attemptsSum += 1;
  }

  /** The kill that waits longest is in flight from now on; undefined when none waits. */
  takeNext(): WantedKill | undefined {
    if (this.#waiting.size === 0) return undefined;
    const { value: kill } = this.#walk.next();
    if (kill === undefined) return undefined;
    this.#waiting.delete(kill.taskId);
    this.#inFlight.set(kill.taskId, kill);
    return kill;
  }

  /** Nothing is left to kill there; tells whether the kill was in flight. */
  remove(taskId: string): boolean {
    const kill = this.#inFlight.get(taskId) ?? this.#waiting.get(taskId);
    if (kill === undefined) return false;
    if (kill.isStray) this.#strays -= 1;
    this.#waiting.delete(taskId);
    this.#attemptsSum -= this.#attempts.get(taskId) ?? 0;
    this.#attempts.delete(taskId);
    return this.#inFlight.delete(taskId);
  }
}
