import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { errorCode, StartupError } from '@stoa/runtime/lean';
import type { Forwarder } from './forwarder.ts';
import { RECEIVE_BUFFER_BYTES } from './limits.ts';
import type { Responder } from './wire/responder.ts';

/** What a DNS listener is given. */
export interface DnsServerOptions {
  readonly ip: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly responder: Responder;
  readonly forwarder: Forwarder;
  /** Hears of sockets that failed while they were up. */
  readonly onFault: (error: unknown) => void;
}

/** A DNS listener that is up. */
export interface DnsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers over UDP. One datagram in, at most one out, and that never larger than 512 bytes unless
 * EDNS is switched on; nothing is kept between them. Throws `StartupError` when the port cannot be
 * had.
 */
export async function startUdpServer(options: DnsServerOptions): Promise<DnsServer> {
  const { ip, responder, forwarder, onFault } = options;
  const family = isIP(ip) === 6 ? 6 : 4;
  const socket = createSocket({
    type: `udp${family}`,
    // Replies go to addresses: nothing has to be looked up, and so nothing has to be waited for.
    lookup: (address, _options, found) => found(null, address, family),
  });
  await bind(socket, options);
  socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  socket.on('error', onFault);
  socket.on('message', (message, from) => {
    const response = responder.respond(message, 'udp', from.address);
    if (response === undefined) return;
    if (response instanceof Uint8Array) reply(socket, response, from);
    else forwarder.forward(message, response, 'udp', (answer) => reply(socket, answer, from));
  });
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function reply(socket: Socket, answer: Uint8Array, to: RemoteInfo): void {
  // Port 0 cannot be sent to; such a datagram was forged.
  if (to.port !== 0) socket.send(answer, 0, answer.length, to.port, to.address);
}

function bind(socket: Socket, { ip, port }: DnsServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: unknown): void => {
      socket.close();
      reject(describeBindError(error, { ip, port, transport: 'UDP' }));
    };
    socket.once('error', refused);
    socket.bind({ address: ip, port, exclusive: true }, () => {
      socket.off('error', refused);
      resolve();
    });
  });
}

/** Why a port could not be had, in one line with what to do. */
export function describeBindError(
  error: unknown,
  wanted: { readonly ip: string; readonly port: number; readonly transport: 'UDP' | 'TCP' },
): StartupError {
  const { ip, port, transport } = wanted;
  const code = errorCode(error);
  const where = `${transport} port ${port} of ${ip}`;
  if (code === 'EADDRINUSE') {
    return new StartupError(`${where} is taken, wanted by dns: choose another with --port`, {
      cause: error,
    });
  }
  if (code === 'EACCES') {
    const line = `${where} needs more rights than dns has: choose one above 1023 with --port`;
    return new StartupError(line, { cause: error });
  }
  const line = `dns cannot listen on ${where} (${code ?? String(error)}): choose another with --listener`;
  return new StartupError(line, { cause: error });
}
