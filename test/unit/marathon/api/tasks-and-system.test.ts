import { describe, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import {
  DeploymentSchema,
  InfoSchema,
  QueueSchema,
  TasksSchema,
  type RejectReason,
} from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { eventJson } from '../../../../packages/marathon/src/api/events.ts';
import type { Announcement } from '../../../../packages/marathon/src/core/effects.ts';
import type {
  DeploymentView,
  QueueItemView,
} from '../../../../packages/marathon/src/core/read-view.ts';
import { AT, anApp } from '../../../support/marathon-apps.ts';
import { aTask, FakeMarathon, jsonOf, NOW } from '../../../support/marathon-api.ts';

const WEB = anApp({ id: '/shop/web', portDefinitions: [{ port: 10003 }, { port: 10004 }] });
const RUNNING = aTask(WEB.id, { ports: [31000, 31001] });
const STAGING = aTask(WEB.id, { id: 's', condition: 'Staging', startedAt: undefined });
const LOST = aTask(WEB.id, { id: 'l', condition: 'UnreachableInactive', agentId: undefined });
const SCENE = {
  apps: [WEB, anApp({ id: '/none', portDefinitions: [] })],
  tasks: [RUNNING, STAGING, LOST],
};

async function read(target: string, headers: Readonly<Record<string, string>> = {}) {
  const reply = await new FakeMarathon(SCENE).send('GET', target, undefined, headers);
  return [reply.status, jsonOf(reply)] as const;
}

describe('tasks', () => {
  test('all of them, with service ports and no unknown key', async () => {
    const [, json] = await read('/v2/tasks');
    expect(compileSchema({ ...TasksSchema })(json)).toEqual({ ok: true, value: json });
    expect(json).toMatchObject({
      tasks: [
        { id: RUNNING.id, ports: [31000, 31001], servicePorts: [10003, 10004] },
        { id: 's', state: 'TASK_STAGING' },
        { id: 'l', state: 'TASK_UNREACHABLE', ports: [] },
      ],
    });
    const lost = (json as { tasks: object[] }).tasks[2];
    expect(Object.keys(lost ?? {})).toEqual([
      'appId',
      'healthCheckResults',
      'host',
      'id',
      'ipAddresses',
      'ports',
      'servicePorts',
      'state',
      'localVolumes',
      'role',
    ]);
  });

  test.each([
    ['status=running', [RUNNING.id]],
    ['status=staging', ['s']],
    ['status[]=running&status[]=staging', [RUNNING.id, 's']],
    ['status=whatever', [RUNNING.id, 's', 'l']],
  ])('with %s', async (query, ids) => {
    const [, json] = await read(`/v2/tasks?${query}`);
    expect((json as { tasks: { id: string }[] }).tasks.map(({ id }) => id)).toEqual(ids);
  });

  test('below an app and below a group', async () => {
    const ids = async (path: string) => {
      const [, json] = await read(path);
      return (json as { tasks: { id: string; servicePorts: unknown }[] }).tasks.map(({ id }) => id);
    };
    const all = [RUNNING.id, 's', 'l'];
    expect(await ids('/v2/apps/shop/web/tasks')).toEqual(all);
    expect(await ids('/v2/apps/shop/*/tasks')).toEqual(all);
    expect(await ids('/v2/apps/*/tasks')).toEqual(all);
    expect((await read('/v2/apps/nobody/*/tasks'))[0]).toBe(404);
  });

  test('as a table for those who take no JSON', async () => {
    const reply = await new FakeMarathon(SCENE).send('GET', '/v2/tasks', undefined, {
      accept: 'text/plain',
    });
    expect(reply.headers['Content-Type']).toBe('text/plain');
    expect(reply.body).toBe(
      'shop_web\t10003\tagent-7:31000\t\nshop_web\t10004\tagent-7:31001\t\nnone\t \t\n',
    );
  });

  const KILL = { kind: 'killTasks', scale: false, wipe: false, force: false };
  const TASK = 'a.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002._app.1';
  test.each([
    [
      'DELETE',
      '/v2/apps//a/b/tasks?host=h&scale=True&force=true',
      undefined,
      { ...KILL, selection: { kind: 'app', appId: '/a/b', host: 'h' }, scale: true, force: true },
    ],
    [
      'DELETE',
      '/v2/apps/a/tasks?host=*&wipe=true',
      undefined,
      { ...KILL, selection: { kind: 'app', appId: '/a', host: undefined }, wipe: true },
    ],
    [
      'DELETE',
      `/v2/apps/a/b/tasks/${TASK}`,
      undefined,
      { ...KILL, selection: { kind: 'task', appId: '/a/b', taskId: TASK } },
    ],
    [
      'POST',
      '/v2/tasks/delete?scale=1',
      { ids: [TASK] },
      { ...KILL, selection: { kind: 'tasks', taskIds: [TASK] } },
    ],
  ])('%s %s asks for their end', async (method, target, body, asked) => {
    const marathon = new FakeMarathon();
    marathon.outcome = { kind: 'tasksKilled', tasks: [STAGING] };
    const reply = await marathon.send(method, target, body);
    expect(marathon.onlyAsked).toEqual(asked);
    expect(jsonOf(reply)).toMatchObject({ tasks: [{ id: 's' }] });
  });

  test('one task is answered as one', async () => {
    const marathon = new FakeMarathon();
    marathon.outcome = { kind: 'taskKilled', task: STAGING };
    const reply = await marathon.send('DELETE', '/v2/apps/a/tasks/s');
    expect(jsonOf(reply)).toMatchObject({ task: { id: 's' } });
  });

  test.each(['DELETE /v2/apps/a/tasks', 'DELETE /v2/apps/a/tasks/t', 'POST /v2/tasks/delete'])(
    '%s cannot both scale and wipe',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      const marathon = new FakeMarathon();
      const reply = await marathon.send(method, `${path}?scale=true&wipe=true`, { ids: [] });
      expect([reply.status, jsonOf(reply), marathon.asked]).toEqual([
        400,
        { message: 'You cannot use scale and wipe at the same time.' },
        [],
      ]);
    },
  );

  test.each([
    [{ ids: ['nonsense'] }, 400],
    [{ ids: ['../../etc/passwd'] }, 400],
    [{ ids: [`${'a.instance-'.repeat(90)}!/`] }, 400],
    [{ ids: 'x' }, 422],
    [{}, 422],
    [{ ids: Array.from({ length: 10_001 }, () => TASK) }, 422],
    [
      { ids: ['a_b.0c5f3c4e-7a77-11eb-9f2e-0242ac110002', 'a.marathon-x', 'a.instance-x.web.2'] },
      200,
    ],
  ])('the ids of %j give %i', async (body, status) => {
    const marathon = new FakeMarathon();
    const reply = await marathon.send('POST', '/v2/tasks/delete', body);
    expect(reply.status).toBe(status);
    expect(marathon.asked).toHaveLength(status === 200 ? 1 : 0);
  });
});

const PLAN: DeploymentView = {
  id: 'd-1',
  version: AT,
  affectedApps: [WEB.id],
  steps: [
    { actions: [{ action: 'StartApplication', app: WEB.id }] },
    { actions: [{ action: 'ScaleApplication', app: WEB.id }] },
  ],
  currentStep: 2,
};

describe('deployments and the queue', () => {
  test('running deployments show their steps', async () => {
    const marathon = new FakeMarathon({ apps: [WEB], deployments: [PLAN] });
    const json = jsonOf(await marathon.send('GET', '/v2/deployments'));
    expect(json).toEqual([
      {
        id: 'd-1',
        version: '2021-03-01T10:00:00.000Z',
        affectedApps: ['/shop/web'],
        affectedPods: [],
        steps: [
          { actions: [{ action: 'StartApplication', app: '/shop/web' }] },
          { actions: [{ action: 'ScaleApplication', app: '/shop/web' }] },
        ],
        currentActions: [
          { action: 'ScaleApplication', app: '/shop/web', readinessCheckResults: [] },
        ],
        currentStep: 2,
        totalSteps: 2,
      },
    ]);
    const [first] = json as unknown[];
    expect(compileSchema({ ...DeploymentSchema })(first)).toEqual({ ok: true, value: first });
    expect(jsonOf(await marathon.send('GET', '/v2/apps/shop/web'))).toMatchObject({
      app: { deployments: [{ id: 'd-1' }] },
    });
  });

  test('one is undone, or stopped where it stands', async () => {
    const marathon = new FakeMarathon();
    expect((await marathon.send('DELETE', '/v2/deployments/d-1')).status).toBe(200);
    marathon.outcome = { kind: 'deploymentStopped' };
    const stopped = await marathon.send('DELETE', '/v2/deployments/d-1?force=TRUE');
    expect([stopped.status, stopped.body]).toEqual([202, undefined]);
    expect(marathon.asked).toEqual([
      { kind: 'cancelDeployment', deploymentId: 'd-1', force: false },
      { kind: 'cancelDeployment', deploymentId: 'd-1', force: true },
    ]);
  });

  test('what waits shows its delay and where offers were lost', async () => {
    const declined = new Map<RejectReason, number>([
      ['UnfulfilledConstraint', 1],
      ['InsufficientCpus', 4],
    ]);
    const item: QueueItemView = {
      app: WEB,
      role: '*',
      count: 3,
      since: AT,
      delayedUntil: timestamp(NOW + 1200),
      processedOffers: 12,
      unusedOffers: 12,
      lastUnusedOfferAt: AT,
      lastUsedOfferAt: undefined,
      lastOffers: { processed: 0, declined: new Map() },
      launchAttempt: { processed: 12, declined },
    };
    const ready = { ...item, delayedUntil: timestamp(NOW - 1) };
    const marathon = new FakeMarathon({ apps: [WEB], queue: [item, ready] });
    const json = jsonOf(await marathon.send('GET', '/v2/queue'));
    expect(compileSchema({ ...QueueSchema })(json)).toEqual({ ok: true, value: json });
    const processed = [12, 12, 11, 11, 11, 7, 7, 7, 7, 7];
    expect(json).toMatchObject({
      queue: [
        {
          count: 3,
          delay: { timeLeftSeconds: 2, overdue: false },
          since: '2021-03-01T10:00:00.000Z',
          app: { id: '/shop/web' },
          processedOffersSummary: {
            processedOffersCount: 12,
            lastUnusedOfferAt: '2021-03-01T10:00:00.000Z',
            rejectSummaryLaunchAttempt: processed.map((count) => ({ processed: count })),
          },
        },
        { delay: { timeLeftSeconds: 0, overdue: true } },
      ],
    });
    marathon.outcome = { kind: 'delayReset' };
    expect((await marathon.send('DELETE', '/v2/queue//shop/web/delay')).status).toBe(204);
    expect(marathon.onlyAsked).toEqual({ kind: 'resetDelay', id: '/shop/web' });
  });
});

describe('the system', () => {
  test('info, leader, plug-ins, metrics', async () => {
    const [, info] = await read('/v2/info');
    expect(compileSchema({ ...InfoSchema })(info)).toEqual({ ok: true, value: info });
    expect(info).toMatchObject({ name: 'marathon', elected: true, frameworkId: 'f-1' });
    expect(await read('/v2/leader')).toEqual([200, { leader: '127.0.0.1:8080' }]);
    expect(await read('/v2/plugins')).toEqual([200, { plugins: [] }]);
    expect(await read('/v2/plugins/p/x/y')).toEqual([
      404,
      { message: 'No plugin with this pluginId: p' },
    ]);
    expect((await read('/metrics'))[1]).toMatchObject({
      version: '4.0.0',
      gauges: {
        'marathon.apps.active.gauge': { value: 2 },
        'marathon.groups.active.gauge': { value: 2 },
        'marathon.instances.launch-overdue.gauge': { value: 1 },
        'marathon.leadership.duration.gauge.seconds': { value: 40 },
        'marathon.instances.inflight-kills.gauge': { value: 3 },
        'marathon.instances.inflight-kill-attempts.gauge': { value: 4 },
        'marathon.uptime.gauge.seconds': { value: 60 },
      },
      counters: { 'marathon.deployments.counter': { count: 3 } },
    });
  });

  test('a leader that goes, and none', async () => {
    const marathon = new FakeMarathon();
    marathon.outcome = { kind: 'abdicated' };
    const reply = await marathon.send('DELETE', '/v2/leader');
    expect([reply.status, jsonOf(reply)]).toEqual([200, { message: 'Leadership abdicated' }]);
    expect((await marathon.send('DELETE', '/v2/leader?backup=file:///x')).status).toBe(422);
    expect(marathon.asked).toEqual([{ kind: 'abdicate' }]);
  });

  test.each([
    [undefined, 200, 'pong'],
    ['text/plain', 200, 'pong'],
    ['*/*', 200, 'pong'],
    ['application/json', 200, '"pong"'],
    ['image/png', 204, undefined],
  ])('ping with %s', async (accept, status, body) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    const reply = await new FakeMarathon().send('GET', '/ping', undefined, headers);
    expect([reply.status, reply.body]).toEqual([status, body]);
  });

  test('each instance shows its flags and its log, which can be made to say more for a time', async () => {
    const told: unknown[] = [];
    const marathon = new FakeMarathon(SCENE, {
      diagnostics: {
        flags: { http_credentials: '(hidden)' },
        renderPrometheus: undefined,
        level: () => 'info',
        setLevel: (level, span) => told.push([level, span]),
      },
    });
    const read = async (method: string, path: string, body?: unknown) => {
      const reply = await marathon.send(method, path, body);
      return [reply.status, jsonOf(reply)];
    };
    expect(await read('GET', '/config')).toEqual([200, { http_credentials: '(hidden)' }]);
    expect(await read('GET', '/logging')).toEqual([
      200,
      { ROOT: 'INFO', mesosphere: 'INFO (inherited)', 'mesosphere.marathon': 'INFO (inherited)' },
    ]);
    const wish = { logger: 'ROOT', level: 'DEBUG', durationSeconds: 5 };
    expect(await read('POST', '/logging', wish)).toEqual([200, wish]);
    const [status] = await read('POST', '/logging', { logger: 'ROOT', level: 'warn' });
    expect(status).toBe(200);
    expect(told).toEqual([
      ['debug', 5000],
      ['warn', undefined],
    ]);
    for (const [bad, path] of [
      [{ logger: 'akka', level: 'info' }, '/logger'],
      [{ logger: 'ROOT', level: 'loud' }, '/level'],
      [{ logger: 'ROOT', level: 'info', durationSeconds: 0 }, '/durationSeconds'],
      [{ level: 'info' }, '/logger'],
    ] as const) {
      expect(await read('POST', '/logging', bad)).toMatchObject([422, { details: [{ path }] }]);
    }
    expect(told).toHaveLength(2);
    expect(await read('GET', '/metrics/prometheus')).toEqual([
      404,
      { message: 'Prometheus reporter is disabled' },
    ]);
  });

  test('the root leads to the interface', async () => {
    const reply = await new FakeMarathon().send('GET', '/');
    expect([reply.status, reply.headers['Location']]).toEqual([302, '/ui/']);
  });

  test('an asker who takes no JSON is told so before anything happens', async () => {
    const marathon = new FakeMarathon();
    const reply = await marathon.send('DELETE', '/v2/apps/a', undefined, { accept: 'text/html' });
    expect([reply.status, jsonOf(reply), marathon.asked]).toEqual([
      406,
      { message: 'Not Acceptable' },
      [],
    ]);
    const browser = { accept: 'text/html, */*;q=0.8' };
    expect((await marathon.send('GET', '/v2/info', undefined, browser)).status).toBe(200);
  });
});

describe('events', () => {
  const plan = {
    id: 'd-1',
    steps: [
      { actions: [{ action: 'StartApplication', app: '/shop/web' }] },
      { actions: [{ action: 'ScaleApplication', app: '/shop/web' }] },
    ],
    version: '2021-03-01T10:00:00.000Z',
  };
  const instance = { instanceId: 'i', appId: '/shop/web', version: AT };
  test.each<[Announcement, object]>([
    [
      { kind: 'apiPost', clientIp: '10.0.0.9', uri: '/v2/apps', app: WEB },
      { eventType: 'api_post_event', appDefinition: expect.objectContaining({ id: '/shop/web' }) },
    ],
    [
      { kind: 'groupChanged', groupId: '/', version: AT },
      { eventType: 'group_change_success', groupId: '/', version: '2021-03-01T10:00:00.000Z' },
    ],
    [
      { kind: 'deploymentInfo', plan: PLAN, step: 2 },
      { eventType: 'deployment_info', plan, currentStep: plan.steps[1] },
    ],
    [
      { kind: 'deploymentStepSuccess', plan: PLAN, step: 1 },
      { eventType: 'deployment_step_success', plan, currentStep: plan.steps[0] },
    ],
    [
      { kind: 'deploymentSuccess', plan: PLAN },
      { eventType: 'deployment_success', id: 'd-1', plan },
    ],
    [
      { kind: 'deploymentFailed', plan: PLAN, reason: 'The upgrade has been cancelled' },
      { eventType: 'deployment_failed', id: 'd-1', reason: 'The upgrade has been cancelled' },
    ],
    [
      { kind: 'appTerminated', appId: '/a' },
      { eventType: 'app_terminated_event', appId: '/a' },
    ],
    [
      { kind: 'statusUpdate', task: RUNNING, taskStatus: 'TASK_RUNNING', message: '' },
      {
        eventType: 'status_update_event',
        slaveId: '8f1e-S2',
        taskId: RUNNING.id,
        taskStatus: 'TASK_RUNNING',
        host: 'agent-7',
        ports: [31000, 31001],
        version: '2021-03-01T10:00:00.000Z',
      },
    ],
    [
      {
        kind: 'instanceChanged',
        ...instance,
        condition: 'Scheduled',
        agentId: undefined,
        host: undefined,
      },
      { eventType: 'instance_changed_event', runSpecId: '/shop/web', agentId: null, host: null },
    ],
    [
      { kind: 'unknownInstanceTerminated', ...instance, condition: 'Failed' },
      { eventType: 'unknown_instance_terminated_event', condition: 'Failed' },
    ],
    [
      { kind: 'instanceHealthChanged', ...instance, healthy: undefined },
      { eventType: 'instance_health_changed_event', healthy: null },
    ],
    [
      { kind: 'registered', frameworkId: 'f', master: 'm' },
      { eventType: 'scheduler_registered_event', frameworkId: 'f', master: 'm' },
    ],
    [{ kind: 'reregistered', master: 'm' }, { eventType: 'scheduler_reregistered_event' }],
    [{ kind: 'disconnected' }, { eventType: 'scheduler_disconnected_event' }],
    [
      { kind: 'frameworkMessage', executorId: 'e', agentId: 's', data: Uint8Array.of(104, 255) },
      {
        eventType: 'framework_message_event',
        executorId: 'e',
        slaveId: 's',
        message: [104, 255],
      },
    ],
  ])('%j', (announcement, expected) => {
    const event = eventJson(announcement, AT);
    expect(event).toMatchObject({ ...expected, timestamp: '2021-03-01T10:00:00.000Z' });
    expect(JSON.stringify(event)).not.toContain('"kind"');
  });
});
