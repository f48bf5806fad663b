import { useEffect, useRef, type ReactNode } from 'react';
import { copyRequest } from '../live/clipboard.ts';
import { useConsole } from '../live/context.tsx';
import type { Refusal } from '../model/faults.ts';
import { describeRefusal } from '../model/faults.ts';
import { Icon } from './icon.tsx';

interface PageHeadProps {
  /** The page's sentence: its one `h1`. */
  readonly sentence: ReactNode;
  /** What the browser's tab says before `· Stoa`. */
  readonly title: string;
  /** Another one moves the focus to the sentence: the page has changed. */
  readonly place: string;
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  readonly isDisplay?: boolean;
}

/** The sentence that answers the page's question, and what can be done here. */
export function PageHead({ sentence, title, place, meta, actions, isDisplay }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    document.title = `${title} · Stoa`;
  }, [title]);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    // The first page keeps the focus where the browser put it.
    if (document.body.dataset['visited'] === 'true')
      heading.current?.focus({ preventScroll: true });
    document.body.dataset['visited'] = 'true';
  }, [place]);
  return (
    <header className="head">
      <div className="head-words">
        <h1 ref={heading} tabIndex={-1} className={isDisplay === true ? 'display' : undefined}>
          {sentence}
        </h1>
        {meta === undefined ? null : <div className="meta line">{meta}</div>}
      </div>
      {actions === undefined ? null : <div className="acts">{actions}</div>}
    </header>
  );
}

/** A part of the page with a head of its own. */
export function Panel(props: {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly isBare?: boolean;
  /** Nothing of note: its sentence stands back. */
  readonly isQuiet?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <section className="panel" data-quiet={props.isQuiet === true}>
      {props.title === undefined ? null : (
        <header>
          <h2>{props.title}</h2>
          {props.actions}
        </header>
      )}
      {props.isBare === true ? props.children : <div className="inside">{props.children}</div>}
    </section>
  );
}

/** One line across the page: what is missing, or what stands in the way. */
export function Strip(props: {
  readonly family?: 'wait' | 'bad' | 'info';
  readonly children: ReactNode;
  readonly role?: 'alert' | 'status';
}) {
  return (
    <div className="strip" data-family={props.family ?? 'wait'} role={props.role}>
      <Icon name={props.family === 'info' ? 'about' : 'warning'} />
      {props.children}
    </div>
  );
}

/** Nothing is here: one sentence, one act. */
export function Empty({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{text}</p>
      {children}
    </div>
  );
}

/** Why something could not be read, and how to try again. */
export function Refused({ refusal, retry }: { refusal: Refusal; retry?: () => void }) {
  const { notices } = useConsole();
  const request = refusal.kind === 'forbidden' ? refusal.request : undefined;
  return (
    <Strip family="bad" role="alert">
      <span>{describeRefusal(refusal)}</span>
      {request === undefined ? null : (
        <button
          type="button"
          className="button small"
          onClick={() => void copyRequest(request, notices)}
        >
          Copy the request
        </button>
      )}
      {retry === undefined ? null : (
        <button type="button" className="button small" onClick={retry}>
          Try again
        </button>
      )}
    </Strip>
  );
}
