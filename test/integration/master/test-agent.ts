import {
  LinkCallCodec,
  LinkEventCodec,
  RecordReader,
  type AgentInfo,
  type FrameworkInfo,
  type LinkCall,
  type LinkEvent,
  type Task,
  type TaskState,
} from '@stoa/proto';
import type { ClientStream } from '@stoa/runtime';
import { eventually, type TestMaster } from './test-master.ts';

const PROTOBUF = 'application/x-protobuf';

/** Who an agent says it is. */
export const AGENT_INFO: AgentInfo = {
  hostname: 'host-1',
  port: 5051,
  resources: [
    { name: 'cpus', type: 'SCALAR', scalar: { value: 4 } },
    { name: 'mem', type: 'SCALAR', scalar: { value: 4096 } },
    { name: 'disk', type: 'SCALAR', scalar: { value: 10_000 } },
    { name: 'ports', type: 'RANGES', ranges: { range: [{ begin: 31_000, end: 32_000 }] } },
  ],
};

/** The agent's side of the link, spoken by hand. */
export class TestAgent {
  readonly events: LinkEvent[] = [];
  isClosed = false;
  status = 0;
  readonly #master: TestMaster;
  readonly #headers: Readonly<Record<string, string>>;
  #stream: ClientStream | undefined;

  constructor(master: TestMaster, headers: Readonly<Record<string, string>> = {}) {
    this.#master = master;
    this.#headers = { 'Content-Type': PROTOBUF, ...headers };
  }

  get id(): string {
    const subscribed = this.events.find(({ type }) => type === 'SUBSCRIBED');
    return subscribed?.subscribed?.agent_id.value ?? '';
  }

  /** Opens the link and waits for its first event, or for the refusal. */
  async subscribe(
    info: AgentInfo = AGENT_INFO,
    more: { readonly frameworks?: readonly FrameworkInfo[]; readonly tasks?: readonly Task[] } = {},
  ): Promise<void> {
    const call: LinkCall = {
      type: 'SUBSCRIBE',
      agent_id: info.id,
      subscribe: { agent_info: info, version: '1.12.0', capabilities: ['MULTI_ROLE'], ...more },
    };
    const stream = await this.#master.client.openStream({
      url: `http://${this.#master.address}/stoa/v1/agent-link`,
      method: 'POST',
      headers: this.#headers,
      body: LinkCallCodec.toBinary(call),
    });
    this.#stream = stream;
    this.status = stream.status;
    // A link that breaks shows as closed.
    this.#listen(stream).catch(() => undefined);
    if (stream.status !== 200) return;
    await eventually('an answer on the link', () => this.events.length > 0 || this.isClosed);
  }

  /** Posts another call; gives the status. */
  async call(call: LinkCall, linkId = this.#stream?.headers['stoa-stream-id']): Promise<number> {
    const answer = await this.#master.ask('/stoa/v1/agent-link', {
      method: 'POST',
      headers: { ...this.#headers, 'Stoa-Stream-Id': linkId ?? '' },
      body: LinkCallCodec.toBinary(call),
    });
    return answer.status;
  }

  /** Says how a task is. */
  async update(task: { readonly id: string; readonly framework: string }, state: TaskState) {
    await this.call({
      type: 'UPDATE',
      update: {
        framework_id: { value: task.framework },
        status: {
          task_id: { value: task.id },
          state,
          source: 'SOURCE_EXECUTOR',
          agent_id: { value: this.id },
          executor_id: { value: task.id },
          timestamp: 1.5,
          uuid: Uint8Array.from({ length: 16 }, (_, at) => at),
        },
        latest_state: state,
      },
    });
  }

  async untilType(type: LinkEvent['type']): Promise<LinkEvent> {
    await eventually(`the agent hears ${type ?? ''}`, () =>
      this.events.some((event) => event.type === type),
    );
    return this.events.find((event) => event.type === type) ?? {};
  }

  close(): void {
    this.#stream?.close();
  }

  async #listen(stream: ClientStream): Promise<void> {
    const reader = new RecordReader();
    try {
      for await (const chunk of stream.chunks) {
        const records = reader.push(chunk);
        if (!records.ok) throw new Error(records.error);
        for (const record of records.value) {
          const event = LinkEventCodec.fromBinary(record);
          if (event.ok) this.events.push(event.value);
        }
      }
    } finally {
      this.isClosed = true;
    }
  }
}
