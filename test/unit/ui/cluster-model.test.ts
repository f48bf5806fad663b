import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TaskJson } from '@stoa/proto/marathon';
import { ClusterModel } from '../../../ui/src/model/cluster-model.ts';
import { parseEvent } from '../../../ui/src/model/events.ts';
import { describeApp } from '../../../ui/src/model/words.ts';

const ID = 'shop_web.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002';
const AT = '2026-03-01T10:00:00.000Z';
const NOW = Date.parse(AT);

const aTask = (changes: Partial<TaskJson> = {}): TaskJson => ({
  appId: '/shop/web',
  id: `${ID}._app.1`,
  host: 'agent-7',
  state: 'TASK_RUNNING',
  healthCheckResults: [],
  ipAddresses: [],
  ports: [31422],
  servicePorts: [],
  localVolumes: [],
  role: '*',
  slaveId: 'S7',
  version: AT,
  stagedAt: AT,
  startedAt: AT,
  ...changes,
});

const anApp = (instances: number) => ({
  id: '/shop/web',
  instances,
  cpus: 0.5,
  mem: 64,
  version: AT,
});

let model: ClusterModel;

function tell(eventType: string, members: object): void {
  const data = JSON.stringify({ eventType, timestamp: AT, ...members });
  const event = parseEvent({ event: eventType, data, id: undefined });
  if (event === undefined) throw new Error(`the model does not know ${eventType}`);
  model.apply(event);
}

const change = (condition: string, host: string | null = 'agent-7') =>
  tell('instance_changed_event', {
    instanceId: ID,
    condition,
    runSpecId: '/shop/web',
    agentId: host === null ? null : 'S7',
    host,
    runSpecVersion: AT,
  });

beforeEach(() => {
  model = new ClusterModel();
  model.takeGroups({ id: '/', groups: [{ id: '/shop', apps: [anApp(1)] }] });
  model.takeTasks([]);
});

describe('the model of the cluster', () => {
  test('counts follow an instance from its schedule to its end', () => {
    const seen = ['Scheduled', 'Provisioned', 'Starting', 'Running', 'Killing', 'Killed'].map(
      (condition) => {
        change(condition, condition === 'Scheduled' ? null : 'agent-7');
        const { starting = 0, running = 0, killing = 0 } = model.app('/shop/web')?.counts ?? {};
        return [condition, starting, running, killing];
      },
    );
    expect(seen).toEqual([
      ['Scheduled', 0, 0, 0],
      ['Provisioned', 1, 0, 0],
      ['Starting', 1, 0, 0],
      ['Running', 0, 1, 0],
      ['Killing', 0, 0, 1],
      ['Killed', 0, 0, 0],
    ]);
    expect(model.instancesOf('/shop/web')).toEqual([]);
    expect(model.endedOf('/shop/web').map(({ id, condition }) => [id, condition])).toEqual([
      [ID, 'Killed'],
    ]);
  });

  test('health is told by its own event and makes the app one that needs attention', () => {
    change('Running');
    const health = (healthy: boolean) =>
      tell('instance_health_changed_event', {
        instanceId: ID,
        runSpecId: '/shop/web',
        healthy,
        runSpecVersion: AT,
      });
    health(false);
    const app = model.app('/shop/web');
    if (app === undefined) throw new Error('the app is gone');
    expect(describeApp(app, NOW)).toMatchObject({ status: 'unhealthy', needsAttention: true });
    health(true);
    expect(model.app('/shop/web')?.counts.healthy).toBe(1);
  });

  test('a definition of an event is seen at once and keeps what was told beside it', () => {
    tell('api_post_event', { clientIp: '', uri: '', appDefinition: anApp(5) });
    expect(model.app('/shop/web')?.counts.wanted).toBe(5);
    expect(model.groupIds).toContain('/shop');
  });

  test('a snapshot of a group removes what is not in it, and nothing outside of it', () => {
    model.takeGroups({
      id: '/',
      groups: [
        { id: '/shop', apps: [anApp(1)] },
        { id: '/jobs', apps: [{ ...anApp(1), id: '/jobs/mail' }] },
      ],
    });
    model.takeGroups({ id: '/shop', apps: [] });
    expect(model.appIds).toEqual(['/jobs/mail']);
    expect(model.groupIds).toEqual(['/', '/shop', '/jobs']);
  });

  test('a snapshot of the tasks removes instances that are over', () => {
    model.takeTasks([aTask()]);
    expect(model.instance(ID)).toMatchObject({
      condition: 'Running',
      host: 'agent-7',
      ports: [31422],
    });
    model.takeTasks([]);
    expect(model.instancesOf('/shop/web')).toEqual([]);
  });

  test('an app is the same object until something about it changes', () => {
    change('Running');
    const before = model.app('/shop/web');
    tell('instance_changed_event', {
      instanceId: 'other.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110003',
      condition: 'Running',
      runSpecId: '/other',
      agentId: 'S7',
      host: 'agent-7',
      runSpecVersion: AT,
    });
    expect(model.app('/shop/web')).toBe(before);
    change('Killing');
    expect(model.app('/shop/web')).not.toBe(before);
  });

  test('what depends on definitions alone is not told of instances', () => {
    const before = model.definitionRevision;
    change('Running');
    expect(model.definitionRevision).toBe(before);
    tell('api_post_event', { clientIp: '', uri: '', appDefinition: anApp(5) });
    expect(model.definitionRevision).toBe(before + 1);
    tell('app_terminated_event', { appId: '/shop/web' });
    expect(model.definitionRevision).toBe(before + 2);
  });

  test('what an event does not carry is asked for once', () => {
    tell('group_change_success', { groupId: '/shop', version: AT });
    tell('group_change_success', { groupId: '/shop', version: AT });
    tell('deployment_success', { id: 'd', plan: { id: 'd', steps: [], version: AT } });
    expect(model.takeStale()).toEqual({ groups: ['/shop'], deployments: true });
    expect(model.takeStale()).toEqual({ groups: [], deployments: false });
  });

  test('a destroyed app takes its instances with it', () => {
    change('Running');
    tell('app_terminated_event', { appId: '/shop/web' });
    expect([model.app('/shop/web'), model.instance(ID)]).toEqual([undefined, undefined]);
    expect(model.happenings[0]?.text).toBe('/shop/web was destroyed');
  });

  test('what happened is bounded', () => {
    for (let count = 0; count < 600; count += 1) change('Running');
    expect(model.happenings).toHaveLength(500);
  });

  test('ended runs are kept for a while, and never more than a page can hold', () => {
    const end = (app: string, run: number) =>
      tell('status_update_event', {
        ...{ slaveId: 'S7', taskId: `${app.slice(1)}.instance-${run}._app.1`, message: '' },
        ...{ taskStatus: 'TASK_FAILED', appId: app, host: 'agent-7', ipAddresses: [], ports: [] },
        version: AT,
      });
    for (let app = 0; app < 40; app += 1) {
      for (let run = 0; run < 30; run += 1) end(`/app-${app}`, run);
    }
    const kept = Array.from({ length: 40 }, (_, app) => model.endedOf(`/app-${app}`).length);
    expect(kept.at(-1)).toBe(20);
    expect(kept.reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(kept[0]).toBe(0);
  });
});
