import { decodeUtf8, milliseconds, seconds, type Duration } from '@stoa/common';
import { createHttpClient, HttpCallError, StartupError, type HttpClient } from '@stoa/runtime';
import type { Endpoints } from './endpoints.ts';

const PAUSE_MS = 20;

/** What is still missing until an app can be submitted. */
type Missing = string | undefined;

/**
 * Waits until every agent is admitted and Marathon is subscribed. Rejects with `StartupError` that
 * names what is missing when `timeout` passes, or when `signal` aborts.
 */
export async function untilReady(
  endpoints: Endpoints,
  timeout: Duration,
  signal: AbortSignal,
): Promise<void> {
  const client = createHttpClient();
  const deadline = performance.now() + timeout;
  try {
    for (;;) {
      const missing =
        (await missingAgents(client, endpoints)) ?? (await missingMarathon(client, endpoints));
      if (missing === undefined) return;
      if (signal.aborted) throw new StartupError('stopped before it was ready');
      if (performance.now() > deadline) {
        throw new StartupError(`not ready after ${timeout / 1000} s: ${missing}; see the logs`);
      }
      await new Promise((resolve) => setTimeout(resolve, milliseconds(PAUSE_MS)));
    }
  } finally {
    await client.close();
  }
}

async function missingAgents(client: HttpClient, endpoints: Endpoints): Promise<Missing> {
  const answer = await ask(client, `http://${endpoints.master}/slaves`);
  const agents = isRecord(answer) && Array.isArray(answer['slaves']) ? answer['slaves'] : [];
  const active = agents.filter((agent) => isRecord(agent) && agent['active'] === true);
  if (active.length >= endpoints.agents.length) return undefined;
  return `${active.length} of ${endpoints.agents.length} agents are registered`;
}

async function missingMarathon(client: HttpClient, endpoints: Endpoints): Promise<Missing> {
  const answer = await ask(client, `http://${endpoints.marathon}/v2/info`);
  const id = isRecord(answer) ? answer['frameworkId'] : undefined;
  return typeof id === 'string' && id !== '' ? undefined : 'Marathon is not subscribed';
}

async function ask(client: HttpClient, url: string): Promise<unknown> {
  try {
    const answer = await client.call({ url, deadline: seconds(5) });
    return answer.status === 200 ? (JSON.parse(decodeUtf8(answer.body)) as unknown) : undefined;
  } catch (error) {
    // Not listening yet, or busy starting: the next round asks again.
    if (error instanceof HttpCallError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
