import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '@stoa/runtime';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAgent, type RunningAgent } from '../../../../packages/agent/src/index.ts';
import { startMarathon, type RunningMarathon } from '../../../../packages/marathon/src/index.ts';
import { startMaster, type RunningMaster } from '../../../../packages/master/src/index.ts';
import { endTasksBelow } from '../../../support/proc.ts';
import { callJson, scratchDirectory, type Answer } from '../../../support/stoa-process.ts';
import { until } from '../../../support/until.ts';

// A cluster whose daemons all ask who is there, as the guide for several machines sets it up.

const log = createLog({ daemon: 'test', sink: () => undefined });
const scratch = scratchDirectory();
const at = (name: string): string => join(scratch.path, name);
const AGENTS = { principal: 'agents', secret: 's-1' };
const MARATHON = { principal: 'marathon', secret: 's-2' };
const EVERYBODY = at('credentials');
let master: RunningMaster;
let agent: RunningAgent;
const marathons: RunningMarathon[] = [];

beforeAll(async () => {
  writeFileSync(EVERYBODY, JSON.stringify({ credentials: [AGENTS, MARATHON] }));
  writeFileSync(at('agent-credential'), JSON.stringify(AGENTS));
  writeFileSync(at('marathon-credential'), JSON.stringify(MARATHON));
  const guarded = { authenticate_http_readonly: true, authenticate_http_readwrite: true };
  master = await startMaster(
    {
      ...guarded,
      port: 0,
      work_dir: at('master'),
      credentials: EVERYBODY,
      authenticate_agents: true,
      authenticate_http_frameworks: true,
    },
    { log },
  );
  agent = await startAgent(
    {
      ...guarded,
      port: 0,
      work_dir: at('agent'),
      master: [master.address],
      credential: at('agent-credential'),
      http_credentials: EVERYBODY,
      resources: 'cpus:4;mem:1024;disk:1024;ports:[31000-31100]',
      docker_socket: '/nonexistent/docker.sock',
    },
    { log },
  );
});

afterAll(async () => {
  for (const marathon of marathons) await marathon.close();
  await agent.close({ stopTasks: true });
  await master.close();
  endTasksBelow(scratch.path);
  scratch.remove();
});

async function open(
  name: string,
  agentCredential?: string,
): Promise<(method: string, path: string, body?: unknown) => Promise<Answer>> {
  const marathon = await startMarathon(
    {
      master: master.address,
      http_port: 0,
      work_dir: at(name),
      framework_name: name,
      mesos_authentication_principal: MARATHON.principal,
      mesos_authentication_secret: MARATHON.secret,
      ...(agentCredential === undefined ? {} : { agent_credential: agentCredential }),
    },
    { log },
  );
  marathons.push(marathon);
  return (method, path, body) => callJson(method, `http://${marathon.address}${path}`, body);
}

type Call = Awaited<ReturnType<typeof open>>;

async function runningTask(call: Call): Promise<string> {
  const app = { id: '/once', cmd: 'echo here; exec sleep 1000', cpus: 0.1, mem: 16 };
  await call('POST', '/v2/apps', app);
  return until('it runs', async () => {
    const { json } = await call('GET', '/v2/apps/once/tasks');
    return json.tasks[0]?.state === 'TASK_RUNNING' ? String(json.tasks[0].id) : undefined;
  });
}

describe('where every daemon asks who is there', () => {
  test('the cluster is told, and files are refused with the reason', async () => {
    const call = await open('without');
    const taskId = await runningTask(call);
    const { json: summary } = await call('GET', '/stoa/v1/cluster/summary');
    expect(summary.agents).toHaveLength(1);
    const { status, json } = await call('GET', `/stoa/v1/instances/${taskId}/sandbox`);
    // Not 401: a browser would ask a person for a password that is not theirs to know.
    expect([status, json.kind]).toEqual([502, 'agentForbids']);
  });

  test('files are read by the one that the operator names for it', async () => {
    const call = await open('with', at('marathon-credential'));
    const taskId = await runningTask(call);
    const { json: sandbox } = await call('GET', `/stoa/v1/instances/${taskId}/sandbox`);
    const file = `path=${encodeURIComponent(`${sandbox.path}/stdout`)}`;
    const files = `/stoa/v1/agents/${sandbox.agentId}/files`;
    const text = await until('the line is there', async () => {
      const { json } = await call('GET', `${files}/read?${file}`);
      return json.data === '' ? undefined : String(json.data);
    });
    expect(text).toContain('here\n');
    expect((await call('GET', `${files}/download?${file}`)).text).toContain('here\n');
    const directory = `${files}/browse?path=${encodeURIComponent(sandbox.path)}`;
    expect((await call('GET', directory)).status).toBe(200);
  });

  test('a file that holds nobody ends the start', async () => {
    await expect(open('wrong', at('none'))).rejects.toThrow('cannot read the credentials file');
  });
});
