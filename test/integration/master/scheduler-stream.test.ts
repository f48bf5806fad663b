import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RecordReader, SchedulerEventCodec } from '@stoa/proto';
import { TestAgent } from './test-agent.ts';
import { TestFramework } from './test-framework.ts';
import { eventually, jsonOf, TestMaster, textOf } from './test-master.ts';

const master = new TestMaster();
const agent = new TestAgent(master);
beforeAll(async () => {
  await master.start();
  await agent.subscribe();
});
afterAll(async () => {
  agent.close();
  await master.close();
});

describe('the stream of a framework, seen on a bare socket', () => {
  test('begins with the head, SUBSCRIBED, HEARTBEAT, OFFERS, a chunk each', async () => {
    const framework = await TestFramework.subscribe(master);
    expect(framework.head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(framework.head).toMatch(/^Transfer-Encoding: chunked\r?$/m);
    expect(framework.head).toMatch(/^Content-Type: application\/json\r?$/m);
    expect(framework.head).not.toMatch(/Content-Length|Content-Encoding|Server:/);
    expect(framework.streamId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await framework.untilType('OFFERS');
    expect(framework.types.slice(0, 3)).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
    expect(framework.chunks[1]).toBe('20\n{"type":"HEARTBEAT"}');
    expect(framework.chunks[0]).toContain('"heartbeat_interval_seconds":15.0');
    const [{ subscribed }] = framework.events;
    expect(subscribed.master_info).toMatchObject({
      ip: 16777343,
      port: master.port,
      pid: `master@127.0.0.1:${master.port}`,
      version: '1.12.0',
      address: { hostname: '127.0.0.1', ip: '127.0.0.1', port: master.port },
    });
    expect(subscribed.framework_id.value).toMatch(/^[0-9a-f-]{36}-\d{4}$/);
    expect(await framework.call('TEARDOWN')).toEqual([202, '']);
    await framework.until('the end', () => framework.hasEnded);
  });

  test('what is not ASCII goes as \\u escapes, so bytes and characters count the same', async () => {
    const named = new TestAgent(master);
    await named.subscribe({ hostname: 'höst-€', port: 5052, resources: [] });
    const call = { type: 'GET_AGENTS' };
    const answer = textOf(await master.post(call, {}, '/api/v1'));
    expect(answer).toContain('h\\u00f6st-\\u20ac');
    named.close();
  });

  test('the same in protobuf when only that is accepted', async () => {
    const headers = ['Accept: application/x-protobuf'];
    const framework = await TestFramework.subscribe(master, {}, { headers });
    expect(framework.head).toMatch(/^Content-Type: application\/x-protobuf\r?$/m);
    await eventually('two records', () => framework.chunks.length >= 2);
    const [subscribed, heartbeat] = framework.chunks.map((chunk) => {
      const records = new RecordReader().push(Buffer.from(chunk, 'latin1'));
      if (!records.ok || records.value[0] === undefined) throw new Error('no record');
      return SchedulerEventCodec.fromBinary(records.value[0]);
    });
    expect(subscribed).toMatchObject({ value: { type: 'SUBSCRIBED' } });
    expect(heartbeat).toEqual({ ok: true, value: { type: 'HEARTBEAT' } });
    framework.close();
  });

  test('a subscription that is refused is a 200 with one ERROR and the final chunk', async () => {
    const framework = await TestFramework.subscribe(master, { role: 'a' });
    await framework.until('the end', () => framework.hasEnded);
    expect(framework.head).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(framework.types).toEqual(['ERROR']);
    expect(framework.events[0].error.message).toBe(
      "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable",
    );
  });

  test('a second subscription under the same id takes over; the late close of the first is no news', async () => {
    const first = await TestFramework.subscribe(master, { failover_timeout: 60 });
    await first.untilType('SUBSCRIBED');
    const id = { value: first.id };
    const again = { failover_timeout: 60, id };
    const second = await TestFramework.subscribe(master, again, { more: { framework_id: id } });
    await first.until('the end', () => first.hasEnded);
    expect(first.events.at(-1)).toEqual({
      type: 'ERROR',
      error: { message: 'Framework failed over' },
    });
    await second.untilType('HEARTBEAT');
    expect(second.id).toBe(first.id);
    const [status, words] = await second.call('REVIVE', {}, { 'Mesos-Stream-Id': first.streamId });
    expect(status).toBe(400);
    expect(words).toBe(
      `The stream ID '${first.streamId}' included in this request didn't match the stream ID currently associated with framework ID ${first.id}`,
    );
    first.close();
    expect(await second.call('REVIVE', {})).toEqual([202, '']);
    await second.call('TEARDOWN');
  });
});

describe('calls beside the stream', () => {
  test('rows 13 to 19 of the order of checks', async () => {
    const call = { type: 'REVIVE', framework_id: { value: 'nobody' } };
    expect(textOf(await master.post(call))).toBe('Framework cannot be found');
    const framework = await TestFramework.subscribe(master, { failover_timeout: 60 });
    await framework.untilType('SUBSCRIBED');
    expect(await framework.call('REVIVE', {}, {})).toEqual([
      400,
      "All non-subscribe calls should include the 'Mesos-Stream-Id' header",
    ]);
    const [status, words] = await framework.call('REVIVE', {}, { 'Mesos-Stream-Id': 'x' });
    expect([status, words.slice(0, 17)]).toEqual([400, "The stream ID 'x'"]);
    expect((await framework.call('UNKNOWN'))[0]).toBe(501);
    framework.close();
    await eventually('the master noticed', async () => {
      const [late, text] = await framework.call('REVIVE', {});
      return late === 403 && text === 'Framework is not subscribed';
    });
  });

  test('202 has no body and no type; Accept does not matter', async () => {
    const framework = await TestFramework.subscribe(master);
    await framework.untilType('SUBSCRIBED');
    const call = { type: 'SUPPRESS', framework_id: { value: framework.id } };
    const answer = await master.post(call, {
      'mesos-stream-id': framework.streamId,
      Accept: 'text/html',
    });
    expect(answer.status).toBe(202);
    expect(answer.headers['content-length']).toBe('0');
    expect(answer.headers['content-type']).toBeUndefined();
    await framework.call('TEARDOWN');
  });

  test('a task is launched, its states are told, and it ends', async () => {
    const framework = await TestFramework.subscribe(master, {
      capabilities: [{ type: 'MULTI_ROLE' }, { type: 'PARTITION_AWARE' }],
    });
    const offered = await framework.untilType('OFFERS');
    const offer = offered.offers.offers.find(
      ({ agent_id }: { agent_id: { value: string } }) => agent_id.value === agent.id,
    );
    const task = {
      name: 't',
      task_id: { value: 't-1' },
      agent_id: offer.agent_id,
      command: { value: 'true' },
      resources: [
        { name: 'cpus', type: 'SCALAR', scalar: { value: 0.5 } },
        { name: 'mem', type: 'SCALAR', scalar: { value: 64 } },
      ],
    };
    const accept = {
      offer_ids: [offer.id],
      operations: [{ type: 'LAUNCH', launch: { task_infos: [task] } }],
    };
    expect(await framework.call('ACCEPT', accept)).toEqual([202, '']);
    const run = await agent.untilType('RUN_TASK');
    expect(run.run_task?.task.task_id.value).toBe('t-1');
    const known = { id: 't-1', framework: framework.id };
    await agent.update(known, 'TASK_RUNNING');
    await framework.until('running', (events) =>
      events.some(({ update }) => update?.status.state === 'TASK_RUNNING'),
    );
    const state = await master.json('/state');
    const [shown] = state.frameworks.filter(({ id }: { id: string }) => id === framework.id);
    expect(shown.tasks).toMatchObject([{ id: 't-1', state: 'TASK_RUNNING', executor_id: '' }]);
    const { update } = framework.events.find((event) => event.type === 'UPDATE');
    const { agent_id, task_id, uuid } = update.status;
    expect(await framework.call('ACKNOWLEDGE', { agent_id, task_id, uuid })).toEqual([202, '']);
    await agent.untilType('ACKNOWLEDGE');
    await framework.call('TEARDOWN');
    expect((await agent.untilType('SHUTDOWN_FRAMEWORK')).shutdown_framework).toEqual({
      framework_id: { value: framework.id },
    });
  });

  test('pipelined calls are answered in the order of their coming', async () => {
    const socket = await master.socket();
    const request = (type: string): string => {
      const body = JSON.stringify({ type, framework_id: { value: 'nobody' } });
      return [
        'POST /api/v1/scheduler HTTP/1.1',
        `Host: 127.0.0.1:${master.port}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n');
    };
    socket.send(request('REVIVE') + request('KILL') + request('SUPPRESS'));
    const text = await socket.until(/(cannot be found[^]*){2}/);
    const [first, second, third] = text.split('HTTP/1.1 400 Bad Request').slice(1);
    expect(first).toContain('Framework cannot be found');
    expect(second).toContain("Expecting 'kill' to be present");
    expect(third).toContain('Framework cannot be found');
  });

  test('an operator tears a framework down, by form and by call', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const tear = (body: string): ReturnType<typeof master.ask> =>
      master.ask('/master/teardown', { method: 'POST', headers: form, body });
    expect(textOf(await tear(''))).toBe(
      "Missing 'frameworkId' query parameter in the request body",
    );
    const unknown = await tear('frameworkId=nobody');
    expect([unknown.status, textOf(unknown)]).toEqual([
      400,
      'No framework found with specified ID',
    ]);
    const first = await TestFramework.subscribe(master);
    await first.untilType('SUBSCRIBED');
    const gone = await tear(`frameworkId=${encodeURIComponent(first.id)}`);
    expect([gone.status, gone.body.length]).toEqual([200, 0]);
    await first.until('the end', () => first.hasEnded);
    const second = await TestFramework.subscribe(master);
    await second.untilType('SUBSCRIBED');
    const teardown = { type: 'TEARDOWN', teardown: { framework_id: { value: second.id } } };
    expect((await master.post(teardown, {}, '/api/v1')).status).toBe(200);
    await second.until('the end', () => second.hasEnded);
    const { completed_frameworks } = jsonOf(await master.ask('/frameworks'));
    const ids = completed_frameworks.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([first.id, second.id]));
  });
});

describe('the link of an agent', () => {
  test('a call of a link that is not open is refused, so that the agent begins anew', async () => {
    expect(await agent.call({ type: 'PONG', pong: {} }, 'gone')).toBe(403);
    expect(await agent.call({ type: 'PONG', pong: {} })).toBe(202);
  });

  test('an agent that breaks off is shown as away, and comes back under its id', async () => {
    const other = new TestAgent(master);
    await other.subscribe({ hostname: 'host-9', port: 5059, resources: [] });
    const id = other.id;
    const shown = async (): Promise<{ active: boolean }> => {
      const { slaves } = await master.json(`/slaves?slave_id=${id}`);
      return slaves[0];
    };
    expect(await shown()).toMatchObject({ active: true, hostname: 'host-9' });
    other.close();
    await eventually('shown as away', async () => !(await shown()).active);
    const back = new TestAgent(master);
    await back.subscribe({ id: { value: id }, hostname: 'host-9', port: 5059, resources: [] });
    expect(back.id).toBe(id);
    expect(await shown()).toMatchObject({ active: true });
    back.close();
  });
});
