import { expect, test } from '@jest/globals';
import { faultsOf } from '../../../support/marathon-apps.ts';

const CMD = { cmd: 'sleep 1' };
const DOCKER = { type: 'DOCKER', docker: { image: 'nginx' } };
const MESOS = { type: 'MESOS' };

function withVolume(volume: object, container: object = MESOS): object {
  return { ...CMD, container: { ...container, volumes: [volume] } };
}

function dvdi(options: object, more: object = {}): object {
  return {
    containerPath: '/d',
    mode: 'RW',
    external: { provider: 'dvdi', name: 'v', options, ...more },
  };
}

function csi(options: object, mode = 'RW'): object {
  return { containerPath: '/d', mode, external: { provider: 'csi', name: 'v', options } };
}

/** What is asked for, the faults of it, and the features that are on. */
type Rule = readonly [string, object, readonly string[], (readonly string[])?];

const RULES: readonly Rule[] = [
  ['DOCKER without docker', { ...CMD, container: {} }, ['/container/docker: not defined']],
  [
    'docker options for another engine',
    {
      ...CMD,
      container: {
        ...MESOS,
        docker: { image: 'a', parameters: [{ key: 'a', value: 'b' }], privileged: true },
      },
    },
    ['/container/docker/parameters: must be empty', '/container/docker/privileged: must be empty'],
  ],
  [
    'credentials of old',
    { container: { docker: { image: 'a', credential: { principal: 'x' } } } },
    ['/container/docker/credential: must be empty'],
  ],
  [
    'seccomp both ways',
    {
      ...CMD,
      container: { ...MESOS, linuxInfo: { seccomp: { profileName: 'a', unconfined: true } } },
    },
    ['/container/linuxInfo/seccomp: Seccomp unconfined can NOT be true when Profile is defined'],
  ],
  [
    'seccomp neither way, shared memory of the parent',
    {
      ...CMD,
      container: {
        ...MESOS,
        linuxInfo: { seccomp: {}, ipcInfo: { mode: 'SHARE_PARENT', shmSize: 1 } },
      },
    },
    [
      '/container/linuxInfo/seccomp: Seccomp unconfined must be true when Profile is NOT defined',
      '/container/linuxInfo/ipcInfo: ipcInfo shmSize can NOT be set when mode is SHARE_PARENT',
    ],
  ],
  [
    'a host volume with a misspelt path',
    withVolume({ containerPath: '/d', hostpath: '/x' }),
    ['/container/volumes(0)/hostPath: undefined', '/container/volumes(0)/mode: undefined'],
  ],
  [
    'a persistent volume elsewhere',
    {
      ...withVolume({
        containerPath: '/d',
        mode: 'RO',
        persistent: { size: 5, maxSize: 4, constraints: [['path', 'LIKE', 'a']] },
      }),
      upgradeStrategy: { minimumHealthCapacity: 0, maximumOverCapacity: 1 },
      unreachableStrategy: {},
    },
    [
      '/role: Resident apps cannot have the role *',
      '/upgradeStrategy/maximumOverCapacity: got 1, expected 0',
      '/unreachableStrategy: unreachableStrategy must be disabled for resident tasks',
      '/container/volumes(0)/containerPath: value must not contain "/"',
      '/container/volumes(0)/mode: must be RW for persistent volumes',
      '/container/volumes(0)/persistent/constraints: Constraints on root volumes are not supported',
      '/container/volumes(0)/persistent/maxSize: Only mount volumes can have maxSize',
      '/container/volumes(0)/persistent/maxSize: Max size must be larger than size',
    ],
  ],
  [
    'an external volume without the feature',
    withVolume(dvdi({ 'dvdi/driver': 'x' })),
    [
      '/container/volumes(0): Feature external_volumes is not enabled. Enable with --enable_features external_volumes)',
    ],
  ],
  [
    'dvdi without a driver, twice',
    { ...withVolume(dvdi({})), instances: 2 },
    [
      '/container/volumes(0)/external/options("dvdi/driver"): not defined',
      '/container/volumes(0): Number of instances is limited to 1 when declaring DVDI volumes in app [/a]',
    ],
    ['external_volumes'],
  ],
  [
    'dvdi with Docker',
    withVolume(dvdi({ 'dvdi/driver': 'x', 'dvdi/iops': '1' }, { size: 3 }), DOCKER),
    [
      '/container/volumes(0)/external/options: options must only contain dvdi/driver',
      '/container/volumes(0)/external/size: must be undefined for Docker containers',
    ],
    ['external_volumes'],
  ],
  [
    'rexray with wrong options',
    withVolume(dvdi({ 'dvdi/driver': 'rexray', 'dvdi/iops': '0', 'dvdi/color': 'red' })),
    [
      '/container/volumes(0)/external/options("dvdi/iops"): must be a number above 0',
      '/container/volumes(0)/external/options("dvdi/color"): is not an option of the rexray driver',
    ],
    ['external_volumes'],
  ],
  [
    'csi without its plug-in',
    withVolume(csi({})),
    [
      '/container/volumes(0)/external/options/pluginName: undefined',
      '/container/volumes(0)/external/options/capability: undefined',
    ],
    ['external_volumes'],
  ],
  [
    'csi as a block device that is formatted, read only',
    withVolume(
      csi({
        pluginName: 'p',
        capability: { accessMode: 'MULTI_NODE_READER_ONLY', accessType: 'block', fsType: 'x' },
      }),
    ),
    [
      '/container/volumes(0)/external/options/capability/fsType: is only allowed with accessType mount',
      '/container/volumes(0)/external/options/capability/accessMode: MULTI_NODE_READER_ONLY needs a volume with mode RO',
    ],
    ['external_volumes'],
  ],
  [
    'a provider that nobody knows',
    withVolume({ containerPath: '/d', mode: 'RW', external: { provider: 'x', name: 'v' } }),
    ['/container/volumes(0)/external/provider: is unknown provider'],
    ['external_volumes'],
  ],
  [
    'a health check beside the ports',
    { ...CMD, healthChecks: [{ portIndex: 1 }, { port: 1, portIndex: 0 }] },
    [
      '/healthChecks(0)/portIndex: Health check port indices must address an element of the ports array or container port mappings.',
      '/healthChecks(1): HealthCheck must specify either a port or a portIndex',
    ],
  ],
  [
    'a health check without any port',
    { ...CMD, portDefinitions: [], healthChecks: [{ protocol: 'TCP' }] },
    [
      '/healthChecks(0)/portIndex: Health check port indices must address an element of the ports array or container port mappings.',
    ],
  ],
  [
    'two checks by Mesos, one of them without a command',
    {
      ...CMD,
      healthChecks: [
        { protocol: 'MESOS_TCP' },
        { protocol: 'MESOS_HTTP' },
        { protocol: 'COMMAND' },
      ],
    },
    [
      '/healthChecks(2)/command: not defined',
      '/healthChecks: AppDefinition can contain at most one Mesos health check',
    ],
  ],
  [
    'IPv6 where the leader checks',
    { ...CMD, healthChecks: [{ ipProtocol: 'IPv6' }] },
    [
      '/healthChecks(0)/ipProtocol: IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health checks',
    ],
  ],
  [
    'readiness by an unknown port, slower than its interval',
    { ...CMD, readinessChecks: [{ intervalSeconds: 5, timeoutSeconds: 5 }] },
    [
      '/readinessChecks(0)/portName: No port definition reference for portName http-api',
      '/readinessChecks(0)/timeoutSeconds: must be less than intervalSeconds, which is 5',
    ],
  ],
  [
    'a generic check with Docker, of two kinds',
    {
      container: DOCKER,
      check: { http: { portIndex: 3 }, exec: { command: { shell: 'a', argv: ['b'] } } },
    },
    [
      "/: AppDefinition must not use 'checks' if using docker",
      '/check: Only one of http, tcp, or command may be specified',
      '/check/http: check port index must address an element of the ports array or container port mappings.',
      '/check/exec/command: exactly one of shell and argv must be given',
    ],
  ],
  [
    'secrets without the feature',
    { ...CMD, env: { A: { secret: 's' } }, secrets: { s: { source: 'x' } } },
    [
      '/secrets: Feature secrets is not enabled. Enable with --enable_features secrets)',
      '/env: use of secret-references in the environment requires the secrets feature to be enabled',
    ],
  ],
  [
    'secrets that nobody declared',
    {
      ...CMD,
      env: { A: { secret: 's' } },
      container: {
        ...MESOS,
        docker: { image: 'a', pullConfig: { secret: 'p' } },
        volumes: [{ containerPath: 'a', secret: 'v' }],
      },
    },
    [
      '/env/A/secret: references an undefined secret',
      '/container/volumes(0)/secret: volume.secret must refer to an existing secret',
      '/container/docker/pullConfig/secret: pullConfig.secret must refer to an existing secret',
    ],
    ['secrets'],
  ],
  [
    'a pull secret for Docker',
    {
      container: { docker: { image: 'a', pullConfig: { secret: 'p' } } },
      secrets: { p: { source: 'x' } },
    },
    ['/container/docker/pullConfig: pullConfig is not supported with Docker containerizer'],
    ['secrets'],
  ],
];

test.each(RULES)('%s', (_name, json, faults, features = []) => {
  expect(faultsOf(json, { features })).toEqual(faults);
});
