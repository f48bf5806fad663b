import { describe, expect, test } from '@jest/globals';
import { must, timestamp } from '@stoa/common';
import { MarathonHarness, variableOf } from '../../../support/marathon-harness.ts';

describe('a launch', () => {
  test('is stored before the master hears of it', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    marathon.holdsWrites = true;
    expect(marathon.offer()).toEqual([]);
    marathon.release();
    const [accept] = marathon.callsOf('ACCEPT');
    expect(accept?.accept?.offer_ids).toEqual([{ value: 'O1' }]);
    const [key] = marathon.keys('instance/');
    expect(Buffer.from(marathon.disk.get(key!)!).toString()).toContain('"Provisioned"');
  });

  test('is the task that Mesos is told, to the last member', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({
      id: '/prod/web',
      cmd: 'run $PORT0',
      user: 'nobody',
      cpus: 0.5,
      mem: 64,
      env: { MODE: 'fast', PORT0: 'mine' },
      labels: { 'tier.x': 'front' },
      fetch: [{ uri: 'http://files/a.tgz', destPath: 'a' }],
      portDefinitions: [{ port: 0, name: 'http', labels: { VIP_0: '/web:80' } }],
      taskKillGracePeriodSeconds: 20,
    });
    const [task] = marathon.offer({ ports: [[31_500, 31_500]] });
    const id = task!.task_id.value;
    expect(id).toMatch(/^prod_web\.instance-[0-9a-f-]{36}\._app\.1$/);
    const { version } = marathon.app('/prod/web')!;
    expect(task).toMatchObject({
      name: 'web.prod',
      agent_id: { value: 'S1' },
      command: {
        shell: true,
        value: 'run $PORT0',
        user: 'nobody',
        uris: [
          {
            value: 'http://files/a.tgz',
            extract: true,
            executable: false,
            cache: false,
            output_file: 'a',
          },
        ],
      },
      labels: { labels: [{ key: 'tier.x', value: 'front' }] },
      kill_policy: { grace_period: { nanoseconds: 20_000_000_000n } },
      discovery: {
        visibility: 'FRAMEWORK',
        name: 'web.prod',
        ports: {
          ports: [
            {
              number: 31_500,
              name: 'http',
              protocol: 'tcp',
              labels: {
                labels: [
                  { key: 'VIP_0', value: '/web:80' },
                  { key: 'network-scope', value: 'host' },
                ],
              },
            },
          ],
        },
      },
    });
    expect(task?.container).toBeUndefined();
    expect(task?.executor).toBeUndefined();
    const amounts = (task?.resources ?? []).map(({ name, scalar, ranges }) => [
      name,
      scalar?.value ?? ranges?.range,
    ]);
    expect(amounts).toEqual([
      ['cpus', 0.5],
      ['mem', 64],
      ['ports', [{ begin: 31_500, end: 31_500 }]],
    ]);
    const environment = Object.fromEntries(
      (task?.command?.environment?.variables ?? []).map(({ name, value }) => [name, value]),
    );
    expect(environment).toEqual({
      MESOS_TASK_ID: id,
      MARATHON_APP_ID: '/prod/web',
      MARATHON_APP_VERSION: new Date(version).toISOString(),
      MARATHON_APP_RESOURCE_CPUS: '0.5',
      MARATHON_APP_RESOURCE_MEM: '64.0',
      MARATHON_APP_RESOURCE_DISK: '0.0',
      MARATHON_APP_RESOURCE_GPUS: '0',
      MARATHON_APP_ENFORCE_GROUP_ROLE: 'FALSE',
      MARATHON_APP_LABELS: 'TIER_X',
      MARATHON_APP_LABEL_TIER_X: 'front',
      HOST: 'agent-1',
      PORT: '31500',
      PORTS: '31500',
      PORT0: 'mine',
      PORT_10000: '31500',
      PORT_HTTP: '31500',
      MODE: 'fast',
    });
  });

  test('of an image gets its container, its ports mapped and its label', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({
      id: '/img',
      cmd: undefined,
      args: ['--verbose'],
      networks: [{ mode: 'container/bridge' }],
      container: {
        type: 'DOCKER',
        docker: { image: 'a/b', privileged: true, parameters: [{ key: 'hostname', value: 'x' }] },
        portMappings: [
          { containerPort: 80, name: 'http', protocol: 'udp,tcp' },
          { containerPort: 0 },
        ],
        volumes: [{ containerPath: '/in', hostPath: '/out', mode: 'RO' }],
      },
    });
    const [task] = marathon.offer({ ports: [[31_000, 31_001]] });
    const ports = (task?.resources ?? []).find(({ name }) => name === 'ports')?.ranges?.range;
    expect(ports).toEqual([{ begin: 31_000, end: 31_001 }]);
    const first = Number(variableOf(task, 'PORT0'));
    const second = Number(variableOf(task, 'PORT1'));
    expect(new Set([first, second])).toEqual(new Set([31_000, 31_001]));
    expect(task?.command).toMatchObject({ shell: false, arguments: ['--verbose'] });
    expect(task?.command?.value).toBeUndefined();
    expect(task?.container).toMatchObject({
      type: 'DOCKER',
      volumes: [{ container_path: '/in', host_path: '/out', mode: 'RO' }],
      docker: {
        image: 'a/b',
        network: 'BRIDGE',
        privileged: true,
        force_pull_image: false,
        port_mappings: [
          { host_port: first, container_port: 80, protocol: 'udp' },
          { host_port: first, container_port: 80, protocol: 'tcp' },
          { host_port: second, container_port: second, protocol: 'tcp' },
        ],
        parameters: [
          { key: 'hostname', value: 'x' },
          { key: 'label', value: `MESOS_TASK_ID=${task?.task_id.value}` },
        ],
      },
    });
    expect(variableOf(task, 'MARATHON_APP_DOCKER_IMAGE')).toBe('a/b');
    expect(variableOf(task, 'PORT_80')).toBe(String(first));
  });

  test('gets the ports it demands, in order, and none when one is missing', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({
      id: '/web',
      requirePorts: true,
      portDefinitions: [{ port: 31_020 }, { port: 31_010 }, { port: 0 }],
    });
    expect(marathon.offer({ ports: [[31_011, 31_030]] })).toEqual([]);
    const [task] = marathon.offer({ ports: [[31_010, 31_030]] });
    const [view] = marathon.tasks('/web');
    expect(view?.ports.slice(0, 2)).toEqual([31_020, 31_010]);
    expect(new Set(view?.ports).size).toBe(3);
    expect(variableOf(task, 'PORTS')).toBe(view?.ports.join(','));
  });

  test('without ports has no variables of ports; a prefix is put before those that tell the place', () => {
    const marathon = MarathonHarness.ready({ env_vars_prefix: 'X_' });
    marathon.create({ id: '/none', portDefinitions: [] });
    marathon.create({ id: '/one' });
    const tasks = marathon.offer();
    const none = tasks.find(({ name }) => name === 'none');
    const names = (none?.command?.environment?.variables ?? []).map(({ name }) => name);
    expect(names.filter((name) => name.includes('PORT'))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['X_HOST', 'MARATHON_APP_ID']));
    const one = tasks.find(({ name }) => name === 'one');
    expect(variableOf(one, 'X_PORT0')).toBe(variableOf(one, 'X_PORT'));
    expect(variableOf(one, 'X_PORT0')).toMatch(/^31\d{3}$/);
  });

  test('takes what is reserved for its role first, and only what the app accepts', () => {
    const marathon = MarathonHarness.ready({ mesos_role: 'dev' });
    marathon.create({ id: '/any' });
    marathon.create({ id: '/open', acceptedResourceRoles: ['*'] });
    const tasks = marathon.offer({ role: 'dev', reservedFor: 'dev' });
    expect(tasks.map(({ name }) => name)).toEqual(['any']);
    expect(marathon.offer({ role: 'dev' }).map(({ name }) => name)).toEqual(['open']);
  });

  test('gives each app its own service ports, and keeps them over changes', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/a', portDefinitions: [{ port: 0 }, { port: 0 }] });
    marathon.create({ id: '/b' });
    const ports = (id: string) => marathon.app(id)?.portDefinitions.map(({ port }) => port);
    expect([ports('/a'), ports('/b')]).toEqual([[10_000, 10_001], [10_002]]);
    marathon.update('/a', { cmd: 'other' }, { force: true });
    expect(ports('/a')).toEqual([10_000, 10_001]);
    marathon.delete('/a');
    marathon.create({ id: '/c' });
    expect(ports('/c')).toEqual([10_000]);
  });
});

describe('placement', () => {
  test('with UNIQUE hostname puts one on each host', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web', instances: 3, constraints: [['hostname', 'UNIQUE']] });
    expect(marathon.runAll({ host: 'a' })).toHaveLength(1);
    expect(marathon.runAll({ host: 'b' })).toHaveLength(1);
    expect(marathon.offer({ host: 'a' })).toEqual([]);
    const [item] = [...marathon.kernel.view.queue()];
    expect(item?.count).toBe(1);
    expect(item?.lastOffers.declined.get('UnfulfilledConstraint')).toBeGreaterThan(0);
  });

  test.each([
    [
      ['rack', 'LIKE', 'r[12]'],
      ['r1', 'r2'],
    ],
    [
      ['rack', 'UNLIKE', 'r[12]'],
      ['r3', undefined],
    ],
    [['rack', 'IS', 'r2'], ['r2']],
    [['rack', 'CLUSTER', 'r3'], ['r3']],
  ] as const)('with %j takes %j alone', (constraint, racks) => {
    const taken: (string | undefined)[] = [];
    for (const rack of ['r1', 'r2', 'r3', undefined]) {
      const marathon = MarathonHarness.ready();
      marathon.create({ id: '/web', constraints: [constraint] });
      const attributes: Record<string, string> = rack === undefined ? {} : { rack };
      if (marathon.offer({ attributes }).length > 0) taken.push(rack);
    }
    expect(taken).toEqual(racks);
  });

  test('with GROUP_BY spreads evenly, with MAX_PER up to the number', () => {
    for (const [constraint, expected] of [
      [
        ['@zone', 'GROUP_BY', '2'],
        [2, 2],
      ],
      [
        ['@zone', 'MAX_PER', '1'],
        [1, 1],
      ],
    ] as const) {
      const marathon = MarathonHarness.ready({ max_instances_per_offer: 100 });
      marathon.create({ id: '/web', instances: 4, constraints: [constraint] });
      const zones = [marathon.offer({ zone: 'a' }).length, marathon.offer({ zone: 'b' }).length];
      expect(zones).toEqual(expected);
    }
  });

  test('is not held up by a task on a lost agent', () => {
    const marathon = MarathonHarness.ready();
    const constraints = [['rack', 'UNIQUE']];
    const unreachableStrategy = { inactiveAfterSeconds: 60, expungeAfterSeconds: 120 };
    marathon.create({ id: '/web', instances: 2, constraints, unreachableStrategy });
    const [first] = marathon.offer({ attributes: { rack: 'r1' } });
    marathon.status(first!.task_id.value, 'TASK_RUNNING');
    expect(marathon.offer({ host: 'b', attributes: { rack: 'r1' } })).toEqual([]);
    marathon.status(first!.task_id.value, 'TASK_UNREACHABLE', { uuid: undefined });
    expect(marathon.offer({ host: 'b', attributes: { rack: 'r1' } })).toHaveLength(1);
  });

  test('of an upgrade is not held up by tasks of the older configuration', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({
      id: '/web',
      constraints: [['hostname', 'UNIQUE']],
      upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
    });
    marathon.runAll({ host: 'a' });
    marathon.update('/web', { cmd: 'sleep 2' });
    expect(marathon.offer({ host: 'a' })).toHaveLength(1);
  });

  test('keeps agents with GPUs for those who want them', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    expect(marathon.offer({ gpus: 2 })).toEqual([]);
    const [item] = [...marathon.kernel.view.queue()];
    expect(item?.lastOffers.declined.get('DeclinedScarceResources')).toBe(1);
    expect(marathon.offer()).toHaveLength(1);
  });

  test.each([
    [{ cpus: 0.05 }, 'InsufficientCpus'],
    [{ mem: 1 }, 'InsufficientMemory'],
    [{ ports: [] }, 'InsufficientPorts'],
  ] as const)('says why an offer of %j does not do', (shape, reason) => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    expect(marathon.offer(shape)).toEqual([]);
    const [item] = [...marathon.kernel.view.queue()];
    expect([...(item?.lastOffers.declined ?? [])]).toEqual([[reason, 1]]);
    expect(item).toMatchObject({ processedOffers: 1, unusedOffers: 1 });
    const [decline] = marathon.callsOf('DECLINE');
    expect(decline?.decline?.filters?.refuse_seconds).toBe(120);
  });
});

test('a launch that shows no life is counted as overdue until its end is told', () => {
  const marathon = MarathonHarness.ready();
  const overdue = (): number => marathon.kernel.view.overdueCount(timestamp(marathon.at));
  marathon.create({ id: '/web' });
  const [task] = marathon.offer();
  marathon.advance(marathon.config.launchConfirmTimeout / 1000 - 1);
  expect(overdue()).toBe(0);
  marathon.advance(2);
  expect([overdue(), marathon.callsOf('KILL').length]).toEqual([1, 1]);
  marathon.status(must(task, 'a task').task_id.value, 'TASK_KILLED');
  expect(overdue()).toBe(0);
});

describe('demand', () => {
  test('is told when it comes, and its end when nothing is wanted', () => {
    const marathon = MarathonHarness.ready();
    expect(marathon.subscriptions[0]?.suppressedRoles).toEqual(['*']);
    expect(marathon.callsOf('REVIVE')).toEqual([]);
    marathon.create({ id: '/web' });
    expect(marathon.callsOf('REVIVE').map(({ revive }) => revive?.roles)).toEqual([['*']]);
    marathon.offer();
    expect(marathon.callsOf('SUPPRESS').map(({ suppress }) => suppress?.roles)).toEqual([['*']]);
    expect(marathon.offer()).toEqual([]);
  });

  test('ends for the master after the launches that ended it', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/web' });
    marathon.holdsWrites = true;
    marathon.offer();
    expect(marathon.callsOf('SUPPRESS')).toEqual([]);
    marathon.release();
    const order = marathon.calls.map(({ type }) => type).slice(-2);
    expect(order).toEqual(['ACCEPT', 'SUPPRESS']);
  });

  test('for another app lifts the filters that were set for the first', () => {
    const marathon = MarathonHarness.ready();
    marathon.create({ id: '/big', cpus: 9999 });
    marathon.offer();
    const before = marathon.callsOf('REVIVE').length;
    marathon.advance(0.1);
    marathon.create({ id: '/small' });
    expect(marathon.callsOf('REVIVE').length).toBeGreaterThan(before);
  });

  test('of many apps at once is told in few calls', () => {
    const marathon = MarathonHarness.ready();
    for (let n = 0; n < 200; n++) marathon.create({ id: `/a${n}` });
    expect(marathon.callsOf('REVIVE').length).toBeLessThan(20);
  });

  describe('within --min_revive_offers_interval of the last call', () => {
    const TIMER = 'offers/revive';

    /** A REVIVE went out just now, and nothing else is on its way. */
    function revived() {
      const marathon = MarathonHarness.ready({ min_revive_offers_interval: 3000 });
      marathon.create({ id: '/first' });
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      marathon.offer();
      marathon.calls = [];
      return marathon;
    }

    function timersStarted({ timersStarted: started }: MarathonHarness): number {
      return started.filter((timer) => timer === TIMER).length;
    }

    test('waits for its end: one timer for all of it, and one call', () => {
      const marathon = revived();
      for (let n = 0; n < 10; n++) {
        marathon.create({ id: `/a${n}` });
        marathon.advance(0.2);
      }
      expect(timersStarted(marathon)).toBe(1);
      expect(marathon.callsOf('REVIVE')).toEqual([]);
      marathon.advance(1);
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      expect(timersStarted(marathon)).toBe(1);
      expect(marathon.timers.has(TIMER)).toBe(false);
    });

    test('is told each time, interval after interval', () => {
      const marathon = revived();
      for (let n = 1; n <= 3; n++) {
        marathon.create({ id: `/a${n}` });
        marathon.advance(3);
        expect(marathon.callsOf('REVIVE')).toHaveLength(n);
        marathon.offer();
      }
      expect(timersStarted(marathon)).toBe(3);
    });

    test('that is over before the timer calls for nobody, and the next is told in time', () => {
      const marathon = revived();
      marathon.create({ id: '/gone' });
      marathon.delete('/gone');
      marathon.advance(2);
      marathon.create({ id: '/next' });
      expect(marathon.callsOf('REVIVE')).toEqual([]);
      marathon.advance(1);
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      expect(timersStarted(marathon)).toBe(1);
    });

    test('is told at once on a new subscription, and what comes after it waits from there', () => {
      const marathon = revived();
      marathon.create({ id: '/a' });
      marathon.step({ kind: 'disconnected', reason: 'cut' });
      marathon.advance(1);
      marathon.subscribe();
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      marathon.offer();
      marathon.create({ id: '/b' });
      // The timer of before fires too early for this one: it is set once more.
      marathon.advance(2.5);
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      marathon.advance(0.5);
      expect(marathon.callsOf('REVIVE')).toHaveLength(2);
      expect(timersStarted(marathon)).toBe(2);
    });

    test('is not lost while no subscription stands when the timer fires', () => {
      const marathon = revived();
      marathon.create({ id: '/a' });
      marathon.step({ kind: 'disconnected', reason: 'cut' });
      marathon.advance(10);
      expect(marathon.callsOf('REVIVE')).toEqual([]);
      marathon.subscribe();
      expect(marathon.callsOf('REVIVE')).toHaveLength(1);
      marathon.offer();
      marathon.create({ id: '/b' });
      marathon.advance(3);
      expect(marathon.callsOf('REVIVE')).toHaveLength(2);
    });
  });

  test('beyond what one offer may take leaves the rest of it to be offered again at once', () => {
    const marathon = MarathonHarness.ready({ max_instances_per_offer: 2 });
    marathon.create({ id: '/web', instances: 3 });
    expect(marathon.offer()).toHaveLength(2);
    expect(marathon.offer()).toHaveLength(1);
    const seconds = marathon.callsOf('ACCEPT').map(({ accept }) => accept?.filters?.refuse_seconds);
    expect(seconds).toEqual([0, 120]);
  });

  test('without launch tokens waits until there are some, and each running task gives one back', () => {
    const marathon = MarathonHarness.ready({ launch_tokens: 2 });
    marathon.create({ id: '/web', instances: 4 });
    const [first] = marathon.offer();
    expect(marathon.launched()).toHaveLength(2);
    expect(marathon.offer()).toEqual([]);
    expect(marathon.callsOf('DECLINE').at(-1)?.decline?.filters).toBeUndefined();
    marathon.status(first!.task_id.value, 'TASK_RUNNING');
    expect(marathon.offer()).toHaveLength(1);
    marathon.advance(31);
    expect(marathon.offer()).toHaveLength(1);
  });

  test('without launch tokens waits for a task with checks to be healthy, not only to run', () => {
    const marathon = MarathonHarness.ready({ launch_tokens: 1 });
    const healthChecks = [{ protocol: 'TCP', intervalSeconds: 2 }];
    marathon.create({ id: '/web', instances: 2, healthChecks });
    const [first] = marathon.offer();
    marathon.status(first!.task_id.value, 'TASK_RUNNING');
    expect(marathon.offer()).toEqual([]);
    marathon.probeAfter(2, { kind: 'connected' });
    expect(marathon.offer()).toHaveLength(1);
  });

  test('shares one offer between apps', () => {
    const marathon = MarathonHarness.ready({ max_instances_per_offer: 4 });
    marathon.create({ id: '/a', instances: 10 });
    marathon.create({ id: '/b', instances: 10 });
    const names = marathon.offer().map(({ name }) => name);
    expect([...names].sort()).toEqual(['a', 'a', 'b', 'b']);
  });
});
