// What a cluster answers, made of a few words: apps with their tasks, agents with their room, as the console
// reads them. Nothing is drawn by chance: the same words give the same answers.

/** The moment at which the pictures are taken. */
export const NOW = Date.parse('2026-03-02T14:02:11Z');

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A moment before `NOW`, as the wire writes it. */
export const before = (ms) => new Date(NOW - ms).toISOString();

const hex = (text) => {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
};

/** The id of the instance of an app at a place in its list. */
export function instanceId(app, at) {
  const own = hex(`${app} ${at}`);
  const tail = hex(`${at} ${app}`);
  return `${app.slice(1).replaceAll('/', '_')}.instance-${own}-86e3-11f1-9c1e-${tail}0242`;
}

export const agentId = (at) => `8f1e63c2-5b1d-4a8e-9a86-3d1f6a1f8c10-S${at}`;

/** An agent with room; `taken` is what runs on it. */
export function makeAgent(at, given = {}) {
  const total = { cpus: 4, mem: 8192, disk: 81920, gpus: 0, ...given.total };
  return {
    id: agentId(at),
    hostname: `agent-${at}`,
    port: 5051,
    attributes: { zone: at % 2 === 0 ? 'eu-b' : 'eu-a', rack: `r${1 + (at % 4)}` },
    total,
    allocated: { cpus: 0, mem: 0, disk: 0, gpus: 0 },
    offered: { cpus: 0, mem: 0, disk: 0, gpus: 0 },
    reserved: {},
    active: true,
    deactivated: false,
    version: '1.12.0',
    registeredAt: before(12 * DAY),
    tasks: {},
    frameworkIds: [],
    ...given.about,
  };
}

const HEALTH = {
  healthy: {
    alive: true,
    consecutiveFailures: 0,
    firstSuccess: before(50 * MINUTE),
    lastSuccess: before(3 * SECOND),
  },
  unhealthy: {
    alive: false,
    consecutiveFailures: 4,
    firstSuccess: before(50 * MINUTE),
    lastSuccess: before(45 * SECOND),
    lastFailure: before(5 * SECOND),
    lastFailureCause: 'HTTP 500',
  },
};

const STATES = { staging: 'TASK_STAGING', starting: 'TASK_STARTING', lost: 'TASK_UNREACHABLE' };

/** One task; `is` says how it does: `running`, `healthy`, `unhealthy`, `staging`, `starting`, `lost`. */
function makeTask(app, at, is, given) {
  const id = instanceId(app.id, at);
  const agent = given.agents[at % given.agents.length];
  const started = given.age - at * 7 * SECOND;
  const health = HEALTH[is];
  return {
    appId: app.id,
    id: `${id}._app.1`,
    host: `agent-${agent}`,
    slaveId: agentId(agent),
    state: STATES[is] ?? 'TASK_RUNNING',
    healthCheckResults: health === undefined ? [] : [{ ...health, instanceId: id }],
    ipAddresses: [{ ipAddress: `10.0.0.${agent}`, protocol: 'IPv4' }],
    ports: [31000 + ((at * 137 + app.id.length * 61) % 1000)],
    servicePorts: [],
    localVolumes: [],
    role: '*',
    version: app.version,
    stagedAt: before(started + 4 * SECOND),
    ...(is === 'staging' ? {} : { startedAt: before(started) }),
  };
}

const CHECK = {
  protocol: 'MESOS_HTTP',
  path: '/health',
  portIndex: 0,
  gracePeriodSeconds: 300,
  intervalSeconds: 10,
  timeoutSeconds: 5,
  maxConsecutiveFailures: 3,
};

/**
 * An app and its tasks. `tasks` lists how each does; `age` is how long ago it was configured, `agents` where
 * its tasks are in turn.
 */
export function makeApp(id, given = {}) {
  const {
    tasks = [],
    age = HOUR,
    agents = [1, 2, 3],
    image,
    isChecked = false,
    ...members
  } = given;
  const version = before(age + MINUTE);
  const app = {
    id,
    instances: tasks.length,
    cpus: 0.5,
    mem: 1024,
    disk: 0,
    gpus: 0,
    role: '*',
    version,
    versionInfo: { lastScalingAt: version, lastConfigChangeAt: version },
    portDefinitions: [{ port: 10000, protocol: 'tcp', name: 'http' }],
    ...(image === undefined
      ? { cmd: 'exec ./serve --port $PORT0' }
      : { container: { type: 'DOCKER', docker: { image } } }),
    ...(isChecked ? { healthChecks: [CHECK] } : {}),
    ...members,
  };
  return { app, tasks: tasks.map((is, at) => makeTask(app, at, is, { agents, age })) };
}

/** What Marathon counts of an app's tasks, all of them of the present configuration. */
export function countTasks({ app, tasks }) {
  const sums = withSums({ app, tasks }, []);
  if (tasks.length === 0) return {};
  const ages = tasks.flatMap(({ startedAt }) =>
    startedAt === undefined ? [] : [(NOW - Date.parse(startedAt)) / SECOND],
  );
  const lifeTime = {
    averageSeconds: ages.reduce((sum, age) => sum + age, 0) / Math.max(1, ages.length),
    medianSeconds: ages.toSorted((a, b) => a - b)[Math.floor(ages.length / 2)] ?? 0,
  };
  const counts = {
    staged: sums.tasksStaged,
    running: sums.tasksRunning,
    healthy: sums.tasksHealthy,
    unhealthy: sums.tasksUnhealthy,
  };
  const stats = { counts, ...(ages.length === 0 ? {} : { lifeTime }) };
  return { withLatestConfig: { stats }, totalSummary: { stats } };
}

/** The same word so many times. */
export const times = (count, word) => Array.from({ length: count }, () => word);

/** The app as it is told with its sums. */
export function withSums({ app, tasks }, deployments) {
  const alive = tasks.filter(({ state }) => state === 'TASK_RUNNING');
  const checked = alive.flatMap(({ healthCheckResults }) => healthCheckResults);
  const healthy = checked.filter(({ alive: isAlive }) => isAlive).length;
  return {
    ...app,
    tasksRunning: alive.length,
    tasksStaged: tasks.length - alive.length,
    tasksHealthy: healthy,
    tasksUnhealthy: checked.length - healthy,
    deployments: deployments
      .filter(({ affectedApps }) => affectedApps.includes(app.id))
      .map(({ id }) => ({ id })),
  };
}

/** What runs on the agents, summed up: the room that is told agrees with the tasks. */
export function fillAgents(agents, made) {
  const apps = new Map(made.map(({ app }) => [app.id, app]));
  const filled = new Map(agents.map((agent) => [agent.id, structuredClone(agent)]));
  for (const task of made.flatMap(({ tasks }) => tasks)) {
    const agent = filled.get(task.slaveId);
    if (agent === undefined) continue;
    const { cpus, mem, disk, gpus } = apps.get(task.appId);
    for (const [name, amount] of Object.entries({ cpus, mem, disk, gpus })) {
      agent.allocated[name] = Number((agent.allocated[name] + amount).toFixed(3));
    }
    agent.tasks[task.state] = (agent.tasks[task.state] ?? 0) + 1;
  }
  return [...filled.values()];
}

/** The apps as a tree of groups, as `GET /v2/groups` embeds it. */
export function growGroups(apps) {
  const root = { id: '/', apps: [], groups: [], pods: [], dependencies: [], version: before(DAY) };
  const groups = new Map([['/', root]]);
  const find = (id) => {
    const known = groups.get(id);
    if (known !== undefined) return known;
    const group = { ...root, id, apps: [], groups: [] };
    groups.set(id, group);
    find(id.slice(0, id.lastIndexOf('/')) || '/').groups.push(group);
    return group;
  };
  for (const app of apps) find(app.id.slice(0, app.id.lastIndexOf('/')) || '/').apps.push(app);
  return { root, find: (id) => groups.get(id) };
}
