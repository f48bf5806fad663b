import { request as requestOverHttp, type IncomingMessage } from 'node:http';
import { ANSWER_LIMIT_BYTES } from '../limits.ts';
import {
  plainHeaders,
  readLimited,
  withDeadline,
  type ClientRequest,
  type ClientStream,
  type ClientTls,
  type HttpClient,
} from './call.ts';

/**
 * A client with a connection for each request, on what Node has: for a daemon that asks one master
 * now and then and wants to stay small. It keeps the promises of `createHttpClient` without its pools.
 */
export function createPlainHttpClient(tls: ClientTls = {}): HttpClient {
  const closing = new AbortController();
  const send = (asked: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> =>
    sendRequest(asked, tls, AbortSignal.any([signal, closing.signal]));
  return {
    call: (asked, answerLimitBytes = ANSWER_LIMIT_BYTES) =>
      withDeadline(asked, async (signal) => {
        const answer = await send(asked, signal);
        const body = await readLimited(answer, answerLimitBytes);
        return { status: statusOf(answer), headers: plainHeaders(answer.headers), body };
      }),
    openStream: (asked) => openStream(asked, send),
    close: () => {
      closing.abort(new Error('the client is closed'));
      return Promise.resolve();
    },
  };
}

async function openStream(
  asked: ClientRequest,
  send: (asked: ClientRequest, signal: AbortSignal) => Promise<IncomingMessage>,
): Promise<ClientStream> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  asked.signal?.addEventListener('abort', leave, { once: true });
  const answer = await withDeadline(asked, async (deadline) => {
    const given = (): void => leaving.abort(deadline.reason);
    deadline.addEventListener('abort', given, { once: true });
    try {
      return await send(asked, leaving.signal);
    } finally {
      // From the head on the deadline no longer counts.
      deadline.removeEventListener('abort', given);
    }
  });
  answer.on('close', () => asked.signal?.removeEventListener('abort', leave));
  return {
    status: statusOf(answer),
    headers: plainHeaders(answer.headers),
    chunks: answer,
    close: leave,
  };
}

/** Sends a request and gives back the head of its answer, whose body is still to be read. */
async function sendRequest(
  { url, method = 'GET', headers = {}, body }: ClientRequest,
  tls: ClientTls,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // TLS takes memory of its own, so it is loaded by whoever needs it.
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestOverHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, signal, agent: false, ...tls });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      // Whoever reads the body hears of its end; nobody else has to.
      answer.on('error', () => undefined);
      resolve(answer);
    });
    outgoing.end(body);
  });
}

function statusOf({ statusCode = 0 }: IncomingMessage): number {
  return statusCode;
}
