import { useMemo, useSyncExternalStore } from 'react';
import { currentSettings, subscribeSettings } from '../live/settings.ts';

const narrow = window.matchMedia('(max-width: 719px)');

const subscribe = (listener: () => void) => {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
};

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

/** Pixels of a table's row, as the density and the pointer want it. */
export function useRowHeight(): number {
  const settings = useSyncExternalStore(subscribeSettings, currentSettings);
  const isNarrow = useNarrow();
  // Asking for a style has it computed at once: not for each frame of a scroll.
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const height = Number.parseInt(style.getPropertyValue('--row'), 10);
    return Number.isNaN(height)
      ? { comfortable: 40, compact: 32, dense: 24 }[settings.density]
      : height;
  }, [settings, isNarrow]);
}
