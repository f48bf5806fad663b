import { readFile } from 'node:fs/promises';
import { parseJsonText } from '@stoa/proto/frames';
import { errorMessage, nearestName, StartupError } from '@stoa/runtime/lean';
import {
  CONFIG_FIELDS,
  createConfigParser,
  type ConfigFault,
  type ConfigField,
  type DnsConfig,
} from '../core/index.ts';
import { checkConfig } from './check-config.ts';
import type { DnsFlags } from '../flags.ts';
import { readMachineResolvers } from './resolver-file.ts';

/** Which field of the file a flag stands for. */
const FIELD_OF_FLAG = {
  masters: 'masters',
  zk: 'zk',
  zk_detection_timeout: 'zkDetectionTimeout',
  refresh_seconds: 'refreshSeconds',
  state_timeout_seconds: 'stateTimeoutSeconds',
  domain: 'domain',
  ip_sources: 'IPSources',
  enforce_rfc952: 'EnforceRFC952',
  healthy_only: 'healthyOnly',
  ttl: 'ttl',
  edns: 'ednsOn',
  set_truncate_bit: 'SetTruncateBit',
  listener: 'listener',
  port: 'port',
  http_listener: 'httplistener',
  http_port: 'httpport',
  dns: 'dnson',
  http: 'httpon',
  enumeration: 'EnumerationOn',
  resolvers: 'resolvers',
  external: 'externalon',
  timeout: 'timeout',
} as const satisfies Partial<Readonly<Record<keyof DnsFlags, ConfigField>>>;

const FLAG_NAMES = Object.keys(FIELD_OF_FLAG) as (keyof typeof FIELD_OF_FLAG)[];

/**
 * The configuration: the file, and over it the flags. Throws `StartupError` with every fault, each
 * with its field and what it wants.
 */
export async function readConfig(flags: DnsFlags): Promise<DnsConfig> {
  const parse = createConfigParser(checkConfig);
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const parsed = parse(isFields(file) ? overlay(file, flags) : file);
  if (!parsed.ok) throw new StartupError(describeFaults(parsed.error, flags.config));
  const config = parsed.value;
  if (!config.isExternalOn || config.resolvers.length > 0) return config;
  return { ...config, resolvers: await readMachineResolvers() };
}

async function readConfigFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StartupError(`--config: ${errorMessage(cause)}`, { cause });
  }
  const json = parseJsonText(text);
  if (!json.ok) throw new StartupError(`--config: ${path} is not JSON: ${json.error}`);
  return json.value;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function overlay(file: Fields, flags: DnsFlags): Fields {
  const given = FLAG_NAMES.flatMap((flag) =>
    flags[flag] === undefined ? [] : [[FIELD_OF_FLAG[flag], flags[flag]] as const],
  );
  const won = new Set(given.map(([field]) => field.toLowerCase()));
  const kept = Object.entries(file).filter(([key]) => !won.has(key.toLowerCase()));
  return Object.fromEntries([...kept, ...given]);
}

function describeFaults(faults: readonly ConfigFault[], path: string | undefined): string {
  const where = path === undefined ? 'flags' : path;
  return faults
    .map(({ field, message }) => `${where}: ${field} ${message}${hint(field)}`)
    .join('\n');
}

/** The field that was meant, for one that nobody knows. */
function hint(field: string): string {
  if (field in CONFIG_FIELDS || field.includes('.')) return '';
  const near = nearestName(Object.keys(CONFIG_FIELDS), field);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
