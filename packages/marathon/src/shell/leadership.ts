import { encodeUtf8, decodeUtf8 } from '@stoa/common';
import type {
  Candidacy,
  Coordination,
  Leader,
  LeadershipEvent,
  LeaderWatch,
} from '@stoa/coordination';
import { errorMessage, StartupError } from '@stoa/runtime';
import { EXIT_CODE } from './exit-codes.ts';

/** What this instance is: the leader, with its state loaded, or one that waits beside another. */
export type Standing =
  | { readonly kind: 'leading' }
  /** `leader` is `host:port`, undefined while none is known. */
  | { readonly kind: 'standby'; readonly leader: string | undefined };

/** Tells an instance whether it leads, and who does if not. */
export class Leadership {
  readonly #onLost: (error: Error) => void;
  readonly #waiting = new Set<() => void>();
  #candidacy: Candidacy | undefined;
  #watch: LeaderWatch | undefined;
  #leader: string | undefined;
  #isElected = false;
  #isReady = false;
  #isSuspended = false;

  /**
   * `onLost` hears when this instance leads no longer: it then has to end, because another one may
   * already change what is stored.
   */
  constructor(onLost: (error: Error) => void) {
    this.#onLost = onLost;
  }

  /** Whether it leads at this very moment: a process that was stopped knows before it is told. */
  get isCertain(): boolean {
    return !this.#isSuspended && this.#candidacy?.isLeading === true;
  }

  get standing(): Standing {
    if (this.#isReady && this.isCertain) return { kind: 'leading' };
    // Elected, and not ready yet: nobody can answer.
    return { kind: 'standby', leader: this.#isElected ? undefined : this.#leader };
  }

  /**
   * Stands for election as `own`, the `host:port` under which others reach this instance. Resolves
   * when it is known who leads: another, or this one, whose `take` was done by then. Rejects when
   * `take` does; when that comes later, `onLost` hears of it.
   */
  stand(options: {
    readonly coordination: Coordination;
    readonly own: string;
    readonly take: () => Promise<void>;
  }): Promise<void> {
    const { coordination, own, take } = options;
    return new Promise((resolve, reject) => {
      this.#watch = coordination.watchLeader((leader) => {
        this.#hear(leader, own);
        if (this.#leader !== undefined) resolve();
      });
      this.#candidacy = coordination.campaign(encodeUtf8(own), (event) => {
        if (event.kind !== 'elected') {
          this.#judge(event);
          // A start that waits for an election hears that there will be none.
          if (event.kind === 'lost') reject(lossOf(event));
          return;
        }
        this.#isElected = true;
        this.#take(take).then(resolve, (error: unknown) => {
          // Whoever waits for the start hears the first, whoever runs it the second.
          reject(error instanceof Error ? error : new Error(String(error)));
          this.#onLost(lostError(errorMessage(error), EXIT_CODE.leadershipFailed));
        });
      });
    });
  }

  /** The standing as soon as somebody can answer, or as it is after `waitMs`. */
  async settled(waitMs: number): Promise<Standing> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const standing = this.standing;
      const left = deadline - performance.now();
      if (standing.kind === 'leading' || standing.leader !== undefined || left <= 0)
        return standing;
      await this.#change(left);
    }
  }

  /** Gives the leadership up, if it was won. */
  async close(): Promise<void> {
    this.#isReady = false;
    this.#watch?.close();
    this.#wake();
    await this.#candidacy?.withdraw();
  }

  async #take(take: () => Promise<void>): Promise<void> {
    await take();
    this.#isReady = true;
    this.#wake();
  }

  #judge(event: Exclude<LeadershipEvent, { readonly kind: 'elected' }>): void {
    if (event.kind === 'lost') this.#onLost(lossOf(event));
    else this.#isSuspended = event.kind === 'suspended';
    this.#wake();
  }

  #hear(leader: Leader | undefined, own: string): void {
    const address = leader === undefined ? undefined : decodeUtf8(leader.info);
    // A candidacy of our own earlier life leads nobody, and our own is told by the election.
    this.#leader = address === own ? undefined : address;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      this.#waiting.add(wake);
    });
  }
}

function lossOf(event: Extract<LeadershipEvent, { readonly kind: 'lost' }>): Error {
  const { zooKeeperRefused, leadershipLost } = EXIT_CODE;
  return lostError(event.reason, event.isRefused === true ? zooKeeperRefused : leadershipLost);
}

function lostError(reason: string, exitCode: number): Error {
  return new StartupError(`leadership is lost: ${reason}; start it anew`, { exitCode });
}
