// Exactly the calls of the page of old (marathon-ui 1.3), and in each answer the members that it reads
// (clients.md §5.1, ui.md §2).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import type { Answer } from '../../support/stoa-process.ts';

const text = expect.any(String);
const number = expect.any(Number);
const list = expect.any(Array);

/** What the list polls, in the order in which it names the parts. */
const LIST =
  '/v2/groups?embed=group.groups&embed=group.apps&embed=group.apps.deployments' +
  '&embed=group.apps.counts&embed=group.apps.readiness';
const PAGE = '?embed=app.taskStats&embed=app.readiness';

let cluster: InProcessCluster;
const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  cluster.call(method, path, body);
const settled = (): Promise<unknown> =>
  cluster.when('nothing is deployed', '/v2/deployments', (running) =>
    running.length === 0 ? true : undefined,
  );

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.when('Marathon is subscribed', '/v2/info', ({ frameworkId }) => frameworkId);
});

afterAll(() => cluster.close());

describe('the page of old', () => {
  test('is sent to /ui/, below which its calls are ../v2', async () => {
    const answer = await fetch(`http://${cluster.marathon}/ui`, { redirect: 'manual' });
    expect([301, 302, 307, 308]).toContain(answer.status);
    const location = new URL(answer.headers.get('location')!, answer.url);
    expect(location.pathname).toBe('/ui/');
    await answer.text();
  });

  test('starts: plug-ins before all else, then what About shows', async () => {
    expect((await call('GET', '/v2/plugins')).json).toEqual({ plugins: [] });
    const { json } = await call('GET', '/v2/info');
    expect(json).toMatchObject({
      version: text,
      frameworkId: text,
      leader: cluster.marathon,
      marathon_config: {
        mesos_leader_ui_url: `http://${cluster.master}/`,
        features: list,
        master: text,
        framework_name: 'marathon',
        hostname: text,
        checkpoint: true,
        failover_timeout: number,
        ha: true,
        local_port_min: number,
        local_port_max: number,
      },
      zookeeper_config: {},
      http_config: { http_port: number },
    });
  });

  test('creates an app, and finds it in its lists', async () => {
    const created = await call('POST', '/v2/apps', {
      id: '/page/web',
      cmd: 'exec sleep 1000',
      cpus: 0.1,
      mem: 32,
      disk: 0,
      instances: 2,
      labels: { tier: 'front' },
      portDefinitions: [{ port: 0, protocol: 'tcp', name: 'http' }],
    });
    expect(created).toMatchObject({
      status: 201,
      json: { id: '/page/web', deployments: [{ id: text }] },
    });
    const running = await call('GET', '/v2/deployments');
    expect(running.json).toMatchObject([
      {
        id: text,
        version: text,
        affectedApps: ['/page/web'],
        currentStep: number,
        totalSteps: 2,
        steps: [{ actions: [{ action: 'StartApplication', app: '/page/web' }] }, {}],
        currentActions: [{ action: text, app: '/page/web', readinessCheckResults: [] }],
      },
    ]);
    await settled();
    const { json } = await call('GET', LIST);
    expect(json).toMatchObject({
      id: '/',
      groups: [
        {
          id: '/page',
          groups: [],
          apps: [
            {
              id: '/page/web',
              cpus: 0.1,
              mem: 32,
              instances: 2,
              labels: { tier: 'front' },
              deployments: [],
              tasksRunning: 2,
              tasksStaged: 0,
              tasksHealthy: 0,
              tasksUnhealthy: 0,
              readinessCheckResults: [],
              version: text,
              versionInfo: { lastScalingAt: text, lastConfigChangeAt: text },
            },
          ],
        },
      ],
    });
    expect((await call('GET', '/v2/queue')).json).toEqual({ queue: [] });
  });

  test('shows one app by one call', async () => {
    const { json } = await call('GET', `/v2/apps//page/web${PAGE}`);
    const row = {
      stats: {
        counts: { staged: 0, running: 2, healthy: 0, unhealthy: 0 },
        lifeTime: { averageSeconds: number, medianSeconds: number },
      },
    };
    expect(json.app).toMatchObject({
      id: '/page/web',
      tasksRunning: 2,
      deployments: [],
      taskStats: { startedAfterLastScaling: row, withLatestConfig: row, totalSummary: row },
      readinessCheckResults: [],
      tasks: [
        {
          id: text,
          appId: '/page/web',
          host: '127.0.0.1',
          slaveId: text,
          state: 'TASK_RUNNING',
          ports: [number],
          ipAddresses: [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }],
          stagedAt: text,
          startedAt: text,
          version: json.app.version,
          healthCheckResults: [],
          localVolumes: [],
        },
        {},
      ],
    });
    // A suspended, failing or waiting app is told apart by these.
    expect(json.app).not.toHaveProperty('lastTaskFailure');
  });

  test('offers force where a deployment is in the way', async () => {
    await call('PUT', '/v2/apps//page/web', { cpus: 1000 });
    const [deployment] = (await call('GET', '/v2/deployments')).json;
    const refused = await call('PUT', '/v2/apps//page/web', { instances: 3 });
    expect(refused).toMatchObject({
      status: 409,
      json: { message: expect.stringMatching(/locked/), deployments: [{ id: deployment.id }] },
    });
    const waiting = await cluster.when('it waits', '/v2/queue', ({ queue }) => queue[0]);
    expect(waiting).toMatchObject({
      app: { id: '/page/web' },
      count: number,
      delay: { overdue: true, timeLeftSeconds: 0 },
      processedOffersSummary: { rejectSummaryLastOffers: list },
    });
    const delay = await call('DELETE', '/v2/queue//page/web/delay');
    expect(delay.status).toBe(204);
    const back = await call('DELETE', `/v2/deployments/${deployment.id}`);
    expect(back).toMatchObject({ status: 200, json: { version: text, deploymentId: text } });
    await settled();
    const forced = await call('PUT', '/v2/apps//page/web?force=true', { instances: 1 });
    expect(forced).toMatchObject({ status: 200, json: { deploymentId: text } });
    await settled();
  });

  test('maps errors to fields of its form', async () => {
    const { status, json } = await call('PUT', '/v2/apps//page/web', { cpus: -1, mem: 'much' });
    expect(status).toBe(422);
    expect(json.message).toEqual(text);
    expect(json.details).toEqual(
      expect.arrayContaining([{ path: '/mem', errors: [expect.any(String)] }]),
    );
  });

  test('shows versions, restarts with a body of its own, and goes back', async () => {
    const { versions } = (await call('GET', '/v2/apps//page/web/versions')).json;
    const first = versions.at(-1);
    const old = await call('GET', `/v2/apps//page/web/versions/${first}`);
    expect(old.json).toMatchObject({ id: '/page/web', instances: 2, version: first });
    const restarted = await call('POST', '/v2/apps//page/web/restart', { force: false });
    expect(restarted.status).toBe(200);
    await settled();
    expect((await call('PUT', '/v2/apps//page/web', { version: first })).status).toBe(200);
    await settled();
    expect((await call('GET', '/v2/apps//page/web')).json.app.instances).toBe(2);
  });

  test('kills, kills and scales, and wipes tasks', async () => {
    const ids = async (): Promise<string[]> => {
      const { json } = await call('GET', '/v2/apps//page/web');
      return json.app.tasks.map(({ id }: { readonly id: string }) => id);
    };
    const replaced = (gone: string): Promise<true> =>
      cluster.when(`two run without ${gone}`, '/v2/apps//page/web', ({ app }) =>
        app.tasksRunning === 2 &&
        app.tasks.length === 2 &&
        app.tasks.every(({ id }: { readonly id: string }) => id !== gone)
          ? true
          : undefined,
      );
    const [first = ''] = await ids();
    const killed = await call('POST', '/v2/tasks/delete', { ids: [first] });
    expect(killed).toMatchObject({ status: 200, json: { tasks: [{ id: first }] } });
    await replaced(first);
    const [second = ''] = await ids();
    const wiped = await call('POST', '/v2/tasks/delete?wipe=true', { ids: [second] });
    expect(wiped.status).toBe(200);
    await replaced(second);
    const [third = ''] = await ids();
    const scaled = await call('POST', '/v2/tasks/delete?scale=true&force=true', { ids: [third] });
    expect(scaled).toMatchObject({ status: 200, json: { deploymentId: text } });
    await settled();
    expect((await call('GET', '/v2/apps//page/web')).json.app.instances).toBe(1);
  });

  test('finds the sandbox of a task by way of master and agent, wrapped for its page', async () => {
    const { json } = await call('GET', '/v2/apps//page/web');
    const [task] = json.app.tasks;
    const { frameworkId } = (await call('GET', '/v2/info')).json;
    const master = `http://${cluster.master}`;
    await expect(wrapped(`${master}/version?jsonp=a.b`, 'a.b')).resolves.toMatchObject({
      version: text,
    });
    const state = await wrapped(`${master}/master/state?jsonp=cb1`, 'cb1');
    const agents = state['slaves'] as readonly { readonly id: string; readonly pid: string }[];
    const agent = agents.find(({ id }) => id === task.slaveId)!;
    const [, address] = agent.pid.split('@');
    const known = await wrapped(`http://${address}/state?jsonp=cb2`, 'cb2');
    const frameworks = known['frameworks'] as readonly Framework[];
    const executors = frameworks.find(({ id }) => id === frameworkId)!.executors;
    // The executor of a command bears the id of its task.
    const { directory } = executors.find(({ id }) => id === task.id)!;
    const browse = `http://${address}/files/browse?path=${encodeURIComponent(directory)}&jsonp=cb3`;
    const files = (await wrapped(browse, 'cb3')) as unknown as readonly { readonly path: string }[];
    expect(files.map(({ path }) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['stderr', 'stdout']),
    );
  });

  test('creates, scales and destroys a group', async () => {
    expect((await call('POST', '/v2/groups', { id: '/page/inner' })).status).toBe(201);
    await settled();
    const scaled = await call('PUT', '/v2/groups//page', { scaleBy: 2 });
    expect(scaled).toMatchObject({ status: 200, json: { deploymentId: text } });
    await settled();
    expect((await call('GET', '/v2/apps//page/web')).json.app.tasksRunning).toBe(2);
    expect((await call('DELETE', '/v2/apps//page/web')).status).toBe(200);
    await settled();
    expect((await call('DELETE', '/v2/groups//page')).status).toBe(200);
    await settled();
    expect((await call('GET', LIST)).json.groups).toEqual([]);
  });
});

interface Framework {
  readonly id: string;
  readonly executors: readonly { readonly id: string; readonly directory: string }[];
}

/** An answer that a page of another origin reads as a script: `name(json)`. */
async function wrapped(url: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url);
  const script = await answer.text();
  expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(script.startsWith(`${name}(`)).toBe(true);
  return JSON.parse(script.slice(name.length + 1, script.lastIndexOf(')')));
}
