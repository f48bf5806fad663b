// The rows of the page at hand, whether they stand in a table or in a list: where one is, and how to go on.

const GRIDS = '.page [role="grid"], .page [role="treegrid"]';
const LINES = '.page .rows > li';

/** The table that has the focus. */
function focusedGrid(): HTMLElement | undefined {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.matches(GRIDS) ? focused : undefined;
}

function focusedLine(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(LINES) ?? undefined;
}

/** The id of the row that one is at, or that one is in with a link or a button; undefined where there is none. */
export function currentRow(): string | undefined {
  const active = focusedGrid()?.querySelector<HTMLElement>('[data-active="true"]');
  const inside = document.activeElement?.closest<HTMLElement>('[data-row], [data-of]');
  const { row, of } = (active ?? inside)?.dataset ?? {};
  return row ?? of;
}

/** Goes to the next row or the one before: into the page's table, or along its list. */
export function stepRow(step: 1 | -1): boolean {
  const grid = document.querySelector<HTMLElement>(GRIDS);
  if (grid !== null) {
    grid.focus();
    // A table knows its own arrows; it has not seen this key because it had no focus.
    const key = step === 1 ? 'ArrowDown' : 'ArrowUp';
    grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    return true;
  }
  const lines = [...document.querySelectorAll<HTMLElement>(LINES)];
  const here = focusedLine();
  const at = here === undefined ? -1 : lines.indexOf(here);
  const next = lines[Math.max(0, Math.min(lines.length - 1, at + step))];
  const link = next?.querySelector<HTMLElement>('a, button');
  link?.focus();
  return link !== undefined && link !== null;
}

/** Opens the menu of the row that one is at, or else of the page. */
export function openMenu(): boolean {
  const own = focusedLine()?.querySelector<HTMLElement>('[data-menu]');
  const menu = own ?? document.querySelector<HTMLElement>('.page > .head [data-menu]');
  menu?.click();
  return menu !== undefined && menu !== null;
}

const REGIONS = '.crumbs, .page, .rail, .foot-bar, .toasts';

/** Puts the focus into the next part of the window. */
export function turnRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].flatMap((region) => {
    const first = region.matches('.page') ? region : region.querySelector<HTMLElement>('a, button');
    return first === null || region.offsetParent === null ? [] : [{ region, first }];
  });
  const at = regions.findIndex(({ region }) => region.contains(document.activeElement));
  regions[(at + 1) % regions.length]?.first.focus();
}
