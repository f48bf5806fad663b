import type { App } from './records.ts';

/** What a person asked for and nobody has told of yet; only what is undone without harm is shown so. */
export type Wish =
  | { readonly kind: 'scale'; readonly to: number }
  | { readonly kind: 'restart' }
  /** The delay after failures ends. */
  | { readonly kind: 'try' };

/** A wish without any word of it for so long is taken back, in milliseconds. */
export const SILENCE_MAX_MS = 10_000;

/** The wish beside the value that it changes: `5 → 8 …`; never as if it were done. */
export function describeWish(wish: Wish, wanted: number): string {
  switch (wish.kind) {
    case 'scale':
      return `${wanted} → ${wish.to} …`;
    case 'restart':
      return 'restart asked for …';
    case 'try':
      return 'try asked for …';
  }
}

/** Whether what is told of the app shows that the wish has been taken up. */
export function isHeard(wish: Wish, before: App, now: App): boolean {
  switch (wish.kind) {
    case 'scale':
      return now.counts.wanted === wish.to;
    case 'restart':
      return (
        now.definition.version !== before.definition.version ||
        now.deployments.some((id) => !before.deployments.includes(id))
      );
    case 'try':
      return now.queue?.delayedUntil === undefined;
  }
}

interface Held {
  readonly wish: Wish;
  readonly before: App;
}

/** The wishes that are held, at most one for an app: another one takes its place. */
export class Wishes {
  readonly #held = new Map<string, Held>();

  /** Holds a wish about an app as it is now; false when it is so already. */
  hold(wish: Wish, before: App): boolean {
    this.#held.delete(before.id);
    if (isHeard(wish, before, before)) return false;
    this.#held.set(before.id, { wish, before });
    return true;
  }

  /** The app's wish as long as nothing has been heard of it. */
  of(now: App): Wish | undefined {
    const held = this.#held.get(now.id);
    if (held === undefined || !isHeard(held.wish, held.before, now)) return held?.wish;
    this.#held.delete(now.id);
    return undefined;
  }

  /** Takes a wish back; false when it is not held any more. */
  drop(appId: string, wish: Wish): boolean {
    return this.#held.get(appId)?.wish === wish && this.#held.delete(appId);
  }

  /** What becomes of an app that is gone. */
  forget(appId: string): void {
    this.#held.delete(appId);
  }
}
