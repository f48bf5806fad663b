import { err, ok, type Result } from '@stoa/common';
import type { HostPort } from '../config/host-port.ts';
import {
  NO_ADDRESSES,
  type AgentFacts,
  type ClusterSnapshot,
  type DiscoveryFacts,
  type FrameworkFacts,
  type TaskFacts,
} from '../facts.ts';
import { parsePid } from './pid.ts';
import { listPorts, parsePortRanges } from './ports.ts';
import { newestRunning, readStatusAddresses } from './statuses.ts';

/** What a master's classic state tells: who leads, and everything that names are made of. */
export interface ClassicState {
  readonly leader: HostPort;
  readonly snapshot: ClusterSnapshot;
}

/**
 * Reads the body of `/master/state` (mesos-dns.md §2). Fields that names are not made of are not
 * looked at. The error says what is missing or broken; nothing of a broken state counts.
 */
export function decodeClassicState(body: unknown): Result<ClassicState, string> {
  const state = asRecord(body);
  const leaderPid = asText(state['leader']);
  if (leaderPid === '') return err('leader: is missing or empty, so this master has none');
  const leader = parsePid(leaderPid);
  if (!leader.ok) return err(`leader: ${leader.error}`);
  const agents = collect(state['slaves'], 'slaves', decodeAgent);
  if (!agents.ok) return agents;
  const decodedFrameworks = collect(state['frameworks'], 'frameworks', decodeFramework);
  if (!decodedFrameworks.ok) return decodedFrameworks;
  const frameworks: FrameworkFacts[] = [];
  const tasks: TaskFacts[] = [];
  for (const decoded of decodedFrameworks.value) {
    frameworks.push(decoded.framework);
    for (const task of decoded.tasks) tasks.push(task);
  }
  const recovered = asList(state['recovered_slaves']);
  const recoveredAgentIds = recovered.map((item) => asText(asRecord(item)['id']));
  return ok({
    leader: leader.value,
    snapshot: { agents: agents.value, recoveredAgentIds, frameworks, tasks },
  });
}

function collect<T>(
  value: unknown,
  field: string,
  decode: (item: Fields) => Result<T, string>,
): Result<readonly T[], string> {
  const items: T[] = [];
  for (const [at, item] of asList(value).entries()) {
    const decoded = decode(asRecord(item));
    if (!decoded.ok) return err(`${field}[${at}].${decoded.error}`);
    items.push(decoded.value);
  }
  return ok(items);
}

/** The host and port of a pid that may be missing but not broken. */
function readPid(fields: Fields): Result<HostPort | undefined, string> {
  if (!Object.hasOwn(fields, 'pid')) return ok(undefined);
  const pid = parsePid(asText(fields['pid']));
  return pid.ok ? pid : err(`pid: ${pid.error}`);
}

function decodeAgent(fields: Fields): Result<AgentFacts, string> {
  const pid = readPid(fields);
  if (!pid.ok) return pid;
  const host = pid.value?.host ?? asText(fields['hostname']);
  return ok({ id: asText(fields['id']), host, addresses: [], port: pid.value?.port });
}

function decodeFramework(
  fields: Fields,
): Result<{ readonly framework: FrameworkFacts; readonly tasks: readonly TaskFacts[] }, string> {
  const pid = readPid(fields);
  if (!pid.ok) return pid;
  const id = asText(fields['id']);
  const framework = {
    id,
    name: asText(fields['name']),
    host: pid.value?.host ?? asText(fields['hostname']),
    addresses: [],
    port: pid.value?.port,
  };
  const tasks = asList(fields['tasks']).map((item) => decodeTask(asRecord(item), id));
  return ok({ framework, tasks });
}

function decodeTask(fields: Fields, frameworkId: string): TaskFacts {
  const statuses = asList(fields['statuses']).map(asRecord);
  const newest = newestRunning(statuses, (status) => ({
    isRunning: status['state'] === 'TASK_RUNNING',
    at: asNumber(status['timestamp']),
  }));
  const healthy = newest?.status['healthy'];
  return {
    id: asText(fields['id']),
    name: asText(fields['name']),
    // The list that it stands in tells its framework; the field is the same.
    frameworkId,
    agentId: asText(fields['slave_id']),
    isRunning: fields['state'] === 'TASK_RUNNING',
    isHealthy: typeof healthy === 'boolean' ? healthy : undefined,
    addresses: newest === undefined ? NO_ADDRESSES : readAddresses(newest.status),
    addressesAt: newest?.at ?? 0,
    ports: listPorts(parsePortRanges(asText(asRecord(fields['resources'])['ports']))),
    discovery: decodeDiscovery(asRecord(fields['discovery'])),
  };
}

function readAddresses(status: Fields): TaskFacts['addresses'] {
  const container = asRecord(status['container_status']);
  return readStatusAddresses({
    labels: asList(status['labels']).map((item) => {
      const label = asRecord(item);
      return { key: asText(label['key']), value: asText(label['value']) };
    }),
    networks: asList(container['network_infos']).map((item) => {
      const network = asRecord(item);
      const single = asText(network['ip_address']);
      return {
        addresses: asList(network['ip_addresses'])
          .map((address) => asText(asRecord(address)['ip_address']))
          .filter((ip) => ip !== ''),
        address: single === '' ? undefined : single,
      };
    }),
  });
}

function decodeDiscovery(fields: Fields): DiscoveryFacts | undefined {
  const name = asText(fields['name']);
  if (name === '') return undefined;
  const ports = asList(asRecord(fields['ports'])['ports']).map((item) => {
    const port = asRecord(item);
    return {
      number: asNumber(port['number']),
      name: asText(port['name']),
      protocol: asText(port['protocol']),
    };
  });
  return { name, ports };
}

type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Fields {
  return isFields(value) ? value : NOTHING;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
