import { randomUUID } from 'node:crypto';
import { must, emptyReply } from '@stoa/common';
import { encodeRecord, LinkCallCodec, LinkEventCodec } from '@stoa/proto';
import type {
  FrameworkInfo,
  LinkCall,
  LinkCall_Subscribe,
  LinkEvent,
  TaskInfo,
  TaskStatus,
} from '@stoa/proto';
import { startHttpServer } from '@stoa/runtime';
import type { HttpListener, OutgoingStream } from '@stoa/runtime';

export const FRAMEWORK_ID = 'fw-1';

export const FRAMEWORK: FrameworkInfo = {
  id: { value: FRAMEWORK_ID },
  name: 'test',
  user: 'root',
  checkpoint: true,
  capabilities: [{ type: 'PARTITION_AWARE' }, { type: 'TASK_KILLING_STATE' }],
};

/** The master's side of the agent link, as little of it as an agent needs. */
export class FakeMaster {
  readonly subscriptions: LinkCall_Subscribe[] = [];
  readonly updates: TaskStatus[] = [];
  /** Unlike any other: agents of several tests may share one Docker. */
  readonly agentId = `agent-${randomUUID()}`;
  pongs = 0;
  /** Whether updates are acknowledged at once. */
  acknowledges = true;
  /** The state whose updates are left without acknowledgement. */
  holds: string | undefined;
  #listener: HttpListener | undefined;
  #stream: OutgoingStream | undefined;
  #streams = 0;

  async start(port = 0): Promise<void> {
    this.#listener = await startHttpServer({
      ip: '127.0.0.1',
      port,
      daemon: 'fake master',
      sameOrigin: { hostNames: [], allowedOrigins: [] },
      hotRoutes: [
        {
          prefix: '/stoa/v1/agent-link',
          handle: (exchange) => {
            const call = LinkCallCodec.fromBinary(exchange.request.body);
            if (!call.ok) throw new Error(call.error);
            if (call.value.subscribe === undefined) {
              this.#take(call.value);
              exchange.reply(emptyReply(202));
              return;
            }
            this.subscriptions.push(call.value.subscribe);
            this.#streams += 1;
            const headers = {
              'Content-Type': 'application/x-protobuf',
              'Stoa-Stream-Id': `stream-${this.#streams}`,
            };
            this.#stream = exchange.openStream({ status: 200, headers });
            const agentId = call.value.subscribe.agent_info.id?.value ?? this.agentId;
            this.send({
              type: 'SUBSCRIBED',
              subscribed: { agent_id: { value: agentId }, ping_timeout_seconds: 75 },
            });
          },
        },
      ],
    });
  }

  get address(): string {
    return `127.0.0.1:${must(this.#listener, 'a listener').port}`;
  }

  get port(): number {
    return must(this.#listener, 'a listener').port;
  }

  send(event: LinkEvent): void {
    this.#stream?.write(encodeRecord(LinkEventCodec.toBinary(event)));
  }

  run(task: Partial<TaskInfo> & { readonly id: string }): void {
    const { id, ...rest } = task;
    this.send({
      type: 'RUN_TASK',
      run_task: {
        framework_info: FRAMEWORK,
        task: {
          name: id,
          task_id: { value: id },
          agent_id: { value: this.agentId },
          resources: [
            {
              name: 'cpus',
              type: 'SCALAR',
              scalar: { value: 0.1 },
              allocation_info: { role: '*' },
            },
            { name: 'mem', type: 'SCALAR', scalar: { value: 32 }, allocation_info: { role: '*' } },
          ],
          ...rest,
        },
      },
    });
  }

  kill(id: string, graceSeconds?: number): void {
    this.send({
      type: 'KILL_TASK',
      kill_task: {
        framework_id: { value: FRAMEWORK_ID },
        task_id: { value: id },
        ...(graceSeconds === undefined
          ? {}
          : { kill_policy: { grace_period: { nanoseconds: BigInt(graceSeconds * 1e9) } } }),
      },
    });
  }

  /** Asks after a task that the agent should know. */
  reconcile(id: string): void {
    const status = { task_id: { value: id }, state: 'TASK_STAGING' as const };
    const framework_id = { value: FRAMEWORK_ID };
    this.send({ type: 'RECONCILE', reconcile: { framework_id, statuses: [status] } });
  }

  /** The states of a task in the order of their updates, repetitions left out. */
  states(id: string): string[] {
    const seen = new Set<string>();
    const states: string[] = [];
    for (const status of this.updates) {
      const uuid = Buffer.from(status.uuid ?? []).toString('hex');
      if (status.task_id.value !== id || seen.has(uuid)) continue;
      seen.add(uuid);
      states.push(status.state);
    }
    return states;
  }

  status(id: string, state: string): TaskStatus | undefined {
    return this.updates.find((status) => status.task_id.value === id && status.state === state);
  }

  async until(what: string, isSo: () => boolean, withinMs = 15_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (!isSo()) {
      if (Date.now() > end) {
        const seen = this.updates.map(({ task_id, state, message }) => [
          task_id.value,
          state,
          message,
        ]);
        throw new Error(`waited in vain: ${what}; updates: ${JSON.stringify(seen)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async untilState(id: string, state: string): Promise<TaskStatus> {
    await this.until(`${id} ${state}`, () => this.status(id, state) !== undefined);
    return must(this.status(id, state), 'a status');
  }

  acknowledge(status: TaskStatus): void {
    this.send({
      type: 'ACKNOWLEDGE',
      acknowledge: {
        framework_id: { value: FRAMEWORK_ID },
        task_id: status.task_id,
        uuid: status.uuid ?? new Uint8Array(0),
      },
    });
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  #take(call: LinkCall): void {
    if (call.pong !== undefined) this.pongs += 1;
    if (call.update === undefined) return;
    this.updates.push(call.update.status);
    if (this.acknowledges && call.update.status.state !== this.holds)
      this.acknowledge(call.update.status);
  }
}
