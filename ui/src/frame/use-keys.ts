import { useLayoutEffect, useRef } from 'react';
import { useRoute } from '../components/route.tsx';
import { useConsole } from '../live/context.tsx';
import { turnDensity, turnTheme } from '../live/settings.ts';
import { APP_TABS, parentOf, type Place } from '../model/address.ts';
import type { ActRequest } from '../live/acts.ts';

const GO: Readonly<Record<string, Place>> = {
  o: { kind: 'overview' },
  a: { kind: 'apps', group: '/' },
  d: { kind: 'deployments' },
  w: { kind: 'waiting' },
  n: { kind: 'agents' },
  l: { kind: 'logs' },
};

/** `g` waits so long for its second letter. */
const CHORD_MS = 1_500;
const REGIONS = '.crumbs, .page, .rail, .foot-bar, .toasts';

interface Keyboard {
  readonly place: Place;
  readonly go: (place: Place, query?: Readonly<Record<string, string>>) => void;
  readonly open: (request: ActRequest) => void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** Whether something lies over the page that has its own keys. */
const isCovered = () => document.querySelector('dialog[open], :popover-open') !== null;

function turnRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter(
    (region) => region.offsetParent !== null,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + 1) % regions.length];
  const inside =
    next?.matches('.page') === true ? next : next?.querySelector<HTMLElement>('a, button');
  inside?.focus();
}

function pressOnApp(key: string, id: string, { go, open }: Keyboard): boolean {
  switch (key) {
    case 'e':
      go({ kind: 'edit', id });
      return true;
    case 's':
      open({ kind: 'scale', apps: [id] });
      return true;
    case 'r':
      open({ kind: 'restart', apps: [id] });
      return true;
    case 'l':
      go({ kind: 'logs' }, { app: id });
      return true;
    case 'y':
      go({ kind: 'app', id, tab: 'why' });
      return true;
  }
  return false;
}

function turnTab(place: Place, step: number, go: Keyboard['go']): boolean {
  if (place.kind !== 'app') return false;
  const at = APP_TABS.indexOf(place.tab) + step;
  const tab = APP_TABS[(at + APP_TABS.length) % APP_TABS.length] ?? 'instances';
  go({ ...place, tab });
  return true;
}

function levelUp(place: Place): Place {
  switch (place.kind) {
    case 'app':
      return place.tab === 'instances'
        ? { kind: 'apps', group: parentOf(place.id) }
        : { ...place, tab: 'instances' };
    case 'apps':
      return place.group === '/'
        ? { kind: 'overview' }
        : { kind: 'apps', group: parentOf(place.group) };
    case 'deployment':
      return { kind: 'deployments' };
    case 'agent':
      return { kind: 'agents' };
    case 'files':
      return { kind: 'instance', id: place.instance };
    default:
      return { kind: 'overview' };
  }
}

/** What a key does on the page; false when it does nothing. */
function press(event: KeyboardEvent, keyboard: Keyboard): boolean {
  const { place, go, open } = keyboard;
  switch (event.key) {
    case '?':
      open({ kind: 'keys' });
      return true;
    case '/': {
      const filter = document.querySelector<HTMLElement>('[data-filter]');
      filter?.focus();
      return filter !== null;
    }
    case 'c':
      go({ kind: 'edit', id: undefined });
      return true;
    case 'C':
      open({ kind: 'new-group', parent: place.kind === 'apps' ? place.group : '/' });
      return true;
    case 'T':
      turnTheme();
      return true;
    case 'D':
      turnDensity();
      return true;
    case '[':
      return turnTab(place, -1, go);
    case ']':
      return turnTab(place, 1, go);
    case 'u':
      go(levelUp(place));
      return true;
  }
  return place.kind === 'app' && pressOnApp(event.key, place.id, keyboard);
}

/** Makes the keys of the page work while no field has the focus and nothing lies over it. */
export function useKeys(): void {
  const { acts } = useConsole();
  const route = useRoute();
  // Times count from when the page was opened: the first second has no chord before it.
  const chordAt = useRef(Number.NEGATIVE_INFINITY);
  // Before the page is painted: a key that is pressed as soon as it is seen must not be lost.
  useLayoutEffect(() => {
    const keyboard = { place: route.place, go: route.go, open: acts.open };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F6') {
        event.preventDefault();
        turnRegion();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.defaultPrevented || isCovered()) return;
      const target = event.timeStamp - chordAt.current < CHORD_MS ? GO[event.key] : undefined;
      chordAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (target !== undefined) route.go(target);
      else if (!press(event, keyboard)) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
