// Askers that show the bytes: what dig does not.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { decode, encode, type DecodedPacket, type RecordType } from 'dns-packet';

export function aQuestion(name: string, type: RecordType = 'A', id = 7): Buffer {
  return encode({ type: 'query', id, flags: 256, questions: [{ name, type }] });
}

/** One question over UDP; undefined when nothing comes back in time. */
export async function askOverUdp(
  port: number,
  message: Buffer,
  deadlineMs = 5_000,
): Promise<Buffer | undefined> {
  const socket = createSocket('udp4');
  try {
    return await new Promise<Buffer | undefined>((resolve, reject) => {
      const timer = setTimeout(() => resolve(undefined), deadlineMs);
      socket.on('error', reject);
      socket.on('message', (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      socket.send(message, port, '127.0.0.1');
    });
  } finally {
    socket.close();
  }
}

/** The answer to one question over UDP, decoded. */
export async function lookUp(
  port: number,
  name: string,
  type: RecordType = 'A',
): Promise<DecodedPacket & { readonly rcode?: string }> {
  const answer = await askOverUdp(port, aQuestion(name, type));
  if (answer === undefined) throw new Error(`no answer to ${name} ${type}`);
  return decode(answer);
}

/** The addresses of a name. */
export async function addressesOf(port: number, name: string): Promise<readonly string[]> {
  const { answers } = await lookUp(port, name);
  return (answers ?? []).flatMap((each) => (each.type === 'A' ? [each.data] : [])).sort();
}

/** A message with its length before it, as it goes over TCP. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length, 0);
  return Buffer.concat([length, message]);
}

/** A connection for as many questions as one likes. */
export class TcpClient {
  readonly socket: Socket;
  isClosed = false;
  #received = Buffer.alloc(0);
  readonly #answers: Buffer[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#cut();
      this.#wake();
    });
    // A reset shows as a close.
    socket.on('error', () => (this.isClosed = true));
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static async open(port: number): Promise<TcpClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new TcpClient(socket);
  }

  send(message: Buffer): void {
    this.socket.write(framed(message));
  }

  /** The next answer; undefined when the connection ends before it. */
  async next(): Promise<Buffer | undefined> {
    while (this.#answers.length === 0 && !this.isClosed) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#answers.shift();
  }

  close(): void {
    this.socket.destroy();
  }

  #cut(): void {
    for (;;) {
      if (this.#received.length < 2) return;
      const end = 2 + this.#received.readUInt16BE(0);
      if (this.#received.length < end) return;
      this.#answers.push(this.#received.subarray(2, end));
      this.#received = this.#received.subarray(end);
    }
  }
}

/** One question over a connection of its own. */
export async function askOverTcp(port: number, message: Buffer): Promise<Buffer | undefined> {
  const client = await TcpClient.open(port);
  client.send(message);
  const answer = await client.next();
  client.close();
  return answer;
}
