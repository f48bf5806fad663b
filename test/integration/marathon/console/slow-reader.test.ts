import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { startHttpServer, type HttpListener } from '@stoa/runtime';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Announcement } from '../../../../packages/marathon/src/core/index.ts';
import { ConsoleEvents } from '../../../../packages/marathon/src/shell/console/console-events.ts';
import { EventReader } from './event-reader.ts';

// A page that sleeps must not cost the server its memory.

const REASON = 'x'.repeat(10_000);
/** Twenty megabytes: more than the kernel holds for a connection. */
const EVENTS = 2_000;
let events: ConsoleEvents;
let listener: HttpListener;
let sleeper: Socket;
let reader: EventReader;

beforeEach(async () => {
  events = new ConsoleEvents({ now: () => timestamp(Date.now()) });
  listener = await startHttpServer({
    ip: '127.0.0.1',
    port: 0,
    daemon: 'test',
    sameOrigin: { hostNames: [], allowedOrigins: [] },
    streamLimits: { bufferBytes: 64 * 1024, stalledMs: 200 },
    hotRoutes: [{ prefix: '/events', handle: (exchange) => events.open(exchange) }],
  });
});

afterEach(async () => {
  sleeper.destroy();
  reader.close();
  events.close();
  await listener.close();
});

function large(at: number): Announcement {
  const plan = {
    id: `d-${at}`,
    version: timestamp(0),
    affectedApps: [],
    steps: [],
    currentStep: 0,
  };
  return { kind: 'deploymentFailed', plan, reason: REASON };
}

test('a reader that takes nothing loses its stream, one that reads loses no event', async () => {
  reader = await EventReader.open(`http://127.0.0.1:${listener.port}/events`);
  await reader.named('hello');
  sleeper = connect(listener.port, '127.0.0.1');
  sleeper.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n');
  await once(sleeper, 'readable');
  // From here on nobody takes what comes: it gathers in the kernel, then in the server.
  sleeper.pause();
  sleeper.on('error', () => undefined);
  for (let at = 0; at < EVENTS; at++) {
    events.announce(large(at));
    await reader.when('the event', ({ data }) => data.id === `d-${at}`);
  }
  let received = 0;
  sleeper.on('data', (chunk) => (received += chunk.length));
  sleeper.resume();
  // What the kernel held still comes; then the server has broken the connection.
  await once(sleeper, 'close');
  expect(received).toBeLessThan(EVENTS * REASON.length);
  const ids = reader.events.slice(1).map(({ data }) => data.id);
  expect(ids).toEqual(Array.from({ length: EVENTS }, (_one, at) => `d-${at}`));
  expect(reader.isEnded).toBe(false);
});
