import { describe, expect, test } from '@jest/globals';
import {
  AT,
  anApp,
  appId,
  faultsOf,
  plan,
  put,
  shaped,
  specFrom,
} from '../../../support/marathon-apps.ts';

const MAPPING = { containerPort: 0, servicePort: 0, protocol: 'tcp', labels: {}, networkNames: [] };

describe('defaults', () => {
  test('fills in everything that a definition leaves open', () => {
    expect(specFrom({ id: '/shop/web', cmd: 'sleep 1' })).toEqual({
      id: '/shop/web',
      cmd: 'sleep 1',
      args: [],
      env: {},
      instances: 1,
      cpus: 1,
      mem: 128,
      disk: 0,
      gpus: 0,
      executor: '',
      constraints: [],
      fetch: [],
      portDefinitions: [{ port: 0, name: 'default', protocol: 'tcp', labels: {} }],
      requirePorts: false,
      networks: [{ mode: 'host', labels: {} }],
      healthChecks: [],
      readinessChecks: [],
      dependencies: [],
      labels: {},
      role: '*',
      backoffSeconds: 1,
      backoffFactor: 1.15,
      maxLaunchDelaySeconds: 300,
      upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
      killSelection: 'YOUNGEST_FIRST',
      unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
      secrets: {},
    });
  });

  test('gives a container with a network of its own one port, and a bridge a host port for it', () => {
    const onBridge = specFrom({ cmd: 'sleep 1', networks: [{ mode: 'container/bridge' }] });
    expect(onBridge.container).toEqual({
      type: 'MESOS',
      portMappings: [{ ...MAPPING, name: 'default', hostPort: 0 }],
      volumes: [],
    });
    expect(onBridge.portDefinitions).toEqual([]);
    const onNetwork = specFrom({ cmd: 'sleep 1', networks: [{ name: 'blue' }] });
    expect(onNetwork.networks).toEqual([{ mode: 'container', name: 'blue', labels: {} }]);
    expect(onNetwork.container?.portMappings).toEqual([{ ...MAPPING, name: 'default' }]);
  });

  test('an empty list of ports means no ports, unlike an absent one', () => {
    expect(specFrom({ cmd: 'sleep 1', portDefinitions: [] }).portDefinitions).toEqual([]);
    const container = { type: 'MESOS', portMappings: [] };
    const networks = [{ name: 'blue' }];
    expect(specFrom({ cmd: 'sleep 1', networks, container }).container?.portMappings).toEqual([]);
  });

  test('names a container network by the flag, and host ports are required on the host only', () => {
    const settings = { defaultNetworkName: 'dcos' };
    const spec = specFrom(
      { cmd: 'sleep 1', requirePorts: true, networks: [{ mode: 'container' }] },
      {
        settings: {
          ...settings,
          defaultRole: '*',
          bridgeName: 'b',
          features: new Set(),
          doNewGroupsEnforceRole: false,
        },
      },
    );
    expect(spec.networks).toEqual([{ mode: 'container', name: 'dcos', labels: {} }]);
    expect(spec.requirePorts).toBe(false);
  });

  test('writes health checks out, with a path for HTTP and an index where there are ports', () => {
    const { healthChecks } = specFrom({
      cmd: 'sleep 1',
      healthChecks: [
        {},
        { protocol: 'TCP', port: 80 },
        { protocol: 'COMMAND', command: { value: 'true' } },
      ],
    });
    const rest = {
      gracePeriodSeconds: 300,
      intervalSeconds: 60,
      timeoutSeconds: 20,
      maxConsecutiveFailures: 3,
      delaySeconds: 15,
      ignoreHttp1xx: false,
      ipProtocol: 'IPv4',
    };
    expect(healthChecks).toEqual([
      { ...rest, protocol: 'HTTP', path: '/', portIndex: 0 },
      { ...rest, protocol: 'TCP', port: 80 },
      { ...rest, protocol: 'COMMAND', command: { value: 'true' } },
    ]);
  });

  test('an app with a volume that stays is upgraded in place, and a resident one waits for its agent', () => {
    const persistent = { containerPath: 'data', mode: 'RW', persistent: { size: 10 } };
    const resident = specFrom({
      id: '/dev/db',
      cmd: 'sleep 1',
      role: 'dev',
      container: { type: 'MESOS', volumes: [persistent] },
    });
    expect(resident.upgradeStrategy).toEqual({
      minimumHealthCapacity: 0.5,
      maximumOverCapacity: 0,
    });
    expect(resident.unreachableStrategy).toBe('disabled');
    expect(resident.container?.volumes).toEqual([
      {
        kind: 'persistent',
        containerPath: 'data',
        mode: 'RW',
        persistent: { type: 'root', size: 10, constraints: [] },
      },
    ]);
  });

  test('resolves dependencies from the group of the app and upper-cases operators', () => {
    const spec = specFrom({
      id: '/shop/web',
      cmd: 'sleep 1',
      dependencies: ['db', '../billing', '/auth//main/'],
      constraints: [['hostname', 'unique']],
    });
    expect(spec.dependencies).toEqual(['/shop/db', '/billing', '/auth/main']);
    expect(spec.constraints).toEqual([['hostname', 'UNIQUE']]);
  });
});

describe('older forms', () => {
  test('uris become fetch entries, and archives are extracted', () => {
    const uris = ['http://x/a.tar.gz', 'http://x/b.jar', 'file:///c.zip?sign=1'];
    expect(specFrom({ cmd: 'sleep 1', uris }).fetch).toEqual([
      { uri: 'http://x/a.tar.gz', extract: true, executable: false, cache: false },
      { uri: 'http://x/b.jar', extract: false, executable: false, cache: false },
      { uri: 'file:///c.zip?sign=1', extract: true, executable: false, cache: false },
    ]);
  });

  test('ports become definitions without names', () => {
    expect(specFrom({ cmd: 'sleep 1', ports: [8080, 0] }).portDefinitions).toEqual([
      { port: 8080, protocol: 'tcp', labels: {} },
      { port: 0, protocol: 'tcp', labels: {} },
    ]);
  });

  test('the same numbers twice keep what the newer form says of them', () => {
    const portDefinitions = [{ port: 8080, name: 'web' }];
    expect(specFrom({ cmd: 'sleep 1', ports: [8080], portDefinitions }).portDefinitions).toEqual([
      { port: 8080, name: 'web', protocol: 'tcp', labels: {} },
    ]);
  });

  test('a bridge with mappings inside docker takes ports as service ports, padded', () => {
    const docker = { image: 'nginx', network: 'BRIDGE', portMappings: [{ containerPort: 80 }] };
    const spec = specFrom({ container: { type: 'DOCKER', docker }, ports: [10100, 10101] });
    expect(spec.networks).toEqual([{ mode: 'container/bridge', labels: {} }]);
    expect(spec.container).toEqual({
      type: 'DOCKER',
      docker: { image: 'nginx', forcePullImage: false, privileged: false, parameters: [] },
      portMappings: [
        { ...MAPPING, containerPort: 80, hostPort: 0, servicePort: 10100 },
        { ...MAPPING, hostPort: 0, servicePort: 10101 },
      ],
      volumes: [],
    });
    expect(spec.portDefinitions).toEqual([]);
  });

  test('the networks of docker: host, and a user network with the name of ipAddress', () => {
    const host = specFrom({ container: { docker: { image: 'a', network: 'host' } } });
    expect(host.networks).toEqual([{ mode: 'host', labels: {} }]);
    expect(host.container?.portMappings).toEqual([]);
    const user = specFrom({
      container: { docker: { image: 'a', network: 'USER' } },
      ipAddress: { networkName: 'blue', labels: { a: 'b' } },
    });
    expect(user.networks).toEqual([{ mode: 'container', name: 'blue', labels: { a: 'b' } }]);
  });

  test('ipAddress alone is a network with its discovery ports as mappings', () => {
    const discovery = { ports: [{ number: 80, name: 'http', protocol: 'tcp' }] };
    const named = specFrom({ cmd: 'sleep 1', ipAddress: { networkName: 'blue', discovery } });
    expect(named.networks).toEqual([{ mode: 'container', name: 'blue', labels: {} }]);
    expect(named.container).toEqual({
      type: 'MESOS',
      portMappings: [{ ...MAPPING, containerPort: 80, name: 'http' }],
      volumes: [],
    });
    const bridge = specFrom({ cmd: 'sleep 1', ipAddress: { networkName: 'mesos-bridge' } });
    expect(bridge.networks).toEqual([{ mode: 'container/bridge', labels: {} }]);
  });

  test.each([
    [{ uris: ['a'], fetch: [{ uri: 'b' }] }, '/uris: may not be set in conjunction with fetch'],
    [
      { container: { docker: { image: 'a', network: 'BRIDGE' } }, networks: [{ mode: 'host' }] },
      '/: must not specify both container.docker.network and networks',
    ],
    [
      { networks: [{ name: 'a' }], ipAddress: {} },
      '/: must not specify both networks and ipAddress',
    ],
    [{ ipAddress: {}, ports: [1] }, '/: cannot specify both an IP address and port'],
    [
      { ports: [1], portDefinitions: [{ port: 2 }] },
      '/: cannot specify both ports and port definitions',
    ],
    [{ ports: [1, 1] }, '/ports: ports must be unique'],
    [
      { container: { docker: { image: 'a' } }, ipAddress: { discovery: {} } },
      '/ipAddress: ipAddress/discovery is not allowed for Docker containers',
    ],
    [
      {
        container: {
          portMappings: [{ containerPort: 1 }],
          docker: { image: 'a', portMappings: [{ containerPort: 1 }] },
        },
      },
      '/container: cannot specify both portMappings and docker.portMappings',
    ],
    [
      { container: { docker: { image: 'a', portMappings: [] } }, networks: [{ name: 'n' }] },
      '/: cannot mix deprecated and canonical network APIs',
    ],
    [
      { container: { docker: { image: 'a', network: 'NONE' } } },
      '/container/docker/network: unsupported docker network type NONE; use networks with mode host, container/bridge or container',
    ],
    [
      { container: { type: 'MESOS', docker: { image: 'a', network: 'HOST' } } },
      '/container/docker/network: must be empty',
    ],
  ])('refuses the contradiction %j', (json, fault) => {
    expect(faultsOf({ cmd: 'sleep 1', ...json })).toEqual([fault]);
  });
});

describe('updates', () => {
  const current = anApp({
    instances: 3,
    env: { A: '1' },
    executorResources: { cpus: 0.2 },
    resourceLimits: { cpus: 'unlimited' },
    portDefinitions: [{ port: 10000, name: 'web' }],
  });

  test('lay members over the stored app, whole members at a time', () => {
    const planned = put('/a', { env: { B: '2' }, mem: null }, { current });
    const { executorResources, resourceLimits, ...kept } = current;
    expect([executorResources, resourceLimits]).toEqual([
      { cpus: 0.2, mem: 32, disk: 10 },
      { cpus: 'unlimited' },
    ]);
    const { version: _version, versionInfo: _versionInfo, ...spec } = kept;
    expect(planned).toEqual({ ok: true, value: { ...spec, env: { B: '2' } } });
  });

  test('a replacement starts from the defaults', () => {
    const json = shaped({ cmd: 'sleep 2' });
    const planned = plan({ kind: 'replace', id: appId('/a'), json }, { current });
    expect(planned).toEqual({ ok: true, value: specFrom({ id: '/a', cmd: 'sleep 2' }) });
  });

  test('a rollback is the stored definition, and says which part is missing', () => {
    const change = { kind: 'rollback', id: appId('/a'), version: AT } as const;
    const target = anApp({ cmd: 'sleep 7' });
    const planned = plan(change, { current, target });
    expect(planned).toEqual({ ok: true, value: specFrom({ id: '/a', cmd: 'sleep 7' }) });
    expect(plan(change, { current })).toEqual({
      ok: false,
      error: { kind: 'unknownApp', id: '/a', version: AT },
    });
    expect(plan(change)).toEqual({ ok: false, error: { kind: 'unknownApp', id: '/a' } });
  });

  test('a patch of an unknown app is judged as an app before the app is missed', () => {
    const change = (json: unknown) =>
      plan({ kind: 'update', id: appId('/a'), json: shaped(json), mayCreate: false });
    expect(change({ instances: 2 })).toMatchObject({ ok: false, error: { kind: 'invalid' } });
    expect(change({ cmd: 'sleep 1' })).toEqual({
      ok: false,
      error: { kind: 'unknownApp', id: '/a' },
    });
  });

  test('a second POST of an app is refused', () => {
    const json = { id: '/a', cmd: 'sleep 1' };
    expect(plan({ kind: 'create', id: appId('/a'), json }, { current })).toEqual({
      ok: false,
      error: { kind: 'appExists', id: '/a' },
    });
  });

  test('a move to another kind of network leaves the ports of the old one behind', () => {
    const moved = put('/a', { networks: [{ mode: 'container/bridge' }] }, { current });
    if (!moved.ok) throw new Error('refused');
    expect(moved.value.portDefinitions).toEqual([]);
    expect(moved.value.container?.portMappings).toHaveLength(1);
    const onBridge = { ...current, ...moved.value };
    const back = put('/a', { networks: [{ mode: 'host' }] }, { current: onBridge });
    if (!back.ok) throw new Error('refused');
    expect(back.value.container).toBeUndefined();
    expect(back.value.portDefinitions).toEqual([
      { port: 0, name: 'default', protocol: 'tcp', labels: {} },
    ]);
  });
});
