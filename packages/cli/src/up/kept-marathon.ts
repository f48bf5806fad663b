import { isAbdication } from '@stoa/marathon';
import { errorMessage, StartupError } from '@stoa/runtime';

/** A Marathon that is up, as far as its keeper needs it. */
interface Running {
  readonly address: string;
  close(): Promise<void>;
}

/** How the keeper starts one: on a port, and told when it ends by itself. */
export type StartOnPort = (port: number, onEnded: (error: Error) => void) => Promise<Running>;

/** Whoever ends for a reason of its own sooner than that after its start will hardly do better the next time. */
const SHORT_LIFE_MS = 3_000;

/**
 * Keeps a Marathon running: one that ends by itself is started again on its port, and one that was asked
 * to give up leadership is so at any time, even before its start was over. On several machines whatever runs
 * the daemons does this.
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
    // It listens, and may be asked to go, before its start is over.
    let running: Running | undefined = undefined;
    let early: Error | undefined;
    const onEnded = (error: Error): void => {
      if (running === undefined) early ??= error;
      else this.#ended(running, error);
    };
    running = await this.#start(port, onEnded);
    this.#running = running;
    if (early !== undefined) onEnded(early);
    return running;
  }

  #ended(running: Running, error: Error): void {
    if (this.#isClosing || this.#running !== running) return;
    this.#running = undefined;
    if (!isAbdication(error) && performance.now() - this.#startedAt < SHORT_LIFE_MS) {
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
