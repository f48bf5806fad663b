import { afterEach, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CallQueue } from '../../../packages/sdk/src/call-queue.ts';
import { CallLine } from '../../../packages/sdk/src/record-stream.ts';
import { CALLS_IN_FLIGHT_MAX } from '../../../packages/sdk/src/limits.ts';

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
};

test('calls begin in their order, so many at once and no more, and a failure stops nothing', async () => {
  const queue = new CallQueue();
  const begun: number[] = [];
  const gates = Array.from({ length: CALLS_IN_FLIGHT_MAX + 2 }, deferred);
  const calls = gates.map(({ promise }, at) =>
    queue.add(async () => {
      begun.push(at);
      await promise;
      if (at === 0) throw new Error('the first fails');
    }),
  );
  const first = expect(calls[0]).rejects.toThrow('the first fails');
  expect(begun).toEqual(Array.from({ length: CALLS_IN_FLIGHT_MAX }, (_, at) => at));
  gates[0]?.resolve();
  await first;
  await Promise.resolve();
  expect(begun).toHaveLength(CALLS_IN_FLIGHT_MAX + 1);
  for (const { resolve } of gates) resolve();
  await Promise.all(calls.slice(1));
  expect(begun).toEqual(gates.map((_, at) => at));
});

let server: Server | undefined;
const lines: CallLine[] = [];

afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.destroy()));
  server?.closeAllConnections();
  server?.close();
});

type Answer = (name: string, response: ServerResponse, message: IncomingMessage) => void;

/** A server that tells each body as it came, and a poster of calls to it. */
async function startServer(answer: Answer): Promise<(name: string) => Promise<void>> {
  const started = createServer((message, response) => {
    message.setEncoding('utf8');
    let body = '';
    message.on('data', (text: string) => (body += text));
    message.on('end', () => answer(body, response, message));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const line = new CallLine();
  lines.push(line);
  return (name) =>
    line.post({
      url: new URL(`http://127.0.0.1:${port}/`),
      headers: {},
      body: Buffer.from(name),
    });
}

test('calls arrive in order before the first of them is answered, and each hears its own answer', async () => {
  const came: string[] = [];
  const waiting: ServerResponse[] = [];
  const post = await startServer((name, response) => {
    came.push(name);
    if (name === 'warm') response.writeHead(202).end();
    else waiting.push(response);
    if (waiting.length < 3) return;
    for (const [at, open] of waiting.entries()) open.writeHead(at === 1 ? 400 : 202).end('no');
  });
  await post('warm');
  const outcomes = await Promise.allSettled(['one', 'two', 'three'].map(post));
  expect(came).toEqual(['warm', 'one', 'two', 'three']);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { name: 'CallRefusedError', status: 400 } });
});

test('when the connection breaks, every call under way fails and none is sent twice', async () => {
  const came: string[] = [];
  const post = await startServer((name, response, message) => {
    came.push(name);
    if (name === 'warm' || name === 'after') response.writeHead(202).end();
    if (name === 'three') message.socket.destroy();
  });
  await post('warm');
  const outcomes = await Promise.allSettled(['one', 'two', 'three'].map(post));
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'CallFailedError' } });
  }
  await post('after');
  expect(came).toEqual(['warm', 'one', 'two', 'three', 'after']);
});
