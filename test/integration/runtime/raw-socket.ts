import { connect, type Socket } from 'node:net';

/** A connection that shows every byte, as no HTTP client does. */
export class RawSocket {
  readonly socket: Socket;
  received = '';
  isClosed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text) => (this.received += String(text)));
    socket.on('close', () => (this.isClosed = true));
    // A reset by the server shows as a close.
    socket.on('error', () => (this.isClosed = true));
  }

  static open(port: number): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new RawSocket(socket)));
      socket.once('error', reject);
    });
  }

  send(...lines: readonly string[]): void {
    this.socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
  }

  /** Resolves when what came so far fits, fails after five seconds or when the socket closes. */
  async until(pattern: RegExp): Promise<string> {
    for (let waited = 0; waited < 5000; waited += 5) {
      if (pattern.test(this.received)) return this.received;
      if (this.isClosed) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`waited for ${String(pattern)}, got ${JSON.stringify(this.received)}`);
  }

  async untilClosed(): Promise<void> {
    for (let waited = 0; waited < 5000 && !this.isClosed; waited += 5) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (!this.isClosed) throw new Error('still open');
  }

  close(): void {
    this.socket.destroy();
  }
}
