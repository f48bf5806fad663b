import type { IncomingMessage } from 'node:http';
import { err, ok, type HttpRequest, type Result } from '@stoa/common';

/** A request before its body is read. */
export type RequestHead = Omit<HttpRequest, 'body' | 'principal'>;

/** Reads method, path, query and headers; the error is one line for the asker. */
export function parseRequestHead(message: IncomingMessage): Result<RequestHead, string> {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  // An absolute target (a proxy's form) names the host again; only its path counts.
  const sent = mark < 0 ? target : target.slice(0, mark);
  const rawPath = sent.startsWith('/') ? sent : sent.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
  const path = decodePath(rawPath);
  if (path === undefined) return err('Failed to decode the path of the request');
  return ok({
    method: (message.method ?? 'GET').toUpperCase(),
    path,
    rawPath,
    query: mark < 0 ? {} : parseQuery(target.slice(mark + 1)),
    headers: plainHeaders(message),
    host: message.headers.host ?? localAddress(message),
  });
}

/** The parameters of a query text, or of a form body; a name may come more than once. */
export function parseQuery(text: string): Readonly<Record<string, readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const list = values.get(name);
    if (list === undefined) values.set(name, [value]);
    else list.push(value);
  }
  return Object.fromEntries(values);
}

function decodePath(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function plainHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

function localAddress(message: IncomingMessage): string {
  const { localAddress: address = '127.0.0.1', localPort = 0 } = message.socket;
  return address.includes(':') ? `[${address}]:${localPort}` : `${address}:${localPort}`;
}
