import { between, toSeconds, type Timestamp } from '@stoa/common';
import type { TaskStatsJson, TaskStatsRowJson } from '@stoa/proto/marathon';
import type { App } from '../core/apps/index.ts';
import type { TaskView } from '../core/read-view.ts';

/** Tasks of an app by their age: since its last scaling, of its configuration, of an older one. */
export function taskStatsJson(app: App, tasks: readonly TaskView[], now: Timestamp): TaskStatsJson {
  const { lastScalingAt, lastConfigChangeAt } = app.versionInfo;
  const isLatest = ({ version }: TaskView): boolean => version >= lastConfigChangeAt;
  return {
    startedAfterLastScaling: statsRow(
      tasks.filter(({ stagedAt }) => stagedAt !== undefined && stagedAt >= lastScalingAt),
      now,
    ),
    withLatestConfig: statsRow(tasks.filter(isLatest), now),
    withOutdatedConfig: statsRow(
      tasks.filter((task) => !isLatest(task)),
      now,
    ),
    totalSummary: statsRow(tasks, now),
  };
}

function statsRow(tasks: readonly TaskView[], now: Timestamp): TaskStatsRowJson | undefined {
  if (tasks.length === 0) return undefined;
  const running = tasks.filter(({ condition }) => condition === 'Running');
  const checked = running.filter(({ health }) => health.length > 0);
  const healthy = checked.filter(({ health }) => health.every(({ alive }) => alive));
  const staged = tasks.filter(
    ({ condition }) => condition === 'Staging' || condition === 'Provisioned',
  );
  return {
    stats: {
      counts: {
        staged: staged.length,
        running: running.length,
        healthy: healthy.length,
        unhealthy: checked.length - healthy.length,
      },
      lifeTime: lifeTimes(running, now),
    },
  };
}

function lifeTimes(
  running: readonly TaskView[],
  now: Timestamp,
): TaskStatsRowJson['stats']['lifeTime'] {
  const ages = running
    .flatMap(({ startedAt }) =>
      startedAt === undefined ? [] : [Math.max(0, toSeconds(between(startedAt, now)))],
    )
    .sort((left, right) => left - right);
  if (ages.length === 0) return undefined;
  const middle = Math.floor(ages.length / 2);
  const upper = ages[middle] ?? 0;
  const lower = ages.length % 2 === 0 ? (ages[middle - 1] ?? 0) : upper;
  const sum = ages.reduce((total, age) => total + age, 0);
  return { averageSeconds: sum / ages.length, medianSeconds: (lower + upper) / 2 };
}
