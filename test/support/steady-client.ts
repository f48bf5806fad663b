/** Asks one address again and again, each time on a connection of its own, and counts what went wrong. */
export class SteadyClient {
  answers = 0;
  /** What was answered, each once. */
  readonly texts = new Set<string>();
  readonly failures: string[] = [];
  readonly #url: string;
  #isWanted = true;
  readonly #running: Promise<void>;

  constructor(url: string, everyMs: number) {
    this.#url = url;
    this.#running = this.#run(everyMs);
  }

  /** Resolves when the last answer is in. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    await this.#running;
  }

  async #run(everyMs: number): Promise<void> {
    while (this.#isWanted) {
      await this.#ask();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  async #ask(): Promise<void> {
    try {
      const headers = { Connection: 'close' };
      const signal = AbortSignal.timeout(5_000);
      const answer = await fetch(this.#url, { headers, signal });
      const text = await answer.text();
      if (answer.status === 200) this.texts.add(text);
      else this.failures.push(`status ${answer.status}`);
    } catch (error) {
      this.failures.push(String(error));
    }
    this.answers++;
  }
}
