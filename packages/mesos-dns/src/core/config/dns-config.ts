import type { IpSource } from '../facts.ts';
import type { LabelRule } from '../records/names.ts';
import type { HostPort } from './host-port.ts';

/** Who answers for names in one foreign zone. */
export interface ZoneResolvers {
  /** Lower case, without dots at the ends. */
  readonly zone: string;
  readonly resolvers: readonly HostPort[];
}

/** What the SOA record of the zone says; names without a final dot. */
export interface SoaSettings {
  readonly mname: string;
  readonly rname: string;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  /** Shown by `/v1/config` only: the original ignores it and so do we. */
  readonly minttl: number;
}

/** How the master is asked. */
export interface MasterAccess {
  readonly isHttps: boolean;
  readonly caCertFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly authentication: '' | 'basic' | 'iam';
  readonly principal: string;
  readonly secret: string;
  readonly iamConfigFile: string;
}

/** The whole configuration, checked and complete. Times are in seconds, as in the file. */
export interface DnsConfig {
  /** Where ZooKeeper tells who leads; empty when only the listed masters are asked. */
  readonly zk: string;
  readonly masters: readonly HostPort[];
  readonly zkDetectionTimeout: number;
  readonly refreshSeconds: number;
  readonly stateTimeoutSeconds: number;
  readonly access: MasterAccess;
  /** Lower case, without a final dot. */
  readonly domain: string;
  readonly labelRule: LabelRule;
  readonly ipSources: readonly IpSource[];
  readonly healthyOnly: boolean;
  readonly ttl: number;
  readonly srvWeight: number;
  readonly soa: SoaSettings;
  readonly isDnsOn: boolean;
  readonly listener: string;
  readonly port: number;
  readonly isRecursionShown: boolean;
  readonly isTruncationShown: boolean;
  readonly isEdnsOn: boolean;
  readonly isHttpOn: boolean;
  readonly httpListener: string;
  readonly httpPort: number;
  readonly isEnumerationOn: boolean;
  readonly isExternalOn: boolean;
  readonly externalTimeout: number;
  /** Empty means those of this machine; the shell fills them in. */
  readonly resolvers: readonly HostPort[];
  readonly zoneResolvers: readonly ZoneResolvers[];
}

/** One thing that is wrong with the configuration: which field, and what it wants. */
export interface ConfigFault {
  readonly field: string;
  readonly message: string;
}
