// A master's event stream, as an operator's tool reads it.
import { decodeUtf8 } from '@stoa/common';
import { RecordReader } from '@stoa/proto';

/** A task's change of state, and when it was read (`performance.now()`). */
export interface TaskNews {
  readonly taskId: string;
  readonly state: string;
  readonly at: number;
}

/** Follows what a master tells of tasks, from the moment that it is open. */
export class MasterEvents {
  readonly #seen: TaskNews[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #leaving = new AbortController();

  /** Resolves when the stream has begun. */
  static async open(master: string): Promise<MasterEvents> {
    const events = new MasterEvents();
    const answer = await fetch(`http://${master}/api/v1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ type: 'SUBSCRIBE' }),
      signal: events.#leaving.signal,
    });
    if (answer.body === null) throw new Error(`${master} answered SUBSCRIBE with no stream`);
    // It ends with the cluster, or by `close`.
    events.#read(answer.body).catch(() => undefined);
    return events;
  }

  /** The first change that fits, of the past too. */
  async until(fits: (news: TaskNews) => boolean): Promise<TaskNews> {
    for (;;) {
      const found = this.#seen.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  close(): void {
    this.#leaving.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const records = new RecordReader(8 * 1024 * 1024);
    for await (const chunk of body) {
      const read = records.push(chunk);
      if (!read.ok) throw new Error(read.error);
      for (const record of read.value) this.#take(JSON.parse(decodeUtf8(record)));
      for (const wake of [...this.#waiting]) wake();
      this.#waiting.clear();
    }
  }

  #take(event: { readonly type: string; readonly task_updated?: TaskUpdated }): void {
    if (event.task_updated === undefined) return;
    const { task_id, state } = event.task_updated.status;
    this.#seen.push({ taskId: task_id.value, state, at: performance.now() });
  }
}

interface TaskUpdated {
  readonly status: { readonly task_id: { readonly value: string }; readonly state: string };
}
