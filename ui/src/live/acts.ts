import type { Answer } from '../api/call.ts';
import type { Refusal } from '../model/faults.ts';
import { describeRefusal } from '../model/faults.ts';
import type { KillKind } from '../api/marathon.ts';
import type { Wish } from '../model/wishes.ts';
import { copyRequest } from './clipboard.ts';
import type { Notice, Notices } from './notices.ts';

/** What a person asked to do and has to confirm. */
export type ActRequest =
  | { readonly kind: 'scale'; readonly apps: readonly string[] }
  | { readonly kind: 'suspend'; readonly apps: readonly string[] }
  | { readonly kind: 'restart'; readonly apps: readonly string[] }
  | { readonly kind: 'destroy'; readonly apps: readonly string[] }
  | { readonly kind: 'scale-group'; readonly group: string }
  | { readonly kind: 'destroy-group'; readonly group: string }
  | { readonly kind: 'new-group'; readonly parent: string }
  | {
      readonly kind: 'kill';
      readonly app: string;
      readonly tasks: readonly string[];
      readonly way: KillKind;
    }
  | { readonly kind: 'roll-back'; readonly app: string; readonly from: string; readonly to: string }
  | { readonly kind: 'cancel'; readonly deployment: string; readonly isForced: boolean }
  | { readonly kind: 'keys' }
  | {
      readonly kind: 'locked';
      readonly what: string;
      readonly deployments: readonly string[];
      readonly retry: () => Promise<void>;
    };

/** One act as it is carried out. */
export interface Deed {
  /** What is told when it went well: `/shop/web is scaled to 5`. */
  readonly done: string;
  /** What could not be done: `scale /shop/web`. */
  readonly what: string;
  readonly call: (force: boolean) => Promise<Answer<object>>;
  /** What is shown beside the app's value at once, until it is heard of. */
  readonly wish?: { readonly app: string; readonly wish: Wish };
  readonly after?: (value: object) => void;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** The page on which it was asked for shows a refusal itself. */
  readonly isToldInPlace?: boolean;
}

/** Where wishes are shown. */
interface WishPlace {
  readonly wish: (app: string, wish: Wish, onSilence: () => void) => () => void;
}

/** The act that waits for its confirmation, one at a time, and how acts are carried out. */
export class Acts {
  readonly #notices: Notices;
  readonly #wishes: WishPlace;
  readonly #listeners = new Set<() => void>();
  #current: ActRequest | undefined = undefined;

  constructor(notices: Notices, wishes: WishPlace) {
    this.#notices = notices;
    this.#wishes = wishes;
  }

  readonly current = () => this.#current;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly open = (request: ActRequest) => this.#set(request);

  readonly close = () => this.#set(undefined);

  /**
   * Carries out a deed and tells how it went. A lock is told by a dialog that offers to stop what is in the
   * way. The refusal is handed back, so that a form can show its faults.
   */
  async perform(deed: Deed, force = false): Promise<Refusal | undefined> {
    const wish = this.#show(deed);
    const answer = await deed.call(force);
    wish.isAnswered = true;
    if (!answer.ok) wish.drop();
    if (answer.ok) {
      this.#notices.add('good', deed.done, deed.action);
      deed.after?.(answer.value);
      return undefined;
    }
    const { refusal } = answer;
    if (refusal.kind === 'locked') {
      this.open({
        kind: 'locked',
        what: deed.what,
        deployments: refusal.deployments,
        retry: async () => {
          await this.perform(deed, true);
        },
      });
    } else if (deed.isToldInPlace !== true) {
      this.#notices.add(
        'bad',
        `Could not ${deed.what}: ${describeRefusal(refusal)}`,
        this.#offerCopy(refusal),
      );
    }
    return refusal;
  }

  #offerCopy(refusal: Refusal): Notice['action'] {
    if (refusal.kind !== 'forbidden' || refusal.request === undefined) return undefined;
    const { request } = refusal;
    return {
      label: 'Copy the request',
      run: () => void copyRequest(request, this.#notices),
    };
  }

  #show({ wish: asked, what }: Deed): { isAnswered: boolean; readonly drop: () => void } {
    const shown = { isAnswered: false, drop: () => undefined as void };
    if (asked === undefined) return shown;
    shown.drop = this.#wishes.wish(asked.app, asked.wish, () => {
      const why = shown.isAnswered
        ? `The server took the wish to ${what}, but nothing was heard of it for 10 s.`
        : `The server has not answered the wish to ${what} for 10 s; it may still be done.`;
      this.#notices.add('bad', why);
    });
    return shown;
  }

  #set(request: ActRequest | undefined): void {
    this.#current = request;
    for (const listener of this.#listeners) listener();
  }
}
