import { useEffect, useState } from 'react';
import { parseLogPlace, renderLogPlace, type LogPlace } from '../../model/log-address.ts';

/**
 * The line that the address named when the page was opened, or since somebody wrote another into the location bar.
 * The page's own writing there (`showPlace`) does not change it: what is read stays as it is.
 */
export function usePlace(): LogPlace | undefined {
  const [place, setPlace] = useState(() => parseLogPlace(window.location.hash));
  useEffect(() => {
    const read = () => setPlace(parseLogPlace(window.location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return place;
}

/** The address of this page with a line of it; it names the line's file where several are in view. */
export function addressOf({ instance, file, byte }: LogPlace): string {
  const address = new URL(window.location.href);
  const isOneOfMany = address.searchParams.get('file') === 'both';
  address.hash = renderLogPlace(isOneOfMany ? { instance, file, byte } : { instance, byte });
  return address.href;
}

/** Puts an address of this page into the location bar. */
export function showAddress(address: string): void {
  window.history.replaceState(window.history.state, '', address);
}

/** Leaves the line: the page goes to the end of its files. */
export function leavePlace(): void {
  window.location.hash = '';
}
