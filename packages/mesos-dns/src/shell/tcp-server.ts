import { createServer, type Server, type Socket } from 'node:net';
import {
  TCP_CONNECTIONS_MAX,
  TCP_FORWARDS_MAX,
  TCP_IDLE_MS,
  TCP_QUESTION_MS,
  TCP_UNREAD_BYTES_MAX,
} from './limits.ts';
import { describeBindError, type DnsServer, type DnsServerOptions } from './udp-server.ts';

/** Bytes that tell the length of the message behind them (RFC 1035 §4.2.2). */
const LENGTH_BYTES = 2;

/**
 * Answers over TCP, many questions a connection. A client may be slow but not for ever: a question
 * that began has to come whole, a silent connection is closed, one that does not read its answers is
 * cut, and when there are too many the longest silent one goes. Throws `StartupError` when the port
 * cannot be had.
 */
export async function startTcpServer(options: DnsServerOptions): Promise<DnsServer> {
  // In the order in which they were last heard: the first has been silent longest.
  const connections = new Set<Connection>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const connection = new Connection(socket, options, {
      onHeard: () => {
        connections.delete(connection);
        connections.add(connection);
      },
      onClosed: () => connections.delete(connection),
    });
    connections.add(connection);
    const [oldest] = connections;
    if (connections.size > TCP_CONNECTIONS_MAX) oldest?.cut();
  });
  await listen(server, options);
  server.on('error', options.onFault);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of [...connections]) connection.cut();
      return closed;
    },
  };
}

function listen(server: Server, { ip, port }: DnsServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: unknown): void => {
      reject(describeBindError(error, { ip, port, transport: 'TCP' }));
    };
    server.once('error', refused);
    server.listen({ host: ip, port }, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

class Connection {
  readonly #socket: Socket;
  readonly #options: DnsServerOptions;
  readonly #onHeard: () => void;
  readonly #address: string;
  // What came of a message that is not whole yet.
  #chunks: Buffer[] = [];
  #heldBytes = 0;
  #wantedBytes = LENGTH_BYTES;
  #deadline: NodeJS.Timeout | undefined;
  #forwards = 0;

  constructor(
    socket: Socket,
    options: DnsServerOptions,
    listeners: { readonly onHeard: () => void; readonly onClosed: () => void },
  ) {
    this.#socket = socket;
    this.#options = options;
    this.#onHeard = listeners.onHeard;
    this.#address = socket.remoteAddress ?? '';
    this.#wait(TCP_IDLE_MS);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('end', () => this.#ended());
    // Clients come and go as they like; a broken connection is closed and nothing else.
    socket.on('error', () => this.cut());
    socket.on('close', () => {
      clearTimeout(this.#deadline);
      listeners.onClosed();
    });
  }

  cut(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes < this.#wantedBytes) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#heldBytes);
    for (;;) {
      const length = bytes.length < LENGTH_BYTES ? undefined : bytes.readUInt16BE(0);
      this.#wantedBytes = LENGTH_BYTES + (length ?? 0);
      if (length === undefined || bytes.length < this.#wantedBytes) break;
      this.#answer(bytes.subarray(LENGTH_BYTES, this.#wantedBytes));
      bytes = bytes.subarray(this.#wantedBytes);
      if (this.#socket.destroyed) return;
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#heldBytes = bytes.length;
    // From the first byte of a question its end is awaited, however slowly the bytes drip.
    this.#wait(bytes.length === 0 ? TCP_IDLE_MS : TCP_QUESTION_MS);
  }

  #answer(message: Buffer): void {
    this.#onHeard();
    const { responder, forwarder } = this.#options;
    const response = responder.respond(message, 'tcp', this.#address);
    // Over TCP there is somebody to tell that this was no question: nothing more is read from him.
    if (response === undefined) return this.cut();
    if (response instanceof Uint8Array) return this.#send(response);
    this.#forwards++;
    if (this.#forwards >= TCP_FORWARDS_MAX) this.#socket.pause();
    // The bytes of the question are the connection's; they are read while it waits.
    forwarder.forward(Buffer.from(message), response, 'tcp', (answer) => {
      this.#forwards--;
      if (this.#socket.destroyed) return;
      if (this.#socket.isPaused()) this.#socket.resume();
      this.#send(answer);
      if (this.#forwards === 0 && this.#socket.readableEnded) this.#socket.end();
    });
  }

  #send(answer: Uint8Array): void {
    const framed = Buffer.allocUnsafe(LENGTH_BYTES + answer.length);
    framed.writeUInt16BE(answer.length, 0);
    framed.set(answer, LENGTH_BYTES);
    this.#socket.write(framed);
    if (this.#socket.writableLength > TCP_UNREAD_BYTES_MAX) this.cut();
  }

  #ended(): void {
    if (this.#forwards === 0) this.#socket.end();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.cut(), milliseconds);
  }
}
