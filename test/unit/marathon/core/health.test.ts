import { describe, expect, test } from '@jest/globals';
import type {
  HealthView,
  ProbeOrder,
  ProbeOutcome,
} from '../../../../packages/marathon/src/core/index.ts';
import { appId } from '../../../support/marathon-apps.ts';
import { instanceOf, MarathonHarness, type Answer } from '../../../support/marathon-harness.ts';

const OK: ProbeOutcome = { kind: 'http', status: 200, contentType: 'text/plain', body: '' };
const BAD: ProbeOutcome = { ...OK, status: 503 };
const OPEN: ProbeOutcome = { kind: 'connected' };
const CLOSED: ProbeOutcome = { kind: 'failed', message: 'connection refused', isHeard: true };

const PORTS = { portDefinitions: [{ port: 0, name: 'http-api' }] };
const CHECK = { protocol: 'HTTP', path: '/ok', intervalSeconds: 10, gracePeriodSeconds: 0 };

/** Lets the checks of an interval come and answers them. */
function round(marathon: MarathonHarness, outcome: Answer, seconds = 10): readonly ProbeOrder[] {
  return marathon.probeAfter(seconds, outcome);
}

function running(json: Readonly<Record<string, unknown>>): MarathonHarness {
  const marathon = MarathonHarness.ready();
  marathon.create({ id: '/web', ...PORTS, healthChecks: [CHECK], ...json });
  marathon.runAll();
  return marathon;
}

function health(marathon: MarathonHarness, id = '/web'): readonly (readonly HealthView[])[] {
  return marathon.tasks(id).map((task) => task.health);
}

const counts = (marathon: MarathonHarness) => marathon.kernel.view.countsOf(appId('/web'));

const told = (marathon: MarathonHarness, ...kinds: readonly string[]) =>
  marathon.announced.filter(({ kind }) => kinds.includes(kind));

describe('a check that the leader runs', () => {
  test('case 3: ends the deployment only when the task is healthy', () => {
    const marathon = running({});
    expect(counts(marathon)).toEqual({ staged: 0, running: 1, healthy: 0, unhealthy: 0 });
    expect(health(marathon)).toEqual([[]]);
    expect(marathon.deployments()).toHaveLength(1);
    const [order] = round(marathon, OK, 5);
    expect(order).toMatchObject({
      purpose: 'health',
      target: { kind: 'http', scheme: 'http', host: 'agent-1', path: '/ok' },
      timeout: 20_000,
      bodyMax: 0,
    });
    expect(order?.target.port).toBe(marathon.tasks('/web')[0]?.ports[0]);
    expect(counts(marathon)).toEqual({ staged: 0, running: 1, healthy: 1, unhealthy: 0 });
    expect(health(marathon)).toEqual([
      [
        expect.objectContaining({
          alive: true,
          consecutiveFailures: 0,
          firstSuccess: marathon.at,
          lastSuccess: marathon.at,
        }),
      ],
    ]);
    expect(marathon.heard().slice(-4)).toEqual([
      'healthStatusChanged',
      'instanceHealthChanged',
      'deploymentStepSuccess',
      'deploymentSuccess',
    ]);
  });

  test('case 4: that fails without a grace period is told of and holds the deployment', () => {
    const marathon = running({});
    round(marathon, BAD, 5);
    expect(told(marathon, 'healthCheckFailed')).toEqual([
      expect.objectContaining({ appId: '/web', instanceId: marathon.tasks('/web')[0]?.instanceId }),
    ]);
    expect(told(marathon, 'healthStatusChanged')).toEqual([]);
    expect(told(marathon, 'instanceHealthChanged')).toMatchObject([{ healthy: false }]);
    expect(counts(marathon)).toEqual({ staged: 0, running: 1, healthy: 0, unhealthy: 1 });
    expect(marathon.deployments()).toHaveLength(1);
  });

  test('case 5: that turns bad is told of with alive=false, and good again with alive=true', () => {
    const marathon = running({});
    round(marathon, OK, 5);
    for (const outcome of [BAD, BAD, OK]) round(marathon, outcome);
    expect(told(marathon, 'healthStatusChanged')).toMatchObject([
      { appId: '/web', alive: true },
      { appId: '/web', alive: false },
      { appId: '/web', alive: true },
    ]);
    expect(told(marathon, 'instanceHealthChanged')).toMatchObject([
      { healthy: true },
      { healthy: false },
      { healthy: true },
    ]);
    expect(marathon.killed()).toEqual([]);
  });

  test('case 6: TCP asks for a connection and no more', () => {
    const marathon = running({ healthChecks: [{ ...CHECK, protocol: 'TCP', path: undefined }] });
    const [order] = round(marathon, OPEN, 5);
    const [port] = marathon.tasks('/web')[0]?.ports ?? [];
    expect(order?.target).toEqual({ kind: 'tcp', host: 'agent-1', port });
    expect(marathon.deployments()).toEqual([]);
  });

  test('begins after half to the whole of the interval, at most five seconds', () => {
    for (const [intervalSeconds, min, max] of [
      [60, 2.5, 5],
      [2, 1, 2],
    ] as const) {
      const marathon = running({ healthChecks: [{ ...CHECK, intervalSeconds }], instances: 20 });
      const dues = [...marathon.timers]
        .filter(([timer]) => timer.startsWith('health/'))
        .map(([, due]) => (due - marathon.at) / 1000);
      expect(dues).toHaveLength(20);
      expect(new Set(dues).size).toBeGreaterThan(10);
      expect(Math.min(...dues)).toBeGreaterThanOrEqual(min);
      expect(Math.max(...dues)).toBeLessThanOrEqual(max);
    }
  });

  test('is due an interval after it was asked for, however long the answer took', () => {
    const marathon = running({});
    marathon.advance(5);
    const [asked] = marathon.probes;
    marathon.advance(7);
    expect(marathon.probes).toEqual([asked]);
    marathon.answerProbes(OK);
    const [due] = [...marathon.timers].filter(([timer]) => timer.startsWith('health/'));
    expect(due![1] - marathon.at).toBeGreaterThan(0);
    expect(due![1] - marathon.at).toBeLessThanOrEqual(3_000);
  });

  test('goes to the address of the container where that has a network of its own', () => {
    const marathon = MarathonHarness.ready();
    const container = {
      type: 'DOCKER',
      docker: { image: 'web' },
      portMappings: [{ containerPort: 8080, hostPort: 0 }],
    };
    const networks = [{ mode: 'container', name: 'dcos' }];
    marathon.create({ id: '/web', container, networks, healthChecks: [CHECK] });
    const [task] = marathon.offer();
    marathon.status(task!.task_id.value, 'TASK_RUNNING', {
      container_status: { network_infos: [{ ip_addresses: [{ ip_address: '9.0.0.7' }] }] },
    });
    const [order] = round(marathon, OK, 5);
    expect(order?.target).toMatchObject({ host: '9.0.0.7', port: 8080 });
  });

  test('goes to a port that is given by its number, and fails while the address is unknown', () => {
    const marathon = running({ healthChecks: [{ ...CHECK, port: 4000 }] });
    expect(round(marathon, OK, 5)[0]?.target).toMatchObject({ host: 'agent-1', port: 4000 });
    const other = MarathonHarness.ready();
    const container = { type: 'MESOS', portMappings: [{ containerPort: 80 }] };
    const networks = [{ mode: 'container', name: 'dcos' }];
    other.create({ id: '/web', container, networks, healthChecks: [CHECK] });
    other.runAll();
    expect(round(other, OK, 5)).toEqual([]);
    expect(health(other)[0]).toMatchObject([
      { alive: false, lastFailureCause: 'the address of the container is not known' },
    ]);
  });

  test('ignores failures in the grace period, which the first success ends', () => {
    const marathon = running({ healthChecks: [{ ...CHECK, gracePeriodSeconds: 60 }] });
    round(marathon, CLOSED, 5);
    for (let at = 0; at < 4; at++) round(marathon, CLOSED);
    expect(health(marathon)).toEqual([[]]);
    expect(told(marathon, 'healthCheckFailed')).toEqual([]);
    round(marathon, OK);
    expect(counts(marathon).healthy).toBe(1);
    round(marathon, CLOSED);
    expect(health(marathon)[0]).toMatchObject([
      { alive: false, consecutiveFailures: 1, lastFailureCause: 'connection refused' },
    ]);
  });

  test('discards 1xx where it is told to, and takes it for a failure otherwise', () => {
    const early: ProbeOutcome = { ...OK, status: 103 };
    const lenient = running({ healthChecks: [{ ...CHECK, ignoreHttp1xx: true }] });
    round(lenient, early, 5);
    expect(health(lenient)).toEqual([[]]);
    expect(round(lenient, OK)).toHaveLength(1);
    const strict = running({});
    round(strict, early, 5);
    expect(health(strict)[0]).toMatchObject([{ lastFailureCause: 'HTTP status 103' }]);
  });

  test.each([
    [200, true],
    [399, true],
    [400, false],
    [199, false],
  ])('takes the status %i for alive: %s', (status, alive) => {
    const marathon = running({});
    round(marathon, { ...OK, status }, 5);
    expect(health(marathon)[0]).toMatchObject([{ alive }]);
  });

  test('calls an instance healthy only when every one of its checks does', () => {
    const marathon = running({ healthChecks: [CHECK, { ...CHECK, path: '/deep' }] });
    round(marathon, (order) => (order.check === 0 ? OK : BAD), 5);
    expect(counts(marathon)).toMatchObject({ healthy: 0, unhealthy: 1 });
    round(marathon, OK);
    expect(counts(marathon)).toMatchObject({ healthy: 1, unhealthy: 0 });
  });
});

describe('a task that stays unhealthy', () => {
  test('is killed with the failure after the maximum, told of, and replaced without a back-off', () => {
    const marathon = running({ backoffSeconds: 60 });
    const [task] = marathon.running('/web');
    round(marathon, OK, 5);
    for (let at = 0; at < 3; at++) round(marathon, BAD);
    expect(marathon.killed()).toEqual([]);
    round(marathon, BAD);
    expect(marathon.killed()).toEqual([task]);
    expect(told(marathon, 'unhealthyInstanceKill')).toMatchObject([
      { taskId: task, instanceId: instanceOf(task!), reason: 'HTTP status 503', host: 'agent-1' },
    ]);
    const failure = {
      state: 'TASK_KILLED',
      message: 'Task was killed since health check failed. Reason: HTTP status 503',
      taskId: task,
    };
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toMatchObject(failure);
    expect(round(marathon, BAD)).toEqual([]);
    marathon.status(task!, 'TASK_KILLED', { message: 'Command terminated with signal Terminated' });
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toMatchObject(failure);
    const [next] = marathon.offer();
    expect(next?.task_id.value).toBe(`${instanceOf(task!)}._app.2`);
    marathon.status(next!.task_id.value, 'TASK_RUNNING');
    expect(health(marathon)).toEqual([[]]);
    round(marathon, OK, 5);
    expect(counts(marathon).healthy).toBe(1);
  });

  test('is never killed where the maximum is 0', () => {
    const marathon = running({ healthChecks: [{ ...CHECK, maxConsecutiveFailures: 0 }] });
    round(marathon, OK, 5);
    for (let at = 0; at < 20; at++) round(marathon, BAD);
    expect(marathon.killed()).toEqual([]);
    expect(health(marathon)[0]).toMatchObject([{ consecutiveFailures: 20 }]);
  });

  test('is left alone while it is unreachable, and a probe that was under way counts no more', () => {
    const marathon = running({ unreachableStrategy: 'disabled' });
    const [task] = marathon.running('/web');
    round(marathon, OK, 5);
    for (let at = 0; at < 3; at++) round(marathon, BAD);
    marathon.advance(10);
    marathon.status(task!, 'TASK_UNREACHABLE');
    marathon.answerProbes(BAD);
    for (let at = 0; at < 5; at++) expect(round(marathon, BAD)).toEqual([]);
    expect(marathon.killed()).toEqual([]);
    expect(health(marathon)[0]).toMatchObject([{ consecutiveFailures: 3 }]);
    marathon.status(task!, 'TASK_RUNNING');
    expect(round(marathon, OK, 5)).toHaveLength(1);
    expect(counts(marathon).healthy).toBe(1);
  });

  test('is not probed any more once it is given up', () => {
    const marathon = running({ instances: 2 });
    round(marathon, OK, 5);
    marathon.update('/web', { instances: 1 });
    expect(round(marathon, OK)).toHaveLength(1);
    marathon.delete('/web');
    expect(round(marathon, OK)).toEqual([]);
  });
});

describe('after a restart', () => {
  test('nothing is known, and the grace period counts from when the task came to run', () => {
    const marathon = running({ healthChecks: [{ ...CHECK, gracePeriodSeconds: 60 }] });
    round(marathon, OK, 5);
    for (let at = 0; at < 3; at++) round(marathon, BAD);
    marathon.restart();
    expect(counts(marathon)).toEqual({ staged: 0, running: 1, healthy: 0, unhealthy: 0 });
    expect(health(marathon)).toEqual([[]]);
    round(marathon, BAD, 5);
    expect(health(marathon)).toEqual([[]]);
    marathon.advance(20);
    for (let at = 0; at < 3; at++) round(marathon, BAD);
    expect(marathon.killed()).toEqual([]);
    round(marathon, BAD);
    round(marathon, BAD);
    expect(marathon.killed()).toHaveLength(1);
  });

  test('a rolling upgrade is held by the health of new instances, not by the unknown of old ones', () => {
    const marathon = running({ instances: 2 });
    round(marathon, OK, 5);
    const old = marathon.running('/web');
    marathon.update('/web', { cmd: 'sleep 2000', healthChecks: [CHECK] });
    marathon.runAll();
    marathon.restart();
    expect(marathon.killed()).toEqual([]);
    expect(marathon.running('/web')).toHaveLength(4);
    round(marathon, OK, 5);
    expect(new Set(marathon.killed())).toEqual(new Set(old));
    for (const id of old) marathon.status(id, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
  });
});

describe('a check that the agent runs', () => {
  const COMMAND = { protocol: 'COMMAND', command: { value: 'true' }, gracePeriodSeconds: 0 };
  const news = { reason: 'REASON_TASK_HEALTH_CHECK_STATUS_UPDATED' } as const;

  test('case 7: COMMAND ends the deployment when the agent calls the task healthy', () => {
    const marathon = running({ healthChecks: [COMMAND] });
    const [task] = marathon.running('/web');
    expect(round(marathon, OK)).toEqual([]);
    expect(marathon.deployments()).toHaveLength(1);
    marathon.status(task!, 'TASK_RUNNING', { healthy: true, ...news });
    expect(marathon.deployments()).toEqual([]);
    expect(health(marathon)[0]).toMatchObject([{ alive: true, firstSuccess: marathon.at }]);
    marathon.status(task!, 'TASK_RUNNING', { healthy: false, message: 'exit 1', ...news });
    marathon.status(task!, 'TASK_RUNNING', { healthy: false, message: 'exit 1', ...news });
    marathon.status(task!, 'TASK_RUNNING', { healthy: false, reason: 'REASON_RECONCILIATION' });
    expect(health(marathon)[0]).toMatchObject([
      { alive: false, consecutiveFailures: 2, lastFailureCause: 'exit 1' },
    ]);
    expect(told(marathon, 'healthCheckFailed')).toHaveLength(2);
    expect(told(marathon, 'healthStatusChanged')).toMatchObject([
      { alive: true },
      { alive: false },
    ]);
    expect(counts(marathon).unhealthy).toBe(1);
  });

  test('ends in a kill that is the last failure of the app, and in a replacement', () => {
    const marathon = running({ healthChecks: [COMMAND], backoffSeconds: 60 });
    const [task] = marathon.running('/web');
    marathon.status(task!, 'TASK_KILLED', { healthy: false, message: 'failed 4 times' });
    expect(marathon.kernel.view.lastTaskFailureOf(appId('/web'))).toMatchObject({
      state: 'TASK_KILLED',
      message: 'Task was killed since health check failed. Reason: failed 4 times',
    });
    expect(marathon.offer()).toHaveLength(1);
  });

  test('and one of the leader make the health together', () => {
    const marathon = running({ healthChecks: [COMMAND, CHECK] });
    const [task] = marathon.running('/web');
    round(marathon, OK, 5);
    expect(counts(marathon)).toMatchObject({ healthy: 0, unhealthy: 0 });
    marathon.status(task!, 'TASK_RUNNING', { healthy: true, ...news });
    expect(counts(marathon)).toMatchObject({ healthy: 1 });
    round(marathon, BAD);
    expect(counts(marathon)).toMatchObject({ unhealthy: 1 });
    marathon.status(task!, 'TASK_RUNNING', { healthy: true, ...news });
    expect(counts(marathon)).toMatchObject({ unhealthy: 1 });
  });

  test('and only reports is shown with the task and acted on by nobody', () => {
    const check = { exec: { command: { shell: 'false' } } };
    const marathon = running({ healthChecks: [], check });
    const [task] = marathon.running('/web');
    expect(marathon.tasks('/web')[0]?.checkResult).toBeUndefined();
    const check_status = { type: 'COMMAND', command: { exit_code: 3 } } as const;
    marathon.status(task!, 'TASK_RUNNING', { check_status });
    expect(marathon.tasks('/web')[0]?.checkResult).toEqual({ command: { exitCode: 3 } });
    expect(counts(marathon)).toEqual({ staged: 0, running: 1, healthy: 0, unhealthy: 0 });
    expect(marathon.deployments()).toEqual([]);
  });
});

describe('listeners', () => {
  test('are told of the checks of each configuration once, and of their end with the app', () => {
    const marathon = running({ healthChecks: [CHECK, { ...CHECK, path: '/deep' }] });
    expect(told(marathon, 'healthCheckAdded')).toMatchObject([
      { appId: '/web', check: { path: '/ok', maxConsecutiveFailures: 3 } },
      { appId: '/web', check: { path: '/deep' } },
    ]);
    round(marathon, OK, 5);
    marathon.update('/web', { instances: 2 });
    marathon.runAll();
    round(marathon, OK, 5);
    round(marathon, OK);
    expect(told(marathon, 'healthCheckAdded')).toHaveLength(2);
    marathon.restart();
    expect(told(marathon, 'healthCheckAdded')).toHaveLength(2);
    marathon.delete('/web');
    for (const id of marathon.running('/web')) marathon.status(id, 'TASK_KILLED');
    expect(
      marathon
        .heard()
        .filter((kind) => /Terminated|Removed|Success/.test(kind))
        .slice(-4),
    ).toEqual([
      'appTerminated',
      'healthChecksRemoved',
      'deploymentStepSuccess',
      'deploymentSuccess',
    ]);
  });

  test('are told when a new configuration has no checks any more', () => {
    const marathon = running({});
    round(marathon, OK, 5);
    marathon.update('/web', { healthChecks: [] });
    expect(told(marathon, 'healthChecksRemoved')).toEqual([
      { kind: 'healthChecksRemoved', appId: '/web' },
    ]);
  });
});
