import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { until } from '../../support/until.ts';

// Real tasks that serve HTTP and can be told to be ill, probed by a real Marathon. Intervals are whole
// seconds, so that a test takes some of them.
jest.setTimeout(60_000);

const SERVER = `
let status = Number(process.env.STATUS ?? 200);
const server = require('node:http').createServer(({ url }, response) => {
  const told = /^.set.(\\d+)$/.exec(url);
  if (told !== null) status = Number(told[1]);
  response.writeHead(told === null ? status : 200, { 'content-type': 'text/plain' });
  response.end('status ' + status);
});
server.listen(Number(process.env.PORT0));
`;
const WEB = {
  args: [process.execPath, '-e', SERVER],
  cpus: 0.1,
  mem: 64,
  backoffSeconds: 0,
  portDefinitions: [{ port: 0, name: 'http-api' }],
};
const CHECK = { protocol: 'HTTP', path: '/', intervalSeconds: 1, gracePeriodSeconds: 20 };

interface Told {
  readonly eventType: string;
  readonly [member: string]: unknown;
}

interface Task {
  readonly id: string;
  readonly host: string;
  readonly ports: readonly [number];
  readonly healthCheckResults: readonly {
    readonly alive: boolean;
    readonly lastFailureCause?: string;
  }[];
}

let cluster: InProcessCluster;
let events: Told[];
const leaving = new AbortController();

/** Follows the stream of events from here on. */
async function follow(): Promise<void> {
  const { body } = await fetch(`http://${cluster.marathon}/v2/events`, {
    headers: { Accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  events = [];
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end).trim();
        text = text.slice(end + 1);
        if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as Told);
      }
    }
  };
  read().catch((error: unknown) => expect(String(error)).toMatch(/abort/i));
}

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.when('Marathon is subscribed', '/v2/info', ({ frameworkId }) => frameworkId);
  await follow();
});

afterAll(async () => {
  leaving.abort();
  await cluster.close();
});

afterEach(async () => {
  for (const { id } of (await cluster.call('GET', '/v2/apps')).json.apps) {
    await cluster.call('DELETE', `/v2/apps${id}?force=true`);
    await cluster.when(
      `${id} is gone`,
      '/v2/deployments',
      ({ length }) => length === 0 || undefined,
    );
  }
  events = [];
});

async function create(app: Readonly<Record<string, unknown>>): Promise<string> {
  const { status, json } = await cluster.call('POST', '/v2/apps', { ...WEB, ...app });
  expect(status).toBe(201);
  return json.deployments[0].id;
}

const counts = (id: string) =>
  cluster.call('GET', `/v2/apps${id}`).then(({ json }) => ({
    running: json.app.tasksRunning,
    healthy: json.app.tasksHealthy,
    unhealthy: json.app.tasksUnhealthy,
  }));

const tasks = (id: string, count: number, pick: (task: Task) => boolean) =>
  cluster.when<readonly Task[]>(`${count} tasks of ${id}`, `/v2/apps${id}/tasks`, (json) => {
    const found = (json.tasks as readonly Task[]).filter(pick);
    return found.length === count ? found : undefined;
  });

const isAlive = ({ healthCheckResults: [result] }: Task) => result?.alive === true;
const isServing = ({ ports: [port] }: Task) => port !== undefined;

const hears = (eventType: string, members: Readonly<Record<string, unknown>> = {}) =>
  until(`${eventType} ${JSON.stringify(members)} is told`, () =>
    events.find(
      (told) =>
        told.eventType === eventType &&
        Object.entries(members).every(([member, value]) => told[member] === value),
    ),
  );

async function tell({ ports: [port] }: Task, status: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/set/${status}`);
}

describe('an app that is checked', () => {
  test('cases 3 and 5: is up when it is healthy, told of when it turns bad, and replaced', async () => {
    const check = { ...CHECK, maxConsecutiveFailures: 2 };
    const deploymentId = await create({ id: '/web', healthChecks: [check] });
    await hears('add_health_check_event', { appId: '/web' });
    const [task] = await tasks('/web', 1, isAlive);
    await hears('deployment_success', { id: deploymentId });
    expect(await counts('/web')).toEqual({ running: 1, healthy: 1, unhealthy: 0 });
    const order = events.map(({ eventType }) => eventType);
    expect(order.indexOf('health_status_changed_event')).toBeGreaterThan(0);
    expect(order.indexOf('health_status_changed_event')).toBeLessThan(
      order.indexOf('deployment_success'),
    );

    events = [];
    await tell(task!, 503);
    await hears('health_status_changed_event', { appId: '/web', alive: false });
    await hears('instance_health_changed_event', { runSpecId: '/web', healthy: false });
    await hears('unhealthy_instance_kill_event', {
      taskId: task!.id,
      reason: 'HTTP status 503',
      host: task!.host,
    });
    expect(events.filter(({ eventType }) => eventType === 'failed_health_check_event').length).toBe(
      3,
    );
    const [next] = await tasks('/web', 1, (found) => found.id !== task!.id && isAlive(found));
    expect(next!.id).toBe(task!.id.replace(/\.1$/, '.2'));
    const { json } = await cluster.call('GET', '/v2/apps/web?embed=app.lastTaskFailure');
    expect(json.app.lastTaskFailure).toMatchObject({
      state: 'TASK_KILLED',
      taskId: task!.id,
      message: 'Task was killed since health check failed. Reason: HTTP status 503',
    });
  });

  test('case 4: and fails from the beginning is told of, and its deployment does not end', async () => {
    const check = { ...CHECK, gracePeriodSeconds: 0 };
    const deploymentId = await create({
      id: '/ill',
      env: { STATUS: '500' },
      healthChecks: [check],
    });
    const failed = await hears('failed_health_check_event', { appId: '/ill' });
    expect(failed).toMatchObject({ healthCheck: { protocol: 'HTTP', gracePeriodSeconds: 0 } });
    expect((await cluster.call('GET', '/v2/deployments')).json).toMatchObject([
      { id: deploymentId },
    ]);
  });

  test('cases 6 and 7: by TCP and by COMMAND is healthy', async () => {
    const { path: _path, ...tcp } = { ...CHECK, protocol: 'TCP' };
    await create({ id: '/tcp', healthChecks: [tcp] });
    const command = { value: 'true' };
    const { path: _none, ...shell } = { ...CHECK, protocol: 'COMMAND', delaySeconds: 0, command };
    await create({ id: '/shell', healthChecks: [shell] });
    await tasks('/tcp', 1, isAlive);
    await tasks('/shell', 1, isAlive);
    expect(await counts('/shell')).toEqual({ running: 1, healthy: 1, unhealthy: 0 });
  });

  test('and refuses every probe of all its tasks is replaced: who refuses is reached', async () => {
    const check = { ...CHECK, gracePeriodSeconds: 0, maxConsecutiveFailures: 1, port: 1 };
    await create({ id: '/closed', instances: 2, healthChecks: [check] });
    await hears('unhealthy_instance_kill_event', { appId: '/closed' });
    const closed = (await cluster.call('GET', '/v2/apps/closed')).json.app.lastTaskFailure;
    expect(closed.message).toMatch(/Reason: .*ECONNREFUSED/);
  });
});

describe('a rolling upgrade', () => {
  test('case 81: waits for readiness, shows what was answered, and never leaves nobody', async () => {
    const check = { intervalSeconds: 2, timeoutSeconds: 1, preserveLastResponse: true };
    await create({ id: '/roll', readinessChecks: [{ ...check, name: 'warm' }] });
    const [old] = await tasks('/roll', 1, isServing);
    await cluster.when('it is ready', '/v2/deployments', ({ length }) => length === 0 || undefined);
    await cluster.call('PUT', '/v2/apps/roll', { env: { STATUS: '503' } });
    const readiness = (ready: boolean) =>
      cluster.when(`ready is ${ready}`, '/v2/deployments', ([deployment]) =>
        deployment?.currentActions[0].readinessCheckResults.find(
          (result: { ready: boolean; lastResponse: { status: number } }) =>
            result.ready === ready && result.lastResponse.status !== 504,
        ),
      );
    const [fresh] = await tasks('/roll', 1, ({ id }) => id !== old!.id);
    const expected = {
      name: 'warm',
      taskId: fresh!.id,
      ready: false,
      lastResponse: { status: 503, contentType: 'text/plain', body: 'status 503' },
    };
    expect(await readiness(false)).toEqual(expected);
    const { json } = await cluster.call('GET', '/v2/apps/roll?embed=app.readiness');
    expect(json.app.readinessCheckResults).toEqual([expected]);
    expect((await fetch(`http://127.0.0.1:${old!.ports[0]}/`)).status).toBe(200);
    await tell(fresh!, 200);
    await cluster.when('it is over', '/v2/deployments', ({ length }) => length === 0 || undefined);
    expect(await tasks('/roll', 1, isServing)).toMatchObject([{ id: fresh!.id }]);
    const after = await cluster.call('GET', '/v2/apps/roll?embed=app.readiness');
    expect(after.json.app.readinessCheckResults).toEqual([]);
  });
});
