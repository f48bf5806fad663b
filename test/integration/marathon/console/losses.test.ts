import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent, type RunningAgent } from '../../../../packages/agent/src/index.ts';
import { startMarathon, type RunningMarathon } from '../../../../packages/marathon/src/index.ts';
import { startMaster, type RunningMaster } from '../../../../packages/master/src/index.ts';
import { endTasksBelow } from '../../../support/proc.ts';
import { callJson, scratchDirectory, type Answer } from '../../../support/stoa-process.ts';
import { until } from '../../../support/until.ts';
import { EventReader } from './event-reader.ts';

// What the console is told when parts of the cluster go away and come back.

const log = createLog({ daemon: 'test', sink: () => undefined });
let scratch: ReturnType<typeof scratchDirectory>;
let master: RunningMaster;
let agent: RunningAgent;
let marathon: RunningMarathon;
let readers: EventReader[];

const below = (name: string): string => join(scratch.path, name);
const portOf = (address: string): number => Number(address.split(':').at(-1));

const openMaster = (port: number): Promise<RunningMaster> =>
  startMaster({ port, work_dir: below('master') }, { log });

const openAgent = (port: number): Promise<RunningAgent> =>
  startAgent(
    {
      master: [master.address],
      port,
      work_dir: below('agent'),
      resources: 'cpus:4;mem:1024;disk:1024;ports:[31000-31100]',
      docker_socket: '/nonexistent/docker.sock',
    },
    { log },
  );

beforeEach(async () => {
  scratch = scratchDirectory();
  readers = [];
  master = await openMaster(0);
  agent = await openAgent(0);
  marathon = await startMarathon(
    { master: master.address, http_port: 0, work_dir: below('marathon') },
    { log },
  );
});

afterEach(async () => {
  for (const reader of readers) reader.close();
  await marathon.close();
  await agent.close({ stopTasks: true });
  await master.close();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  callJson(method, `http://${marathon.address}${path}`, body);

async function follow(path: string): Promise<EventReader> {
  const reader = await EventReader.open(`http://${marathon.address}${path}`);
  readers.push(reader);
  return reader;
}

async function runningTask(): Promise<string> {
  const app = { id: '/kept', cmd: 'echo here; exec sleep 1000', cpus: 0.1, mem: 16 };
  await call('POST', '/v2/apps', app);
  return until('it runs', async () => {
    const { json } = await call('GET', '/v2/apps/kept/tasks');
    return json.tasks[0]?.state === 'TASK_RUNNING' ? String(json.tasks[0].id) : undefined;
  });
}

describe('the master', () => {
  test('is told as lost once, and as back with a new snapshot, on the same stream', async () => {
    const taskId = await runningTask();
    const reader = await follow('/stoa/v1/cluster/events');
    await reader.named('snapshot');
    const port = portOf(master.address);
    await master.close();
    const { data: lost } = await reader.named('master_lost');
    expect(lost.reason).not.toBe('');
    const summary = await call('GET', '/stoa/v1/cluster/summary');
    expect([summary.status, summary.json.kind]).toEqual([503, 'masterUnreachable']);
    const { json: info } = await call('GET', '/stoa/v1/info');
    expect(info).toMatchObject({ master: { isConnected: false }, marathon: { isLeading: true } });
    const late = await follow('/stoa/v1/cluster/events');
    expect((await late.named('snapshot')).data).toMatchObject({
      isConnected: false,
      tasks: [{ id: taskId }],
    });
    master = await openMaster(port);
    const { data: back } = await reader.named('master_back');
    expect(back.leader).toBe(master.address);
    const again = await reader.when('a second snapshot', (event) => {
      return event.event === 'snapshot' && event !== reader.events[0];
    });
    expect(again.data.isConnected).toBe(true);
    expect(reader.events.filter(({ event }) => event === 'master_lost')).toHaveLength(1);
    const known = await until('the agent is told anew', () => {
      const told = reader.events.slice(reader.events.indexOf(again));
      const isKnown = told.some(({ event, data }) =>
        event === 'agent_added' ? true : event === 'snapshot' && data.agents.length > 0,
      );
      return isKnown ? true : undefined;
    });
    expect(known).toBe(true);
  });
});

describe('an agent', () => {
  test('that does not answer is named, and its files are read when it is back', async () => {
    const taskId = await runningTask();
    const { json: sandbox } = await call('GET', `/stoa/v1/instances/${taskId}/sandbox`);
    const path = encodeURIComponent(`${sandbox.path}/stdout`);
    const files = `/stoa/v1/agents/${sandbox.agentId}/files`;
    const port = portOf(agent.address);
    await agent.close({ stopTasks: false });
    for (const what of ['browse', 'read', 'download']) {
      const { status, json } = await call('GET', `${files}/${what}?path=${path}`);
      expect({ status, ...json, message: '' }).toEqual({
        status: 502,
        kind: 'agentUnreachable',
        message: '',
        agentId: sandbox.agentId,
        host: sandbox.host,
      });
    }
    const { json: nowhere } = await call('GET', `/stoa/v1/instances/${taskId}/sandbox`);
    expect(nowhere).toMatchObject({ kind: 'agentUnreachable', host: sandbox.host });
    agent = await openAgent(port);
    const piece = await until('its files are read', async () => {
      const { json } = await call('GET', `${files}/read?path=${path}`);
      return typeof json.data === 'string' ? json.data : undefined;
    });
    expect(piece).toContain('here\n');
  });
});
