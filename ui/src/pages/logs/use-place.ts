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

/** The address of this page with a line of it; with several files in view it names the line's own. */
export function addressOf(place: LogPlace, file: string): string {
  const address = new URL(window.location.href);
  if (address.searchParams.get('file') === 'both') address.searchParams.set('file', file);
  address.hash = renderLogPlace(place);
  return address.href;
}

/** Puts an address of this page into the location bar, unless it is one of another view. */
export function showAddress(address: string): boolean {
  if (new URL(address).search !== window.location.search) return false;
  window.history.replaceState(window.history.state, '', address);
  return true;
}

/** Leaves the line: the page goes to the end of its files. */
export function leavePlace(): void {
  window.location.hash = '';
}

/** Copies a text; false where the browser forbids it, as over plain HTTP from elsewhere. */
export async function copyText(text: string): Promise<boolean> {
  if (!window.isSecureContext) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Nobody allowed it; the address can be copied from where it stands.
    return false;
  }
}
