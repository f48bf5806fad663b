import type { RawSocket } from '../runtime/raw-socket.ts';
import { eventually, type TestMaster, type WireJson } from './test-master.ts';

/** A framework on a bare socket: every chunk of its stream is seen as it came. */
export class TestFramework {
  readonly #master: TestMaster;
  readonly #socket: RawSocket;

  private constructor(master: TestMaster, socket: RawSocket) {
    this.#master = master;
    this.#socket = socket;
  }

  static async subscribe(
    master: TestMaster,
    info: WireJson = {},
    options: { readonly headers?: readonly string[]; readonly more?: WireJson } = {},
  ): Promise<TestFramework> {
    const framework = new TestFramework(master, await master.socket());
    const call = {
      type: 'SUBSCRIBE',
      subscribe: {
        framework_info: {
          user: 'root',
          name: 'test',
          roles: ['*'],
          capabilities: [{ type: 'MULTI_ROLE' }, { type: 'RESERVATION_REFINEMENT' }],
          ...info,
        },
      },
      ...options.more,
    };
    framework.#post(call, options.headers ?? []);
    await framework.#socket.until(/\r\n\r\n/);
    return framework;
  }

  /** The head of the answer. */
  get head(): string {
    return this.#socket.received.split('\r\n\r\n')[0] ?? '';
  }

  get streamId(): string {
    return /^Mesos-Stream-Id: (.+)$/m.exec(this.head)?.[1]?.trim() ?? '';
  }

  /** The chunks so far, sizes taken off; the final one is empty. */
  get chunks(): readonly string[] {
    const chunks: string[] = [];
    let rest = this.#socket.received.slice(this.head.length + 4);
    for (;;) {
      const size = /^([0-9a-f]+)\r\n/.exec(rest);
      const length = parseInt(size?.[1] ?? '', 16);
      if (size === null || rest.length < size[0].length + length + 2) return chunks;
      chunks.push(rest.slice(size[0].length, size[0].length + length));
      rest = rest.slice(size[0].length + length + 2);
    }
  }

  get hasEnded(): boolean {
    return this.chunks.at(-1) === '';
  }

  /** The events so far; asserts that each chunk is one whole record. */
  get events(): readonly WireJson[] {
    return this.chunks
      .filter((chunk) => chunk !== '')
      .map((chunk) => {
        const match = /^(\d+)\n([^]*)$/.exec(chunk);
        const payload = match?.[2] ?? '';
        if (match?.[1] !== String(payload.length)) throw new Error(`no record: ${chunk}`);
        return JSON.parse(payload);
      });
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => String(type));
  }

  get id(): string {
    const first = this.events.find(({ type }) => type === 'SUBSCRIBED');
    return String(first?.subscribed.framework_id.value);
  }

  async until(what: string, isSo: (events: readonly WireJson[]) => boolean): Promise<void> {
    await eventually(`${what}; got ${JSON.stringify(this.events).slice(0, 2000)}`, () =>
      isSo(this.events),
    );
  }

  async untilType(type: string): Promise<WireJson> {
    await this.until(type, () => this.types.includes(type));
    return this.events.find((event) => event.type === type);
  }

  /** Posts a call beside the stream; gives the status and the text. */
  async call(
    type: string,
    member: WireJson = undefined,
    headers: Readonly<Record<string, string>> = { 'Mesos-Stream-Id': this.streamId },
  ): Promise<readonly [number, string]> {
    const call = { type, framework_id: { value: this.id }, [type.toLowerCase()]: member };
    const answer = await this.#master.post(call, headers);
    return [answer.status, Buffer.from(answer.body).toString()];
  }

  close(): void {
    this.#socket.close();
  }

  #post(call: WireJson, headers: readonly string[]): void {
    const body = JSON.stringify(call);
    this.#socket.send(
      'POST /api/v1/scheduler HTTP/1.1',
      `Host: 127.0.0.1:${this.#master.port}`,
      'Content-Type: application/json',
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    );
  }
}
