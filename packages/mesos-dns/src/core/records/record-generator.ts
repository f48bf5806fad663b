import type { AgentFacts, FrameworkFacts, IpSource, MasterFacts, TaskFacts } from '../facts.ts';
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
import type { GeneratedRecord, RecordType } from './record-set.ts';

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
  const { labelRule } = settings;
  const base = {
    task,
    frameworkDomain: mangleDomain(framework.name, labelRule),
    suffix: `${taskHash(task.id, settings.sha1)}-${agentSuffix(agent.id)}`,
    taskAddresses: selectTaskAddresses(task, agent, settings.ipSources),
    agentAddresses: parseAddresses(agent.addresses),
    settings,
  };
  const records: GeneratedRecord[] = [];
  const raw = task.discovery?.name;
  const label = mangleLabel(raw ?? task.name, labelRule);
  if (raw !== undefined && raw !== label) addUnderName(records, { ...base, label: raw });
  addUnderName(records, { ...base, label });
  return records;
}

interface NamedTask {
  readonly task: TaskFacts;
  readonly label: string;
  readonly frameworkDomain: string;
  readonly suffix: string;
  readonly taskAddresses: readonly Address[];
  readonly agentAddresses: readonly Address[];
  readonly settings: NamingSettings;
}

// Adds to one list: ten thousand tasks make a hundred thousand records at once.
function addUnderName(records: GeneratedRecord[], named: NamedTask): void {
  const { label, frameworkDomain, suffix, settings } = named;
  const own = `${frameworkDomain}.${settings.domain}`;
  const onAgent = `${frameworkDomain}.slave.${settings.domain}`;
  const canonical = `${label}-${suffix}`;
  addAddresses(records, `${label}.${own}`, named.taskAddresses);
  addAddresses(records, `${canonical}.${own}`, named.taskAddresses);
  addAddresses(records, `${label}.${onAgent}`, named.agentAddresses);
  addAddresses(records, `${canonical}.${onAgent}`, named.agentAddresses);
  addResourcePorts(records, named, { own, onAgent, canonical });
  addDiscoveryPorts(records, named, { own, canonical });
}

// A task or framework whose name holds no letter at all leaves an empty label; nobody can ask for it.
function addNamed(records: GeneratedRecord[], name: string, type: RecordType, value: string): void {
  if (isName(name)) records.push({ name, type, value });
}

function addAddresses(
  records: GeneratedRecord[],
  name: string,
  addresses: readonly Address[],
): void {
  for (const { type, ip } of addresses) addNamed(records, name, type, ip);
}

function addResourcePorts(
  records: GeneratedRecord[],
  { task, label }: NamedTask,
  names: { readonly own: string; readonly onAgent: string; readonly canonical: string },
): void {
  const { own, onAgent, canonical } = names;
  for (const port of task.ports) {
    // One text for all of them: there are as many as there are ports in the cluster, four times.
    const value = `${canonical}.${onAgent}:${port}`;
    addNamed(records, `_${label}._tcp.${onAgent}`, 'SRV', value);
    addNamed(records, `_${label}._udp.${onAgent}`, 'SRV', value);
    if (task.discovery !== undefined) continue;
    addNamed(records, `_${label}._tcp.${own}`, 'SRV', value);
    addNamed(records, `_${label}._udp.${own}`, 'SRV', value);
  }
}

function addDiscoveryPorts(
  records: GeneratedRecord[],
  { task, label, settings }: NamedTask,
  { own, canonical }: { readonly own: string; readonly canonical: string },
): void {
  const ports = (task.discovery?.ports ?? []).filter(({ number }) => isPort(number));
  for (const { number, name, protocol } of ports.slice(0, TASK_PORTS_MAX)) {
    const value = `${canonical}.${own}:${number}`;
    const mangled = mangleLabel(protocol, settings.labelRule);
    const portLabel = mangleLabel(name, settings.labelRule);
    for (const each of mangled === '' ? PROTOCOLS : [`_${mangled}`]) {
      const owner = `_${label}.${each}.${own}`;
      addNamed(records, owner, 'SRV', value);
      if (portLabel !== '') addNamed(records, `_${portLabel}.${owner}`, 'SRV', value);
    }
  }
}

/** The addresses of a task, from the first source that has one (mesos-dns.md §6). */
export function selectTaskAddresses(
  task: TaskFacts,
  agent: AgentFacts,
  sources: readonly IpSource[],
): readonly Address[] {
  for (const source of sources) {
    const texts = source === 'host' ? agent.addresses : task.addresses[source];
    const addresses = parseAddresses(texts);
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
