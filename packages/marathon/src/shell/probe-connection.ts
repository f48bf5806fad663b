import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { errorCode, errorMessage } from '@stoa/runtime';
import { Client, type buildConnector, type Dispatcher } from 'undici';
import type { ProbeOutcome, ProbeTarget } from '../core/index.ts';

type HttpTarget = Extract<ProbeTarget, { readonly kind: 'http' }>;

/** Refusals: whoever sends one is there, and the way to him is open. */
const REFUSALS: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** What is seen of one probe while it is under way, and the means to end it. */
export class ProbeSignal {
  readonly #controller = new AbortController();
  /** The other side accepted a connection. */
  isHeard = false;
  /** The last status below 200, after which the true one should come. */
  information: number | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the probe with this as what is told of it. */
  abort(reason: string): void {
    this.#controller.abort(new Error(reason));
  }
}

/** Tries a target once. Never rejects; ends when the signal does. */
export async function probeTarget(
  target: ProbeTarget,
  bodyMax: number,
  probe: ProbeSignal,
): Promise<ProbeOutcome> {
  try {
    if (target.kind === 'http') return await probeHttp(target, bodyMax, probe);
    await probeTcp(target, probe);
    return { kind: 'connected' };
  } catch (error) {
    return outcomeOf(error, probe);
  }
}

/** Each probe has a connection of its own: what is pooled proves nothing about the next client. */
async function probeHttp(
  { scheme, host, port, path }: HttpTarget,
  bodyMax: number,
  probe: ProbeSignal,
): Promise<ProbeOutcome> {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  // The path as people wrote it, in the form that the wire allows.
  const url = new URL(`${scheme}://${name}:${port}${path}`);
  const client = new Client(url.origin, {
    connect: createConnector(host, probe),
    pipelining: 0,
    // The deadline of the whole probe is the signal's.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const { statusCode, headers, body } = await client.request({
      method: 'GET',
      path: url.pathname + url.search,
      headers: { accept: '*/*', 'user-agent': 'marathon' },
      signal: probe.signal,
      onInfo: (info) => {
        probe.information = info.statusCode;
      },
    });
    const { 'content-type': type } = headers;
    const contentType = typeof type === 'string' ? type : 'text/plain';
    return { kind: 'http', status: statusCode, contentType, body: await readStart(body, bodyMax) };
  } finally {
    // What is under way on it fails, and nobody waits for that any more.
    await client.destroy();
  }
}

/** The beginning of a body; what comes after it, or not at all, is let be. */
async function readStart(body: Dispatcher.ResponseData['body'], bodyMax: number): Promise<string> {
  body.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let size = 0;
  if (bodyMax > 0) {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= bodyMax) break;
    }
  }
  body.destroy();
  return Buffer.concat(chunks).subarray(0, bodyMax).toString('utf8');
}

/** Certificates are not verified: a check asks whether somebody answers, not who. */
function createConnector(host: string, probe: ProbeSignal): buildConnector.connector {
  return ({ port, protocol }, done) => {
    const where = { host, port: Number(port) };
    const isSecure = protocol === 'https:';
    const socket = isSecure
      ? connectTls({
          ...where,
          rejectUnauthorized: false,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ALPNProtocols: ['http/1.1'],
        })
      : connectTcp(where);
    watchSocket(socket, probe);
    const fail = (error: Error): void => done(error, null);
    socket.once('error', fail);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail);
      done(null, socket);
    });
  };
}

function probeTcp(
  { host, port }: Pick<HttpTarget, 'host' | 'port'>,
  probe: ProbeSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port });
    watchSocket(socket, probe);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** A socket ends with its probe, and tells it when somebody is there. */
function watchSocket(socket: Socket, probe: ProbeSignal): void {
  const { signal } = probe;
  const end = (): void => {
    socket.destroy(new Error(errorMessage(signal.reason)));
  };
  signal.addEventListener('abort', end, { once: true });
  socket.once('connect', () => {
    probe.isHeard = true;
  });
  socket.once('close', () => signal.removeEventListener('abort', end));
}

// The client takes these answers for the end of its connection.
const FINAL_INFORMATION: ReadonlyMap<string, number> = new Map([
  ['bad response', 100],
  ['bad upgrade', 101],
]);

function outcomeOf(error: unknown, probe: ProbeSignal): ProbeOutcome {
  const message = errorMessage(probe.signal.aborted ? probe.signal.reason : error);
  const status = probe.information ?? FINAL_INFORMATION.get(message);
  if (probe.isHeard && status !== undefined) {
    return { kind: 'http', status, contentType: 'text/plain', body: '' };
  }
  const isHeard = probe.isHeard || REFUSALS.has(errorCode(error) ?? '');
  return { kind: 'failed', message, isHeard };
}
