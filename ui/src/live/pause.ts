/** Whether the page at hand stands still: what comes meanwhile is taken, but nothing is drawn for it. */
export class Pause {
  readonly #listeners = new Set<() => void>();
  #isOn = false;

  readonly current = () => this.#isOn;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** What a paused page follows in place of the cluster: nothing. */
  readonly hold = () => () => undefined;

  readonly turn = () => this.#set(!this.#isOn);

  readonly end = () => this.#set(false);

  #set(isOn: boolean): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    for (const listener of this.#listeners) listener();
  }
}
