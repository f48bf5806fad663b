import { isRecord } from './json.ts';

/** One member that differs between two documents. */
export interface Change {
  /** JSON pointer. */
  readonly pointer: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: unknown;
  readonly after: unknown;
}

/** What a change does to running instances (marathon-behaviour.md: which members replace). */
export type Effect = 'replaces' | 'scales' | 'applies without restart';

const QUIET = new Set(['version', 'versionInfo', 'tasks', 'deployments']);
const LIGHT = new Set([
  'upgradeStrategy',
  'labels',
  'backoffSeconds',
  'backoffFactor',
  'maxLaunchDelaySeconds',
  'killSelection',
  'unreachableStrategy',
  'dependencies',
  'readinessChecks',
]);

const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Deeper than this a member is compared as a whole. */
const DEPTH_MAX = 8;

/** The members of two documents that differ, in the order of their names. */
export function diffDocuments(before: unknown, after: unknown): readonly Change[] {
  return compare(before, after, '', 0).filter(
    ({ pointer }) => !QUIET.has(pointer.split('/')[1] ?? ''),
  );
}

function compare(
  before: unknown,
  after: unknown,
  pointer: string,
  depth: number,
): readonly Change[] {
  if (same(before, after)) return [];
  const [a, b] = [toMembers(before), toMembers(after)];
  if (a !== undefined && b !== undefined && depth < DEPTH_MAX) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compareNames);
    return names.flatMap((name) =>
      compare(a[name], b[name], `${pointer}/${escapePart(name)}`, depth + 1),
    );
  }
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return [{ pointer, kind, before, after }];
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Lists of records are compared entry by entry; lists of plain values as a whole. */
function toMembers(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isRecord(value)) return value;
  if (!Array.isArray(value) || !value.some((one: unknown) => isRecord(one))) return undefined;
  return Object.fromEntries(value.map((one: unknown, at) => [String(at), one]));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What a change does to instances that run. */
export function effectOf({ pointer }: Change): Effect {
  const member = pointer.split('/')[1] ?? '';
  if (member === 'instances') return 'scales';
  return LIGHT.has(member) ? 'applies without restart' : 'replaces';
}

const NAMES: Readonly<Record<string, string>> = {
  cmd: 'Command',
  args: 'Arguments',
  cpus: 'CPUs',
  mem: 'Memory',
  gpus: 'GPUs',
  env: 'Environment',
  cwd: 'Directory',
  portDefinitions: 'Ports',
  portMappings: 'Port mappings',
  healthChecks: 'Health checks',
  readinessChecks: 'Readiness checks',
  upgradeStrategy: 'Upgrade strategy',
  acceptedResourceRoles: 'Accepted roles',
  docker: 'Docker',
};

/** A pointer as a person reads it: `Environment › FEATURE_X`. */
export function describePointer(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (parts[0] === 'container' && parts[1] === 'docker' && parts[2] === 'image') return 'Image';
  return parts
    .map((part, at) => {
      if (/^\d+$/.test(part)) return `${Number(part) + 1}`;
      if (at > 0 && (parts[0] === 'env' || parts[0] === 'labels')) return part;
      if (Object.hasOwn(NAMES, part)) return NAMES[part] ?? part;
      const words = part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
      return words.slice(0, 1).toUpperCase() + words.slice(1);
    })
    .join(' › ');
}

/** A value of a document as one line. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** All members of a document that hold a plain value, for a look at the whole. */
export function listMembers(document: unknown): readonly Change[] {
  return diffDocuments({}, document).flatMap((change) =>
    isRecord(change.after) || Array.isArray(change.after)
      ? spread(change.after, change.pointer, 0)
      : [change],
  );
}

function spread(value: unknown, pointer: string, depth: number): readonly Change[] {
  const members = toMembers(value);
  if (members === undefined || depth > DEPTH_MAX) {
    return [{ pointer, kind: 'added', before: undefined, after: value }];
  }
  return Object.keys(members)
    .sort(compareNames)
    .flatMap((name) => spread(members[name], `${pointer}/${escapePart(name)}`, depth + 1));
}
