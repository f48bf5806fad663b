import { CONFIG_LIST_MAX, SECONDS_MAX } from '../limits.ts';

const PORT = { type: 'integer', minimum: 0, maximum: 65_535 };
const SECONDS = { type: 'integer', minimum: 0, maximum: SECONDS_MAX };
const TEXT = { type: 'string', maxLength: 4_096 };
const TEXTS = { type: 'array', items: TEXT, maxItems: CONFIG_LIST_MAX };
const ON = { type: 'boolean' };

/**
 * Every field of the configuration file, as the original knows them (mesos-dns.md §10), then our
 * own, which are all off.
 */
export const CONFIG_FIELDS = {
  zk: TEXT,
  masters: TEXTS,
  zkDetectionTimeout: SECONDS,
  refreshSeconds: { ...SECONDS, minimum: 1 },
  ttl: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  domain: TEXT,
  port: PORT,
  timeout: SECONDS,
  stateTimeoutSeconds: { ...SECONDS, minimum: 1 },
  resolvers: TEXTS,
  zoneResolvers: { type: 'object', additionalProperties: TEXTS, maxProperties: CONFIG_LIST_MAX },
  listener: TEXT,
  dnson: ON,
  httpon: ON,
  httpport: PORT,
  httplistener: TEXT,
  externalon: ON,
  recurseon: ON,
  SOAMname: TEXT,
  SOARname: TEXT,
  SOARefresh: SECONDS,
  SOARetry: SECONDS,
  SOAExpire: SECONDS,
  SOAMinttl: SECONDS,
  SRVRecordDefaultWeight: { type: 'integer', minimum: 0, maximum: 65_535 },
  IPSources: TEXTS,
  EnforceRFC952: ON,
  SetTruncateBit: ON,
  EnumerationOn: ON,
  mesosHTTPSOn: ON,
  caCertFile: TEXT,
  certFile: TEXT,
  keyFile: TEXT,
  mesosAuthentication: { type: 'string', enum: ['', 'basic', 'iam'] },
  mesosCredentials: {
    type: 'object',
    properties: { principal: TEXT, secret: TEXT },
    additionalProperties: false,
  },
  iamConfigFile: TEXT,
  ednsOn: ON,
  healthyOnly: ON,
} as const satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The name of a field, spelled as the documentation spells it. */
export type ConfigField = keyof typeof CONFIG_FIELDS;

/** The file as a JSON Schema. */
export const CONFIG_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: CONFIG_FIELDS,
  additionalProperties: false,
};

/** The file once its shape is checked. */
export interface ConfigFile {
  readonly zk?: string;
  readonly masters?: readonly string[];
  readonly zkDetectionTimeout?: number;
  readonly refreshSeconds?: number;
  readonly ttl?: number;
  readonly domain?: string;
  readonly port?: number;
  readonly timeout?: number;
  readonly stateTimeoutSeconds?: number;
  readonly resolvers?: readonly string[];
  readonly zoneResolvers?: Readonly<Record<string, readonly string[]>>;
  readonly listener?: string;
  readonly dnson?: boolean;
  readonly httpon?: boolean;
  readonly httpport?: number;
  readonly httplistener?: string;
  readonly externalon?: boolean;
  readonly recurseon?: boolean;
  readonly SOAMname?: string;
  readonly SOARname?: string;
  readonly SOARefresh?: number;
  readonly SOARetry?: number;
  readonly SOAExpire?: number;
  readonly SOAMinttl?: number;
  readonly SRVRecordDefaultWeight?: number;
  readonly IPSources?: readonly string[];
  readonly EnforceRFC952?: boolean;
  readonly SetTruncateBit?: boolean;
  readonly EnumerationOn?: boolean;
  readonly mesosHTTPSOn?: boolean;
  readonly caCertFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly mesosAuthentication?: '' | 'basic' | 'iam';
  readonly mesosCredentials?: { readonly principal?: string; readonly secret?: string };
  readonly iamConfigFile?: string;
  readonly ednsOn?: boolean;
  readonly healthyOnly?: boolean;
}
