import type { Place } from '../model/address.ts';

interface Key {
  readonly keys: string;
  readonly what: string;
  /** Where it acts; everywhere when it is left out. */
  readonly on?: readonly Place['kind'][];
}

const LISTS = [
  'overview',
  'apps',
  'app',
  'deployments',
  'waiting',
  'agents',
  'agent',
  'files',
] as const;
const OF_APPS = ['overview', 'apps', 'app', 'waiting'] as const;

/** Keys and what they do (console.md §8); single letters act only when no field has the focus. */
const KEYS: readonly Key[] = [
  {
    keys: '/',
    what: 'Focus the filter of the page',
    on: ['apps', 'app', 'agents', 'files', 'logs'],
  },
  { keys: 'Esc', what: 'Close what is on top, then clear the filter' },
  { keys: 'c', what: 'New app' },
  { keys: 'shift c', what: 'New group' },
  { keys: 'g then o a d w n l', what: 'Overview, apps, deployments, waiting, agents, logs' },
  {
    keys: 'e  s  r  l  y',
    what: 'Of an app or its row: edit, scale, restart, logs, why',
    on: OF_APPS,
  },
  { keys: 'j k ↑ ↓', what: 'Row below, row above', on: LISTS },
  { keys: 'x space', what: 'Choose the row', on: ['apps', 'app'] },
  { keys: 'Enter', what: 'Open the row', on: LISTS },
  {
    keys: '.',
    what: 'Menu of the row or the page',
    on: ['overview', 'apps', 'app', 'agent', 'deployments'],
  },
  { keys: '[ ]', what: 'Previous tab, next tab', on: ['app'] },
  { keys: 'u  alt ↑', what: 'One level up' },
  {
    keys: 'i',
    what: 'Copy the id of the row or the page',
    on: [...LISTS, 'instance', 'deployment'],
  },
  { keys: 'p', what: 'Pause updates of this page, or go on' },
  { keys: 'ctrl Enter', what: 'Review, then deploy', on: ['edit'] },
  { keys: 'f n shift n', what: 'Find, next hit, the hit before', on: ['logs'] },
  { keys: 'F6', what: 'Next region' },
  { keys: 'shift t', what: 'Theme' },
  { keys: 'shift d', what: 'Density' },
  { keys: '?', what: 'These keys' },
];

/** The keys that act on a page. */
export function listKeys(place: Place['kind']): readonly Key[] {
  return KEYS.filter(({ on }) => on === undefined || on.includes(place));
}
