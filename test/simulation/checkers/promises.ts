import { encodeBase64 } from '@stoa/common';
import type { LinkCall, LinkEvent, SchedulerCall, SchedulerEvent, TaskState } from '@stoa/proto';
import type { AgentMachine } from '../agent-machine.ts';
import type { MarathonNode } from '../marathon-node.ts';
import type { MasterNode } from '../master-node.ts';
import type { Simulator } from '../simulator.ts';

/** How far a task is: what is stored of it must not lag behind what was acknowledged. */
const PROGRESS: Readonly<Record<string, number>> = {
  Provisioned: 0,
  Staging: 1,
  Starting: 2,
  Running: 3,
  Unreachable: 3,
  UnreachableInactive: 3,
  Killing: 4,
};

interface StoredInstance {
  readonly condition: string;
  readonly incarnation: number;
}

/**
 * Durable before visible, watched from outside: what a daemon says is compared with what is on its
 * disk at that moment. Laws: an agent that is told its id is in the registry; an update is sent only
 * when the agent has it written down; a task is launched only when Marathon has its instance stored;
 * a status is acknowledged only when what it changed is stored.
 */
export class Promises {
  readonly #simulator: Simulator;
  readonly #master: () => MasterNode;
  readonly #marathon: () => MarathonNode;
  /** States by update that Marathon was told of, until it acknowledges them. */
  readonly #told = new Map<string, TaskState>();

  constructor(options: {
    readonly simulator: Simulator;
    readonly master: () => MasterNode;
    readonly marathon: () => MarathonNode;
  }) {
    this.#simulator = options.simulator;
    this.#master = options.master;
    this.#marathon = options.marathon;
  }

  /** The master sends something to an agent. */
  agentTold(event: LinkEvent): void {
    const id = event.subscribed?.agent_id.value;
    if (id === undefined || this.#master().isAdmitted(id)) return;
    this.#simulator.fail(`agent ${id} was told its id before it was in the registry`);
  }

  /** An agent sends something to the master. */
  agentCalled(agent: AgentMachine, { update }: LinkCall): void {
    const uuid = update?.status.uuid;
    // What an agent says of tasks that it does not know is not kept (mesos-http.md §4.6).
    if (uuid === undefined || update?.status.reason === 'REASON_RECONCILIATION') return;
    const wanted = encodeBase64(uuid);
    const taskId = update?.status.task_id.value ?? '';
    if (agent.isWritten(taskId, wanted)) return;
    this.#simulator.fail(`${agent.name} sent ${update?.status.state} of ${taskId} unwritten`);
  }

  /** Marathon hears something. */
  marathonTold({ update }: SchedulerEvent): void {
    const { uuid, state } = update?.status ?? {};
    if (uuid !== undefined && state !== undefined) this.#told.set(encodeBase64(uuid), state);
  }

  /** Marathon calls the master. */
  marathonCalled(call: SchedulerCall): void {
    for (const { launch } of call.accept?.operations ?? []) {
      for (const { task_id } of launch?.task_infos ?? []) this.#checkLaunch(task_id.value);
    }
    if (call.acknowledge !== undefined) this.#checkAcknowledgement(call.acknowledge);
  }

  #checkLaunch(taskId: string): void {
    const [instanceId, incarnation] = split(taskId);
    const stored = this.#stored(instanceId);
    if (stored?.incarnation !== undefined && stored.incarnation >= incarnation) return;
    // Given up between the wish and the deed: nothing is lost by launching what is then killed.
    if (stored === undefined && !this.#isKnown(taskId)) return;
    this.#simulator.fail(`task ${taskId} was launched before its instance was stored`);
  }

  #checkAcknowledgement({ task_id, uuid }: NonNullable<SchedulerCall['acknowledge']>): void {
    const key = encodeBase64(uuid);
    const state = this.#told.get(key);
    this.#told.delete(key);
    const [instanceId, incarnation] = split(task_id.value);
    const stored = this.#stored(instanceId);
    if (state === undefined || stored === undefined || stored.incarnation !== incarnation) return;
    const wanted = progressOf(state);
    const actual = PROGRESS[stored.condition] ?? 5;
    if (actual >= wanted) return;
    this.#simulator.fail(
      `${state} of ${task_id.value} was acknowledged while ${stored.condition} is stored`,
    );
  }

  #isKnown(taskId: string): boolean {
    const view = this.#marathon().kernel?.view;
    if (view === undefined) return false;
    for (const { id } of view.tasks()) if (id === taskId) return true;
    return false;
  }

  #stored(instanceId: string): StoredInstance | undefined {
    const value = this.#marathon().stored(`instance/${instanceId}`);
    return value === undefined ? undefined : readInstance(this.#simulator, value);
  }
}

/**
 * What is asked of a stored instance, read without the rest of it. A quotation mark inside a text is
 * escaped, so the names can be nothing but members, and the instance's own come before those of its parts.
 */
function readInstance(
  simulator: Simulator,
  { buffer, byteOffset, byteLength }: Uint8Array,
): StoredInstance {
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
  const condition = /"condition":"(\w+)"/.exec(text)?.[1];
  const incarnation = /"incarnation":(\d+)/.exec(text)?.[1];
  if (condition === undefined || incarnation === undefined) {
    return simulator.fail(`an instance is stored without its condition or incarnation: ${text}`);
  }
  return { condition, incarnation: Number(incarnation) };
}

function progressOf(state: TaskState): number {
  switch (state) {
    case 'TASK_STAGING':
      return 1;
    case 'TASK_STARTING':
      return 2;
    case 'TASK_RUNNING':
    case 'TASK_UNREACHABLE':
      return 3;
    case 'TASK_KILLING':
      return 4;
    default:
      return 5;
  }
}

function split(taskId: string): readonly [instanceId: string, incarnation: number] {
  const at = taskId.lastIndexOf('._app.');
  return [taskId.slice(0, at), Number(taskId.slice(at + '._app.'.length))];
}
