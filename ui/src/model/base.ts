// The console may be served below any prefix, and only its own script knows where it came from.

/** The address before `/ui/`: empty when nothing stands in front. */
export function findPrefix(script: string, isDevelopment: boolean): string {
  if (isDevelopment) return '';
  const path = new URL(script).pathname;
  const at = path.lastIndexOf('/ui/assets/');
  return at < 0 ? '' : path.slice(0, at);
}

const isDevelopment = new URL(import.meta.url).pathname.includes('/src/');

/** Before every call of the API. */
export const PREFIX = findPrefix(import.meta.url, isDevelopment);
/** Before every address of a page. */
export const PAGES = isDevelopment ? '' : `${PREFIX}/ui`;
