import { describe, expect, test } from '@jest/globals';
import { describeDeployment, describeOutcome } from '../../../ui/src/model/deployments.ts';
import type { DeploymentJson } from '../../../ui/src/model/records.ts';
import { ago, aModel, aTask, NOW } from './console-builders.ts';

const OLD = ago(86_400);
const NEW = ago(180);
const good = [{ alive: true, consecutiveFailures: 0, instanceId: '' }];

type Action = DeploymentJson['currentActions'][number]['action'];

function aDeployment(action: Action, given: Partial<DeploymentJson> = {}): DeploymentJson {
  return {
    id: '5f9e',
    version: NEW,
    affectedApps: ['/shop/api'],
    affectedPods: [],
    steps: [],
    currentActions: [{ action, app: '/shop/api', readinessCheckResults: [] }],
    currentStep: 2,
    totalSteps: 3,
    ...given,
  };
}

const api = {
  id: '/shop/api',
  instances: 10,
  version: NEW,
  versionInfo: { lastScalingAt: NEW, lastConfigChangeAt: NEW },
  healthChecks: [{ protocol: 'HTTP', gracePeriodSeconds: 300 }],
} as const;

function tell(
  deployment: DeploymentJson,
  tasks: readonly ReturnType<typeof aTask>[],
  definition: object = {},
) {
  const model = aModel([{ ...api, ...definition }], tasks);
  return describeDeployment(
    deployment,
    (id) => model.app(id),
    (id) => model.instancesOf(id),
    NOW,
  );
}

const many = (from: number, count: number, given: object) =>
  Array.from({ length: count }, (_, at) => aTask('/shop/api', from + at, given));

describe('a deployment in words', () => {
  test('counts what is new and healthy, and names the one that it waits for with its grace', () => {
    const told = tell(aDeployment('RestartApplication'), [
      ...many(0, 2, { version: OLD, healthCheckResults: good }),
      ...many(2, 6, { version: NEW, healthCheckResults: good }),
      aTask('/shop/api', 8, { version: NEW, startedAt: ago(48) }),
    ]);
    expect(told.sentence).toBe('Step 2 of 3: 6 of 10 instances are new and healthy.');
    expect(told.brief).toBe('6 of 10 new · 2 old');
    expect(told.hold).toBe(
      'It waits for 00000008 to become healthy; its grace period ends in 4:12.',
    );
    expect(told.share).toBeCloseTo((1 + 0.6) / 3);
  });

  test('several are told by their number, and a grace that is over is not told', () => {
    const late = many(0, 1, { version: NEW, startedAt: ago(400) });
    expect(tell(aDeployment('RestartApplication'), late).hold).toBe(
      'It waits for 00000000 to become healthy.',
    );
    const starting = many(0, 2, { version: NEW, state: 'TASK_STAGING' });
    expect(tell(aDeployment('ScaleApplication'), starting).hold).toBe(
      'It waits for 2 instances to start.',
    );
  });

  test('scaling down and stopping count what is left', () => {
    const three = many(0, 3, { version: NEW, healthCheckResults: good });
    const down = tell(aDeployment('ScaleApplication'), three, { instances: 1 });
    expect(down.sentence).toBe('Step 2 of 3: 2 instances are left to stop.');
    const stop = tell(aDeployment('StopApplication'), three.slice(0, 1), { instances: 0 });
    expect(stop.sentence).toBe('Step 2 of 3: 1 instance is left to stop.');
    expect(stop.brief).toBe('1 instance to stop');
  });

  test('an end says what runs since when and how long it took', () => {
    const end = {
      at: NOW,
      id: 1,
      text: '/shop/api deployed',
      family: 'good',
      appId: undefined,
      instanceId: undefined,
      deploymentId: '5f9e',
    } as const;
    const last = aDeployment('RestartApplication');
    expect(describeOutcome(last, end, () => 'v8', NOW)).toMatch(
      /^\/shop\/api runs v8 since \d\d:02\. It took 3 min\.$/,
    );
    const failed = {
      ...end,
      family: 'bad',
      text: '/shop/api: the deployment was cancelled',
    } as const;
    expect(describeOutcome(last, failed, () => 'v8', NOW)).toBe(
      '/shop/api: the deployment was cancelled. It took 3 min.',
    );
  });
});
