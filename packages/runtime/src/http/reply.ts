import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeUtf8, textReply, type HttpReply } from '@stoa/common';
import { GZIP_MIN_BYTES } from '../limits.ts';
import type { HttpMeter } from './meter.ts';

const gzipAsync = promisify(gzip);

/** What a listener could not answer, before a daemon's own form is given to it. */
export interface HttpFault {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives a fault of the transport the form of the daemon's API. */
export type RenderFault = (fault: HttpFault) => HttpReply;

/** The form of Mesos: the bare message as text (mesos-endpoints.md §0.3). */
export function renderTextFault({ status, message, headers }: HttpFault): HttpReply {
  return textReply(status, message, headers);
}

/** The answer to a method that a path does not know (mesos-endpoints.md §0.3). */
export function methodNotAllowed(allowed: readonly string[], received: string): HttpFault {
  const names = allowed.map((name) => `'${name}'`).join(', ');
  return {
    status: 405,
    message: `405 Method Not Allowed. Expecting one of { ${names} }, but received '${received}'.`,
    headers: { Allow: allowed.join(', ') },
  };
}

/** How one answer is sent. */
export interface SendOptions {
  readonly acceptEncoding: string | undefined;
  readonly isHead: boolean;
  readonly meter?: HttpMeter | undefined;
}

/** Sends a whole answer with its length; compressed when it is large and the asker takes it. */
export async function sendReply(
  response: ServerResponse,
  reply: HttpReply,
  options: SendOptions,
): Promise<void> {
  const plain = typeof reply.body === 'string' ? encodeUtf8(reply.body) : reply.body;
  const headers: Record<string, string> = { ...reply.headers };
  let body = plain ?? new Uint8Array(0);
  const mayCompress = !hasHeader(headers, 'content-encoding');
  if (body.length >= GZIP_MIN_BYTES && mayCompress && acceptsGzip(options.acceptEncoding)) {
    body = await gzipAsync(body, { level: 1 });
    headers['Content-Encoding'] = 'gzip';
  }
  if (response.destroyed || response.headersSent) return;
  if (reply.status !== 204 && reply.status !== 304) headers['Content-Length'] = `${body.length}`;
  response.writeHead(reply.status, headers);
  response.end(options.isHead ? undefined : body);
  if (options.isHead) return;
  const isCompressed = body !== plain && plain !== undefined;
  options.meter?.sent({ plainBytes: plain?.length ?? 0, wireBytes: body.length, isCompressed });
}

/** Whether an `Accept-Encoding` allows gzip; `;q=0` forbids it. */
export function acceptsGzip(header: string | undefined): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return (name === 'gzip' || name === 'x-gzip' || name === '*') && !isRefused;
  });
}

function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((header) => header.toLowerCase() === name);
}
