// A master that says what a test tells it to: the classic state, and a stream of events if it has one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeRecord, MasterEventCodec, type MasterEvent } from '@stoa/proto';

export class StandInMaster {
  /** What `/master/state` answers; a text goes as it is. */
  state: object | string = {};
  /** The first event of each stream; without it there are no streams. */
  subscribed: MasterEvent | undefined;
  /** Answers every request with a redirect there. */
  redirectTo: string | undefined;
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = [];
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      this.requests.push({ url: request.url ?? '', headers: request.headers });
      this.#serve(request.url ?? '', response);
    });
  }

  static async start(port = 0): Promise<StandInMaster> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new StandInMaster(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** How many follow. */
  get streams(): number {
    return this.#streams.size;
  }

  tell(event: MasterEvent): void {
    for (const stream of this.#streams)
      stream.write(encodeRecord(MasterEventCodec.toBinary(event)));
  }

  /** Breaks every stream. */
  cutStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(url: string, response: ServerResponse): void {
    if (this.redirectTo !== undefined) {
      response.writeHead(307, { Location: `//${this.redirectTo}${url}` }).end();
    } else if (url === '/master/state') {
      const { state } = this;
      response.end(typeof state === 'string' ? state : JSON.stringify(state));
    } else if (url === '/api/v1' && this.subscribed !== undefined) {
      response.writeHead(200, { 'Content-Type': 'application/x-protobuf' });
      response.write(encodeRecord(MasterEventCodec.toBinary(this.subscribed)));
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
    } else {
      response.writeHead(404).end();
    }
  }
}

/** A task of the classic state, running. */
export function aStateTask(name: string, given: object = {}): object {
  return {
    id: `${name}.1`,
    name,
    framework_id: 'f0-0000',
    slave_id: 'f0-S1',
    state: 'TASK_RUNNING',
    resources: { cpus: 0.1, ports: '[31000-31000]' },
    statuses: [
      {
        state: 'TASK_RUNNING',
        timestamp: 1,
        container_status: {
          network_infos: [{ ip_addresses: [{ protocol: 'IPv4', ip_address: '10.0.0.9' }] }],
        },
      },
    ],
    ...given,
  };
}

/** The classic state of a master with these tasks. */
export function aState(leader: string, tasks: readonly object[]): object {
  return {
    leader: `master@${leader}`,
    slaves: [{ id: 'f0-S1', hostname: 'agent-1', pid: 'slave(1)@10.0.0.7:5051' }],
    frameworks: [{ id: 'f0-0000', name: 'marathon', hostname: '', tasks }],
  };
}
