import type { MarathonNode } from '../marathon-node.ts';
import type { ContainerLedger } from './container-ledger.ts';

/**
 * What is still unlike what was asked for; empty when all is as it shall be: no deployment is under
 * way, each app has its number of tasks and they truly run, and nothing runs that nobody wants.
 */
export function findDivergence(cluster: {
  readonly marathon: MarathonNode;
  readonly ledger: ContainerLedger;
}): readonly string[] {
  const view = cluster.marathon.kernel?.view;
  if (view === undefined) return ['Marathon is down'];
  const faults: string[] = [];
  for (const { id } of view.deployments()) faults.push(`deployment ${id} is still under way`);
  const wanted = new Set<string>();
  for (const { id, instances } of view.apps()) {
    const running = [...view.tasksOf(id)].filter(({ condition }) => condition === 'Running');
    if (running.length !== instances) {
      const seen = [...view.tasksOf(id)].map((task) => `${task.id} ${task.condition}`).join(', ');
      faults.push(`app ${id} wants ${instances}, ${running.length} run: ${seen}`);
    }
    for (const task of running) wanted.add(`${view.frameworkId ?? ''} ${task.id}`);
  }
  for (const key of wanted) {
    if (!cluster.ledger.running.has(key)) faults.push(`task ${key} is said to run and does not`);
  }
  for (const [key, { agent }] of cluster.ledger.running) {
    if (!wanted.has(key)) faults.push(`task ${key} runs on ${agent} and nobody wants it`);
  }
  return faults;
}
