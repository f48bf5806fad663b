import { nameOf, parentOf } from './address.ts';
import { addCounts } from './counts.ts';
import { parseTime, plural } from './format.ts';
import type { App, AppStanding } from './records.ts';
import { rankOf, type AppStatus, type Counts } from './status.ts';
import { describeApp } from './words.ts';

/** What the list is narrowed to; it lives in the address. */
export interface AppFilter {
  readonly text: string;
  readonly statuses: readonly AppStatus[];
  readonly health: readonly ('healthy' | 'unhealthy' | 'unchecked')[];
  /** `key` or `key=value`. */
  readonly labels: readonly string[];
}

/** A filter that lets everything pass. */
export const NO_FILTER: AppFilter = { text: '', statuses: [], health: [], labels: [] };

export const APP_COLUMNS = ['name', 'status', 'instances', 'cpus', 'mem', 'updated'] as const;
export type AppColumn = (typeof APP_COLUMNS)[number];

/** How the list is ordered. */
export interface AppOrder {
  readonly by: AppColumn;
  readonly isDescending: boolean;
}

/** One row of the list. Cpus and memory are the instances' sums; times are milliseconds since 1970. */
export interface AppRow {
  readonly kind: 'app' | 'group';
  readonly id: string;
  readonly name: string;
  readonly depth: number;
  readonly standing: AppStanding;
  readonly counts: Counts;
  readonly cpus: number;
  readonly mem: number;
  readonly version: string | undefined;
  readonly updatedAt: number | undefined;
  readonly labels: readonly (readonly [string, string])[];
  readonly wish: App['wish'];
  /** Apps inside; 0 for an app. */
  readonly size: number;
  readonly isOpen: boolean;
}

/** Whether the filter narrows anything. */
export function isFiltering(filter: AppFilter): boolean {
  return countFilters(filter) > 0 || filter.text !== '';
}

/** How many filters beside the text narrow the list. */
export function countFilters(filter: AppFilter): number {
  return [filter.statuses, filter.health, filter.labels].filter((one) => one.length > 0).length;
}

/** That nothing passes, and what stands in the way (console.md §7, 23). */
export function describeMiss(filter: AppFilter): string {
  const filters = countFilters(filter);
  if (filter.text === '') {
    return `No app matches ${filters === 1 ? 'this filter' : `these ${filters} filters`}.`;
  }
  return `No app matches “${filter.text}”${filters === 0 ? '' : ` and ${plural(filters, 'filter')}`}.`;
}

/** The letters of `text` in their order somewhere in `id`; an empty text is in every id. */
export function matchText(id: string, text: string): boolean {
  let at = 0;
  const wanted = text.toLowerCase();
  const given = id.toLowerCase();
  if (given.includes(wanted)) return true;
  for (const letter of given) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}

function healthOf(app: App): 'healthy' | 'unhealthy' | 'unchecked' {
  if ((app.definition.healthChecks?.length ?? 0) === 0) return 'unchecked';
  return app.counts.unhealthy > 0 ? 'unhealthy' : 'healthy';
}

function hasLabel(app: App, label: string): boolean {
  const [key = '', ...rest] = label.split('=');
  const value = app.definition.labels?.[key];
  return value !== undefined && (rest.length === 0 || value === rest.join('='));
}

/** Whether the app passes. */
export function passes(app: App, standing: AppStanding, filter: AppFilter): boolean {
  return (
    matchText(app.id, filter.text) &&
    (filter.statuses.length === 0 || filter.statuses.includes(standing.status)) &&
    (filter.health.length === 0 || filter.health.includes(healthOf(app))) &&
    filter.labels.every((label) => hasLabel(app, label))
  );
}

function makeRow(app: App, standing: AppStanding, name: string): AppRow {
  const { definition, counts } = app;
  return {
    kind: 'app',
    id: app.id,
    name,
    depth: 0,
    standing,
    counts,
    cpus: counts.wanted * (definition.cpus ?? 0),
    mem: counts.wanted * (definition.mem ?? 0),
    version: definition.version,
    updatedAt: parseTime(definition.versionInfo?.lastConfigChangeAt ?? definition.version),
    labels: Object.entries(definition.labels ?? {}),
    wish: app.wish,
    size: 0,
    isOpen: false,
  };
}

function groupRow(id: string, depth: number, apps: readonly AppRow[], isOpen: boolean): AppRow {
  const worst = apps.reduce<AppRow | undefined>(
    (a, b) => (a !== undefined && rankOf(a.standing.status) <= rankOf(b.standing.status) ? a : b),
    undefined,
  );
  const bad = apps.filter(({ standing }) => standing.status === worst?.standing.status).length;
  const isCalm = worst === undefined || !worst.standing.needsAttention;
  const label = isCalm
    ? (worst?.standing.label ?? 'Empty')
    : `${bad} of ${apps.length} ${worst.standing.status}`;
  return {
    kind: 'group',
    id,
    name: nameOf(id),
    depth,
    standing: {
      status: worst?.standing.status ?? 'suspended',
      family: worst?.standing.family ?? 'off',
      label: isCalm && apps.length > 0 ? wordOfGroup(apps) : label,
      sentence: label,
      needsAttention: !isCalm,
      isCrashing: apps.some(({ standing }) => standing.isCrashing),
    },
    counts: addCounts(apps.map(({ counts }) => counts)),
    cpus: apps.reduce((sum, { cpus }) => sum + cpus, 0),
    mem: apps.reduce((sum, { mem }) => sum + mem, 0),
    version: undefined,
    updatedAt: undefined,
    labels: [],
    wish: undefined,
    size: apps.length,
    isOpen,
  };
}

function wordOfGroup(apps: readonly AppRow[]): string {
  const busy = apps.filter(({ standing }) =>
    ['deploying', 'waiting', 'starting', 'unknown'].includes(standing.status),
  );
  const [first] = busy;
  if (first === undefined) return 'Well';
  const same = busy.filter(({ standing }) => standing.status === first.standing.status);
  return `${same.length} of ${apps.length} ${first.standing.status}`;
}

function compareBy(column: AppColumn): (a: AppRow, b: AppRow) => number {
  switch (column) {
    case 'name':
      return (a, b) => a.id.localeCompare(b.id);
    case 'status':
      return (a, b) => rankOf(a.standing.status) - rankOf(b.standing.status);
    case 'instances':
      return (a, b) => a.counts.wanted - b.counts.wanted;
    case 'cpus':
      return (a, b) => a.cpus - b.cpus;
    case 'mem':
      return (a, b) => a.mem - b.mem;
    case 'updated':
      return (a, b) => (a.updatedAt ?? 0) - (b.updatedAt ?? 0);
  }
}

/** Rows in their order: groups before apps, ties by id. */
function arrange(rows: readonly AppRow[], order: AppOrder): readonly AppRow[] {
  const compare = compareBy(order.by);
  const sign = order.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (a.kind !== b.kind) return a.kind === 'group' ? -1 : 1;
    return sign * compare(a, b) || a.id.localeCompare(b.id);
  });
}

/** What the list is made of. */
export interface AppListInput {
  readonly apps: readonly App[];
  readonly groups: readonly string[];
  readonly group: string;
  readonly filter: AppFilter;
  readonly order: AppOrder;
  readonly isTree: boolean;
  readonly open: ReadonlySet<string>;
  readonly now: number;
}

/** Rows by the group in which they stand. */
type Shelves = Map<string, AppRow[]>;

function put(shelves: Shelves, group: string, row: AppRow): void {
  const list = shelves.get(group);
  if (list === undefined) shelves.set(group, [row]);
  else list.push(row);
}

/** What stands in each group: its own apps and the groups below it with their sums. */
function fillShelves(input: AppListInput, rows: readonly AppRow[], below: string): Shelves {
  const children: Shelves = new Map();
  const inside: Shelves = new Map();
  for (const row of rows) {
    put(children, parentOf(row.id), row);
    for (let up = parentOf(row.id); up !== '/' && up.startsWith(below); up = parentOf(up))
      put(inside, up, row);
  }
  for (const id of input.groups) {
    if (id === '/' || !id.startsWith(below)) continue;
    put(children, parentOf(id), groupRow(id, 0, inside.get(id) ?? [], input.open.has(id)));
  }
  return children;
}

/**
 * Makes the rows of one list again and again as apps change. An app that is the same object has the same row, which
 * need not be drawn again, and is not looked at again: of 2,000 apps a draw touches those that changed. Filters
 * are compared as objects.
 */
export class AppLister {
  #before: Pick<AppListInput, 'apps' | 'group' | 'filter'> | undefined = undefined;
  /** The row of each app, in the order of the apps; undefined for one that does not pass. */
  #rows: readonly (AppRow | undefined)[] = [];
  /** Where each row of the list by name stands among the apps; undefined: to be sorted. */
  #byName: readonly number[] | undefined = undefined;
  /** Rows as they are placed in the tree. */
  readonly #placed = new WeakMap<AppRow, AppRow>();

  /** The rows below a group: a tree, or, when asked for or narrowed, a flat list. */
  list(input: AppListInput): readonly AppRow[] {
    this.#take(input);
    if (!input.isTree || isFiltering(input.filter)) return this.#sort(input.order);
    const rows = this.#rows.filter((row) => row !== undefined);
    return this.#growTree(input, fillShelves(input, rows, belowOf(input.group)));
  }

  #take(input: AppListInput): void {
    const { apps, group, filter } = input;
    const isSameList = this.#before?.group === group && this.#before.filter === filter;
    const before = isSameList ? (this.#before?.apps ?? []) : [];
    const rows: (AppRow | undefined)[] = [];
    let isSameOrder = before.length === apps.length;
    for (const [at, app] of apps.entries()) {
      const known = isSameList ? this.#rows[at] : undefined;
      // What is not settled changes with time.
      const isKnown = before[at] === app && app.settled !== undefined;
      const row = isKnown ? known : rowOf(app, input, before[at] === app ? known : undefined);
      isSameOrder &&= (row === undefined) === (known === undefined) && before[at]?.id === app.id;
      rows.push(row);
    }
    this.#before = { apps, group, filter };
    this.#rows = rows;
    if (!isSameOrder) this.#byName = undefined;
  }

  #sort(order: AppOrder): readonly AppRow[] {
    if (order.by !== 'name' || order.isDescending) {
      const rows = this.#rows.filter((row) => row !== undefined);
      return arrange(rows, order);
    }
    this.#byName ??= sortPlaces(this.#rows);
    return this.#byName.flatMap((at) => this.#rows[at] ?? []);
  }

  #growTree(input: AppListInput, shelves: Shelves): readonly AppRow[] {
    const list: AppRow[] = [];
    const walk: { readonly row: AppRow; readonly depth: number }[] = [];
    const push = (group: string, depth: number) => {
      const sorted = arrange(shelves.get(group) ?? [], input.order);
      for (const row of sorted.toReversed()) walk.push({ row, depth });
    };
    push(input.group, 0);
    for (let next = walk.pop(); next !== undefined; next = walk.pop()) {
      const { row, depth } = next;
      list.push(this.#place(row, depth));
      if (row.kind === 'group' && row.isOpen) push(row.id, depth + 1);
    }
    return list;
  }

  #place(row: AppRow, depth: number): AppRow {
    const before = this.#placed.get(row);
    if (before?.depth === depth) return before;
    const place = { ...row, depth, name: nameOf(row.id) };
    this.#placed.set(row, place);
    return place;
  }
}

const belowOf = (group: string) => (group === '/' ? '/' : `${group}/`);

/** The row of an app, the one made `before` of it when it says the same; undefined when it does not pass. */
function rowOf(
  app: App,
  { group, filter, now }: AppListInput,
  before: AppRow | undefined,
): AppRow | undefined {
  const below = belowOf(group);
  if (!app.id.startsWith(below)) return undefined;
  const standing = describeApp(app, now);
  if (!passes(app, standing, filter)) return undefined;
  if (before !== undefined && isSame(before.standing, standing)) return before;
  return makeRow(app, standing, app.id.slice(below.length));
}

/** The places of the rows, sorted by their names. */
function sortPlaces(rows: readonly (AppRow | undefined)[]): readonly number[] {
  const places: { readonly at: number; readonly id: string }[] = [];
  for (const [at, row] of rows.entries()) if (row !== undefined) places.push({ at, id: row.id });
  return places.sort((a, b) => a.id.localeCompare(b.id)).map(({ at }) => at);
}

function isSame(a: AppStanding, b: AppStanding): boolean {
  return a === b || (a.status === b.status && a.label === b.label && a.sentence === b.sentence);
}
