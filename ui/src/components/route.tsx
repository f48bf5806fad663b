import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { parsePlace, renderPlace, type Place } from '../model/address.ts';

/** Where one is, and how to go elsewhere. */
export interface Route {
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly go: (place: Place, query?: Readonly<Record<string, string>>) => void;
  /** Changes members of the query without a new entry in the history; empty ones are left out. */
  readonly ask: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** The address as what it means. */
export function useRoute(): Route {
  const [location, navigate] = useLocation();
  const search = useSearch();
  const query = new URLSearchParams(search);
  return {
    place: parsePlace(location),
    query,
    go: (place, ask) => navigate(withQuery(renderPlace(place), new URLSearchParams(ask))),
    ask: (change) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      navigate(withQuery(location, next), { replace: true });
    },
  };
}

function withQuery(address: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === '' ? address : `${address}?${text}`;
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

/** A link within the console. */
export function To({ place, query, hash, className, label, isCurrent, children }: ToProps) {
  const address = withQuery(renderPlace(place), new URLSearchParams(query));
  return (
    <Link
      href={hash === undefined ? address : `${address}#${hash}`}
      className={className ?? ''}
      aria-label={label}
      aria-current={isCurrent === true ? 'page' : undefined}
    >
      {children}
    </Link>
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
