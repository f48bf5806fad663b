import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What becomes of bytes. `pass`: they go on. `hole`: they are swallowed, the connections stay, and new
 * ones are taken and hear nothing. `refuse`: all connections are cut, new ones too.
 */
export type ProxyMode = 'pass' | 'hole' | 'refuse';

/** A wire that can be broken, before a server that cannot. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #mode: ProxyMode = 'pass';
  #answerBytesLeft = Number.POSITIVE_INFINITY;
  /** How often an answer was cut off. */
  answersLost = 0;
  #seen: (bytes: Buffer) => boolean = () => false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  static async open(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort);
    server.on('connection', (socket) => proxy.#accept(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  set mode(mode: ProxyMode) {
    this.#mode = mode;
    if (mode === 'refuse') this.cut();
  }

  /** Cuts every connection once so many more bytes of answers have passed. */
  cutAfterAnswerBytes(count: number): void {
    this.#answerBytesLeft = count;
  }

  /** The next request that `matches` still reaches the server; its answer does not come back. */
  loseAnswerOf(matches: (bytes: Buffer) => boolean): void {
    this.#seen = matches;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(near: Socket): void {
    if (this.#mode === 'refuse') {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    this.#tie(near, far);
    near.on('data', (bytes) => {
      if (this.#mode !== 'pass') return;
      far.write(bytes);
      if (!this.#seen(bytes)) return;
      this.#seen = () => false;
      this.#answerBytesLeft = 0;
    });
    far.on('data', (bytes) => this.#answer(near, bytes));
  }

  #answer(near: Socket, bytes: Buffer): void {
    if (this.#mode !== 'pass') return;
    if (bytes.length <= this.#answerBytesLeft) {
      this.#answerBytesLeft -= bytes.length;
      near.write(bytes);
      return;
    }
    const part = bytes.subarray(0, this.#answerBytesLeft);
    this.#answerBytesLeft = Number.POSITIVE_INFINITY;
    this.answersLost++;
    near.end(part, () => this.cut());
  }

  #tie(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
