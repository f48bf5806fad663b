import { Agent, request } from 'undici';
import { ANSWER_LIMIT_BYTES, CALL_DEADLINE_MS } from '../limits.ts';
import {
  plainHeaders,
  readLimited,
  withDeadline,
  type ClientRequest,
  type ClientStream,
  type ClientTls,
  type HttpClient,
} from './call.ts';

/** The pool for calls: many short answers over few connections. */
export function createCallsAgent(tls: ClientTls = {}): Agent {
  const connect = { ...tls };
  return new Agent({ connections: 16, headersTimeout: CALL_DEADLINE_MS, pipelining: 1, connect });
}

/** The pool for streams: a connection each, and no limit on silence. */
export function createStreamsAgent(tls: ClientTls = {}): Agent {
  const connect = { ...tls };
  return new Agent({ bodyTimeout: 0, headersTimeout: CALL_DEADLINE_MS, pipelining: 1, connect });
}

/** Opens a client with pools of its own. */
export function createHttpClient(tls: ClientTls = {}): HttpClient {
  const callsAgent = createCallsAgent(tls);
  const streamsAgent = createStreamsAgent(tls);
  return {
    call: (asked, answerLimitBytes = ANSWER_LIMIT_BYTES) =>
      withDeadline(asked, async (signal) => {
        const answer = await request(asked.url, {
          ...options(asked, signal),
          dispatcher: callsAgent,
        });
        const body = await readLimited(answer.body as AsyncIterable<Uint8Array>, answerLimitBytes);
        return { status: answer.statusCode, headers: plainHeaders(answer.headers), body };
      }),
    openStream: (asked) => openStream(streamsAgent, asked),
    close: async () => {
      await Promise.all([callsAgent.destroy(), streamsAgent.destroy()]);
    },
  };
}

async function openStream(dispatcher: Agent, asked: ClientRequest): Promise<ClientStream> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  asked.signal?.addEventListener('abort', leave, { once: true });
  const answer = await withDeadline(asked, async (deadline) => {
    const given = (): void => leaving.abort(deadline.reason);
    deadline.addEventListener('abort', given, { once: true });
    try {
      return await request(asked.url, { ...options(asked, leaving.signal), dispatcher });
    } finally {
      // From the head on the deadline no longer counts.
      deadline.removeEventListener('abort', given);
    }
  });
  // Leaving makes the body fail; whoever reads it hears of it, nobody else has to.
  answer.body.on('error', () => undefined);
  answer.body.on('close', () => asked.signal?.removeEventListener('abort', leave));
  return {
    status: answer.statusCode,
    headers: plainHeaders(answer.headers),
    chunks: answer.body,
    close: () => {
      answer.body.destroy();
      leave();
    },
  };
}

function options(asked: ClientRequest, signal: AbortSignal): Parameters<typeof request>[1] {
  const { method = 'GET', headers = {}, body } = asked;
  return { method, headers, body, signal };
}
