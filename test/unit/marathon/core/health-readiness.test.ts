import { describe, expect, test } from '@jest/globals';
import type { ProbeOrder, ProbeOutcome } from '../../../../packages/marathon/src/core/index.ts';
import { appId } from '../../../support/marathon-apps.ts';
import { MarathonHarness } from '../../../support/marathon-harness.ts';

const READY: ProbeOutcome = { kind: 'http', status: 200, contentType: 'text/plain', body: 'yes' };
const WAIT: ProbeOutcome = { kind: 'http', status: 503, contentType: 'text/plain', body: 'soon' };
const REFUSED: ProbeOutcome = {
  kind: 'failed',
  message: 'connect ECONNREFUSED',
  isHeard: true,
};

const READINESS = {
  path: '/ready',
  intervalSeconds: 5,
  timeoutSeconds: 2,
  preserveLastResponse: true,
};
const APP = {
  id: '/web',
  portDefinitions: [{ port: 0, name: 'http-api' }],
  readinessChecks: [READINESS],
};

const results = (marathon: MarathonHarness) => marathon.kernel.view.readinessOf(appId('/web'));

const taskIds = (orders: readonly ProbeOrder[]) => orders.map(({ taskId }) => taskId);

/** One ready instance, and no deployment. */
function ready(json: Readonly<Record<string, unknown>> = {}): MarathonHarness {
  const marathon = MarathonHarness.ready();
  marathon.create({ ...APP, ...json });
  marathon.runAll();
  marathon.answerProbes(READY);
  return marathon;
}

describe('a readiness check', () => {
  test('is made as soon as a task runs, and holds the deployment until it is passed', () => {
    const marathon = MarathonHarness.ready();
    marathon.create(APP);
    const [task] = marathon.offer();
    marathon.status(task!.task_id.value, 'TASK_STARTING');
    expect(marathon.probes).toEqual([]);
    marathon.status(task!.task_id.value, 'TASK_RUNNING');
    const [port] = marathon.tasks('/web')[0]?.ports ?? [];
    expect(marathon.probes).toMatchObject([
      {
        purpose: 'readiness',
        taskId: task!.task_id.value,
        target: { kind: 'http', scheme: 'http', host: 'agent-1', port, path: '/ready' },
        timeout: 2000,
        bodyMax: 16_384,
      },
    ]);
    marathon.answerProbes(WAIT);
    expect(marathon.deployments()).toHaveLength(1);
    marathon.probeAfter(5, READY);
    expect(marathon.deployments()).toEqual([]);
    expect(marathon.probeAfter(60, READY)).toEqual([]);
  });

  test('case 81: an old instance stays until the new one is ready, and the answers are shown', () => {
    const marathon = ready({
      upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
    });
    const [old] = marathon.running('/web');
    expect(results(marathon)).toEqual([]);
    marathon.update('/web', { cmd: 'sleep 2000' });
    const [task] = marathon.runAll();
    expect(taskIds(marathon.answerProbes(WAIT))).toEqual([task]);
    const shown = { name: 'readinessCheck', taskId: task };
    expect(results(marathon)).toEqual([
      {
        ...shown,
        isReady: false,
        lastResponse: { status: 503, contentType: 'text/plain', body: 'soon' },
      },
    ]);
    marathon.probeAfter(5, WAIT);
    expect(marathon.killed()).toEqual([]);
    marathon.probeAfter(5, READY);
    expect(marathon.killed()).toEqual([old]);
    expect(results(marathon)).toEqual([
      {
        ...shown,
        isReady: true,
        lastResponse: { status: 200, contentType: 'text/plain', body: 'yes' },
      },
    ]);
    marathon.status(old!, 'TASK_KILLED');
    expect(marathon.deployments()).toEqual([]);
    expect(results(marathon)).toEqual([]);
  });

  test('that meets nobody is told as 504, and keeps no answer unless it was asked to', () => {
    const marathon = ready();
    const [port] = marathon.tasks('/web')[0]?.ports ?? [];
    marathon.update('/web', { instances: 2 });
    marathon.answerProbes(REFUSED);
    const body = `Marathon could not query http://agent-1:${port}/ready: connect ECONNREFUSED`;
    expect(results(marathon)).toMatchObject([
      { isReady: false, lastResponse: { status: 504, contentType: 'text/plain', body } },
    ]);
    const other = MarathonHarness.ready();
    const check = { ...READINESS, preserveLastResponse: false };
    other.create({ ...APP, readinessChecks: [check] });
    other.runAll();
    expect(other.answerProbes(WAIT)).toMatchObject([{ bodyMax: 0 }]);
    expect(results(other)).toMatchObject([{ isReady: false, lastResponse: undefined }]);
  });

  test('takes the statuses of its list for ready, and no other', () => {
    const marathon = MarathonHarness.ready();
    const check = { ...READINESS, httpStatusCodesForReady: [503] };
    marathon.create({ ...APP, readinessChecks: [check] });
    marathon.runAll();
    marathon.answerProbes(READY);
    expect(marathon.deployments()).toHaveLength(1);
    marathon.probeAfter(5, WAIT);
    expect(marathon.deployments()).toEqual([]);
  });

  test('waits for health beside readiness', () => {
    const check = { protocol: 'TCP', port: 80, intervalSeconds: 10, gracePeriodSeconds: 0 };
    const marathon = MarathonHarness.ready();
    marathon.create({ ...APP, healthChecks: [check] });
    marathon.runAll();
    marathon.answerProbes(READY);
    expect(marathon.deployments()).toHaveLength(1);
    marathon.probeAfter(5, { kind: 'connected' });
    expect(marathon.deployments()).toEqual([]);
  });

  test('is made anew by the life of Marathon that takes the deployment up', () => {
    const marathon = ready();
    const [old] = marathon.running('/web');
    marathon.update('/web', { cmd: 'sleep 2000' });
    const [task] = marathon.runAll();
    marathon.answerProbes(WAIT);
    marathon.probes = [];
    marathon.restart();
    expect(results(marathon)).toEqual([]);
    expect(marathon.killed()).toEqual([]);
    expect(taskIds(marathon.answerProbes(READY))).toEqual([task]);
    expect(marathon.killed()).toEqual([old]);
  });

  test('of a task that ended is forgotten, and its successor is asked', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ ...APP, backoffSeconds: 0 });
    const [task] = marathon.runAll();
    marathon.status(task!, 'TASK_FAILED');
    marathon.answerProbes(READY);
    expect(marathon.deployments()).toHaveLength(1);
    marathon.advance(1);
    const [next] = marathon.runAll();
    expect(taskIds(marathon.answerProbes(READY))).toEqual([next]);
    expect(marathon.deployments()).toEqual([]);
  });

  test('of a deployment that another took over is not shown with that one', () => {
    const marathon = ready({ dependencies: ['/base'] });
    marathon.update('/web', { cmd: 'sleep 2000' });
    marathon.runAll();
    marathon.answerProbes(WAIT);
    expect(results(marathon)).toHaveLength(1);
    const json = { cmd: 'sleep 1', cpus: 0.1, mem: 32, dependencies: [] };
    const changes = [
      { kind: 'update', id: appId('/base'), json, mayCreate: true } as const,
      { kind: 'update', id: appId('/web'), json: { instances: 2 }, mayCreate: true } as const,
    ];
    marathon.ask({ kind: 'changeApps', changes, force: true, source: undefined });
    expect(marathon.deployments()).toHaveLength(1);
    expect(results(marathon)).toEqual([]);
  });

  test('ends with a deployment that is cancelled', () => {
    const marathon = MarathonHarness.ready();
    marathon.create(APP);
    marathon.runAll();
    marathon.answerProbes(WAIT);
    const [deployment] = marathon.deployments();
    marathon.ask({ kind: 'cancelDeployment', deploymentId: deployment!.id, force: true });
    expect(marathon.probeAfter(60, READY)).toEqual([]);
    expect(results(marathon)).toEqual([]);
  });
});
