import { renderCurl, type Request } from '../model/request.ts';
import type { Notices } from './notices.ts';

/** Copies a text; what could not be copied stands in a message, to be taken from there. */
export async function copyText(text: string, notices: Notices): Promise<boolean> {
  const isCopied = await writeText(text);
  if (!isCopied) {
    notices.add('bad', `The browser lets this page copy nothing. Take it from here: ${text}`);
  }
  return isCopied;
}

/** Copies a call as a line for a shell, and says so. */
export async function copyRequest(request: Request, notices: Notices): Promise<void> {
  if (await copyText(renderCurl(request), notices)) notices.add('good', 'Request copied');
}

/**
 * Puts a text into the clipboard; false where the browser forbids it. Over plain HTTP from elsewhere there is no
 * clipboard to write to, but what is selected can still be copied.
 */
export async function writeText(text: string): Promise<boolean> {
  if (!window.isSecureContext) return copySelected(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Selects the text in a field beside what has the focus, so that no dialog calls the focus back, and copies it. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'hidden-text';
  field.style.whiteSpace = 'pre';
  field.readOnly = true;
  field.value = text;
  (before?.parentElement ?? document.body).append(field);
  field.focus({ preventScroll: true });
  field.select();
  // Old, and the only way where the page is not secure.
  const isCopied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isCopied;
}
