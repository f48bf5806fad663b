import { useState } from 'react';
import { useNow } from '../live/context.tsx';
import { cutMiddle, formatAge, formatMoment } from '../model/format.ts';
import { useCopy } from './use-copy.ts';
import { Icon } from './icon.tsx';

/** An age, not a date. */
const IS_SPAN = / (s|min|h|d)$/;

/** How long ago; the full time stands behind it. */
export function When({ at, suffix = '' }: { at: number | undefined; suffix?: string }) {
  const now = useNow();
  if (at === undefined) return <span className="faint">unknown</span>;
  const age = formatAge(at, now);
  return (
    <time className="number" dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {age}
      {IS_SPAN.test(age) ? suffix : ''}
    </time>
  );
}

const COPIED_MS = 1_500;

/** Puts a text into the clipboard. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const copyText = useCopy();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button
      type="button"
      className="button small square"
      data-kind="quiet"
      aria-label={isCopied ? `Copied ${what}` : `Copy ${what}`}
      title={`Copy ${text}`}
      onClick={() => void copy()}
    >
      <Icon name={isCopied ? 'finished' : 'copy'} />
    </button>
  );
}

/** An id, its middle cut when it is long, to copy. */
export function Id({ id, max = 24, what = 'id' }: { id: string; max?: number; what?: string }) {
  return (
    <span className="id-line mono">
      <span title={id}>{cutMiddle(id, max)}</span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
