import { errorMessage, StartupError } from '@stoa/runtime';

/** A Marathon that is up, as far as its keeper needs it. */
interface Running {
  readonly address: string;
  close(): Promise<void>;
}

/** How the keeper starts one: on a port, and told when it ends by itself. */
export type StartOnPort = (port: number, onEnded: (error: Error) => void) => Promise<Running>;

/** Whoever ends sooner than that after its start will hardly do better the next time. */
const SHORT_LIFE_MS = 3_000;

/**
 * Keeps a Marathon running: one that ends by itself, as when it is asked to give up leadership, is
 * started again on its port. On several machines whatever runs the daemons does this.
 */
export class KeptMarathon {
  readonly #start: StartOnPort;
  readonly #fail: (error: Error) => void;
  #running: Running | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #startedAt = 0;
  #isClosing = false;

  constructor(start: StartOnPort, fail: (error: Error) => void) {
    this.#start = start;
    this.#fail = fail;
  }

  /** The first start; resolves with `host:port`. */
  async start(port: number): Promise<string> {
    const running = await this.#open(port);
    return running.address;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#restarting;
    await this.#running?.close();
  }

  async #open(port: number): Promise<Running> {
    this.#startedAt = performance.now();
    const running = await this.#start(port, (error) => this.#ended(error));
    this.#running = running;
    return running;
  }

  #ended(error: Error): void {
    const running = this.#running;
    if (this.#isClosing || running === undefined) return;
    this.#running = undefined;
    if (performance.now() - this.#startedAt < SHORT_LIFE_MS) {
      this.#restarting = running.close();
      this.#fail(new StartupError(`Marathon ended: ${errorMessage(error)}`, { cause: error }));
      return;
    }
    this.#restarting = this.#restart(running).catch((cause: unknown) =>
      this.#fail(
        new StartupError(`Marathon does not come back: ${errorMessage(cause)}`, { cause }),
      ),
    );
  }

  async #restart(ended: Running): Promise<void> {
    const port = Number(ended.address.split(':').at(-1));
    await ended.close();
    if (!this.#isClosing) await this.#open(port);
  }
}
