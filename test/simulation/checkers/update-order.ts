import { encodeBase64 } from '@stoa/common';
import type { SchedulerCall, SchedulerEvent, TaskState } from '@stoa/proto';
import { isTerminal } from '@stoa/proto';
import type { MasterWitness } from '../master-node.ts';
import type { Simulator } from '../simulator.ts';

interface TaskCourse {
  /** The update that waits for its acknowledgement. */
  unacknowledged: string | undefined;
  /** Updates acknowledged so far: one of them may come again, being late. */
  readonly acknowledged: Set<string>;
  final: TaskState | undefined;
}

/**
 * What a framework is told of its tasks, as the master says it. Laws: of one task one update is under
 * way at a time, the next one comes only after its acknowledgement was called; a final state that an
 * executor or agent told is never taken back.
 */
export class UpdateOrder implements Omit<MasterWitness, 'agentTold'> {
  readonly #simulator: Simulator;
  readonly #tasks = new Map<string, TaskCourse>();

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  eventSent(_streamId: string, { update }: SchedulerEvent): void {
    const status = update?.status;
    // Without a uuid it is the master's own word: an answer, not an update (mesos-http.md §4.6).
    if (status?.uuid === undefined) return;
    const taskId = status.task_id.value;
    const course = this.#course(taskId);
    const uuid = encodeBase64(status.uuid);
    if (course.acknowledged.has(uuid)) return;
    const { unacknowledged } = course;
    if (unacknowledged !== undefined && unacknowledged !== uuid) {
      this.#simulator.fail(
        `task ${taskId}: ${status.state} was sent while an update before it waits to be acknowledged`,
      );
    }
    if (course.final !== undefined && course.final !== status.state) {
      this.#simulator.fail(`task ${taskId} was ${course.final} and is ${status.state} again`);
    }
    course.unacknowledged = uuid;
    if (isTerminal(status.state)) course.final = status.state;
  }

  callTaken({ acknowledge }: SchedulerCall): void {
    if (acknowledge === undefined) return;
    const course = this.#course(acknowledge.task_id.value);
    const uuid = encodeBase64(acknowledge.uuid);
    course.acknowledged.add(uuid);
    if (course.unacknowledged === uuid) course.unacknowledged = undefined;
  }

  #course(taskId: string): TaskCourse {
    let course = this.#tasks.get(taskId);
    if (course === undefined) {
      course = { unacknowledged: undefined, acknowledged: new Set(), final: undefined };
      this.#tasks.set(taskId, course);
    }
    return course;
  }
}
