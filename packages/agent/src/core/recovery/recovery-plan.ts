import type {
  ContainerEnd,
  ContainerObservation,
  RunningContainer,
} from '../containers/container-spec.ts';
import type { CheckpointedTask } from './checkpoint.ts';

/** What is to be done about one task after a restart of the agent. */
export type RecoveryAction =
  /** It runs, and the framework was told. */
  | { readonly kind: 'keep'; readonly task: CheckpointedTask }
  /** It runs, and the framework was not told yet. */
  | { readonly kind: 'adopt'; readonly task: CheckpointedTask; readonly running: RunningContainer }
  /** Its launch was under way and nobody can tell now what came of it; the containerizer will. */
  | { readonly kind: 'await'; readonly task: CheckpointedTask }
  /** It ended while nobody looked. `wasTold`: the framework knows that it ran. */
  | {
      readonly kind: 'report';
      readonly task: CheckpointedTask;
      readonly end: ContainerEnd;
      readonly wasTold: boolean;
    }
  /** It never began and never will. */
  | { readonly kind: 'drop'; readonly task: CheckpointedTask }
  /** Its end is known already; only updates are left. */
  | { readonly kind: 'settle'; readonly task: CheckpointedTask };

/**
 * Decides about every checkpointed task from what still runs, so that none runs twice and none is
 * left alone. A task whose launch was under way is never launched again: either it came to run
 * (adopt, report) or it is dropped (mesos-http.md §4.6, REASON_AGENT_RESTARTED).
 */
export function planRecovery(
  tasks: readonly CheckpointedTask[],
  observations: readonly ContainerObservation[],
): readonly RecoveryAction[] {
  const observed = new Map(observations.map((item) => [item.containerId, item]));
  return tasks.map((task) => planTask(task, observed.get(task.containerId)));
}

function planTask(
  task: CheckpointedTask,
  observed: ContainerObservation | undefined,
): RecoveryAction {
  if (task.phase === 'ended') return { kind: 'settle', task };
  const wasTold = task.phase === 'running';
  if (observed?.kind === 'running') {
    return wasTold ? { kind: 'keep', task } : { kind: 'adopt', task, running: observed.running };
  }
  if (observed?.kind === 'ended') return { kind: 'report', task, end: observed.end, wasTold };
  // Docker does not answer: a task that ran is believed to run until Docker says otherwise.
  if (observed?.kind === 'unknown') return { kind: wasTold ? 'keep' : 'await', task };
  return wasTold
    ? { kind: 'report', task, end: { kind: 'vanished' }, wasTold }
    : { kind: 'drop', task };
}
