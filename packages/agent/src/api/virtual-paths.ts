import type { AgentView, TaskRecord } from '../core/index.ts';

/**
 * The paths that `/files` knows and the directories behind them (mesos-endpoints.md §3.4): each run
 * by its real path, and the newest run of each task as `latest`, with and without the work directory.
 */
export function listVirtualPaths(view: AgentView): Readonly<Record<string, string>> {
  const paths = new Map<string, string>();
  const note = ({ container, frameworkId, taskId }: TaskRecord): void => {
    const { sandbox } = container;
    paths.set(sandbox, sandbox);
    const runs = sandbox.slice(0, sandbox.lastIndexOf('/'));
    paths.set(`${runs}/latest`, sandbox);
    paths.set(`/frameworks/${frameworkId}/executors/${taskId}/runs/latest`, sandbox);
  };
  // Oldest first, so that of the runs of one task the newest remains.
  for (const record of [...view.completedTasks.values()].reverse()) note(record);
  for (const record of view.tasks.values()) note(record);
  return Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1)));
}
