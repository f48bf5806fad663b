import { formatDuration } from './format.ts';
import type { TaskStatsJson } from './records.ts';

/** A table of texts; each row has a name and one cell for each head. */
export interface StatisticsTable {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

type Row = NonNullable<TaskStatsJson['totalSummary']>['stats'];

const ROWS: readonly (readonly [keyof TaskStatsJson, string])[] = [
  ['startedAfterLastScaling', 'Started after the last scaling'],
  ['withLatestConfig', 'With the latest configuration'],
  ['withOutdatedConfig', 'With an outdated configuration'],
  ['totalSummary', 'All'],
];

interface StatisticsColumn {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly isShown: boolean;
}

/** The app's instances by their age (ui.md §2.3), without columns that say nothing of them. */
export function listStatistics(
  stats: TaskStatsJson | undefined,
  hasChecks: boolean,
): StatisticsTable {
  const rows = ROWS.flatMap(([key, name]) => {
    const row = stats?.[key];
    return row === undefined ? [] : [{ name, row: row.stats }];
  });
  const columns = listColumns(
    hasChecks,
    rows.some(({ row }) => row.counts.staged > 0),
  ).filter(({ isShown }) => isShown);
  return {
    heads: columns.map(({ head }) => head),
    rows: rows.map(({ name, row }) => ({ name, cells: columns.map(({ cell }) => cell(row)) })),
  };
}

function listColumns(hasChecks: boolean, hasStaged: boolean): readonly StatisticsColumn[] {
  return [
    { head: 'Running', cell: ({ counts }) => String(counts.running), isShown: true },
    { head: 'Healthy', cell: ({ counts }) => String(counts.healthy), isShown: hasChecks },
    { head: 'Unhealthy', cell: ({ counts }) => String(counts.unhealthy), isShown: hasChecks },
    { head: 'Staged', cell: ({ counts }) => String(counts.staged), isShown: hasStaged },
    {
      head: 'Median age',
      cell: ({ lifeTime }) =>
        lifeTime === undefined ? '' : formatDuration(lifeTime.medianSeconds * 1000),
      isShown: true,
    },
  ];
}
