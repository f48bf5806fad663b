/** How this reader wants the page; kept in the browser. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact' | 'dense';
  /** Whether single letters act (WCAG 2.1, 2.1.4). */
  readonly hasLetters: boolean;
}

const KEY = 'stoa-console';
const THEMES = ['system', 'light', 'dark'] as const;
const DENSITIES = ['comfortable', 'compact', 'dense'] as const;
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** What was kept; a browser that keeps nothing gets the defaults each time. */
function read(): Settings {
  const kept = new URLSearchParams(readKept());
  return {
    theme: THEMES.find((theme) => theme === kept.get('theme')) ?? 'system',
    density: DENSITIES.find((density) => density === kept.get('density')) ?? 'comfortable',
    hasLetters: kept.get('hasLetters') !== 'false',
  };
}

function readKept(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    // A browser may forbid keeping anything at all.
    return '';
  }
}

let settings = read();
const listeners = new Set<() => void>();

function show(): void {
  const theme = settings.theme === 'system' ? (dark.matches ? 'dark' : 'light') : settings.theme;
  document.documentElement.dataset['theme'] = theme;
  document.documentElement.dataset['density'] = settings.density;
}

function change(next: Settings): void {
  settings = next;
  show();
  try {
    localStorage.setItem(
      KEY,
      new URLSearchParams({ ...next, hasLetters: String(next.hasLetters) }).toString(),
    );
  } catch {
    // Then it holds until the page is left.
    show();
  }
  for (const listener of listeners) listener();
}

/** Shows the page as wanted and follows the system's theme. */
export function startSettings(): void {
  show();
  dark.addEventListener('change', show);
}

export const currentSettings = () => settings;

export const subscribeSettings = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** The next theme: system, light, dark. */
export function turnTheme(): void {
  change({ ...settings, theme: THEMES[(THEMES.indexOf(settings.theme) + 1) % 3] ?? 'system' });
}

/** The next density: comfortable, compact, dense. */
export function turnDensity(): void {
  const next = DENSITIES[(DENSITIES.indexOf(settings.density) + 1) % 3] ?? 'comfortable';
  change({ ...settings, density: next });
}

/** Switches single letters on or off. */
export function turnLetters(): void {
  change({ ...settings, hasLetters: !settings.hasLetters });
}
