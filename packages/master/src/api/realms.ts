import { AGENT_LINK_PATH } from './agent-link.ts';

/** Which parts of the master want to know who asks. */
export interface AuthenticationSwitches {
  readonly frameworks: boolean;
  readonly agents: boolean;
  readonly readonly: boolean;
  readonly readwrite: boolean;
}

const READS: readonly string[] = [
  '/state',
  '/state-summary',
  '/frameworks',
  '/slaves',
  '/tasks',
  '/roles',
  '/flags',
  '/maintenance/status',
  '/files',
  '/metrics/snapshot',
  '/system/stats.json',
];

const WRITES: readonly string[] = [
  '/api/v1',
  '/teardown',
  '/maintenance/schedule',
  '/quota',
  '/weights',
  '/logging/toggle',
];

/**
 * The realm that guards a path (mesos-endpoints.md §0.4); undefined where nobody has to say who they
 * are: open endpoints, and paths that nothing answers.
 */
export function realmOf(path: string, on: AuthenticationSwitches): string | undefined {
  const bare = path.replace(/^\/master(?=\/)/, '');
  const isUnder = (prefix: string): boolean => bare === prefix || bare.startsWith(`${prefix}/`);
  if (isUnder('/api/v1/scheduler')) return on.frameworks ? 'mesos-master-scheduler' : undefined;
  if (isUnder(AGENT_LINK_PATH)) return on.agents ? 'mesos-master-agent' : undefined;
  if (WRITES.some(isUnder)) return on.readwrite ? 'mesos-master-readwrite' : undefined;
  return on.readonly && READS.some(isUnder) ? 'mesos-master-readonly' : undefined;
}
