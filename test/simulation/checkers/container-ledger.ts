import type { ContainedTask, ContainerWitness } from '../containers.ts';
import type { Simulator } from '../simulator.ts';

/** Whether an agent has a task's checkpoint on its disk. */
export type IsCheckpointed = (agent: string, containerId: string) => boolean;

/**
 * What truly ran, whoever was told of it. Laws: a task begins at most once in all its life, and only
 * what its agent had written down before.
 */
export class ContainerLedger implements ContainerWitness {
  readonly #simulator: Simulator;
  readonly #isCheckpointed: IsCheckpointed;
  /** By task key; a key stays for ever. */
  readonly #startedOn = new Map<string, string>();
  readonly #running = new Map<string, { readonly agent: string; readonly containerId: string }>();
  /** The same by framework and task: probes ask for one of thousands, and build no key for it. */
  readonly #runningTasks = new Map<string, Set<string>>();
  #startedCount = 0;

  constructor(simulator: Simulator, isCheckpointed: IsCheckpointed) {
    this.#simulator = simulator;
    this.#isCheckpointed = isCheckpointed;
  }

  /** How many containers came to run. */
  get startedCount(): number {
    return this.#startedCount;
  }

  /** What runs now, by `<framework id> <task id>`. */
  get running(): ReadonlyMap<string, { readonly agent: string; readonly containerId: string }> {
    return this.#running;
  }

  /** Whether a task of a framework runs now. */
  isRunning(frameworkId: string, taskId: string): boolean {
    return this.#runningTasks.get(frameworkId)?.has(taskId) === true;
  }

  started(agent: string, containerId: string, task: ContainedTask): void {
    const { frameworkId, taskId, key: taskKey } = task;
    this.#tell('container.started', agent, taskKey);
    const before = this.#startedOn.get(taskKey);
    if (before !== undefined) {
      this.#simulator.fail(`task ${taskKey} began on ${before} and again on ${agent}`);
    }
    if (!this.#isCheckpointed(agent, containerId)) {
      this.#simulator.fail(`task ${taskKey} began on ${agent} before it was written down there`);
    }
    this.#startedOn.set(taskKey, agent);
    this.#running.set(taskKey, { agent, containerId });
    const tasks = this.#runningTasks.get(frameworkId);
    if (tasks === undefined) this.#runningTasks.set(frameworkId, new Set([taskId]));
    else tasks.add(taskId);
    this.#startedCount += 1;
  }

  ended(agent: string, _containerId: string, task: ContainedTask): void {
    const { frameworkId, taskId, key: taskKey } = task;
    this.#tell('container.ended', agent, taskKey);
    this.#running.delete(taskKey);
    this.#runningTasks.get(frameworkId)?.delete(taskId);
  }

  #tell(event: string, agent: string, taskKey: string): void {
    this.#simulator.trace(agent, { level: 'debug', event, fields: { task: taskKey } });
  }
}
