// A master and its agents that do at once what Marathon tells them, and remember it over Marathon's crashes.
import { must } from '@stoa/common';
import type { SchedulerCall, TaskInfo, TaskState, TaskStatus } from '@stoa/proto';
import type { MarathonHarness, OfferShape } from './marathon-harness.ts';

/** A task as the master knows it. */
export interface ObedientTask {
  readonly id: string;
  readonly app: string;
  readonly info: TaskInfo;
  readonly host: string;
  state: TaskState;
}

/** What the world decides about a task that was launched: by default it runs. */
export type Fate = (task: ObedientTask) => TaskState;

const FINAL: ReadonlySet<TaskState> = new Set<TaskState>([
  'TASK_FINISHED',
  'TASK_FAILED',
  'TASK_KILLED',
  'TASK_ERROR',
  'TASK_GONE',
  'TASK_DROPPED',
]);

/** Longer than Marathon gathers what it tells the master (s). */
const MOMENT = 0.25;

export class ObedientMaster {
  readonly tasks = new Map<string, ObedientTask>();
  /** Every task that was told to end, once for each time. */
  readonly kills: string[] = [];
  /** Looked at whenever something changed. */
  watch: () => void = () => undefined;
  fate: Fate = () => 'TASK_RUNNING';
  readonly #marathon: MarathonHarness;
  readonly #agents: readonly OfferShape[];
  /** In order for each task, told until acknowledged. */
  readonly #updates = new Map<string, TaskStatus[]>();
  readonly #answers: TaskStatus[] = [];
  #wantsOffers = true;
  #lastUuid = 0;

  constructor(marathon: MarathonHarness, agents: readonly OfferShape[] = [{}]) {
    this.#marathon = marathon;
    this.#agents = agents;
  }

  /** Tasks that live, of one app or of all. */
  alive(app?: string): readonly ObedientTask[] {
    return [...this.tasks.values()].filter(
      (task) => !FINAL.has(task.state) && (app === undefined || task.app === app),
    );
  }

  /** Those of them that run. */
  running(app?: string): readonly ObedientTask[] {
    return this.alive(app).filter(({ state }) => state === 'TASK_RUNNING');
  }

  /** A task changes by itself. */
  turnTo(taskId: string, state: TaskState, more: Partial<TaskStatus> = {}): void {
    const task = must(this.tasks.get(taskId), `task ${taskId}`);
    task.state = state;
    this.#tell(task, more);
  }

  /** Marathon begins a new subscription: offers are made anew, updates told again. */
  resubscribed(): void {
    this.#wantsOffers = true;
    this.#answers.splice(0);
  }

  /** Everything that comes of what was said so far, in as many moments as it takes. */
  settle(): void {
    do this.#turnAll();
    while (this.#hasMoreIn(MOMENT));
  }

  /** Lets time pass, moment by moment, and everything come of it. */
  pass(seconds: number): void {
    const end = this.#marathon.at + seconds * 1000;
    this.#turnAll();
    while (this.#marathon.at < end) {
      this.#marathon.advance(Math.min(MOMENT, (end - this.#marathon.at) / 1000));
      this.#turnAll();
    }
  }

  #hasMoreIn(seconds: number): boolean {
    this.#marathon.advance(seconds);
    return this.turn();
  }

  #turnAll(): void {
    for (let turns = 0; this.turn(); turns++) {
      if (turns > 10_000) throw new Error('there is no end of it');
    }
  }

  /** Delivers one thing to Marathon; false when there is nothing to deliver. */
  turn(): boolean {
    this.#takeCalls();
    const answer = this.#answers.shift();
    if (answer !== undefined) {
      this.#deliver(answer);
      return true;
    }
    for (const [update] of this.#updates.values()) {
      if (update === undefined) continue;
      this.#deliver(update);
      return true;
    }
    const staged = this.alive().find(({ state }) => state === 'TASK_STAGING');
    if (staged !== undefined) {
      const state = this.fate(staged);
      if (state !== 'TASK_STAGING') {
        this.turnTo(staged.id, state);
        return true;
      }
    }
    if (!this.#wantsOffers) return false;
    this.#wantsOffers = false;
    for (const shape of this.#agents) {
      this.#marathon.offer(this.#freeOf(shape));
      this.#takeCalls();
    }
    return true;
  }

  #deliver(status: TaskStatus): void {
    this.#marathon.status(status.task_id.value, status.state, status);
    this.#takeCalls();
  }

  #takeCalls(): void {
    for (const call of this.#marathon.calls.splice(0)) this.#take(call);
    this.watch();
  }

  #take(call: SchedulerCall): void {
    switch (call.type) {
      case 'ACCEPT':
        this.#launch(call);
        return;
      case 'KILL':
        this.#kill(call.kill?.task_id.value ?? '');
        return;
      case 'ACKNOWLEDGE':
        this.#acknowledged(call);
        return;
      case 'RECONCILE':
        this.#reconcile(call);
        return;
      case 'REVIVE':
        this.#wantsOffers = true;
        return;
      default:
        return;
    }
  }

  #launch({ accept }: SchedulerCall): void {
    for (const { launch } of accept?.operations ?? []) {
      for (const info of launch?.task_infos ?? []) {
        const id = info.task_id.value;
        if (this.tasks.has(id)) throw new Error(`task ${id} was launched twice`);
        const variables = info.command?.environment?.variables ?? [];
        const value = (name: string): string =>
          variables.find((variable) => variable.name === name)?.value ?? '';
        const app = value('MARATHON_APP_ID');
        this.tasks.set(id, { id, app, info, host: value('HOST'), state: 'TASK_STAGING' });
      }
    }
  }

  #kill(taskId: string): void {
    this.kills.push(taskId);
    const task = this.tasks.get(taskId);
    if (task === undefined) this.#answers.push(unknown(taskId));
    else if (!FINAL.has(task.state)) this.turnTo(taskId, 'TASK_KILLED');
  }

  #acknowledged({ acknowledge }: SchedulerCall): void {
    const taskId = acknowledge?.task_id.value ?? '';
    const queue = this.#updates.get(taskId);
    if (queue?.[0]?.uuid?.[0] === acknowledge?.uuid?.[0]) queue?.shift();
    if (queue?.length === 0) this.#updates.delete(taskId);
  }

  #reconcile({ reconcile }: SchedulerCall): void {
    const named = (reconcile?.tasks ?? []).map(({ task_id }) => task_id.value);
    const asked = named.length > 0 ? named : this.alive().map(({ id }) => id);
    for (const id of asked) {
      const task = this.tasks.get(id);
      const answer = task === undefined ? unknown(id) : this.#statusOf(task);
      this.#answers.push({ ...answer, reason: 'REASON_RECONCILIATION', uuid: undefined });
    }
  }

  #tell(task: ObedientTask, more: Partial<TaskStatus>): void {
    const queue = this.#updates.get(task.id) ?? [];
    this.#updates.set(task.id, queue);
    this.#lastUuid = (this.#lastUuid + 1) % 256;
    queue.push({ ...this.#statusOf(task), uuid: new Uint8Array([this.#lastUuid]), ...more });
  }

  #statusOf(task: ObedientTask): TaskStatus {
    const agent_id = task.info.agent_id;
    return { task_id: { value: task.id }, agent_id, state: task.state };
  }

  /** What the tasks on a host leave of its processors. */
  #freeOf(shape: OfferShape): OfferShape {
    if (shape.cpus === undefined) return shape;
    const host = shape.host ?? 'agent-1';
    let free = shape.cpus;
    for (const task of this.alive()) {
      if (task.host !== host) continue;
      for (const { name, scalar } of task.info.resources ?? []) {
        if (name === 'cpus') free -= scalar?.value ?? 0;
      }
    }
    return { ...shape, cpus: free };
  }
}

function unknown(taskId: string): TaskStatus {
  return { task_id: { value: taskId }, state: 'TASK_UNKNOWN', reason: 'REASON_RECONCILIATION' };
}
