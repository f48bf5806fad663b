import { afterEach, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { createSameOriginPolicy, startHttpServer } from '@stoa/runtime';
import { get, type IncomingMessage } from 'node:http';
import { renderTransportFault } from '../../../packages/marathon/src/api/replies.ts';
import { EventStreams } from '../../../packages/marathon/src/shell/event-streams.ts';
import { until } from '../../support/until.ts';

// Who is slow, and who was only told much at once: over real sockets (marathon-api.md §9, slow reader).

const OUTSTANDING_MAX = 64;
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function serve(): Promise<{ readonly streams: EventStreams; readonly url: string }> {
  const streams = new EventStreams({
    now: () => timestamp(Date.now()),
    outstandingMax: OUTSTANDING_MAX,
  });
  const listener = await startHttpServer({
    ip: '127.0.0.1',
    port: 0,
    portFlag: '--http_port',
    daemon: 'marathon',
    hotRoutes: [{ prefix: '/v2/events', handle: (exchange) => streams.open(exchange) }],
    mount: () => undefined,
    sameOrigin: createSameOriginPolicy('127.0.0.1', { allowed_hosts: [], allowed_origins: [] }),
    renderFault: renderTransportFault,
    onError: (error) => {
      throw error;
    },
  });
  opened.push(listener, streams);
  return { streams, url: `http://127.0.0.1:${listener.port}/v2/events` };
}

/** Opens a stream; nothing is read before the caller reads. */
function follow(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Accept: 'text/event-stream' }, agent: false }, resolve).on(
      'error',
      reject,
    );
  });
}

function tellOfApps(streams: EventStreams, apps: number, nameLength = 10): void {
  for (let n = 0; n < apps; n++) {
    const appId = `/${'a'.repeat(nameLength)}-${n}`;
    streams.announce({ kind: 'appTerminated', appId });
  }
}

test('a reader that keeps up hears all of a burst far above the limit', async () => {
  const { streams, url } = await serve();
  const reader = await follow(url);
  let text = '';
  reader.setEncoding('utf8').on('data', (part: string) => (text += part));
  tellOfApps(streams, 50 * OUTSTANDING_MAX);
  await until('the last event is there', () =>
    text.includes(`-${50 * OUTSTANDING_MAX - 1}"`) ? true : undefined,
  );
  // The judgement of the burst comes later, and finds nothing outstanding.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  tellOfApps(streams, 1);
  const told = (): number => text.match(/^event: app_terminated_event\r$/gm)?.length ?? 0;
  await until('and the next', () => (told() > 50 * OUTSTANDING_MAX ? true : undefined));
  expect(told()).toBe(50 * OUTSTANDING_MAX + 1);
  expect(streams.count).toBe(1);
  reader.destroy();
});

test('a reader that takes nothing loses its stream, and the others hear of it', async () => {
  const { streams, url } = await serve();
  const other = await follow(url);
  let text = '';
  other.setEncoding('utf8').on('data', (part: string) => (text += part));
  const slow = await follow(url);
  let end: string | undefined;
  slow.on('error', () => (end = 'broken')).on('close', () => (end ??= 'closed'));
  slow.pause();
  // More than the kernel's own buffers on the way take.
  await until('the stream is cut', () => {
    tellOfApps(streams, OUTSTANDING_MAX, 20_000);
    return streams.count === 1 ? true : undefined;
  });
  await until('the other is told', () =>
    text.includes('event: event_stream_detached') ? true : undefined,
  );
  slow.resume();
  await until('the reader knows that it has not all of it', () => end);
  expect(end).toBe('broken');
  other.destroy();
});
