import { toSeconds } from '@stoa/common';
import type { Timestamp } from '@stoa/common';
import type { AgentView, TaskRecord } from '../core/index.ts';
import { latestState } from '../core/index.ts';
import { liveTasks } from './state-json.ts';

const RESOURCES: readonly string[] = ['cpus', 'gpus', 'mem', 'disk'];

/**
 * The agent's numbers by their Mesos names, sorted (mesos-endpoints.md §5.3). `others` are those that
 * the kernel does not know: of the machine, the fetcher and the clean-up.
 */
export function deriveMetrics(
  view: AgentView,
  at: Timestamp,
  others: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {
    'slave/registered': view.registration.phase === 'registered' ? 1 : 0,
    'slave/uptime_secs': toSeconds(at) - toSeconds(view.config.startedAt),
    'slave/frameworks_active': view.frameworks.size,
    'slave/recovery_errors': 0,
    'slave/container_launch_errors': view.launchFailures,
    ...recoveryNumbers(view),
    ...taskNumbers(view),
    ...others,
  };
  for (const name of RESOURCES) addResource(view, name, numbers);
  return Object.fromEntries(Object.entries(numbers).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function recoveryNumbers({ config, recoveredAt }: AgentView): Record<string, number> {
  if (recoveredAt === undefined) return {};
  return { 'slave/recovery_time_secs': toSeconds(recoveredAt) - toSeconds(config.startedAt) };
}

function taskNumbers(view: AgentView): Record<string, number> {
  const live = liveTasks(view);
  const count = (state: string): number =>
    live.filter((record) => latestState(record) === state).length;
  // Each command task has an executor of its own, made up by the agent.
  const isLaunched = ({ phase }: TaskRecord): boolean => phase === 'running';
  const isEnding = ({ kill }: TaskRecord): boolean => kill !== undefined;
  const ended = (state: string): number => view.endedCounts.get(state) ?? 0;
  const all = [...view.endedCounts.values()].reduce((sum, number) => sum + number, 0);
  return {
    'slave/executors_registering': live.filter((record) => !isLaunched(record)).length,
    'slave/executors_running': live.filter((record) => isLaunched(record) && !isEnding(record))
      .length,
    'slave/executors_terminating': live.filter((record) => isLaunched(record) && isEnding(record))
      .length,
    'slave/tasks_staging': count('TASK_STAGING'),
    'slave/tasks_starting': count('TASK_STARTING'),
    'slave/tasks_running': count('TASK_RUNNING'),
    'slave/tasks_killing': count('TASK_KILLING'),
    'slave/tasks_finished': ended('TASK_FINISHED'),
    'slave/tasks_failed': ended('TASK_FAILED'),
    'slave/tasks_killed': ended('TASK_KILLED'),
    'slave/tasks_lost': ended('TASK_LOST') + ended('TASK_DROPPED'),
    'slave/tasks_gone': ended('TASK_GONE'),
    'slave/executors_terminated': all,
  };
}

function addResource(view: AgentView, name: string, numbers: Record<string, number>): void {
  const total = view.config.resources.scalar(name);
  let used = 0;
  for (const record of liveTasks(view)) {
    for (const resource of record.task.resources ?? []) {
      if (resource.name === name) used += resource.scalar?.value ?? 0;
    }
  }
  numbers[`slave/${name}_total`] = total;
  numbers[`slave/${name}_used`] = used;
  numbers[`slave/${name}_percent`] = total > 0 ? used / total : 0;
}
