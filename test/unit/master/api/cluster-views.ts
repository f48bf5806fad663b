import { type HttpReply, type HttpRequest, decodeUtf8, encodeUtf8, timestamp } from '@stoa/common';
import { type Offer, type Resource, Resources, type Task } from '@stoa/proto';
import type { MasterCommands } from '../../../../packages/master/src/api/commands.ts';
import type { ClusterView } from '../../../../packages/master/src/api/view.ts';

export const MASTER_ID = '7746fe72-bb38-431b-9a64-36c8a71b6565';
export const AGENT_ID = `${MASTER_ID}-S0`;
export const FRAMEWORK_ID = `${MASTER_ID}-0000`;

export function scalar(name: string, value: number, role?: string): Resource {
  const mark = role === undefined ? {} : { allocation_info: { role } };
  return { name, type: 'SCALAR', scalar: { value }, ...mark };
}

export const PORTS: Resource = {
  name: 'ports',
  type: 'RANGES',
  ranges: { range: [{ begin: 31000, end: 32000 }] },
};

const TASK: Task = {
  name: 'sleep',
  task_id: { value: 't1' },
  framework_id: { value: FRAMEWORK_ID },
  agent_id: { value: AGENT_ID },
  state: 'TASK_RUNNING',
  resources: [scalar('cpus', 0.1, 'web'), scalar('mem', 32, 'web')],
  statuses: [
    {
      task_id: { value: 't1' },
      state: 'TASK_RUNNING',
      timestamp: 1795485700.25,
      message: 'not shown',
      data: encodeUtf8('secret'),
      healthy: true,
    },
  ],
  labels: { labels: [{ key: 'tier', value: '1' }] },
};

const OFFER: Offer = {
  id: { value: `${MASTER_ID}-O1` },
  framework_id: { value: FRAMEWORK_ID },
  agent_id: { value: AGENT_ID },
  hostname: 'localhost',
  resources: [scalar('cpus', 7.9, 'web'), { ...PORTS, allocation_info: { role: 'web' } }],
  allocation_info: { role: 'web' },
};

export function aView(changes: Partial<ClusterView> = {}): ClusterView {
  const master = {
    id: MASTER_ID,
    ip: 16777343,
    port: 5050,
    pid: 'master@127.0.0.1:5050',
    hostname: 'localhost',
    version: '1.12.0',
    address: { hostname: 'localhost', ip: '127.0.0.1', port: 5050 },
    capabilities: [{ type: 'AGENT_UPDATE' as const }],
  };
  return {
    master,
    leader: master,
    isLeading: true,
    isRecovered: true,
    build: {
      version: '1.12.0',
      build_date: '2026-11-24',
      build_time: 1795485670,
      build_user: 'root',
    },
    startedAt: timestamp(1795485670318.091),
    electedAt: timestamp(1795485670322.713),
    flags: new Map([
      ['port', '5050'],
      ['allocation_interval', '1secs'],
    ]),
    agents: [],
    recoveredAgents: [],
    unreachableAgentCount: 0,
    frameworks: [],
    completedFrameworks: [],
    allocator: {
      runs: 2,
      totals: new Map([['cpus', 8000]]),
      offeredOrAllocated: new Map(),
      knownRoles: () => [],
      weight: () => 1,
      dominantShare: () => 0,
      activeFilters: () => 0,
      isSuppressed: () => false,
    },
    counters: new Map([['master/tasks_finished', 3]]),
    ...changes,
  };
}

export function aBusyView(): ClusterView {
  const idle = aView();
  return {
    ...idle,
    agents: [
      {
        info: {
          hostname: 'localhost',
          id: { value: AGENT_ID },
          port: 5051,
          attributes: [
            { name: 'rack', type: 'TEXT', text: { value: 'r1' } },
            { name: 'slots', type: 'SCALAR', scalar: { value: 4 } },
            { name: 'range', type: 'RANGES', ranges: { range: [{ begin: 1, end: 5 }] } },
          ],
        },
        pid: 'slave(1)@127.0.0.1:5051',
        version: '1.12.0',
        capabilities: [{ type: 'MULTI_ROLE' }],
        total: Resources.of([scalar('cpus', 8), scalar('mem', 16384), PORTS]),
        active: true,
        deactivated: false,
        registeredAt: timestamp(1795485671339),
        reregisteredAt: undefined,
        drain: undefined,
        drainStartedAt: undefined,
        usage: { used: TASK.resources ?? [], offered: OFFER.resources ?? [] },
      },
    ],
    frameworks: [
      {
        info: {
          user: 'root',
          name: 'web framework',
          id: { value: FRAMEWORK_ID },
          roles: ['web'],
          capabilities: [{ type: 'MULTI_ROLE' }],
        },
        active: true,
        connected: true,
        recovered: false,
        registeredAt: timestamp(1795485680000),
        reregisteredAt: undefined,
        unregisteredAt: undefined,
        offerConstraints: undefined,
        tasks: [TASK],
        unreachableTasks: [],
        completedTasks: [
          { ...TASK, task_id: { value: 't0' }, state: 'TASK_FINISHED', statuses: [] },
        ],
        offers: [OFFER],
        executors: [],
      },
    ],
    allocator: { ...idle.allocator, knownRoles: () => ['web'], dominantShare: () => 0.9 },
  };
}

export const SURROUNDINGS = {
  now: () => timestamp(1795485770318.091),
  host: () => new Map([['system/cpus_total', 2]]),
};

export function aRequest(
  method: string,
  path: string,
  changes: Partial<HttpRequest> = {},
): HttpRequest {
  return {
    method,
    path,
    query: {},
    headers: {},
    body: new Uint8Array(),
    principal: undefined,
    host: '127.0.0.1:5050',
    ...changes,
  };
}

/** Commands that remember what they were asked. */
export class FakeCommands implements MasterCommands {
  readonly tornDown: string[] = [];
  #level = 0;
  spanMs = 0;

  readonly teardown = (frameworkId: string): Promise<HttpReply> => {
    this.tornDown.push(frameworkId);
    return Promise.resolve({ status: 200, headers: {}, body: undefined });
  };
  readonly logging = {
    level: (): number => this.#level,
    set: (level: number, span: number): void => {
      this.#level = level;
      this.spanMs = span;
    },
  };
}

export function text({ body }: HttpReply): string {
  return typeof body === 'string' ? body : decodeUtf8(body ?? new Uint8Array());
}
