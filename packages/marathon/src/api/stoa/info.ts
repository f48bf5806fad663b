import { renderIsoTime, type Timestamp } from '@stoa/common';
import type { StoaInfoJson } from '@stoa/proto/stoa';
import type { MarathonReadView } from '../../core/read-view.ts';

/** What `/stoa/v1/info` stands on. */
export interface InfoInput {
  readonly version: string;
  readonly startedAt: Timestamp;
  /** As whom the asker is known. */
  readonly user: string | undefined;
  /** `host:port` of this instance. */
  readonly address: string;
  readonly view: Pick<MarathonReadView, 'leader' | 'isLeading' | 'frameworkId'>;
  /** Where masters are, as it was told. */
  readonly configured: string;
  /** Undefined while no master is heard. */
  readonly master:
    | {
        readonly leader: string;
        readonly version: string | undefined;
        readonly cluster: string | undefined;
      }
    | undefined;
}

/** `GET /stoa/v1/info`: what the console is a console of. */
export function infoJson(input: InfoInput): StoaInfoJson {
  const { version, startedAt, user, address, view, configured, master } = input;
  const { isLeading, leader, frameworkId } = view;
  return {
    ...present('cluster', master?.cluster),
    version,
    startedAt: renderIsoTime(startedAt),
    ...present('user', user),
    marathon: {
      address,
      isLeading,
      ...present('leader', leader),
      ...present('frameworkId', frameworkId),
    },
    master: {
      configured,
      ...present('leader', master?.leader),
      ...present('version', master?.version),
      isConnected: master !== undefined,
    },
  };
}

/** A member that is left out when there is nothing to say. */
function present<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  const member: { [P in K]?: string } = {};
  if (value !== undefined && value !== '') member[name] = value;
  return member;
}
