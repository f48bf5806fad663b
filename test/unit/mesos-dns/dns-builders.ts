import { createHash } from 'node:crypto';
import { seconds, timestamp } from '@stoa/common';
import {
  ClassicStateReader,
  createConfigParser,
  DnsKernel,
  NO_ADDRESSES,
  type AgentFacts,
  type ClusterChange,
  type ClusterSnapshot,
  type DnsConfig,
  type DnsEffect,
  type DnsEvent,
  type FrameworkFacts,
  type GeneratedRecord,
  type MasterFacts,
  type NamingSettings,
  type RecordSet,
  type TaskFacts,
} from '@stoa/mesos-dns/core';
import { checkConfig } from '../../../packages/mesos-dns/src/shell/check-config.ts';

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export const SETTINGS: NamingSettings = {
  domain: 'mesos',
  labelRule: 'rfc1123',
  ipSources: ['netinfo', 'mesos', 'host'],
  sha1,
};

export function aConfig(fields: object = {}): DnsConfig {
  const parsed = createConfigParser(checkConfig)({ masters: ['10.0.0.1:5050'], ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

export function anAgent(given: Partial<AgentFacts> = {}): AgentFacts {
  return { id: 'f0-S1', host: '10.0.0.7', addresses: ['10.0.0.7'], port: 5051, ...given };
}

export function aFramework(given: Partial<FrameworkFacts> = {}): FrameworkFacts {
  return { id: 'f0-0000', name: 'marathon', host: '', addresses: [], port: undefined, ...given };
}

export function aTask(given: Partial<TaskFacts> = {}): TaskFacts {
  return {
    id: 'test',
    name: 'web.prod',
    frameworkId: 'f0-0000',
    agentId: 'f0-S1',
    isRunning: true,
    isHealthy: undefined,
    addresses: { ...NO_ADDRESSES, netinfo: ['10.0.0.9'] },
    addressesAt: 1,
    ports: [],
    discovery: undefined,
    ...given,
  };
}

export function aSnapshot(given: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return {
    agents: [anAgent()],
    recoveredAgentIds: [],
    frameworks: [aFramework()],
    tasks: [],
    ...given,
  };
}

export const LEADER: MasterFacts = { host: '10.0.0.1', addresses: ['10.0.0.1'], port: 5050 };

/** A classic state as it is read from a master: as text, in pieces, some of them with their letters. */
export function readState(
  body: unknown,
  nextLength: () => number = () => 64,
): ReturnType<ClassicStateReader['end']> {
  const reader = new ClassicStateReader();
  const text = JSON.stringify(body);
  for (let at = 0; at < text.length;) {
    const length = nextLength();
    const piece = text.slice(at, at + length);
    const letters = Buffer.from(piece);
    const isPlain = letters.length === piece.length && length % 2 === 0;
    reader.push(piece, isPlain ? letters : undefined);
    at += length;
  }
  return reader.end();
}

/** A record as one line: `web.mesos A 10.0.0.1`. */
export function line({ name, type, value }: GeneratedRecord): string {
  return `${name} ${type} ${value}`;
}

/** All records of a set, sorted, one line each. */
export function allRecords(records: RecordSet): readonly string[] {
  const types = ['A', 'AAAA', 'SRV'] as const;
  return [...records.names()]
    .flatMap((name) =>
      types.flatMap((type) =>
        records.values(name, type).map((value) => line({ name, type, value })),
      ),
    )
    .sort();
}

/** A kernel with the time in the test's hands. */
export class KernelHarness {
  readonly kernel: DnsKernel;
  now = 1_795_000_000_000;

  constructor(fields: object = {}) {
    this.kernel = new DnsKernel(aConfig(fields), { sha1, serverAddresses: ['10.0.0.2'] });
  }

  get records(): RecordSet {
    return this.kernel.view.records;
  }

  step(event: DnsEvent): readonly DnsEffect[] {
    this.now += seconds(0.01);
    return this.kernel.step(event, timestamp(this.now));
  }

  /** The effects of an event without what it traced. */
  wishes(event: DnsEvent): readonly DnsEffect[] {
    return this.step(event).filter(({ kind }) => kind !== 'trace');
  }

  start(masters: readonly MasterFacts[] = [LEADER]): readonly DnsEffect[] {
    return this.wishes({ kind: 'started', masters });
  }

  follow(snapshot: ClusterSnapshot, leader = LEADER): readonly DnsEffect[] {
    return this.wishes({ kind: 'followed', leader, snapshot });
  }

  change(change: ClusterChange): void {
    this.step({ kind: 'changed', change });
  }
}
