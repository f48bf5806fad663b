import { expect, test } from '@jest/globals';
import { Random } from '@stoa/common';
import { ClassicStateReader, mangleDomain, mangleLabel, taskHash } from '@stoa/mesos-dns/core';
import { allRecords, KernelHarness, LEADER, readState, sha1 } from './dns-builders.ts';

const AGENTS = 7;
const FRAMEWORKS = ['marathon', 'Team/A_B.Spark 2.0', 'slave', 'a.slave', '%', 'marathon'];
const LABELS = ['web', 'web.prod', 'Web_Prod', 'web-prod', 'käse', '', '.x', 'x..y', 'y.', '{"[}'];
const PROTOCOLS = ['tcp', 'udp', '', 'HTTP', 'udp,tcp', '%'];
const ADDRESSES = ['10.0.0.1', '10.0.0.2', 'FD00::1', '::ffff:10.0.0.3', 'eth0', '1.2.3.256'];
const STATES = ['TASK_RUNNING', 'TASK_RUNNING', 'TASK_RUNNING', 'TASK_STAGING', 'TASK_KILLING'];

interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
}

interface TaskOfState {
  readonly id: string;
  readonly name: string;
  readonly framework_id: string;
  readonly slave_id: string;
  readonly state: string;
  readonly resources: { readonly ports: string };
  readonly statuses: readonly object[];
  readonly discovery?: {
    readonly name: string;
    readonly ports: { readonly ports: readonly Port[] };
  };
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

function aTaskOfState(random: Random, at: number, frameworkId: string): TaskOfState {
  const first = 31_000 + random.below(100);
  const ip_addresses = Array.from({ length: random.below(3) }, () => ({
    ip_address: pick(random, ADDRESSES),
  }));
  const name = random.below(2) === 0 ? `app-${at}` : pick(random, LABELS);
  const ports = Array.from({ length: random.below(3) }, () => ({
    number: pick(random, [80, 8080, 70_000]),
    name: pick(random, ['', 'Admin Port_X', 'http']),
    protocol: pick(random, PROTOCOLS),
  }));
  const task = {
    id: `${name}.${at}`,
    name,
    framework_id: frameworkId,
    slave_id: `f0-S${random.below(AGENTS + 1)}`,
    state: pick(random, STATES),
    resources: { ports: pick(random, ['', '[]', `[${first}-${first + 1}, 32000-32000]`]) },
    statuses: [
      { state: 'TASK_STARTING', timestamp: 9, container_status: {} },
      {
        state: 'TASK_RUNNING',
        timestamp: 8.5,
        container_status: { network_infos: [{ ip_addresses }] },
      },
      { state: 'TASK_RUNNING', timestamp: 3, labels: [{ key: 'text "\\', value: '}]' }] },
    ],
  };
  const discovery = { name: pick(random, LABELS), visibility: 'CLUSTER', ports: { ports } };
  return random.below(2) === 0 ? task : { ...task, discovery };
}

function aState(random: Random, tasks: number): { readonly frameworks: readonly object[] } {
  const all = FRAMEWORKS.map((name, at) => ({ id: `f0-000${at}`, name }));
  return {
    frameworks: all.map(({ id, name }) => ({
      // Nobody says which of the two comes first.
      ...(random.below(2) === 0 ? { id } : {}),
      completed_tasks: [aTaskOfState(random, 0, id)],
      tasks: Array.from({ length: tasks / all.length }, (_, at) => aTaskOfState(random, at, id)),
      offers: [],
      id,
      name,
    })),
  };
}

/** The addresses of a text that is one, by the ways of writing that `ADDRESSES` has. */
function addressesAmong(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.flatMap((text): [] | [readonly [string, string]] => {
    if (text.startsWith('::ffff:')) return [['A', text.slice(7)]];
    if (text.startsWith('FD')) return [['AAAA', text.toLowerCase()]];
    return /^10\./.test(text) ? [['A', text]] : [];
  });
}

/** What mesos-dns.md §5.2 says of one task, word by word. */
function recordsOf(task: TaskOfState, frameworkName: string): readonly string[] {
  const zone = mangleDomain(frameworkName, 'rfc1123');
  const agent = Number(task.slave_id.slice(4));
  if (task.state !== 'TASK_RUNNING' || agent >= AGENTS) return [];
  const { network_infos: networks = [] } = (
    task.statuses[1] as { container_status: { network_infos?: { ip_addresses: object[] }[] } }
  ).container_status;
  const named = (networks[0]?.ip_addresses ?? []).map((each) => Object.values(each).join());
  const onAgent = [['A', `10.0.1.${agent}`]] as const;
  const own = addressesAmong(named);
  const addresses = own.length > 0 ? own : onAgent;
  const { ports: ranges } = task.resources;
  const ports = [...ranges.matchAll(/(\d+)-(\d+)/g)].flatMap(([, begin, end]) =>
    begin === end ? [begin] : [begin, end],
  );
  const { discovery = { name: '', ports: { ports: [] } } } = task;
  const raw = discovery.name === '' ? task.name : discovery.name;
  const labels = new Set([mangleLabel(raw, 'rfc1123')]);
  if (discovery.name !== '') labels.add(raw);
  return [...labels].flatMap((label) => {
    const canonical = `${label}-${taskHash(task.id, sha1)}-s${agent}`;
    const services = ports.flatMap((port) => {
      const zones = discovery.name === '' ? [`slave.mesos`, 'mesos'] : ['slave.mesos'];
      return zones.flatMap((end) =>
        ['_tcp', '_udp'].map(
          (protocol) =>
            `_${label}.${protocol}.${zone}.${end} SRV ${canonical}.${zone}.slave.mesos:${port}`,
        ),
      );
    });
    const discovered = (discovery.name === '' ? [] : discovery.ports.ports).flatMap((port) => {
      if (port.number > 65_535) return [];
      const protocol = mangleLabel(port.protocol, 'rfc1123');
      const portName = mangleLabel(port.name, 'rfc1123');
      return (protocol === '' ? ['tcp', 'udp'] : [protocol]).flatMap((each) => {
        const owner = `_${label}._${each}.${zone}.mesos`;
        const value = `SRV ${canonical}.${zone}.mesos:${port.number}`;
        return [
          `${owner} ${value}`,
          ...(portName === '' ? [] : [`_${portName}.${owner} ${value}`]),
        ];
      });
    });
    return [
      ...[label, canonical].flatMap((name) => [
        ...addresses.map(([type, ip]) => `${name}.${zone}.mesos ${type} ${ip}`),
        ...onAgent.map(([type, ip]) => `${name}.${zone}.slave.mesos ${type} ${ip}`),
      ]),
      ...services,
      ...discovered,
    ];
  });
}

/** Whether somebody could ask for a record's name: no label of it is empty. */
function hasName(record: string): boolean {
  return (record.split(' ')[0] ?? '').split('.').every((label) => label !== '');
}

test('a whole state, in pieces of any length, gives the records of a plain reading, and no others', () => {
  const random = new Random(42);
  const state = aState(random, 3_000) as {
    frameworks: readonly { readonly name: string; readonly tasks: readonly TaskOfState[] }[];
  };
  const slaves = Array.from({ length: AGENTS }, (_, at) => ({
    id: `f0-S${at}`,
    hostname: 'agent',
    pid: `slave(1)@10.0.1.${at}:5051`,
  }));
  const body = {
    leader: 'master@10.0.0.1:5050',
    completed_frameworks: [{ id: 'gone', tasks: state.frameworks[0]?.tasks }],
    ...state,
    slaves,
  };
  const read = readState(body, () => 1 + random.below(random.below(20) === 0 ? 3 : 5_000));
  if (!read.ok) throw new Error(read.error);
  const { snapshot } = read.value;
  const agents = snapshot.agents.map((agent) => ({ ...agent, addresses: [agent.host] }));
  const harness = new KernelHarness();
  harness.start();
  harness.step({ kind: 'loaded', leader: LEADER, snapshot: { ...snapshot, agents } });
  const expected = state.frameworks
    .flatMap(({ name, tasks }) => tasks.flatMap((task) => recordsOf(task, name)))
    .filter(hasName);
  const withoutTasks = new KernelHarness();
  withoutTasks.start();
  withoutTasks.step({
    kind: 'loaded',
    leader: LEADER,
    snapshot: { ...snapshot, agents, tasks: [] },
  });
  const others = allRecords(withoutTasks.records);
  expect(expected.length).toBeGreaterThan(10_000);
  expect(allRecords(harness.records)).toEqual([...new Set([...expected, ...others])].sort());
  harness.step({ kind: 'loaded', leader: LEADER, snapshot: { ...snapshot, agents, tasks: [] } });
  expect(allRecords(harness.records)).toEqual(others);
});

test.each([
  ['cut short', '{"leader":"m@h:1","frameworks":[{"id":"f","tasks":[{"id":"t"},{"id"'],
  ['with a task that is none', '{"leader":"m@h:1","frameworks":[{"tasks":[{"id":}]}]}'],
  ['without a comma between tasks', '{"leader":"m@h:1","frameworks":[{"tasks":[{} {}]}]}'],
  ['with brackets that do not match', '{"leader":"m@h:1","frameworks":[{"tasks":[{"a":[}}]}]}'],
  ['with another bracket at the end', '{"leader":"m@h:1","frameworks":[{"tasks":[{}]}]}}'],
  ['nested beyond all measure', '{"leader":"m@h:1","x":'.padEnd(1_000, '[')],
])('refuses a state %s', (_what, text) => {
  const reader = new ClassicStateReader();
  reader.push(text);
  expect(reader.end().ok).toBe(false);
});
