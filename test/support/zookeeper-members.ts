import { encodeUtf8 } from '@stoa/common';
import {
  MASTER_FORM,
  openZooKeeperCoordination,
  parseZooKeeperUrl,
  type Candidacy,
  type Coordination,
  type CoordinationLog,
  type LeadershipEvent,
} from '@stoa/coordination';
import { until } from './until.ts';
import type { ZooKeeperEnsemble } from './zookeeper-ensemble.ts';

/** One that stands for election in a test, with all it heard. */
export interface Member {
  readonly coordination: Coordination;
  readonly candidacy: Candidacy;
  readonly heard: readonly LeadershipEvent[];
  readonly logged: readonly string[];
  /** Waits until it heard that kind of event `count` times, and gives the newest. */
  hears<K extends LeadershipEvent['kind']>(
    kind: K,
    count?: number,
  ): Promise<Extract<LeadershipEvent, { kind: K }>>;
  close(): Promise<void>;
}

const open = new Set<Member>();

/** Closes every member that is still open. */
export async function closeMembers(): Promise<void> {
  await Promise.all([...open].map((member) => member.close()));
}

/** Stands for election at `address`, a zk:// text, with `info` as its record. */
export function joinElection(address: string, info = 'info', sessionTimeoutMs = 2_000): Member {
  const url = parseZooKeeperUrl(address);
  if (!url.ok) throw new Error(url.error);
  const heard: LeadershipEvent[] = [];
  const logged: string[] = [];
  const note = (event: string, fields: object) =>
    void logged.push(`${event} ${JSON.stringify(fields)}`);
  const log: CoordinationLog = { error: note, warn: note, info: note };
  const { path } = url.value;
  const coordination = openZooKeeperCoordination({
    place: {
      url: url.value,
      electionPath: path,
      storePath: `${path}/log_replicas/store`,
      form: MASTER_FORM,
    },
    sessionTimeoutMs,
    log,
  });
  const candidacy = coordination.campaign(encodeUtf8(info), (event) => void heard.push(event));
  const member: Member = {
    coordination,
    candidacy,
    heard,
    logged,
    hears: (kind, count = 1) =>
      until(`${info} hears ${kind} after ${logged.join('; ')}`, () => {
        const found = heard.filter((event) => event.kind === kind);
        return (found.length >= count ? found.at(-1) : undefined) as never;
      }),
    close: async () => {
      open.delete(member);
      await coordination.close();
    },
  };
  open.add(member);
  return member;
}

/** One that leads at `path`, where nobody stood before. */
export async function leadingMember(ensemble: ZooKeeperEnsemble, path: string): Promise<Member> {
  const member = joinElection(ensemble.url(path), 'leader', 10_000);
  await member.hears('elected');
  return member;
}
