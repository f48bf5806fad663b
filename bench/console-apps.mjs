// The made-up cluster of the console's row: 2,000 apps of five tasks each in twenty groups, on 500 agents. What it
// tells in events and what it answers in snapshots agree at every moment.
const APPS = 2_000;
const TASKS_OF_APP = 5;
const GROUPS = 20;
const AGENTS = 500;
const BORN_AT = '2026-03-01T10:00:00.000Z';

const hex = (number, digits) => number.toString(16).padStart(digits, '0');
const agentId = (at) => `8f1e63c2-5b1d-4a8e-9a86-3d1f6a1f8c10-S${at}`;
const hostOf = (at) => `agent-${at}.example`;

/** Apps and their tasks; every change gives the events that Marathon would tell of it. */
export class EmulatedApps {
  #apps = new Map();
  #tasks = [];
  #born = 0;
  #turn = 0;

  constructor() {
    for (let at = 0; at < APPS; at += 1) this.#addApp(at);
  }

  /** One event more of a life that never ends: task after task is killed and replaced, a step at a time. */
  *churn() {
    for (;;) {
      const at = (this.#turn * 7_919) % this.#tasks.length;
      this.#turn += 1;
      yield* this.#replace(at);
    }
  }

  /** The id of the app at a place of the list by name. */
  idAt(place) {
    return [...this.#apps.keys()].sort()[place];
  }

  /** What Marathon tells first when somebody scales an app. */
  scale(id, instances) {
    const app = { ...this.#apps.get(id), instances };
    this.#apps.set(id, app);
    const appDefinition = definitionOf(app);
    return {
      eventType: 'api_post_event',
      clientIp: '127.0.0.1',
      uri: `/v2/apps${id}`,
      appDefinition,
    };
  }

  /** The answer to a GET; undefined: there is no such thing. */
  answer(path) {
    if (path === '/v2/groups') return this.#root();
    if (path === '/v2/tasks') return { tasks: this.#tasks };
    if (path === '/v2/deployments') return [];
    if (path === '/v2/queue') return { queue: [] };
    if (path === '/stoa/v1/cluster/summary') return this.#summary();
    if (path.startsWith('/v2/groups/')) return this.#group(path.slice('/v2/groups'.length));
    if (!path.startsWith('/v2/apps/')) return undefined;
    const app = this.#apps.get(path.slice('/v2/apps'.length));
    if (app === undefined) return undefined;
    return { app: { ...app, tasks: this.#tasks.filter(({ appId }) => appId === app.id) } };
  }

  #addApp(at) {
    const id = `/team-${hex(at % GROUPS, 2)}/service-${hex(at, 4)}`;
    this.#apps.set(id, {
      ...{ id, instances: TASKS_OF_APP, cpus: 0.1, mem: 64, disk: 0, gpus: 0, cmd: 'exec serve' },
      ...{ version: BORN_AT, versionInfo: { lastConfigChangeAt: BORN_AT } },
      labels: { team: `team-${at % GROUPS}`, tier: at % 3 === 0 ? 'front' : 'back' },
      env: { PORT_BASE: '31000', LOG_LEVEL: 'info' },
      healthChecks: [{ protocol: 'HTTP', path: '/health', portIndex: 0 }],
      ...{ tasksRunning: TASKS_OF_APP, tasksHealthy: TASKS_OF_APP },
      ...{ tasksUnhealthy: 0, tasksStaged: 0, deployments: [] },
    });
    for (let count = 0; count < TASKS_OF_APP; count += 1) this.#tasks.push(this.#newTask(id));
  }

  #newTask(appId) {
    const number = this.#born;
    this.#born += 1;
    const name = appId.slice(1).replaceAll('/', '_');
    const instance = `${name}.instance-${hex(number, 8)}-7a77-11eb-9f2e-0242ac110002`;
    const instanceId = instance;
    return {
      ...{ appId, id: `${instance}._app.1`, host: hostOf(number % AGENTS), state: 'TASK_RUNNING' },
      healthCheckResults: [{ alive: true, consecutiveFailures: 0, instanceId }],
      ipAddresses: [{ ipAddress: `10.0.${number % 250}.7`, protocol: 'IPv4' }],
      ...{ ports: [31_000 + (number % 1_000)], servicePorts: [], localVolumes: [], role: '*' },
      ...{ slaveId: agentId(number % AGENTS), version: BORN_AT },
      ...{ stagedAt: BORN_AT, startedAt: BORN_AT },
    };
  }

  *#replace(at) {
    const old = this.#tasks[at];
    yield instanceEvent(old, 'Killing');
    yield statusEvent(old, 'TASK_KILLED');
    yield instanceEvent(old, 'Killed');
    const task = this.#newTask(old.appId);
    this.#tasks[at] = task;
    yield { ...instanceEvent(task, 'Scheduled'), agentId: null, host: null };
    yield instanceEvent(task, 'Provisioned');
    yield statusEvent(task, 'TASK_RUNNING');
    yield instanceEvent(task, 'Running');
    yield {
      eventType: 'instance_health_changed_event',
      instanceId: instanceOf(task),
      runSpecId: task.appId,
      runSpecVersion: BORN_AT,
      healthy: true,
    };
  }

  #root() {
    const groups = Array.from({ length: GROUPS }, (_, at) => this.#group(`/team-${hex(at, 2)}`));
    return { id: '/', apps: [], groups, dependencies: [], version: BORN_AT };
  }

  #group(id) {
    const apps = [...this.#apps.values()].filter((app) => app.id.startsWith(`${id}/`));
    if (apps.length === 0) return undefined;
    return { id, apps, groups: [], dependencies: [], version: BORN_AT };
  }

  #summary() {
    const amounts = (cpus, mem) => ({ cpus, mem, disk: 0, gpus: 0 });
    const agents = Array.from({ length: AGENTS }, (_, at) => ({
      ...{ id: agentId(at), hostname: hostOf(at), port: 5051, version: '0.1.0' },
      ...{ active: true, deactivated: false, registeredAt: BORN_AT, frameworkIds: [] },
      attributes: { zone: `zone-${at % 3}` },
      ...{ total: amounts(8, 16_384), allocated: amounts(2, 1_280), offered: amounts(0, 0) },
      ...{ reserved: {}, tasks: { TASK_RUNNING: (APPS * TASKS_OF_APP) / AGENTS } },
    }));
    return { at: new Date().toISOString(), cluster: 'large', agents, silent: [] };
  }
}

const instanceOf = ({ id }) => id.slice(0, id.indexOf('._app'));

/** What an event carries of an app: not the sums beside its definition. */
function definitionOf(app) {
  const carried = Object.entries(app).filter(([name]) => !/^tasks|^deployments$/.test(name));
  return Object.fromEntries(carried);
}

function instanceEvent(task, condition) {
  return {
    ...{ eventType: 'instance_changed_event', instanceId: instanceOf(task), condition },
    ...{ runSpecId: task.appId, agentId: task.slaveId, host: task.host, runSpecVersion: BORN_AT },
  };
}

function statusEvent(task, taskStatus) {
  return {
    ...{ eventType: 'status_update_event', slaveId: task.slaveId, taskId: task.id, taskStatus },
    ...{ message: '', appId: task.appId, host: task.host, ipAddresses: task.ipAddresses },
    ...{ ports: task.ports, version: BORN_AT },
  };
}
