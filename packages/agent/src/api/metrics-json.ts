import { toSeconds } from '@stoa/common';
import type { Timestamp } from '@stoa/common';
import type { AgentView } from '../core/index.ts';
import { latestState } from '../core/index.ts';
import { liveTasks } from './state-json.ts';

const RESOURCES: readonly string[] = ['cpus', 'gpus', 'mem', 'disk'];

/** The agent's numbers by their Mesos names, sorted (mesos-endpoints.md §5.3). */
export function deriveMetrics(view: AgentView, at: Timestamp): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {
    'slave/registered': view.registration.phase === 'registered' ? 1 : 0,
    'slave/uptime_secs': toSeconds(at) - toSeconds(view.config.startedAt),
    'slave/frameworks_active': view.frameworks.size,
    'slave/recovery_errors': 0,
    'slave/executors_running': 0,
    'slave/executors_registering': 0,
    'slave/executors_terminating': 0,
    'slave/container_launch_errors': 0,
    ...taskNumbers(view),
  };
  for (const name of RESOURCES) addResource(view, name, numbers);
  return Object.fromEntries(Object.entries(numbers).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function taskNumbers(view: AgentView): Record<string, number> {
  const count = (state: string): number =>
    liveTasks(view).filter((record) => latestState(record) === state).length;
  const ended = (state: string): number => view.endedCounts.get(state) ?? 0;
  const all = [...view.endedCounts.values()].reduce((sum, number) => sum + number, 0);
  return {
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
