import { jsonReply } from '@stoa/common';
import type { StoaFaultJson } from '@stoa/proto/stoa';
import type { HttpExchange, OutgoingStream } from '@stoa/runtime';

/** A page takes fifteen seconds of silence for a loss; two heartbeats may be late. */
export const HEARTBEAT_MS = 5_000;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies that gather an answer would make a stream come in heaps.
  'X-Accel-Buffering': 'no',
};

/** Opens an answer of server-sent events; undefined when the asker was told why not. */
export function openEventStream(exchange: HttpExchange): OutgoingStream | undefined {
  const { method, headers } = exchange.request;
  const { accept = '*/*' } = headers;
  if (method !== 'GET') {
    refuse(exchange, 405, 'ask for the stream with GET', { Allow: 'GET' });
    return undefined;
  }
  if (!/text\/event-stream|text\/\*|\*\/\*/.test(accept)) {
    refuse(exchange, 406, 'this is a stream: ask with Accept: text/event-stream');
    return undefined;
  }
  return exchange.openStream({ status: 200, headers: HEADERS });
}

function refuse(
  exchange: HttpExchange,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const fault: StoaFaultJson = { kind: 'invalid', message };
  exchange.reply(jsonReply(status, fault, headers));
}
