import { describe, expect, test } from '@jest/globals';
import { describeApp, describeEnd, findExitCode } from '../../../ui/src/model/words.ts';
import { aDeployment, ago, aModel, aQueueItem, aTask, appOf, NOW } from './console-builders.ts';

const web = {
  id: '/shop/web',
  instances: 5,
  healthChecks: [{ protocol: 'HTTP', path: '/health' }],
} as const;
const good = [{ alive: true, consecutiveFailures: 0, instanceId: '' }];
const bad = [
  {
    alive: false,
    consecutiveFailures: 4,
    instanceId: '',
    lastSuccess: ago(45),
    lastFailure: ago(5),
    lastFailureCause: 'HTTP 500',
  },
];

const tell = (model: ReturnType<typeof aModel>, id = '/shop/web') =>
  describeApp(appOf(model, id), NOW);

describe('how an app stands, in words', () => {
  test('failing checks are told with what they ask, since when and why', () => {
    const tasks = [good, good, good, bad, bad].map((healthCheckResults, at) =>
      aTask('/shop/web', at, { healthCheckResults }),
    );
    expect(tell(aModel([web], tasks))).toMatchObject({
      status: 'unhealthy',
      needsAttention: true,
      label: '2 unhealthy',
    });
    expect(tell(aModel([web], tasks)).sentence).toMatch(
      /^2 of 5 instances fail GET \/health since \d\d:01 \(HTTP 500\)\.$/,
    );
  });

  test('an event that tells of ill health without its cause leaves the cause out', () => {
    const model = aModel([web], times(5, good));
    const [first] = model.instancesOf('/shop/web');
    model.apply({
      eventType: 'instance_health_changed_event',
      timestamp: ago(0),
      instanceId: first?.id ?? '',
      runSpecId: '/shop/web',
      runSpecVersion: ago(3600),
      healthy: false,
    });
    expect(tell(model).sentence).toBe('1 of 5 instances fails GET /health.');
  });

  test('a deployment says at which step it is, and that some are unwell', () => {
    const model = aModel(
      [{ ...web, instances: 2 }],
      [aTask('/shop/web', 1, { healthCheckResults: bad })],
    );
    model.takeDeployments([aDeployment('/shop/web')]);
    expect(tell(model).label).toBe('Deploying 2 of 3 · 1 unhealthy');
  });

  test('who waits is told from ten seconds on, who is held back with the time that is left', () => {
    const model = aModel([{ id: '/one', instances: 1 }]);
    const told = (since: number, left: number) => {
      model.takeQueue([aQueueItem('/one', since, left)], NOW);
      return tell(model, '/one');
    };
    expect(told(9, 0)).toMatchObject({
      status: 'starting',
      needsAttention: false,
      sentence: '0 of 1 instance runs, 1 is starting.',
    });
    expect(told(720, 0).sentence).toMatch(/^Waits for 1 instance since \d\d:50 \(12 min\)\.$/);
    expect(told(720, 160)).toMatchObject({
      label: 'Delayed 2:40',
      needsAttention: true,
      sentence: '0 of 1 instance runs. The last start failed. The next try is in 2:40.',
    });
  });

  test('an app that waits for nothing is told once, the same at any time', () => {
    const model = aModel([{ id: '/one', instances: 1 }], [aTask('/one', 1)]);
    const app = appOf(model, '/one');
    expect(describeApp(app, NOW)).toBe(describeApp(app, NOW + 60_000));
    expect(describeApp(app, NOW).sentence).toBe('Its instance runs.');
  });
});

describe('an app of which something is on its way', () => {
  const one = { id: '/one', instances: 1, version: ago(3600) };
  const aPlan = {
    id: 'd',
    version: ago(1),
    steps: [{ actions: [{ action: 'ScaleApplication' as const, app: '/one' }] }],
  };
  const ids = ['1', '2', '3'].map((at) => `one.instance-0000000${at}-86e3-11f1-9c1e-000000000242`);
  const scaled = () => {
    const model = aModel([one], [aTask('/one', 1)]);
    const plan = aPlan;
    model.apply({
      ...{ eventType: 'deployment_info', timestamp: ago(1), plan },
      currentStep: { actions: [] },
    });
    model.apply({
      ...{ eventType: 'api_post_event', timestamp: ago(1), clientIp: '', uri: '' },
      appDefinition: { ...one, instances: 3 },
    });
    return model;
  };
  const change = (model: ReturnType<typeof aModel>, at: number, condition: string) =>
    model.apply({
      ...{ eventType: 'instance_changed_event', timestamp: ago(1), condition },
      ...{ instanceId: ids[at] ?? '', runSpecId: '/one', runSpecVersion: ago(1) },
      ...{ agentId: 'S1', host: 'agent-1' },
    });
  const end = (model: ReturnType<typeof aModel>) =>
    model.apply({
      ...{ eventType: 'deployment_success', timestamp: ago(0), id: 'd' },
      plan: aPlan,
    });

  test('is deploying from the first word of its deployment to the last, never in need', () => {
    const model = scaled();
    const seen = [tell(model, '/one')];
    for (const condition of ['Scheduled', 'Provisioned', 'Starting', 'Running']) {
      for (const at of [1, 2]) change(model, at, condition);
      seen.push(tell(model, '/one'));
    }
    end(model);
    seen.push(tell(model, '/one'));
    expect(seen.map(({ sentence }) => sentence)).toEqual([
      ...Array.from(
        { length: 4 },
        () => 'A deployment is running: 1 of 3 instances run, 2 are starting.',
      ),
      'A deployment is running: 3 of 3 instances run.',
      'All 3 instances run.',
    ]);
    expect(seen.some(({ needsAttention }) => needsAttention)).toBe(false);
  });

  test('stays deploying when an older answer does not know the deployment yet', () => {
    const model = scaled();
    const askedBefore = 0;
    model.takeDeployments([], askedBefore);
    expect(tell(model, '/one').status).toBe('deploying');
    model.takeDeployments([]);
    expect(tell(model, '/one')).toMatchObject({
      status: 'starting',
      label: '2 starting',
      sentence: '1 of 3 instances run, 2 are starting.',
    });
  });

  test('is an alarm only when the queue was asked and has nothing for it', () => {
    const model = scaled();
    end(model);
    const before = model.revision;
    change(model, 1, 'Starting');
    model.takeQueue([], NOW, before);
    expect(tell(model, '/one').sentence).toBe('1 of 3 instances run, 2 are starting.');
    model.takeQueue([], NOW);
    expect(tell(model, '/one')).toMatchObject({
      status: 'degraded',
      needsAttention: true,
      sentence: 'Only 1 of 3 instances run.',
    });
    change(model, 2, 'Starting');
    model.takeQueue([], NOW);
    expect(tell(model, '/one').status).toBe('starting');
  });

  test('of which some waits for room says so, and not that it starts', () => {
    const model = aModel([{ ...one, instances: 3 }], [aTask('/one', 1)]);
    change(model, 1, 'Starting');
    model.takeDeployments([aDeployment('/one')]);
    const sentence = (since: number) => {
      model.takeQueue([aQueueItem('/one', since)], NOW);
      return tell(model, '/one').sentence;
    };
    expect(sentence(9)).toBe('A deployment is running: 1 of 3 instances run, 2 are starting.');
    expect(sentence(10)).toBe(
      'A deployment is running: 1 of 3 instances run, 1 is starting, 1 waits.',
    );
  });

  test('is in need inside a deployment once a start has failed', () => {
    const model = aModel([{ ...one, instances: 2 }], [aTask('/one', 1)]);
    model.takeDeployments([aDeployment('/one')]);
    model.takeQueue([aQueueItem('/one', 3, 160)], NOW);
    expect(tell(model, '/one')).toMatchObject({
      status: 'deploying',
      needsAttention: true,
      sentence:
        'A deployment is running: 1 of 2 instances run, 1 waits. The last start failed. The next try is in 2:40.',
    });
  });

  test('that makes room for another instance says that the old one stops', () => {
    const model = aModel([one], [aTask('/one', 1)]);
    change(model, 0, 'Killing');
    expect(tell(model, '/one')).toMatchObject({
      status: 'starting',
      label: '1 stopping',
      sentence: '0 of 1 instance runs, 1 is stopping.',
    });
  });
});

describe('how a task ended', () => {
  const end = (message: string) =>
    describeEnd('3f2a', { message, state: 'TASK_FAILED', host: 'agent-2' });

  test('an exit code is told with what it means, a signal by its code', () => {
    expect(end('Command exited with status 1')).toBe(
      '3f2a ended with exit code 1: a fault that the program tells in its log.',
    );
    expect(end('Command terminated with signal Killed')).toMatch(/^3f2a ended/);
    expect(findExitCode('Command terminated with signal KILL')).toBe(137);
    expect(findExitCode('status:nothing')).toBeUndefined();
  });

  test('memory and images have sentences of their own', () => {
    expect(end('Memory limit exceeded: Requested: 512MB Maximum Used: 512MB')).toBe(
      '3f2a ended with exit code 137: killed for using more than its 512 MiB.',
    );
    expect(
      end(
        'Failed to launch container: could not pull image shop/web:1.9.O: manifest for shop/web:1.9.O not found: manifest unknown',
      ),
    ).toBe('agent-2 cannot pull shop/web:1.9.O: the registry does not know this tag.');
    expect(end('could not pull image x: Docker does not answer at /run/d.sock: ENOENT')).toBe(
      'agent-2 cannot pull x: Docker does not answer at /run/d.sock: ENOENT.',
    );
  });

  test('what says nothing is told by its state', () => {
    expect(end('')).toBe('3f2a ended: failed.');
  });
});

function times(count: number, healthCheckResults: typeof good) {
  return Array.from({ length: count }, (_, at) => aTask('/shop/web', at, { healthCheckResults }));
}

describe('an app whose instances fail again and again', () => {
  const one = { id: '/one', instances: 1 };
  const fail = (model: ReturnType<typeof aModel>, seconds: number, run: number) =>
    model.apply({
      ...{ eventType: 'status_update_event', timestamp: ago(seconds), version: ago(3600) },
      ...{ taskId: `one.instance-${run}._app.1`, appId: '/one', slaveId: 'S1', host: 'agent-1' },
      ...{ taskStatus: 'TASK_FAILED', message: 'Command exited with status 3' },
      ...{ ipAddresses: [], ports: [] },
    });
  const failing = () => {
    const model = aModel([one]);
    fail(model, 100, 1);
    fail(model, 60, 2);
    model.takeTasks([aTask('/one', 1)]);
    model.takeQueue([], NOW);
    return model;
  };

  test('is in need while it runs between two failures, from the third on', () => {
    const model = failing();
    expect(tell(model, '/one')).toMatchObject({ status: 'running', needsAttention: false });
    fail(model, 20, 3);
    model.takeTasks([aTask('/one', 1)]);
    expect(tell(model, '/one')).toMatchObject({
      status: 'degraded',
      needsAttention: true,
      isCrashing: true,
      label: 'Failed 3 times',
    });
    expect(tell(model, '/one').sentence).toMatch(
      /^It failed 3 times in 1 min 20 s \(exit code 3\)\. /,
    );
  });

  test('is trusted again a minute after the last failure, and in need for as long as it is missing', () => {
    const model = failing();
    fail(model, 20, 3);
    model.takeTasks([]);
    const later = (seconds: number) => describeApp(appOf(model, '/one'), NOW + seconds * 1_000);
    expect(later(300)).toMatchObject({ needsAttention: true, isCrashing: true });
    model.takeTasks([aTask('/one', 1)]);
    expect(later(39).needsAttention).toBe(true);
    expect(later(40)).toMatchObject({ status: 'running', needsAttention: false });
  });

  test('is in need inside a deployment too, which would wait for it for ever', () => {
    const model = failing();
    fail(model, 20, 3);
    model.takeDeployments([aDeployment('/one')]);
    expect(tell(model, '/one')).toMatchObject({ status: 'deploying', needsAttention: true });
  });

  test('forgets failures that are further apart than ten minutes', () => {
    const model = aModel([one], [aTask('/one', 1)]);
    for (const [run, seconds] of [1_900, 1_200, 500].entries()) fail(model, seconds, run);
    model.takeTasks([aTask('/one', 1)]);
    expect(tell(model, '/one')).toMatchObject({ status: 'running', needsAttention: false });
  });
});
