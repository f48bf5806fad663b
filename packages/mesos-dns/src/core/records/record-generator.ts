import type {
  AgentFacts,
  DiscoveryPort,
  FrameworkFacts,
  IpSource,
  MasterFacts,
  TaskFacts,
} from '../facts.ts';
import { TASK_PORTS_MAX } from '../limits.ts';
import { parseAddresses, type Address } from './addresses.ts';
import {
  agentSuffix,
  isName,
  mangleDomain,
  mangleLabel,
  taskHash,
  type LabelRule,
  type Sha1,
} from './names.ts';
import type { GeneratedRecord, TakeRecord } from './record-set.ts';

/** What decides how names are made. */
export interface NamingSettings {
  /** Without a final dot, lower case: `mesos`. */
  readonly domain: string;
  readonly labelRule: LabelRule;
  /** The first source that yields an address wins. */
  readonly ipSources: readonly IpSource[];
  readonly sha1: Sha1;
}

/** The protocols for which a port without one is published. */
const PROTOCOLS = ['_tcp', '_udp'] as const;

/** The ends of the names of one framework's tasks, each with its first dot; its tasks share them. */
export interface TaskZones {
  /** `.marathon.mesos` */
  readonly own: string;
  /** `.marathon.slave.mesos` */
  readonly onAgent: string;
  readonly tcp: string;
  readonly udp: string;
  readonly tcpOnAgent: string;
  readonly udpOnAgent: string;
}

/** What the names of a task take from its agent. */
export interface TaskHost {
  /** The end of a canonical name. */
  readonly suffix: string;
  readonly addresses: readonly Address[];
}

/** The zones of a framework; undefined when its name leaves none that could be asked for. */
export function deriveTaskZones(
  framework: FrameworkFacts,
  { domain, labelRule }: NamingSettings,
): TaskZones | undefined {
  const frameworkDomain = mangleDomain(framework.name, labelRule);
  const own = `.${frameworkDomain}.${domain}`;
  const onAgent = `.${frameworkDomain}.slave.${domain}`;
  if (frameworkDomain === '') return undefined;
  const [tcp, udp] = PROTOCOLS;
  return {
    own,
    onAgent,
    tcp: `.${tcp}${own}`,
    udp: `.${udp}${own}`,
    tcpOnAgent: `.${tcp}${onAgent}`,
    udpOnAgent: `.${udp}${onAgent}`,
  };
}

/** What an agent gives to the names of its tasks. */
export function deriveTaskHost(agent: AgentFacts): TaskHost {
  return { suffix: agentSuffix(agent.id), addresses: parseAddresses(agent.addresses) };
}

/**
 * The records of one running task (mesos-dns.md §5.2), in the order in which the original makes
 * them. With DiscoveryInfo everything is made twice, under its raw name and under the mangled one:
 * people's scripts know both.
 */
export function generateTaskRecords(
  task: TaskFacts,
  framework: FrameworkFacts,
  agent: AgentFacts,
  settings: NamingSettings,
): readonly GeneratedRecord[] {
  const records: GeneratedRecord[] = [];
  const zones = deriveTaskZones(framework, settings);
  const place = { zones, host: deriveTaskHost(agent), settings };
  passTaskRecords(task, place, (head, tail, type, value) => {
    records.push({ name: head + tail, type, value });
  });
  return records;
}

/** What the records of many tasks have in common. */
export interface TaskPlace {
  readonly zones: TaskZones | undefined;
  readonly host: TaskHost;
  readonly settings: NamingSettings;
}

/**
 * Passes the same records on one by one: ten thousand tasks make a hundred thousand at once, and
 * what is not made needs no clearing away.
 */
export function passTaskRecords(task: TaskFacts, place: TaskPlace, take: TakeRecord): void {
  const { host, settings } = place;
  if (place.zones === undefined) return;
  const raw = task.discovery?.name;
  const label = mangleLabel(raw ?? task.name, settings.labelRule);
  const suffix = `-${taskHash(task.id, settings.sha1)}-${host.suffix}`;
  const addresses = selectTaskAddresses(task, host, settings.ipSources);
  const named = { task, suffix, addresses, zones: place.zones, host, settings };
  if (raw !== undefined && raw !== label) passUnderName(raw, named, take);
  passUnderName(label, named, take);
}

interface NamedTask {
  readonly task: TaskFacts;
  readonly suffix: string;
  readonly addresses: readonly Address[];
  readonly zones: TaskZones;
  readonly host: TaskHost;
  readonly settings: NamingSettings;
}

function passUnderName(label: string, named: NamedTask, take: TakeRecord): void {
  const { task, zones, addresses, host } = named;
  const canonical = label + named.suffix;
  passAddresses(label, zones.own, addresses, take);
  passAddresses(canonical, zones.own, addresses, take);
  passAddresses(label, zones.onAgent, host.addresses, take);
  passAddresses(canonical, zones.onAgent, host.addresses, take);
  const owner = `_${label}`;
  if (!isName(owner)) return;
  // One text for all records of a port: there are as many as there are ports in the cluster, four times.
  for (const port of task.ports) {
    const value = `${canonical}${zones.onAgent}:${port}`;
    passResourcePort(owner, value, named, take);
  }
  if (task.discovery === undefined) return;
  const ports = task.discovery.ports.filter(({ number }) => isPort(number));
  for (const port of ports.slice(0, TASK_PORTS_MAX)) {
    const value = `${canonical}${zones.own}:${port.number}`;
    passDiscoveryPort(owner, value, port, named, take);
  }
}

function passAddresses(
  head: string,
  zone: string,
  addresses: readonly Address[],
  take: TakeRecord,
): void {
  // A task whose name holds no letter at all leaves an empty label; nobody can ask for it.
  if (!isName(head)) return;
  for (const { type, ip } of addresses) take(head, zone, type, ip);
}

function passResourcePort(
  owner: string,
  value: string,
  { task, zones }: NamedTask,
  take: TakeRecord,
): void {
  take(owner, zones.tcpOnAgent, 'SRV', value);
  take(owner, zones.udpOnAgent, 'SRV', value);
  if (task.discovery !== undefined) return;
  take(owner, zones.tcp, 'SRV', value);
  take(owner, zones.udp, 'SRV', value);
}

function passDiscoveryPort(
  owner: string,
  value: string,
  port: DiscoveryPort,
  { zones, settings }: NamedTask,
  take: TakeRecord,
): void {
  const portLabel = mangleLabel(port.name, settings.labelRule);
  for (const zone of protocolZones(port.protocol, zones, settings)) {
    take(owner, zone, 'SRV', value);
    if (portLabel !== '') take(`_${portLabel}.${owner}`, zone, 'SRV', value);
  }
}

function protocolZones(
  protocol: string,
  { own, tcp, udp }: TaskZones,
  { labelRule }: NamingSettings,
): readonly string[] {
  switch (protocol) {
    case 'tcp':
      return [tcp];
    case 'udp':
      return [udp];
    default: {
      const mangled = mangleLabel(protocol, labelRule);
      return mangled === '' ? [tcp, udp] : [`._${mangled}${own}`];
    }
  }
}

/** The addresses of a task, from the first source that has one (mesos-dns.md §6). */
export function selectTaskAddresses(
  task: TaskFacts,
  host: TaskHost,
  sources: readonly IpSource[],
): readonly Address[] {
  for (const source of sources) {
    const addresses = source === 'host' ? host.addresses : parseAddresses(task.addresses[source]);
    if (addresses.length > 0) return addresses;
  }
  return [];
}

/** The records of one framework (mesos-dns.md §5.3). */
export function generateFrameworkRecords(
  framework: FrameworkFacts,
  settings: NamingSettings,
): readonly GeneratedRecord[] {
  const domain = mangleDomain(framework.name, settings.labelRule);
  const name = `${domain}.${settings.domain}`;
  const addresses = addressRecords(name, parseAddresses(framework.addresses));
  const services =
    framework.port === undefined ? [] : [service(`_framework._tcp.${name}`, name, framework.port)];
  return domain === '' ? [] : [...addresses, ...services];
}

/** The records of one agent (mesos-dns.md §5.4). */
export function generateAgentRecords(
  agent: AgentFacts,
  { domain }: NamingSettings,
): readonly GeneratedRecord[] {
  const name = `slave.${domain}`;
  const addresses = addressRecords(name, parseAddresses(agent.addresses));
  return agent.port === undefined
    ? addresses
    : [...addresses, service(`_slave._tcp.${domain}`, name, agent.port)];
}

/**
 * The records of the masters (mesos-dns.md §5.4). Masters are numbered in the order of the list; one
 * whose address came before gets no number, and a leader that the list does not name gets the next.
 */
export function generateMasterRecords(
  leader: MasterFacts | undefined,
  masters: readonly MasterFacts[],
  { domain }: NamingSettings,
): readonly GeneratedRecord[] {
  const all = `master.${domain}`;
  const leaderAddresses = parseAddresses(leader?.addresses ?? []);
  const records: GeneratedRecord[] = [];
  if (leader !== undefined) {
    const name = `leader.${domain}`;
    records.push(...addressRecords(name, leaderAddresses), ...addressRecords(all, leaderAddresses));
    for (const protocol of PROTOCOLS) {
      records.push(service(`_leader.${protocol}.${domain}`, name, leader.port));
    }
  }
  const seen = new Set(leaderAddresses.map(({ ip }) => ip));
  let next = 0;
  let isLeaderNumbered = leader === undefined;
  const number = (addresses: readonly Address[]): void => {
    records.push(...addressRecords(`master${next}.${domain}`, addresses));
    next++;
  };
  for (const master of masters) {
    const addresses = parseAddresses(master.addresses);
    if (leader !== undefined && isSameMaster(master, leader)) {
      if (!isLeaderNumbered) number(addresses);
      isLeaderNumbered = true;
      continue;
    }
    const fresh = addresses.filter(({ ip }) => !seen.has(ip));
    if (fresh.length === 0) continue;
    for (const { ip } of fresh) seen.add(ip);
    records.push(...addressRecords(all, fresh));
    number(addresses);
  }
  if (!isLeaderNumbered) number(leaderAddresses);
  return distinct(records);
}

function isSameMaster(left: MasterFacts, right: MasterFacts): boolean {
  if (left.port !== right.port) return false;
  return left.host === right.host || left.addresses.some((ip) => right.addresses.includes(ip));
}

/** The record of this server itself, under the name that the SOA record gives it. */
export function generateServerRecords(
  serverName: string,
  addresses: readonly string[],
): readonly GeneratedRecord[] {
  return addressRecords(serverName, parseAddresses(addresses));
}

function addressRecords(name: string, addresses: readonly Address[]): readonly GeneratedRecord[] {
  return addresses.map(({ type, ip }) => ({ name, type, value: ip }));
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= 65_535;
}

function service(name: string, target: string, port: number): GeneratedRecord {
  return { name, type: 'SRV', value: `${target}:${port}` };
}

function distinct(records: readonly GeneratedRecord[]): readonly GeneratedRecord[] {
  const seen = new Set<string>();
  return records.filter(({ name, type, value }) => {
    const key = `${name} ${type} ${value}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The target and port of an SRV value. */
export function parseServiceValue(value: string): {
  readonly target: string;
  readonly port: number;
} {
  const colon = value.lastIndexOf(':');
  return { target: value.slice(0, colon), port: Number(value.slice(colon + 1)) };
}
