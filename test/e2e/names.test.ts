import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressesOf, lookUp } from '../integration/mesos-dns/dns-client.ts';
import { MasterEvents } from '../support/master-events.ts';
import { endTasksBelow } from '../support/proc.ts';
import {
  callJson,
  endPrograms,
  HOME,
  LocalCluster,
  run,
  scratchDirectory,
} from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// The names of tasks on the cluster of `npm start`, asked for as everybody asks.

const hasDig = spawnSync('dig', ['-v']).error === undefined;
const describeWithDig = hasDig ? describe : describe.skip;

const scratch = scratchDirectory();
let cluster: LocalCluster;
let events: MasterEvents;

beforeAll(async () => {
  cluster = await LocalCluster.start(join(scratch.path, 'work'), ['--stop-tasks']);
  events = await MasterEvents.open(cluster.endpoints.master);
});

afterAll(async () => {
  events?.close();
  await cluster?.stop();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const port = (): number => Number(cluster.endpoints.dns.split(':').at(-1));

/** What `dig +short` prints, in lines of their own order. */
async function dig(...words: readonly string[]): Promise<readonly string[]> {
  const argv = ['@127.0.0.1', '-p', String(port()), '+tries=1', '+time=5', '+short', ...words];
  const { code, stdout, stderr } = await run('dig', argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

async function submit(app: Readonly<Record<string, unknown>>): Promise<void> {
  const { status, text } = await cluster.marathon('POST', '/v2/apps', app);
  expect({ status, text: status === 201 ? '' : text }).toEqual({ status: 201, text: '' });
}

/** From the master's event to the first answer with so many records, in milliseconds. */
async function measure(state: RegExp, task: string, count: number): Promise<number> {
  const { at } = await events.until(
    (news) => news.taskId.startsWith(task) && state.test(news.state),
  );
  // Asked again at once, so that the figure is that of the names and not of a pause.
  for (;;) {
    const { answers = [] } = await lookUp(port(), `_${task}._tcp.marathon.mesos`, 'SRV');
    const took = performance.now() - at;
    if (answers.length === count) return took;
    if (took > 30_000) throw new Error(`${task} has ${answers.length} records, not ${count}`);
  }
}

describeWithDig('the names of npm start (left out where dig is not installed)', () => {
  test('lead to the port and the address of a task', async () => {
    const portDefinitions = [{ port: 0, name: 'http', protocol: 'tcp' }];
    await submit({ id: '/shop/web', cmd: 'exec sleep 1000', portDefinitions, ...SMALL });
    const [task] = await cluster.runningTasks('/shop/web');
    const service = '_web-shop._tcp.marathon.mesos';
    const [srv = ''] = await until('the service has a name', async () => {
      const lines = await dig(service, 'SRV');
      return lines.length === 1 ? lines : undefined;
    });
    const [, target = ''] =
      new RegExp(`^0 1 ${task?.ports[0]} (web-shop-\\w{5}-s0\\.marathon\\.mesos)\\.$`).exec(srv) ??
      [];
    expect(await dig(target)).toEqual(['127.0.0.1']);
    expect(await dig('web-shop.marathon.mesos')).toEqual(['127.0.0.1']);
    expect(await dig('web-shop.marathon.mesos', '+tcp')).toEqual(['127.0.0.1']);
    const { json } = await callJson(
      'GET',
      `http://${cluster.endpoints.dns_http}/v1/services/${service}`,
    );
    expect(json).toEqual([
      { service, host: `${target}.`, ip: '127.0.0.1', port: String(task?.ports[0]) },
    ]);
    await cluster.destroy('/shop/web');
    await until('the name is gone', async () =>
      (await dig(service, 'SRV')).length === 0 ? true : undefined,
    );
  });

  test('come within 200 ms of TASK_RUNNING, and go within 200 ms of the end', async () => {
    const coming: number[] = [];
    const going: number[] = [];
    for (let round = 0; round < 5; round++) {
      const id = `swift-${round}`;
      await submit({ id: `/${id}`, cmd: 'exec sleep 1000', ...SMALL });
      coming.push(await measure(/^TASK_RUNNING$/, id, 1));
      await cluster.marathon('DELETE', `/v2/apps/${id}?force=true`);
      going.push(await measure(/^TASK_(KILLED|FAILED|FINISHED)$/, id, 0));
    }
    console.log(`names: there after ${render(coming)} ms, gone after ${render(going)} ms`);
    // A busy machine may be late once; whoever polls would be late every time.
    expect(median(coming)).toBeLessThan(200);
    expect(median(going)).toBeLessThan(200);
  });

  test('tell who leads, and whom they come from', async () => {
    expect(await dig('leader.mesos')).toEqual(['127.0.0.1']);
    expect(await addressesOf(port(), 'marathon.mesos')).toEqual(['127.0.0.1']);
    const { status, json } = await callJson('GET', `http://${cluster.endpoints.dns_http}/health`);
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { source: 'stream', leader: cluster.endpoints.master },
    });
  });

  test('let one app find another: examples/discovery', async () => {
    const example = (name: string) =>
      JSON.parse(readFileSync(join(HOME, 'examples/discovery', name), 'utf8'));
    await submit(example('clock.json'));
    const reader = example('reader.json');
    expect(reader.env).toEqual({ DNS: '127.0.0.1:8053' });
    await submit({ ...reader, env: { DNS: cluster.endpoints.dns } });
    await until('both instances were asked', () => {
      const text = outputs().join('\n');
      const found = text.matchAll(/^clock-(\w{5})-s0\.marathon\.mesos at \S+ says 20/gm);
      return new Set([...found].map(([, hash]) => hash)).size === 2 ? true : undefined;
    });
    for (const id of ['/reader', '/clock']) await cluster.destroy(id);
  });
});

const SMALL = { cpus: 0.1, mem: 32 };

/** What tasks have said so far. */
function outputs(): readonly string[] {
  return readdirSync(scratch.path, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/stdout'))
    .map((path) => readFileSync(join(scratch.path, path), 'utf8'));
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

function render(values: readonly number[]): string {
  return values.map((value) => value.toFixed(0)).join(', ');
}
