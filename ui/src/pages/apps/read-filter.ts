import type { AppFilter } from '../../model/app-list.ts';
import { APP_STATUSES } from '../../model/status.ts';

const HEALTH = ['healthy', 'unhealthy', 'unchecked'] as const;

const listOf = (text: string | null) => (text === null || text === '' ? [] : text.split(','));

/** The filter that the address names; words that are none are left out. */
export function readFilter(query: URLSearchParams): AppFilter {
  const statuses = listOf(query.get('status'));
  const health = listOf(query.get('health'));
  return {
    text: query.get('q') ?? '',
    statuses: APP_STATUSES.filter((status) => statuses.includes(status)),
    health: HEALTH.filter((one) => health.includes(one)),
    labels: listOf(query.get('label')),
  };
}
