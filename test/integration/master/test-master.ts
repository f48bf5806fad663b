import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeUtf8, milliseconds } from '@stoa/common';
import { startMaster, type MasterDeps, type MasterFlags, type RunningMaster } from '@stoa/master';
import { createHttpClient, createLog, type ClientAnswer, type ClientRequest } from '@stoa/runtime';
import { RawSocket } from '../runtime/raw-socket.ts';

/** What the wire holds, for `expect` to check. */
// The shape is what is tested, so the compiler cannot know it.
export type WireJson = ReturnType<typeof JSON.parse>;

/** A master in this process, a client of it, and a directory that goes with it. */
export class TestMaster {
  readonly client = createHttpClient();
  readonly log: string[] = [];
  readonly #sockets: RawSocket[] = [];
  #directory = '';
  #master: RunningMaster | undefined;
  #remote: string | undefined;

  /** One that runs elsewhere, under `host:port`. */
  static at(address: string): TestMaster {
    const master = new TestMaster();
    master.#remote = address;
    return master;
  }

  get port(): number {
    return Number(this.address.split(':').at(-1));
  }

  get address(): string {
    const address = this.#remote ?? this.#master?.address;
    if (address === undefined) throw new Error('the master is not up');
    return address;
  }

  /** Starts, or starts anew over the same directory. */
  async start(flags: Partial<MasterFlags> = {}, deps: MasterDeps = {}): Promise<void> {
    await this.#master?.close();
    if (this.#directory === '') this.#directory = await mkdtemp(join(tmpdir(), 'stoa-master-'));
    const log = createLog({ daemon: 'master', sink: (text) => this.log.push(text) });
    const work_dir = join(this.#directory, 'work');
    this.#master = await startMaster({ port: 0, work_dir, ...flags }, { log, ...deps });
  }

  ask(path: string, more: Partial<ClientRequest> = {}): Promise<ClientAnswer> {
    const deadline = milliseconds(10_000);
    return this.client.call({ url: `http://${this.address}${path}`, deadline, ...more });
  }

  /** Posts JSON to the scheduler API. */
  post(
    call: unknown,
    headers: Readonly<Record<string, string>> = {},
    path = '/api/v1/scheduler',
  ): Promise<ClientAnswer> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof call === 'string' ? call : JSON.stringify(call),
    });
  }

  async json(path: string): Promise<WireJson> {
    return jsonOf(await this.ask(path));
  }

  async socket(): Promise<RawSocket> {
    const socket = await RawSocket.open(this.port);
    this.#sockets.push(socket);
    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await this.client.close();
    await this.#master?.close();
    if (this.#directory !== '') await rm(this.#directory, { recursive: true, force: true });
  }
}

export function textOf({ body }: ClientAnswer): string {
  return decodeUtf8(body);
}

export function jsonOf(answer: ClientAnswer): WireJson {
  return JSON.parse(textOf(answer));
}

/** Waits for something that comes by itself; fails after four seconds unless told. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 4_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
