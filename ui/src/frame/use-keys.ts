import { useLayoutEffect, useRef } from 'react';
import { useCopy } from '../components/use-copy.ts';
import { useRoute } from '../components/route.tsx';
import { useConsole } from '../live/context.tsx';
import type { ActRequest } from '../live/acts.ts';
import { currentSettings, turnDensity, turnTheme } from '../live/settings.ts';
import { APP_TABS, parentOf, type Place } from '../model/address.ts';
import { currentRow, openMenu, stepRow, turnRegion } from './rows.ts';

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

interface Keyboard {
  readonly place: Place;
  readonly go: (place: Place, query?: Readonly<Record<string, string>>) => void;
  readonly ask: (change: Readonly<Record<string, undefined>>) => void;
  readonly open: (request: ActRequest) => void;
  readonly isApp: (id: string) => boolean;
  readonly copy: (id: string) => void;
  readonly pause: () => void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null
  );
}

/** Whether something lies over the page that has its own keys. */
const isCovered = () => document.querySelector('dialog[open], :popover-open') !== null;

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
    case 'edit':
      return place.id === undefined
        ? { kind: 'apps', group: '/' }
        : { kind: 'app', id: place.id, tab: 'instances' };
    case 'apps':
      return place.group === '/'
        ? { kind: 'overview' }
        : { kind: 'apps', group: parentOf(place.group) };
    case 'deployment':
      return { kind: 'deployments' };
    case 'agent':
      return { kind: 'agents' };
    case 'files':
      return place.path === ''
        ? { kind: 'instance', id: place.instance }
        : { ...place, path: parentOf(`/${place.path}`).slice(1) };
    default:
      return { kind: 'overview' };
  }
}

/** The id of what the page is about. */
function idOf(place: Place): string | undefined {
  switch (place.kind) {
    case 'app':
    case 'edit':
    case 'instance':
    case 'deployment':
    case 'agent':
      return place.id;
    case 'files':
      return place.instance;
    case 'apps':
      return place.group;
    default:
      return undefined;
  }
}

/** Empties the filters of the page; false when there are none. */
function clearFilter({ ask }: Keyboard): boolean {
  const query = new URLSearchParams(window.location.search);
  const given = ['q', 'status', 'health', 'label', 'state'].filter((name) => query.has(name));
  ask(Object.fromEntries(given.map((name) => [name, undefined])));
  return given.length > 0;
}

/** Keys of whatever row one is at, else of the page. */
function pressOnThing(key: string, keyboard: Keyboard): boolean {
  const { place, isApp, copy } = keyboard;
  const row = currentRow();
  if (key === 'i') {
    const id = row ?? idOf(place);
    if (id !== undefined) copy(id);
    return id !== undefined;
  }
  const own = place.kind === 'app' ? place.id : undefined;
  const app = row !== undefined && isApp(row) ? row : own;
  return app !== undefined && pressOnApp(key, app, keyboard);
}

/** What a key does on the page; false when it does nothing. */
function press(key: string, keyboard: Keyboard): boolean {
  const { place, go, open } = keyboard;
  switch (key) {
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
    case 'j':
      return stepRow(1);
    case 'k':
      return stepRow(-1);
    case '.':
    case 'ContextMenu':
      return openMenu();
    case 'p':
      keyboard.pause();
      return true;
    case 'Escape':
      return clearFilter(keyboard);
  }
  return pressOnThing(key, keyboard);
}

/** Leaving the filter keeps what was typed; a browser would empty a field for searching. */
function isFilter(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.matches('[data-filter]');
}

/** Keys that act although they are no letters, or although letters are switched off. */
function pressAnyhow(event: KeyboardEvent, { place, go }: Keyboard): boolean {
  if (event.key === 'F6') turnRegion();
  else if (event.key === 'Escape' && isFilter(event.target)) event.target.blur();
  else if (event.key === 'ArrowUp' && event.altKey && !isTyping(event.target)) go(levelUp(place));
  else return false;
  return true;
}

/** Makes the keys of the page work while no field has the focus and nothing lies over it. */
export function useKeys(): void {
  const { acts, live, notices, pause } = useConsole();
  const copy = useCopy();
  const route = useRoute();
  // Times count from when the page was opened: the first second has no chord before it.
  const chordAt = useRef(Number.NEGATIVE_INFINITY);
  // Before the page is painted: a key that is pressed as soon as it is seen must not be lost.
  useLayoutEffect(() => {
    const keyboard: Keyboard = {
      place: route.place,
      go: route.go,
      ask: route.ask,
      open: acts.open,
      isApp: (id) => live.model.app(id) !== undefined,
      copy: (id) => {
        void copy(id).then((isCopied) => {
          if (isCopied) notices.add('good', `Copied ${id}`);
        });
      },
      pause: pause.turn,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (pressAnyhow(event, keyboard)) {
        event.preventDefault();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (isCovered()) return;
      if (event.key.length === 1 && !currentSettings().hasLetters) return;
      const target = event.timeStamp - chordAt.current < CHORD_MS ? GO[event.key] : undefined;
      chordAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (target !== undefined) route.go(target);
      else if (!press(event.key, keyboard)) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
