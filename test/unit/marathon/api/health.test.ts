import { describe, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { AppAnswerEnvelopeSchema, DeploymentSchema, TasksSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { eventJson } from '../../../../packages/marathon/src/api/events.ts';
import type { Announcement } from '../../../../packages/marathon/src/core/effects.ts';
import { aTask, FakeMarathon, jsonOf } from '../../../support/marathon-api.ts';
import { anApp, AT } from '../../../support/marathon-apps.ts';

const WEB = anApp({
  id: '/web',
  portDefinitions: [{ port: 0, name: 'http-api' }],
  healthChecks: [{ path: '/ok' }],
  readinessChecks: [{ name: 'warm' }],
});
const TASK = aTask(WEB.id, {
  id: 'web.instance-1._app.1',
  instanceId: 'web.instance-1',
  health: [
    {
      alive: false,
      consecutiveFailures: 2,
      firstSuccess: timestamp(AT + 1000),
      lastSuccess: timestamp(AT + 2000),
      lastFailure: timestamp(AT + 4000),
      lastFailureCause: 'HTTP status 503',
    },
  ],
  checkResult: { command: { exitCode: 3 } },
});
const RESPONSE = { status: 503, contentType: 'text/plain', body: 'soon' };
const SCENE = {
  apps: [WEB],
  tasks: [TASK],
  readiness: [{ name: 'warm', taskId: TASK.id, isReady: false, lastResponse: RESPONSE }],
  deployments: [
    {
      id: 'd-1',
      version: AT,
      affectedApps: [WEB.id],
      steps: [{ actions: [{ action: 'ScaleApplication' as const, app: WEB.id }] }],
      currentStep: 1,
    },
  ],
};
const READINESS = { name: 'warm', taskId: TASK.id, ready: false, lastResponse: RESPONSE };

async function read(target: string): Promise<unknown> {
  return jsonOf(await new FakeMarathon(SCENE).send('GET', target));
}

describe('what checks found', () => {
  test('is shown with the task, times and cause included', async () => {
    const json = await read('/v2/tasks');
    expect(compileSchema({ ...TasksSchema })(json)).toEqual({ ok: true, value: json });
    expect(json).toMatchObject({
      tasks: [
        {
          healthCheckResults: [
            {
              alive: false,
              consecutiveFailures: 2,
              instanceId: 'web.instance-1',
              firstSuccess: '2021-03-01T10:00:01.000Z',
              lastSuccess: '2021-03-01T10:00:02.000Z',
              lastFailure: '2021-03-01T10:00:04.000Z',
              lastFailureCause: 'HTTP status 503',
            },
          ],
          checkResult: { command: { exitCode: 3 } },
        },
      ],
    });
  });

  test('of readiness is shown with the app that asks for it, and with the deployment', async () => {
    const app = await read('/v2/apps/web?embed=app.readiness');
    expect(compileSchema({ ...AppAnswerEnvelopeSchema })(app)).toEqual({ ok: true, value: app });
    expect(app).toMatchObject({ app: { readinessCheckResults: [READINESS] } });
    const deployments = await read('/v2/deployments');
    expect(deployments).toMatchObject([
      {
        currentActions: [
          { action: 'ScaleApplication', app: '/web', readinessCheckResults: [READINESS] },
        ],
      },
    ]);
    const decode = compileSchema({ ...DeploymentSchema });
    expect(decode((deployments as unknown[])[0])).toMatchObject({ ok: true });
  });
});

describe('an event of health', () => {
  const [healthCheck] = WEB.healthChecks;
  const check = healthCheck!;
  const appId = '/web';
  const instanceId = 'web.instance-1';
  const version = '2021-03-01T10:00:00.000Z';
  const at = { timestamp: version };
  test.each<[Announcement, object]>([
    [
      { kind: 'healthCheckAdded', appId, version: AT, check },
      { appId, version, healthCheck, eventType: 'add_health_check_event', ...at },
    ],
    [
      { kind: 'healthChecksRemoved', appId },
      { appId, eventType: 'remove_health_check_event', ...at },
    ],
    [
      { kind: 'healthCheckFailed', appId, instanceId, check },
      { appId, taskId: instanceId, healthCheck, eventType: 'failed_health_check_event', ...at },
    ],
    [
      { kind: 'healthStatusChanged', appId, instanceId, version: AT, alive: false },
      {
        appId,
        instanceId,
        version,
        alive: false,
        eventType: 'health_status_changed_event',
        ...at,
      },
    ],
    [
      {
        kind: 'unhealthyInstanceKill',
        appId,
        taskId: TASK.id,
        instanceId,
        version: AT,
        reason: 'HTTP status 503',
        host: 'agent-7',
        agentId: '8f1e-S2',
      },
      {
        appId,
        taskId: TASK.id,
        instanceId,
        version,
        reason: 'HTTP status 503',
        host: 'agent-7',
        slaveId: '8f1e-S2',
        eventType: 'unhealthy_instance_kill_event',
        ...at,
      },
    ],
  ])('%j', (announcement, expected) => {
    expect(eventJson(announcement, AT)).toEqual(expected);
  });
});
