/** One clock for all that shows an age: a tick a second, and none while nobody looks. */
export class Clock {
  readonly #listeners = new Set<() => void>();
  #at = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined = undefined;

  readonly now = () => this.#at;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(this.#tick, 1_000);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  readonly #tick = () => {
    this.#at = Date.now();
    for (const listener of this.#listeners) listener();
  };
}
