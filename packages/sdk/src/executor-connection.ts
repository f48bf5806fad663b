import { randomInt } from 'node:crypto';
import { milliseconds, must, Random, seconds } from '@stoa/common';
import {
  ExecutorCallCodec,
  ExecutorEventCodec,
  type ExecutorCall,
  type ExecutorCall_Update,
  type ExecutorEvent,
  type TaskInfo,
  type TaskStatus,
} from '@stoa/proto';
import type { Agent } from 'undici';
import { CallQueue } from './call-queue.ts';
import { CallFailedError, CallRefusedError, describeCause } from './errors.ts';
import type { ExecutorEnvironment } from './executor-environment.ts';
import { ANSWER_DEADLINE_MS, UNACKNOWLEDGED_MAX } from './limits.ts';
import { pause } from './pause.ts';
import { createConnections, openRecordStream, type CallLine } from './record-stream.ts';
import { decodeMessage, encodeMessage, mediaType, type Encoding } from './wire.ts';

/** The executor's side of a task's status; the connection adds uuid, time and source. */
export type ExecutorStatus = Omit<TaskStatus, 'uuid' | 'source' | 'executor_id'>;

/** What an executor's connection is made of. */
export interface ExecutorOptions {
  readonly environment: ExecutorEnvironment;
  /** Each event but `HEARTBEAT`, one at a time. */
  readonly onEvent: (event: ExecutorEvent) => Promise<void> | void;
  /** The agent is lost for good, or refuses us: end all tasks and exit. */
  readonly onEnd: (reason: string) => void;
  readonly random?: Random;
  /** `json` unless told. */
  readonly encoding?: Encoding;
}

/** An executor's line to its agent. */
export interface ExecutorConnection {
  /**
   * Reports a task's state. It is kept and sent again at each subscription until the agent has
   * stored it; resolves with the uuid it got.
   */
  update(status: ExecutorStatus): Promise<Uint8Array>;
  /** Sends bytes to the framework; lost when the framework is away. */
  message(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Subscribes an executor with its agent and keeps it subscribed (mesos-http.md §6). A checkpointed
 * executor waits for a lost agent up to the recovery timeout; another one ends at once.
 */
export function connectExecutor(options: ExecutorOptions): ExecutorConnection {
  const connection = new AgentConnection(options);
  connection.start();
  return connection;
}

// The agent's heartbeat comes every half hour; silence is no sign of its death.
const SILENCE_MS = 2_000_000_000;

class AgentConnection implements ExecutorConnection {
  readonly #options: ExecutorOptions;
  readonly #encoding: Encoding;
  readonly #random: Random;
  readonly #url: URL;
  readonly #connections: { readonly calls: CallLine; readonly streams: Agent };
  readonly #closing = new AbortController();
  readonly #calls = new CallQueue();
  readonly #unacknowledgedTasks = new Map<string, TaskInfo>();
  readonly #unacknowledgedUpdates = new Map<string, ExecutorCall_Update>();
  #isSubscribed = false;
  #hasBeenSubscribed = false;
  #lostAt: number | undefined;
  #end: string | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#encoding = options.encoding ?? 'json';
    this.#random = options.random ?? new Random(randomInt(2 ** 32));
    this.#url = new URL(`http://${options.environment.agentEndpoint}/api/v1/executor`);
    this.#connections = createConnections();
  }

  start(): void {
    this.#running = this.#run();
  }

  async update(status: ExecutorStatus): Promise<Uint8Array> {
    const { executorId } = this.#options.environment;
    const uuid = this.#random.uuidBytes();
    if (this.#unacknowledgedUpdates.size >= UNACKNOWLEDGED_MAX) {
      throw new CallFailedError(`over ${UNACKNOWLEDGED_MAX} updates wait for the agent already`);
    }
    const update: ExecutorCall_Update = {
      status: {
        ...status,
        uuid,
        source: 'SOURCE_EXECUTOR',
        executor_id: { value: executorId },
        timestamp: status.timestamp ?? Date.now() / 1000,
      },
    };
    this.#unacknowledgedUpdates.set(keyOf(uuid), update);
    // Without a subscription the update goes along with the next one.
    if (this.#isSubscribed) await this.#call({ type: 'UPDATE', update });
    return uuid;
  }

  message(bytes: Uint8Array): Promise<void> {
    return this.#call({ type: 'MESSAGE', message: { data: bytes } });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    const { calls, streams } = this.#connections;
    await Promise.all([calls.destroy(), streams.destroy()]);
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const reason = await this.#subscribe();
      if (this.#closing.signal.aborted) return;
      const end = this.#end ?? this.#givesUp(reason);
      if (end !== undefined) {
        this.#options.onEnd(end);
        return;
      }
      const delay = this.#random.jitter(this.#options.environment.subscriptionBackoffMax);
      await pause(milliseconds(Math.max(50, delay)), this.#closing.signal);
    }
  }

  #givesUp(reason: string): string | undefined {
    const { isCheckpointed, recoveryTimeout } = this.#options.environment;
    this.#lostAt ??= performance.now();
    const patience = isCheckpointed ? recoveryTimeout : seconds(ANSWER_DEADLINE_MS / 1000);
    const isPast = performance.now() - this.#lostAt >= patience;
    const wasLost = this.#hasBeenSubscribed && !isCheckpointed;
    return isPast || wasLost ? `the agent is lost: ${reason}` : undefined;
  }

  async #subscribe(): Promise<string> {
    try {
      const stream = await openRecordStream(this.#connections.streams, {
        url: this.#url,
        headers: this.#headers({ Accept: mediaType(this.#encoding) }),
        body: this.#encode({
          type: 'SUBSCRIBE',
          subscribe: {
            unacknowledged_tasks: [...this.#unacknowledgedTasks.values()],
            unacknowledged_updates: [...this.#unacknowledgedUpdates.values()],
          },
        }),
        signal: this.#closing.signal,
      });
      await stream.read(
        (record) => this.#receive(record),
        () => SILENCE_MS,
      );
      return 'the agent ended the stream';
    } catch (error) {
      if (error instanceof CallRefusedError && error.status < 500) this.#end = error.message;
      return describeCause(error);
    } finally {
      this.#isSubscribed = false;
    }
  }

  async #receive(record: Uint8Array): Promise<void> {
    const decoded = decodeMessage(ExecutorEventCodec, record, this.#encoding);
    if (!decoded.ok) throw new CallFailedError(`an event cannot be read: ${decoded.error}`);
    const event = decoded.value;
    if (event.type === 'HEARTBEAT') return;
    this.#remember(event);
    await this.#options.onEvent(event);
  }

  #remember(event: ExecutorEvent): void {
    if (event.type === 'SUBSCRIBED') {
      this.#isSubscribed = true;
      this.#hasBeenSubscribed = true;
      this.#lostAt = undefined;
    }
    if (event.type === 'ERROR') this.#end = event.error?.message ?? 'the agent reported an error';
    const launched = event.launch === undefined ? [] : [event.launch.task];
    for (const task of [...launched, ...(event.launch_group?.task_group.tasks ?? [])]) {
      this.#unacknowledgedTasks.set(task.task_id.value, task);
    }
    if (event.acknowledged === undefined) return;
    this.#unacknowledgedTasks.delete(event.acknowledged.task_id.value);
    this.#unacknowledgedUpdates.delete(keyOf(event.acknowledged.uuid));
  }

  #call(call: Omit<ExecutorCall, 'executor_id' | 'framework_id'>): Promise<void> {
    return this.#calls.add(() =>
      this.#connections.calls.post({
        url: this.#url,
        headers: this.#headers({}),
        body: this.#encode(call),
      }),
    );
  }

  #encode(call: Omit<ExecutorCall, 'executor_id' | 'framework_id'>): Uint8Array {
    const { executorId, frameworkId } = this.#options.environment;
    const whole: ExecutorCall = {
      ...call,
      executor_id: { value: executorId },
      framework_id: { value: frameworkId },
    };
    return encodeMessage(ExecutorCallCodec, whole, this.#encoding);
  }

  #headers(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const token = this.#options.environment.authenticationToken;
    const proof: Readonly<Record<string, string>> =
      token === undefined ? {} : { Authorization: `Bearer ${token}` };
    return { 'Content-Type': mediaType(this.#encoding), ...proof, ...more };
  }
}

function keyOf(uuid: Uint8Array): string {
  return Buffer.from(must(uuid, 'a uuid')).toString('hex');
}
