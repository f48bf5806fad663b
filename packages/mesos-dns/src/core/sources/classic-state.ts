import { err, ok, type Result } from '@stoa/common';
import { parseJsonText } from '@stoa/proto/frames';
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
import { TaskCutter } from './task-cutter.ts';

/** What a master's classic state tells: who leads, and everything that names are made of. */
export interface ClassicState {
  readonly leader: HostPort;
  readonly snapshot: ClusterSnapshot;
}

/**
 * Reads the body of `/master/state` while it comes, in pieces of text (mesos-dns.md §2). Fields that
 * names are not made of are not looked at.
 */
export class ClassicStateReader {
  readonly #tasks: TaskFacts[] = [];
  readonly #shared = new SharedValues();
  readonly #cutter: TaskCutter;
  #fault: string | undefined;

  constructor() {
    this.#cutter = new TaskCutter((text, areOfFramework) => this.#takeTasks(text, areOfFramework));
  }

  /** `letters` are those of the text, where all of them are ASCII. */
  push(text: string, letters?: Uint8Array): void {
    this.#cutter.push(text, letters);
  }

  /** The error says what is missing or broken; nothing of a broken state counts. */
  end(): Result<ClassicState, string> {
    if (this.#fault !== undefined) return err(this.#fault);
    const rest = this.#cutter.end();
    const body = rest === undefined ? err('it is nested too deep') : parseJsonText(rest);
    return body.ok ? decodeClassicState(body.value, this.#tasks, this.#shared) : body;
  }

  // In place of tasks stand the number of the first and how many they are; those that have ended leave
  // an empty list.
  #takeTasks(text: string, areOfFramework: boolean): string {
    const first = this.#tasks.length;
    const items = this.#parseList(text);
    if (!areOfFramework) return '[]';
    for (const item of items) this.#tasks.push(decodeTask(asRecord(item), this.#shared));
    return `[${first},${items.length}]`;
  }

  #parseList(text: string): readonly unknown[] {
    try {
      return asList(JSON.parse(`[${text}]`));
    } catch (error) {
      this.#fault ??= `${error instanceof Error ? error.message : ''} near: ${text.slice(0, 200)}`;
      return NO_ITEMS;
    }
  }
}

function decodeClassicState(
  body: unknown,
  tasksRead: readonly TaskFacts[],
  shared: SharedValues,
): Result<ClassicState, string> {
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
  for (const { framework, items } of decodedFrameworks.value) {
    frameworks.push(framework);
    for (const item of items) {
      for (const task of tasksOf(item, tasksRead, shared)) {
        // The list that it stands in tells its framework; the field is the same.
        const { id: frameworkId } = framework;
        tasks.push(task.frameworkId === frameworkId ? task : { ...task, frameworkId });
      }
    }
  }
  const recovered = asList(state['recovered_slaves']);
  const recoveredAgentIds = recovered.map((item) => asText(asRecord(item)['id']));
  return ok({
    leader: leader.value,
    snapshot: { agents: agents.value, recoveredAgentIds, frameworks, tasks },
  });
}

/** The tasks that were cut out of a framework's list at this place, or the one that was left there. */
function tasksOf(
  item: unknown,
  tasksRead: readonly TaskFacts[],
  shared: SharedValues,
): readonly TaskFacts[] {
  const [first, count] = asList(item);
  return typeof first === 'number' && typeof count === 'number'
    ? tasksRead.slice(first, first + count)
    : [decodeTask(asRecord(item), shared)];
}

/** Keeps once what many tasks of one state have alike. */
class SharedValues {
  readonly #texts = new Map<string, string>();
  readonly #ports = new Map<string, readonly number[]>();

  /** The id of an agent or a framework. */
  text(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }

  /** The ports that the classic state writes so: every agent gives the same ones out. */
  ports(text: string): readonly number[] {
    let ports = this.#ports.get(text);
    if (ports === undefined) {
      ports = listPorts(parsePortRanges(text));
      this.#ports.set(text, ports);
    }
    return ports;
  }
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
): Result<{ readonly framework: FrameworkFacts; readonly items: readonly unknown[] }, string> {
  const pid = readPid(fields);
  if (!pid.ok) return pid;
  const framework = {
    id: asText(fields['id']),
    name: asText(fields['name']),
    host: pid.value?.host ?? asText(fields['hostname']),
    addresses: [],
    port: pid.value?.port,
  };
  return ok({ framework, items: asList(fields['tasks']) });
}

function decodeTask(fields: Fields, shared: SharedValues): TaskFacts {
  const newest = newestRunning(asList(fields['statuses']), runningAt);
  return {
    id: asText(fields['id']),
    name: asText(fields['name']),
    frameworkId: shared.text(asText(fields['framework_id'])),
    agentId: shared.text(asText(fields['slave_id'])),
    isRunning: fields['state'] === 'TASK_RUNNING',
    isHealthy: readHealth(asRecord(newest)),
    addresses: newest === undefined ? NO_ADDRESSES : readAddresses(asRecord(newest)),
    addressesAt: asNumber(asRecord(newest)['timestamp']),
    ports: shared.ports(asText(asRecord(fields['resources'])['ports'])),
    discovery: decodeDiscovery(asRecord(fields['discovery'])),
  };
}

function runningAt(status: unknown): number | undefined {
  const fields = asRecord(status);
  return fields['state'] === 'TASK_RUNNING' ? asNumber(fields['timestamp']) : undefined;
}

function readHealth({ healthy }: Fields): boolean | undefined {
  return typeof healthy === 'boolean' ? healthy : undefined;
}

function readAddresses(status: Fields): TaskFacts['addresses'] {
  const several: string[] = [];
  const single: string[] = [];
  for (const item of asList(asRecord(status['container_status'])['network_infos'])) {
    const network = asRecord(item);
    addText(single, network['ip_address']);
    for (const address of asList(network['ip_addresses'])) {
      addText(several, asRecord(address)['ip_address']);
    }
  }
  return readStatusAddresses({
    labels: asList(status['labels']).map(decodeLabel),
    several,
    single,
  });
}

function decodeLabel(item: unknown): { readonly key: string; readonly value: string } {
  const label = asRecord(item);
  return { key: asText(label['key']), value: asText(label['value']) };
}

function addText(texts: string[], value: unknown): void {
  if (typeof value === 'string' && value !== '') texts.push(value);
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
const NO_ITEMS: readonly unknown[] = [];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Fields {
  return isFields(value) ? value : NOTHING;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
