import { branded, History, must } from '@stoa/common';
import type { FrameworkId, FrameworkInfo } from '@stoa/proto';
import { trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { frameworkView } from './framework-view.ts';

/** A framework that nobody heard of yet. */
export function createFramework(
  { state }: Step,
  id: FrameworkId,
  info: FrameworkInfo,
): FrameworkRecord {
  const record: FrameworkRecord = {
    id,
    info: { ...info, id: { value: id } },
    streamId: undefined,
    recovered: false,
    registeredAt: undefined,
    reregisteredAt: undefined,
    unregisteredAt: undefined,
    offerConstraints: undefined,
    tasks: new Map(),
    unreachableTasks: new Map(),
    completedTasks: new History(state.config.maxCompletedTasksPerFramework),
    offers: new Set(),
    executors: new Map(),
  };
  state.frameworks.set(id, record);
  return record;
}

/**
 * An agent runs tasks of a framework that is not here (yet): it counts, and gets nothing. There is no
 * time limit: it stays until it subscribes or an operator ends it (mesos-allocator.md §7).
 */
export function recoverFramework(step: Step, info: FrameworkInfo): FrameworkRecord {
  const id = branded<FrameworkId>(must(info.id, 'the id of a framework with tasks').value);
  const framework = createFramework(step, id, info);
  framework.recovered = true;
  step.state.allocator.addFramework(id, framework.info, false, new Set());
  const change = {
    kind: 'frameworkAdded',
    framework: frameworkView(step.state, framework),
  } as const;
  step.effects.push({ kind: 'clusterChanged', change });
  trace(step, 'info', 'framework.recovered', { frameworkId: id, name: info.name });
  return framework;
}
