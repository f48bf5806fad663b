import type { App } from '../model/records.ts';
import { describeWish } from '../model/wishes.ts';

/** What was asked for and not heard of yet, beside the value that it changes. */
export function WishNote({ app }: { app: Pick<App, 'wish' | 'counts'> }) {
  const { wish, counts } = app;
  if (wish === undefined) return null;
  return (
    <span className="muted number" data-wish={wish.kind} role="status">
      {describeWish(wish, counts.wanted)}
    </span>
  );
}
