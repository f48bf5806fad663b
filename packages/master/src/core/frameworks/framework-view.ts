import type { Offer, Task } from '@stoa/proto';
import type { FrameworkRecord, MasterState } from '../state.ts';
import type { ExecutorView, FrameworkView } from '../view.ts';

/** A framework as readers see it: a window on the record, made when somebody looks. */
export function frameworkView(state: MasterState, record: FrameworkRecord): FrameworkView {
  return new FrameworkWindow(state, record);
}

class FrameworkWindow implements FrameworkView {
  readonly #state: MasterState;
  readonly #record: FrameworkRecord;

  constructor(state: MasterState, record: FrameworkRecord) {
    this.#state = state;
    this.#record = record;
  }

  get info(): FrameworkView['info'] {
    return this.#record.info;
  }

  // A framework is inactive only while nobody listens: there is no call that only stops its offers.
  get active(): boolean {
    return this.connected;
  }

  get connected(): boolean {
    return this.#record.streamId !== undefined;
  }

  get recovered(): boolean {
    return this.#record.recovered;
  }

  get registeredAt(): FrameworkView['registeredAt'] {
    return this.#record.registeredAt;
  }

  get reregisteredAt(): FrameworkView['reregisteredAt'] {
    return this.#record.reregisteredAt;
  }

  get unregisteredAt(): FrameworkView['unregisteredAt'] {
    return this.#record.unregisteredAt;
  }

  get offerConstraints(): FrameworkView['offerConstraints'] {
    return this.#record.offerConstraints;
  }

  get tasks(): Iterable<Task> {
    return tasksIn(this.#record);
  }

  get unreachableTasks(): Iterable<Task> {
    return this.#record.unreachableTasks.values();
  }

  get completedTasks(): Iterable<Task> {
    return this.#record.completedTasks.values();
  }

  get offers(): Iterable<Offer> {
    return offersIn(this.#state, this.#record);
  }

  get executors(): Iterable<ExecutorView> {
    return executorsIn(this.#record);
  }
}

function* tasksIn({ tasks }: FrameworkRecord): IterableIterator<Task> {
  for (const { task } of tasks.values()) yield task;
}

function* offersIn({ offers }: MasterState, record: FrameworkRecord): IterableIterator<Offer> {
  for (const id of record.offers) {
    const outstanding = offers.get(id);
    if (outstanding !== undefined) yield outstanding.offer;
  }
}

function* executorsIn({ executors }: FrameworkRecord): IterableIterator<ExecutorView> {
  for (const { info, agentId } of executors.values()) yield { info, agentId };
}
