import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Passes requests on to a server, and tells which of them stand open. */
export class CountingProxy {
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer));
  readonly #open = new Map<ServerResponse, { readonly path: string; readonly at: number }>();
  readonly #sockets = new Set<Socket>();
  readonly #target: number;
  #isCut = false;
  /** The most that stood open at once, for longer than a second each. */
  standingMax = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server.on('connection', (socket) => {
      if (this.#isCut) socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async open(targetPort: number): Promise<CountingProxy> {
    const proxy = new CountingProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Paths of the requests that have been open for longer than a second. */
  get standing(): readonly string[] {
    const now = Date.now();
    const found = [...this.#open.values()].filter(({ at }) => now - at > 1_000);
    this.standingMax = Math.max(this.standingMax, found.length);
    return found.map(({ path }) => path).sort();
  }

  /** Cuts every connection and takes no other until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url = '/', headers } = asked;
    this.#open.set(answer, { path: url.replace(/\?.*/, ''), at: Date.now() });
    const options = { host: '127.0.0.1', port: this.#target, method, path: url, headers };
    const onward = request(options, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
      reply.on('error', () => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => {
      this.#open.delete(answer);
      onward.destroy();
    });
    asked.pipe(onward);
  }
}
