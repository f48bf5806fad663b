import { describe, expect, test } from '@jest/globals';
import { anApp, appId, faultsOf, put, specFrom } from '../../../support/marathon-apps.ts';
import {
  validateAmongApps,
  type AppsLookup,
} from '../../../../packages/marathon/src/core/apps/index.ts';

const CMD = { cmd: 'sleep 1' };
const DOCKER = { type: 'DOCKER', docker: { image: 'nginx' } };
const MESOS = { type: 'MESOS' };
const BLUE = [{ name: 'blue' }];

function withVolume(volume: object, container: object = MESOS): object {
  return { ...CMD, container: { ...container, volumes: [volume] } };
}

function withConstraint(...constraint: string[]): object {
  return { ...CMD, constraints: [constraint] };
}

function dvdi(options: object, more: object = {}): object {
  return {
    containerPath: '/d',
    mode: 'RW',
    external: { provider: 'dvdi', name: 'v', options, ...more },
  };
}

const RULES: readonly (readonly [string, object, readonly string[], (readonly string[])?])[] = [
  [
    'an app without anything to run',
    {},
    ["/: AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'."],
  ],
  [
    'cmd beside args',
    { ...CMD, args: ['a'] },
    ["/: AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'."],
  ],
  ['an image alone is enough', { container: DOCKER }, []],
  ['a command of one letter', { cmd: 'a' }, ['/cmd: must not be an empty string']],
  [
    'a variable without a name',
    { ...CMD, env: { '': '1' } },
    ['/env: must not have an empty name'],
  ],
  [
    'a fetch that is no URI',
    { ...CMD, fetch: [{ uri: 'http://x/a b' }] },
    ['/fetch(0)/uri: URI has invalid syntax.'],
  ],
  [
    'more instances than anybody can hold',
    { ...CMD, instances: 2e9 },
    ['/instances: must not be more than 100000'],
  ],
  [
    'gpus without the feature',
    { ...CMD, gpus: 1 },
    ['/gpus: Feature gpu_resources is not enabled. Enable with --enable_features gpu_resources)'],
  ],
  [
    'gpus with Docker',
    { container: DOCKER, gpus: 1 },
    ['/: GPU resources only work with the Mesos containerizer'],
    ['gpu_resources'],
  ],
  [
    'a limit below the request',
    { ...CMD, cpus: 2, resourceLimits: { cpus: 1, mem: 'unlimited' } },
    [
      '/resourceLimits/cpus: resource limit must be greater than or equal to requested resource (2)',
    ],
  ],
  ['a role of another place', { ...CMD, role: 'x' }, ['/role: got x, expected one of: [*]']],
  [
    'accepted roles beyond its own',
    { ...CMD, acceptedResourceRoles: ['*', 'x'] },
    ['/acceptedResourceRoles: acceptedResourceRoles can only contain * and *'],
  ],
  [
    'no accepted role at all',
    { ...CMD, acceptedResourceRoles: [] },
    ['/acceptedResourceRoles: must not be empty'],
  ],
  [
    'a single instance twice, upgraded side by side',
    {
      ...CMD,
      instances: 2,
      labels: { MARATHON_SINGLE_INSTANCE_APP: 'true' },
      upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 0 },
    },
    [
      '/: Single instance app may only have one instance',
      '/upgradeStrategy/minimumHealthCapacity: got 1, expected 0',
    ],
  ],
  [
    'a strategy that gives up before it replaces',
    { ...CMD, unreachableStrategy: { inactiveAfterSeconds: 2, expungeAfterSeconds: 1 } },
    [
      '/unreachableStrategy: inactiveAfterSeconds (2) must be less or equal to expungeAfterSeconds, which is 1',
    ],
  ],
  [
    'migration labels by halves',
    { ...CMD, labels: { DCOS_MIGRATION_API_VERSION: 'v1' } },
    [
      '/labels: DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH must be defined when using DCOS_MIGRATION_API_VERSION',
    ],
  ],
  [
    'a constraint of one word',
    withConstraint('a'),
    ['/constraints(0): Each constraint must have either 2 or 3 fields'],
  ],
  [
    'an unknown operator',
    withConstraint('a', 'NEAR'),
    [
      '/constraints(0): operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE or IS',
    ],
  ],
  [
    'UNIQUE with a value',
    withConstraint('a', 'UNIQUE', '1'),
    ['/constraints(0): UNIQUE does not accept a value'],
  ],
  [
    'GROUP_BY with a word',
    withConstraint('a', 'GROUP_BY', 'x'),
    ['/constraints(0): GROUP BY must define an integer value or else no value at all'],
  ],
  [
    'MAX_PER without a value',
    withConstraint('a', 'MAX_PER'),
    ['/constraints(0): MAX_PER requires an integer value'],
  ],
  [
    'LIKE without a pattern',
    withConstraint('a', 'LIKE'),
    ['/constraints(0): LIKE and UNLIKE require a non-empty, regular expression value'],
  ],
  [
    'UNLIKE with a broken pattern',
    withConstraint('a', 'UNLIKE', '('),
    ['/constraints(0): is not a valid regular expression'],
  ],
  [
    'LIKE with a pattern without end',
    withConstraint('a', 'LIKE', 'a'.repeat(1001)),
    ['/constraints(0): a regular expression must not be longer than 1000 characters'],
  ],
  [
    'IS with a set',
    withConstraint('a', 'IS', '{a}'),
    [
      '/constraints(0): IS only supports Mesos text and float values (value must match ^[a-zA-Z0-9_/.-]*$)',
    ],
  ],
  [
    'CLUSTER with and without a value',
    {
      ...CMD,
      constraints: [
        ['a', 'CLUSTER'],
        ['b', 'CLUSTER', 'x'],
      ],
    },
    [],
  ],
  [
    'a named host network',
    { ...CMD, networks: [{ mode: 'host', name: 'x' }] },
    ['/networks(0): Host networks may not have names or labels'],
  ],
  [
    'a named bridge',
    { ...CMD, networks: [{ mode: 'container/bridge', name: 'x' }] },
    ['/networks(0): Bridge networks may not have names'],
  ],
  [
    'a network without a name',
    { ...CMD, networks: [{}] },
    ['/networks(0): Network name must be specified when container network is selected.'],
  ],
  [
    'the same network twice',
    { ...CMD, networks: [...BLUE, ...BLUE] },
    ['/networks: Duplicate networks are not allowed'],
  ],
  [
    'kinds of networks together',
    { ...CMD, networks: [{ mode: 'host' }, ...BLUE] },
    [
      '/networks: May specify a single host network, single bridge network, or else 1-to-n container networks',
    ],
  ],
  [
    'two container networks for Docker',
    { container: DOCKER, networks: [...BLUE, { name: 'red' }] },
    [
      '/networks: may only specify a single container network when using the Docker container engine',
    ],
  ],
  [
    'the same port twice',
    {
      ...CMD,
      portDefinitions: [
        { port: 1, name: 'a' },
        { port: 1, name: 'a' },
      ],
    },
    ['/portDefinitions: Ports must be unique.', '/portDefinitions: Port names must be unique.'],
  ],
  ['two open ports', { ...CMD, portDefinitions: [{ port: 0 }, { port: 0 }] }, []],
  [
    'mappings on the host',
    { container: { ...DOCKER, portMappings: [{ containerPort: 80 }] } },
    ['/container/portMappings: portMappings are not allowed with host-networking'],
  ],
  [
    'definitions off the host',
    { ...CMD, networks: BLUE, portDefinitions: [{ port: 1 }] },
    ['/portDefinitions: portDefinitions are only allowed with host-networking'],
  ],
  [
    'mappings with one name',
    {
      ...CMD,
      networks: BLUE,
      container: { ...MESOS, portMappings: [{ name: 'a' }, { name: 'a' }] },
    },
    ['/container/portMappings: Port names must be unique.'],
  ],
  [
    'a host port on some network',
    {
      ...CMD,
      networks: [...BLUE, { name: 'red' }],
      container: { ...MESOS, portMappings: [{ hostPort: 0 }] },
    },
    [
      '/container/portMappings(0): networkNames must be a single item list when hostPort is specified and more than 1 container network is defined',
    ],
  ],
  [
    'a mapping for an unknown network',
    {
      ...CMD,
      networks: BLUE,
      container: { ...MESOS, portMappings: [{ networkNames: ['green'] }] },
    },
    ['/container/portMappings(0)/networkNames(0): green is not one of the networks'],
  ],
];

describe('rules of one app', () => {
  test.each(RULES)('%s', (_name, json, faults, features = []) => {
    expect(faultsOf(json, { features })).toEqual(faults);
  });

  test.each([
    ['/', ['must not be root']],
    [
      '/a/restart',
      ['must not end with any of the following reserved keywords: restart, tasks, versions, ., ..'],
    ],
    [`/${'a'.repeat(191)}`, ['must not be longer than 190 characters, it has 191']],
    ['/a/restart/b', []],
    [
      '/a/B_c',
      ['must hold only lower-case letters, digits, dashes inside words, dots and slashes'],
    ],
  ])('the id %s', (id, messages) => {
    const planned = put(id, CMD);
    const faults = !planned.ok && planned.error.kind === 'invalid' ? planned.error.faults : [];
    expect(faults).toEqual(messages.map((message) => ({ path: '/id', message })));
  });

  test('roles follow the top-level group, its wish to enforce them and what is stored', () => {
    const role = (id: string, given: string | undefined, enforces?: boolean) => {
      const planned = put(id, { ...CMD, role: given }, { enforcesRole: () => enforces });
      if (planned.ok) return planned.value.role;
      return planned.error.kind === 'invalid' ? planned.error.faults[0]?.message : undefined;
    };
    expect(role('/dev/a', undefined)).toBe('*');
    expect(role('/dev/sub/a', 'dev')).toBe('dev');
    expect(role('/dev/sub/a', 'sub')).toBe('got sub, expected one of: [*, dev]');
    expect(role('/dev/a', undefined, true)).toBe('dev');
    expect(role('/dev/a', '*', true)).toBe('got *, expected one of: [dev]');
    const current = { ...anApp(), role: 'old' };
    expect(put('/dev/a', { role: 'old' }, { current }).ok).toBe(true);
    expect(put('/dev/a', { role: 'x' }, { current })).toMatchObject({
      error: { faults: [{ message: 'got x, expected one of: [*, dev, old]' }] },
    });
  });

  test('a resident app keeps its disk, its size and, unless forced, its role', () => {
    const volume = { containerPath: 'd', mode: 'RW', persistent: { size: 5 } };
    const container = { type: 'MESOS', volumes: [volume] };
    const current = anApp({ id: '/dev/db', role: 'dev', container });
    const change = (json: object, force = false) => {
      const planned = put('/dev/db', json, { current, force, enforcesRole: () => false });
      if (planned.ok) return [];
      return planned.error.kind === 'invalid' ? planned.error.faults.map(({ path }) => path) : [];
    };
    expect(change({ instances: 3, cmd: 'sleep 2' })).toEqual([]);
    expect(change({ cpus: 2 })).toEqual(['/']);
    const larger = { ...volume, persistent: { size: 6 } };
    expect(change({ container: { type: 'MESOS', volumes: [larger] } })).toEqual([
      '/container/volumes',
    ]);
    const other = { ...current, role: 'old' };
    const toDev = (force: boolean) => put('/dev/db', { role: 'dev' }, { current: other, force }).ok;
    expect([toDev(false), toDev(true)]).toEqual([false, true]);
  });
});

describe('rules among apps', () => {
  const nobody: AppsLookup = {
    isGroup: () => false,
    isApp: () => false,
    dependenciesOf: () => [],
    appsWithVolume: () => [],
  };
  const spec = specFrom({ id: '/shop/web', ...CMD });

  test('an id is an app or a group, never both', () => {
    const clash = [
      { path: '/id', message: 'Groups and Applications may not have the same identifier.' },
    ];
    expect(validateAmongApps(spec, nobody)).toEqual([]);
    expect(validateAmongApps(spec, { ...nobody, isGroup: (id) => id === '/shop/web' })).toEqual(
      clash,
    );
    expect(validateAmongApps(spec, { ...nobody, isApp: (id) => id === '/shop' })).toEqual(clash);
  });

  test('an app does not wait for itself, however far around', () => {
    const graph: Readonly<Record<string, string>> = { '/shop/web': '/b', '/b': '/c', '/c': '/b' };
    const lookup = (edges: typeof graph): AppsLookup => ({
      ...nobody,
      dependenciesOf: (id) => (edges[id] === undefined ? [] : [appId(edges[id])]),
    });
    expect(validateAmongApps(spec, lookup(graph))).toEqual([]);
    expect(validateAmongApps(spec, lookup({ ...graph, '/c': '/shop/web' }))).toEqual([
      { path: '/dependencies', message: 'Dependency graph has cyclic dependencies.' },
    ]);
  });

  test('one external volume belongs to one app unless all share it', () => {
    const features = ['external_volumes'];
    const using = (id: string, shared: boolean) =>
      specFrom({ id, ...withVolume(dvdi({ 'dvdi/driver': 'x' }, { shared })) }, { features });
    const check = (mine: boolean, theirs: boolean) =>
      validateAmongApps(using('/a', mine), {
        ...nobody,
        appsWithVolume: () => [using('/b', theirs)],
      });
    expect(check(true, true)).toEqual([]);
    const fault = {
      path: '/container/volumes(0)/external/name',
      message: "Volume name 'v' in /a conflicts with volume(s) of same name in app(s): /b",
    };
    expect([check(true, false), check(false, true)]).toEqual([[fault], [fault]]);
  });
});
