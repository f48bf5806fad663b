import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { get } from 'node:http';
import { must } from '@stoa/common';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { until } from '../../support/until.ts';

// The numbers of marathon-behaviour.md §12, over sockets: every name is there from the start.

let cluster: InProcessCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.close();
});

interface Numbers {
  readonly gauges: Readonly<Record<string, { readonly value: number }>>;
  readonly counters: Readonly<Record<string, { readonly count: number }>>;
  readonly meters: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly timers: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

async function read(): Promise<{ readonly numbers: Numbers; readonly text: string }> {
  const answer = await fetch(`http://${cluster.marathon}/metrics`);
  const text = await answer.text();
  return { numbers: JSON.parse(text) as Numbers, text };
}

const counted = ({ counters }: Numbers, name: string): number =>
  must(counters[`marathon.${name}`], name).count;

const COUNTERS = [
  'deployments.counter',
  'deployments.dismissed.counter',
  'tasks.launched.counter',
  'persistence.gc.runs.counter',
  'mesos.calls.revive.counter',
  'mesos.calls.suppress.counter',
  'mesos.offer-operations.launch.counter',
  'mesos.offer-operations.launch-group.counter',
  'mesos.offer-operations.reserve.counter',
  'mesos.offers.declined.counter',
  'mesos.offers.incoming.counter',
  'mesos.offers.used.counter',
  'http.requests.size.counter.bytes',
  'http.responses.size.counter.bytes',
  'http.responses.size.gzipped.counter.bytes',
  'http.responses.event-stream.size.counter.bytes',
];
const GAUGES = [
  'apps.active.gauge',
  'pods.active.gauge',
  'groups.active.gauge',
  'deployments.active.gauge',
  'instances.running.gauge',
  'instances.staged.gauge',
  'instances.launch-overdue.gauge',
  'instances.inflight-kills.gauge',
  'instances.inflight-kill-attempts.gauge',
  'uptime.gauge.seconds',
  'leadership.duration.gauge.seconds',
  'http.requests.active.gauge',
  'http.event-streams.active.gauge',
];
const RATE = {
  count: expect.any(Number),
  m1_rate: expect.any(Number),
  m5_rate: expect.any(Number),
  m15_rate: expect.any(Number),
  mean_rate: expect.any(Number),
};

test('every number is there before anything happened', async () => {
  const { numbers } = await read();
  const keys = (table: object): string[] =>
    Object.keys(table).map((name) => name.replace(/^marathon\./, ''));
  expect(keys(numbers.counters)).toEqual(expect.arrayContaining(COUNTERS));
  expect(keys(numbers.gauges)).toEqual(expect.arrayContaining(GAUGES));
  for (const name of ['1xx', '2xx', '3xx', '4xx', '5xx']) {
    const meter = numbers.meters[`marathon.http.responses.${name}.rate.meter`];
    expect(meter).toEqual({ ...RATE, units: 'events/second' });
  }
  for (const name of [
    'requests',
    ...['get', 'post', 'put', 'delete'].map((m) => `requests.${m}`),
  ]) {
    const timer = numbers.timers[`marathon.http.${name}.duration.timer.seconds`];
    expect(timer).toMatchObject({ ...RATE, duration_units: 'seconds', p999: expect.any(Number) });
  }
});

test('bytes, answers and their time are counted', async () => {
  const before = await read();
  const get2xx = ({ meters }: Numbers) =>
    Number(meters['marathon.http.responses.2xx.rate.meter']?.['count']);
  const body = JSON.stringify({
    id: '/none',
    instances: 0,
    cmd: 'true',
    labels: { a: 'ä'.repeat(99) },
  });
  const headers = { 'Content-Type': 'application/json' };
  const post = (text: string) =>
    fetch(`http://${cluster.marathon}/v2/apps`, { method: 'POST', body: text, headers });
  expect((await post(body)).status).toBe(201);
  expect((await post('{')).status).toBe(400);
  const { numbers } = await read();
  const grown = (name: string): number => counted(numbers, name) - counted(before.numbers, name);
  expect(grown('http.requests.size.counter.bytes')).toBe(Buffer.byteLength(body) + 1);
  expect(grown('http.responses.size.counter.bytes')).toBeGreaterThan(before.text.length);
  // `fetch` takes gzip, and the numbers are many.
  expect(grown('http.responses.size.gzipped.counter.bytes')).toBeGreaterThan(100);
  expect(grown('http.responses.size.gzipped.counter.bytes')).toBeLessThan(before.text.length);
  expect(grown('deployments.counter')).toBe(1);
  expect(get2xx(numbers) - get2xx(before.numbers)).toBe(2);
  const posts = numbers.timers['marathon.http.requests.post.duration.timer.seconds'];
  expect(posts).toMatchObject({ count: 2 });
  expect(Number(posts?.['max'])).toBeGreaterThan(Number(posts?.['min']));
  expect(Number(posts?.['max'])).toBeLessThan(10);
  expect(numbers.gauges['marathon.http.requests.active.gauge']).toEqual({ value: 1 });
});

test('event streams are counted apart', async () => {
  const before = (await read()).numbers;
  const call = get(`http://${cluster.marathon}/v2/events`, {
    headers: { Accept: 'text/event-stream' },
    agent: false,
  });
  let received = 0;
  call.on('response', (answer) => answer.on('data', (chunk: Buffer) => (received += chunk.length)));
  const bytes = 'http.responses.event-stream.size.counter.bytes';
  await until('the stream has told of itself', () => (received > 0 ? true : undefined));
  const { numbers } = await read();
  expect(numbers.gauges['marathon.http.event-streams.active.gauge']).toEqual({ value: 1 });
  expect(counted(numbers, bytes) - counted(before, bytes)).toBe(received);
  call.destroy();
  await until('the stream is forgotten', async () => {
    const { gauges } = (await read()).numbers;
    return gauges['marathon.http.event-streams.active.gauge']?.value === 0 ? true : undefined;
  });
});

test('a refused deployment is dismissed, and Prometheus reads the same numbers', async () => {
  const send = (method: string, path: string, body: object) => cluster.call(method, path, body);
  const stuck = { id: '/stuck', cmd: 'true', cpus: 9999 };
  expect((await send('POST', '/v2/apps', stuck)).status).toBe(201);
  expect((await send('PUT', '/v2/apps/stuck', { cmd: 'false' })).status).toBe(409);
  expect(counted((await read()).numbers, 'deployments.dismissed.counter')).toBe(1);
  const answer = await fetch(`http://${cluster.marathon}/metrics/prometheus`);
  const lines = (await answer.text()).split('\n');
  expect(lines).toContain('marathon_deployments_dismissed_counter 1');
  expect(lines).toContain('# TYPE marathon_http_responses_5xx_rate_meter_count gauge');
  expect(lines).toContain('marathon_http_responses_5xx_rate_meter_count 0');
  expect(lines.join('\n')).toMatch(
    /^marathon_http_requests_get_duration_timer_seconds_p99 0?\.?\d/m,
  );
  await send('DELETE', '/v2/apps/stuck?force=true', {});
});
