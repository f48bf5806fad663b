// The data sets of the console's pictures (console.md §10): what a cluster is like when a picture is taken.
import {
  agentId,
  before,
  DAY,
  fillAgents,
  HOUR,
  instanceId,
  makeAgent,
  makeApp,
  MINUTE,
  NOW,
  SECOND,
  times,
} from './builders.mjs';

/** A data set of apps and agents; what is not given is as on a calm cluster. */
function makeSet(made, agents, given = {}) {
  return {
    made,
    deployments: [],
    queue: [],
    events: [],
    files: { stdout: logOf, stderr: '' },
    plan: PLAN,
    ...given,
    summary: {
      at: before(SECOND),
      cluster: 'prod',
      agents: fillAgents(agents, made),
      silent: given.silent ?? [],
    },
  };
}

const LINES = 12;
const PATHS = ['/', '/cart', '/health', '/items?page=2', '/login'];

/** What an instance has written: requests, each instance its own. */
function logOf(instance) {
  const own = [...instance].reduce((sum, letter) => sum + letter.codePointAt(0), 0);
  return Array.from({ length: LINES }, (_, at) => {
    const time = new Date(NOW - (LINES - at) * 900 - own).toISOString().slice(11, 23);
    return `${time} GET ${PATHS[(at + own) % PATHS.length]} 200 ${3 + ((at * 7 + own) % 40)}ms\n`;
  }).join('');
}

const PLAN = {
  steps: [{ actions: [{ action: 'RestartApplication', app: '/shop/web' }] }],
  apps: [
    {
      id: '/shop/web',
      kind: 'replace',
      instances: { before: 5, after: 5, started: 0, stopped: 0, replaced: 5, kept: 0 },
      bounds: { healthyMin: 5, totalMax: 10 },
      changes: ['/cmd'],
    },
  ],
  room: {
    needed: { cpus: 2.5, mem: 5120, disk: 0, gpus: 0 },
    free: { cpus: 6, mem: 14336, disk: 200000, gpus: 0 },
    fits: true,
    agents: 3,
  },
  warnings: [],
};

const agents = (count) => Array.from({ length: count }, (_, at) => makeAgent(at + 1));

/** The last versions of the shop, for the comparison of two. */
const webVersions = (web) => [
  web,
  {
    ...web,
    version: before(9 * DAY),
    instances: 4,
    container: { type: 'DOCKER', docker: { image: 'shop/web:1.8.2' } },
  },
  {
    ...web,
    version: before(30 * DAY),
    container: { type: 'DOCKER', docker: { image: 'shop/web:1.7.0' } },
  },
];

const apiVersions = (api) => [
  api,
  {
    ...api,
    version: before(9 * DAY),
    container: { type: 'DOCKER', docker: { image: 'shop/api:2.3' } },
    env: {},
  },
];

const changed = (condition, app, at, ago, agent = 1) => ({
  eventType: 'instance_changed_event',
  timestamp: before(ago),
  instanceId: instanceId(app, at),
  condition,
  runSpecId: app,
  agentId: agentId(agent),
  host: `agent-${agent}`,
  runSpecVersion: before(DAY),
});
const health = (healthy, app, at, ago) => ({
  eventType: 'instance_health_changed_event',
  timestamp: before(ago),
  instanceId: instanceId(app, at),
  runSpecId: app,
  healthy,
  runSpecVersion: before(DAY),
});
const ended = (taskStatus, message, app, at, ago) => ({
  eventType: 'status_update_event',
  timestamp: before(ago),
  slaveId: agentId(2),
  taskId: `${instanceId(app, at)}._app.1`,
  taskStatus,
  message,
  appId: app,
  host: 'agent-2',
  ipAddresses: [],
  ports: [],
  version: before(DAY),
});

const web = (tasks, more = {}) =>
  makeApp('/shop/web', {
    ...{ tasks, age: 3 * HOUR, image: 'shop/web:1.9.0', isChecked: true },
    ...{ labels: { tier: 'front', team: 'shop' }, ...more },
  });
const calmApps = () => [
  web(times(5, 'healthy')),
  makeApp('/shop/cart', {
    tasks: times(3, 'healthy'),
    age: 2 * DAY,
    isChecked: true,
    labels: { tier: 'front' },
  }),
  makeApp('/shop/db', { tasks: ['running'], age: 40 * DAY, cpus: 1, mem: 2048 }),
  makeApp('/jobs/mail', { tasks: ['running'], age: 6 * DAY, cpus: 0.2, mem: 256 }),
  makeApp('/docs', {
    tasks: times(2, 'healthy'),
    age: 12 * DAY,
    cpus: 0.1,
    mem: 128,
    isChecked: true,
  }),
];

/** One agent, no apps. */
export const empty = () => makeSet([], agents(1));

/** Five healthy apps on three agents. */
export function calm() {
  const made = calmApps();
  return makeSet(made, agents(3), {
    versions: { '/shop/web': webVersions(made[0].app) },
    events: [
      changed('Running', '/shop/web', 3, 3 * HOUR),
      health(true, '/shop/web', 3, 3 * HOUR - 9 * SECOND),
      health(true, '/shop/web', 4, 3 * HOUR - 12 * SECOND),
    ],
  });
}

const queued = ({ app }, ago, delaySeconds = 0) => ({
  count: 1,
  app,
  since: before(ago),
  role: '*',
  delay: { timeLeftSeconds: delaySeconds, overdue: delaySeconds === 0 },
  processedOffersSummary: {
    processedOffersCount: 9,
    unusedOffersCount: 9,
    rejectSummaryLaunchAttempt: [],
    rejectSummaryLastOffers: [],
  },
});

const row = (reason, of, passed, more = {}) => ({
  reason,
  of,
  passed,
  stopped: of - passed,
  ...more,
});

/** Why the training waits: no agent has so much memory. */
const TRAIN_WAITING = {
  app: '/ml/train',
  role: '*',
  since: before(12 * MINUTE),
  count: 1,
  delay: { timeLeftSeconds: 0, overdue: true, failures: 0 },
  kind: 'mem',
  sentence: 'No agent has 7 GiB of memory free. The largest hole is 6 GiB on agent-5.',
  values: { asked: 7168, largest: 6144, host: 'agent-5' },
  funnel: [
    row('UnfulfilledRole', 5, 5, { asked: '*' }),
    row('UnfulfilledConstraint', 5, 4, { asked: 'zone LIKE eu-.*' }),
    row('InsufficientCpus', 4, 3, { asked: '2', most: '1.5' }),
    row('InsufficientMemory', 3, 0, { asked: '7 GiB', most: '6 GiB' }),
    ...['InsufficientDisk', 'InsufficientGpus', 'InsufficientPorts'].map((reason) =>
      row(reason, 0, 0),
    ),
  ],
  largest: { mem: { amount: 6144, host: 'agent-5' } },
  help: [
    { kind: 'askLess', text: 'Ask for at most 6 GiB.', field: 'mem', value: 6144 },
    { kind: 'freeRoom', text: 'Free 1 GiB on agent-5.', host: 'agent-5' },
    { kind: 'addAgent', text: 'Add an agent with at least 7 GiB of memory free.' },
  ],
  notOffered: [
    {
      reason: 'refused',
      agent: agentId(2),
      host: 'agent-2',
      until: new Date(NOW + 69_000).toISOString(),
    },
  ],
  offers: [5, 4, 1].map((at) => ({
    agent: agentId(at),
    host: `agent-${at}`,
    reason: 'InsufficientMemory',
    checks: [
      { reason: 'UnfulfilledRole', fits: true },
      {
        reason: 'UnfulfilledConstraint',
        fits: true,
        offered: `zone=eu-${at % 2 === 0 ? 'b' : 'a'}`,
      },
      { reason: 'InsufficientCpus', fits: true, offered: '3.5', amount: 3.5 },
      {
        reason: 'InsufficientMemory',
        fits: false,
        offered: `${at + 1} GiB`,
        amount: (at + 1) * 1024,
      },
    ],
    seen: before(4 * SECOND),
  })),
};

const simpleWaiting = (app, kind, sentence) => ({
  ...TRAIN_WAITING,
  app,
  kind,
  sentence,
  help: [],
  offers: [],
  notOffered: [],
});

const LONG = 'a-name-that-somebody-made-of-a-branch-a-ticket-and-a-feature-flag';
const ODD = { label: '🦊 fox', اسم: 'خادم الويب', owner: 'Müller & Söhne' };

function troubledApps() {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`SETTING_${at + 1}`, `value ${at + 1}`]),
  );
  const [, cart, db] = calmApps();
  return [
    web([...times(3, 'healthy'), ...times(2, 'unhealthy')]),
    makeApp('/shop/api', {
      ...{ tasks: [...times(8, 'healthy'), 'starting', 'staging'], instances: 10, age: 3 * MINUTE },
      ...{ image: 'shop/api:2.4', isChecked: true, cpus: 0.4, mem: 512, agents: [1, 2, 3, 4] },
      upgradeStrategy: { minimumHealthCapacity: 0.8, maximumOverCapacity: 0 },
      env: { CURRENCY: 'EUR' },
    }),
    cart,
    db,
    makeApp('/jobs/mail', { tasks: [], instances: 1, age: HOUR, cpus: 0.2, mem: 256 }),
    makeApp('/ml/train', {
      tasks: [],
      instances: 1,
      age: 12 * MINUTE,
      cpus: 2,
      mem: 7168,
      constraints: [['zone', 'LIKE', 'eu-.*']],
    }),
    makeApp('/ml/unique', {
      tasks: times(3, 'running'),
      instances: 5,
      age: HOUR,
      cpus: 0.1,
      mem: 64,
      constraints: [['hostname', 'UNIQUE']],
    }),
    makeApp('/batch/night', { tasks: [], instances: 2, age: 20 * MINUTE, cpus: 8 }),
    makeApp('/docs', { tasks: [], instances: 0, age: 40 * DAY, cpus: 0.1, mem: 128 }),
    makeApp('/search', {
      tasks: ['running', 'lost'],
      agents: [4, 9],
      age: 5 * DAY,
      cpus: 0.3,
      mem: 512,
    }),
    makeApp(`/teams/${LONG}/web`, {
      tasks: ['running'],
      age: 9 * DAY,
      cpus: 0.1,
      mem: 64,
      labels: ODD,
      env: many,
    }),
  ];
}

const API_DEPLOYMENT = {
  id: '5f9e1a44-0d6c-4be2-93b3-0f3d1f1f8a01',
  version: before(3 * MINUTE),
  affectedApps: ['/shop/api'],
  affectedPods: [],
  steps: [
    { actions: [{ action: 'StartApplication', app: '/shop/api' }] },
    { actions: [{ action: 'RestartApplication', app: '/shop/api' }] },
    { actions: [{ action: 'ScaleApplication', app: '/shop/api' }] },
  ],
  currentActions: [{ action: 'RestartApplication', app: '/shop/api', readinessCheckResults: [] }],
  currentStep: 2,
  totalSteps: 3,
};

/** Calm, and everything that can trouble a cluster. */
export function trouble() {
  const made = troubledApps();
  const of = (id) => made.find(({ app }) => app.id === id);
  const mail = instanceId('/jobs/mail', 0);
  const failure = (app, message, state) => ({
    ...{
      appId: app,
      host: 'agent-2',
      message,
      state,
      taskId: `${app === '/jobs/mail' ? mail : instanceId(app, 7)}._app.1`,
    },
    ...{ timestamp: before(5 * MINUTE), version: of(app).app.version, slaveId: agentId(2) },
  });
  return makeSet(
    made,
    [
      ...agents(4),
      makeAgent(5, { total: { mem: 6144 } }),
      makeAgent(6, { about: { drain: 'DRAINING' } }),
    ],
    {
      deployments: [API_DEPLOYMENT],
      queue: [
        queued(of('/jobs/mail'), 40 * MINUTE, 160),
        queued(of('/ml/train'), 12 * MINUTE),
        { ...queued(of('/ml/unique'), 50 * MINUTE), count: 2 },
        { ...queued(of('/batch/night'), 20 * MINUTE), count: 2 },
      ],
      waiting: {
        '/ml/train': TRAIN_WAITING,
        '/ml/unique': simpleWaiting(
          '/ml/unique',
          'constraint',
          'hostname UNIQUE leaves no agent: each of the 3 agents runs one already.',
        ),
        '/batch/night': simpleWaiting(
          '/batch/night',
          'noOffers',
          'Marathon got no offers since 13:50: 2 agents are full, 1 is draining, 1 refused until 14:03.',
        ),
        '/jobs/mail': {
          ...simpleWaiting('/jobs/mail', 'delayed', ''),
          values: { cause: 'Command exited with status 137', failures: 6 },
          help: [{ kind: 'tryNow', text: 'Reset the delay to try now.' }],
        },
      },
      silent: [{ id: agentId(9), hostname: 'agent-9', tasks: 1, isRecovered: false }],
      versions: {
        '/shop/web': webVersions(of('/shop/web').app),
        '/shop/api': apiVersions(of('/shop/api').app),
      },
      details: {
        '/shop/web': {
          lastTaskFailure: failure('/shop/web', 'Command exited with status 1', 'TASK_FAILED'),
        },
        '/jobs/mail': {
          lastTaskFailure: failure('/jobs/mail', 'Command exited with status 137', 'TASK_FAILED'),
        },
      },
      files: {
        stdout: logOf,
        stderr: `${'warn: retrying\n'.repeat(3)}error: connect ECONNREFUSED 10.0.0.7:5432\n`,
      },
      events: [
        changed('Running', '/shop/api', 4, 4 * MINUTE, 4),
        health(true, '/shop/api', 4, 3 * MINUTE),
        ended('TASK_FAILED', 'Command exited with status 137', '/jobs/mail', 0, 2 * MINUTE),
        changed('Unreachable', '/search', 1, 100 * SECOND, 9),
        changed('Running', '/shop/api', 7, 40 * SECOND, 4),
        health(false, '/shop/web', 3, 30 * SECOND),
        health(false, '/shop/web', 4, 12 * SECOND),
      ],
    },
  );
}

/** 2,000 apps with 10,000 tasks on 500 agents; one app has 20 of them. */
export function large({ apps = 2000, tasksEach = 5, agentCount = 500 } = {}) {
  const made = Array.from({ length: apps }, (_, at) => {
    const number = String(at).padStart(4, '0');
    const where = Array.from(
      { length: tasksEach },
      (_, task) => 1 + ((at * tasksEach + task) % agentCount),
    );
    const tasks = times(tasksEach, at % 97 === 13 ? 'unhealthy' : 'healthy');
    return makeApp(`/team-${at % 40}/service-${number}`, {
      ...{ tasks, agents: where, age: (at + 1) * MINUTE, isChecked: true },
      ...{ cpus: 0.1, mem: 128, labels: { tier: ['front', 'back', 'batch'][at % 3] } },
    });
  });
  const gateway = makeApp('/team-0/gateway', {
    ...{ tasks: times(20, 'healthy'), agents: [1, 2, 3, 4, 5], age: DAY, isChecked: true },
    ...{ cpus: 0.1, mem: 128 },
  });
  return makeSet([...made.slice(0, -1), gateway], agents(agentCount), {
    events: [health(false, '/team-13/service-0013', 0, 40 * SECOND)],
  });
}

/** An app whose document has about 3,000 lines. */
const MANY_SETTINGS = 2_960;

/** Calm, and an app with very many settings. */
export function forms() {
  const env = Object.fromEntries(
    Array.from({ length: MANY_SETTINGS }, (_, at) => [`SETTING_${at + 1}`, `value ${at + 1}`]),
  );
  const [, ...others] = calmApps();
  const made = [web(times(5, 'healthy')), ...others, makeApp('/settings', { tasks: [], env })];
  return makeSet(made, agents(3), { versions: { '/shop/web': webVersions(made[0].app) } });
}

/** Calm, and a deployment of the shop that is under way. */
export function locked() {
  const set = calm();
  const deployment = { ...API_DEPLOYMENT, affectedApps: ['/shop/web'] };
  const actions = [{ action: 'RestartApplication', app: '/shop/web' }];
  return {
    ...set,
    deployments: [{ ...deployment, steps: times(3, { actions }), currentActions: actions }],
  };
}

/** The data sets by name. */
export const SETS = { empty, calm, trouble, large };
