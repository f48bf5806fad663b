import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ClusterSnapshotSchema,
  ClusterSummarySchema,
  ClusterTaskSchema,
  StoaInfoSchema,
} from '@stoa/proto/stoa';
import { compileSchema } from '@stoa/runtime';
import { startCluster, type InProcessCluster } from '../../../support/in-process-cluster.ts';
import { EventReader } from './event-reader.ts';

// What the console reads, over sockets, from a cluster whose tasks run.

const SLEEPER = { cpus: 0.1, mem: 16, cmd: 'exec sleep 1000' };
let cluster: InProcessCluster;
const readers: EventReader[] = [];

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  for (const reader of readers) reader.close();
  await cluster.close();
});

async function follow(path: string, headers = {}): Promise<EventReader> {
  const reader = await EventReader.open(`http://${cluster.marathon}${path}`, headers);
  readers.push(reader);
  return reader;
}

async function create(app: object): Promise<void> {
  const { status } = await cluster.call('POST', '/v2/apps', { ...SLEEPER, ...app });
  expect(status).toBe(201);
}

const remove = (id: string) => cluster.call('DELETE', `/v2/apps${id}?force=true`);

function hasShape(schema: object, json: unknown): void {
  expect(compileSchema({ ...schema })(json)).toEqual({ ok: true, value: json });
}

describe('numbered events', () => {
  test('begin with a greeting and come one by one', async () => {
    const reader = await follow('/stoa/v1/events');
    const hello = await reader.named('hello');
    expect(reader.headers?.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(hello.id).toBe(String(hello.data.seq));
    await create({ id: '/numbered' });
    await reader.named('deployment_success');
    const ids = reader.events.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.map((_id, at) => hello.data.seq + at));
    expect(reader.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['api_post_event', 'deployment_info', 'instance_changed_event']),
    );
    for (const { event, data } of reader.events.slice(1)) expect(data.eventType).toBe(event);
    await remove('/numbered');
  });

  test('a reader that was gone gets exactly what it missed', async () => {
    const whole = await follow('/stoa/v1/events');
    const lost = await follow('/stoa/v1/events');
    await lost.named('hello');
    await create({ id: '/missed' });
    const last = await lost.named('deployment_info');
    lost.close();
    await whole.named('deployment_success');
    const again = await follow('/stoa/v1/events', { 'Last-Event-ID': last.id });
    await again.named('deployment_success');
    const behind = whole.events.filter(({ id }) => Number(id) > Number(last.id));
    expect(again.events[0]).toMatchObject({ event: 'hello', id: last.id });
    expect(again.events.slice(1, behind.length + 1)).toEqual(behind);
    const byQuery = await follow(`/stoa/v1/events?since=${last.id}`);
    await byQuery.named('deployment_success');
    expect(byQuery.events.slice(1, behind.length + 1)).toEqual(behind);
    await remove('/missed');
  });

  test.each(['1', '99999999999999999999', 'abc', '9007199254740991'])(
    'a reader that comes with %s is told that there is a gap',
    async (since) => {
      const reader = await follow('/stoa/v1/events', { 'Last-Event-ID': since });
      const gap = await reader.when('the first event', () => true);
      expect(gap).toMatchObject({ event: 'gap', id: String(gap.data.seq) });
    },
  );

  test('a reader may name the types that it wants', async () => {
    const reader = await follow('/stoa/v1/events?event_type=deployment_success');
    await create({ id: '/typed' });
    await reader.named('deployment_success');
    expect(new Set(reader.events.map(({ event }) => event))).toEqual(
      new Set(['hello', 'deployment_success']),
    );
    await remove('/typed');
  });

  test('other methods and types are refused', async () => {
    const base = `http://${cluster.marathon}/stoa/v1/events`;
    expect((await fetch(base, { method: 'POST' })).status).toBe(405);
    expect((await fetch(base, { headers: { Accept: 'application/json' } })).status).toBe(406);
  });
});

describe('the cluster', () => {
  // What earlier tests left would count.
  beforeAll(() =>
    cluster.when('nothing runs', '/stoa/v1/cluster/summary', ({ agents: [agent] }) =>
      agent !== undefined && (agent.allocated.cpus ?? 0) === 0 ? true : undefined,
    ),
  );

  test('is told whole and then as it changes', async () => {
    const reader = await follow('/stoa/v1/cluster/events');
    const { data: first } = await reader.named('snapshot');
    hasShape(ClusterSnapshotSchema, first);
    expect(first).toMatchObject({ isConnected: true, frameworks: [{ name: 'marathon' }] });
    expect(first.agents).toMatchObject([
      { active: true, total: { cpus: 4, mem: 1024, disk: 1024, gpus: 0 }, ports: '[31000-31100]' },
    ]);
    await create({ id: '/seen' });
    const added = await reader.named('task_added');
    hasShape(ClusterTaskSchema, added.data);
    expect(added.data).toMatchObject({ name: 'seen', resources: { cpus: 0.1, mem: 16 } });
    const { id } = added.data;
    await reader.when('it runs', ({ event, data }) => {
      return event === 'task_updated' && data.id === id && data.state === 'TASK_RUNNING';
    });
    const later = await follow('/stoa/v1/cluster/events');
    const { data: snapshot } = await later.named('snapshot');
    expect(snapshot.tasks.map((task: { id: string }) => task.id)).toContain(id);
    expect(snapshot.agents[0].allocated).toMatchObject({ cpus: 0.1, mem: 16 });
    await remove('/seen');
    await reader.when('it ended', ({ event, data }) => {
      return event === 'task_updated' && data.id === id && data.state === 'TASK_KILLED';
    });
    const last = await follow('/stoa/v1/cluster/events');
    const { data: end } = await last.named('snapshot');
    expect(end.tasks).toEqual([]);
    expect(end.agents[0].allocated).toEqual({ cpus: 0, mem: 0, disk: 0, gpus: 0 });
  });

  test('is summed up with the tasks of each agent', async () => {
    await create({ id: '/counted', instances: 2 });
    const summary = await cluster.when('two tasks run', '/stoa/v1/cluster/summary', (json) =>
      json.agents?.[0]?.tasks.TASK_RUNNING === 2 ? json : undefined,
    );
    hasShape(ClusterSummarySchema, summary);
    expect(summary).toMatchObject({
      agents: [{ allocated: { cpus: 0.2, mem: 32 }, reserved: {}, active: true }],
      silent: [],
    });
    await remove('/counted');
  });

  test('is named, with who leads it', async () => {
    const { status, json } = await cluster.call('GET', '/stoa/v1/info');
    expect(status).toBe(200);
    hasShape(StoaInfoSchema, json);
    expect(json).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      marathon: { address: cluster.marathon, isLeading: true, leader: cluster.marathon },
      master: { isConnected: true, version: expect.stringMatching(/^1\./) },
    });
    expect(json.marathon.frameworkId).not.toBe('');
    expect(json.master.leader).toBe(json.master.configured);
  });
});
