import type { MouseEvent, ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import { parsePlace, renderPlace, type Place } from '../model/address.ts';
import { PAGES } from '../model/base.ts';

/** Where one is, and how to go elsewhere. */
export interface Route {
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly go: typeof go;
  readonly ask: typeof ask;
}

/** The address as what it means; whoever asks is drawn anew when it changes. */
export function useRoute(): Route {
  const [location] = useLocation();
  const query = new URLSearchParams(useSearch());
  return { place: parsePlace(location), query, go, ask };
}

/** Goes to another place. */
export function go(place: Place, query?: Readonly<Record<string, string>>): void {
  navigate(addressOf(place, query));
}

/** Changes members of the query without a new entry in the history; empty ones are left out. */
export function ask(change: Readonly<Record<string, string | undefined>>): void {
  const { pathname, search } = window.location;
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  navigate(withQuery(pathname, next), { replace: true });
}

function addressOf(place: Place, query?: Readonly<Record<string, string>>): string {
  return PAGES + withQuery(renderPlace(place), new URLSearchParams(query));
}

function withQuery(address: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === '' ? address : `${address}?${text}`;
}

/** A click that means this page: every other one is the browser's. */
function follow(event: MouseEvent<HTMLAnchorElement>): void {
  const isOther = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (isOther || event.button !== 0) return;
  event.preventDefault();
  navigate(event.currentTarget.href);
}

interface ToProps {
  readonly place: Place;
  readonly query?: Readonly<Record<string, string>>;
  readonly hash?: string;
  readonly className?: string;
  readonly label?: string;
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}

/** A link within the console; it follows no address itself, since a table has hundreds of them. */
export function To({ place, query, hash, className, label, isCurrent, children }: ToProps) {
  const address = addressOf(place, query);
  return (
    <a
      href={hash === undefined ? address : `${address}#${hash}`}
      className={className ?? ''}
      aria-label={label}
      aria-current={isCurrent === true ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}

/** A link to an app, named by its id. */
export function AppLink({ id, children }: { id: string; children?: ReactNode }) {
  return (
    <To place={{ kind: 'app', id, tab: 'instances' }} className="name">
      {children ?? id}
    </To>
  );
}
