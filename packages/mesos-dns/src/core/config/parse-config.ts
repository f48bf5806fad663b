import { err, ok, type Result } from '@stoa/common';
import { parseAddress } from '../records/addresses.ts';
import type { IpSource } from '../facts.ts';
import type { ConfigFault, DnsConfig, ZoneResolvers } from './dns-config.ts';
import { parseHostPort, type HostPort } from './host-port.ts';
import { CONFIG_FIELDS, type ConfigFile } from './schema.ts';

/** Checks a configuration against `CONFIG_SCHEMA`; from the shell, for its library is no part of a core. */
export type CheckConfig = (
  value: unknown,
) => Result<ConfigFile, readonly { readonly path: string; readonly message: string }[]>;

/** Reads a configuration, or tells everything that is wrong with it. */
export type ConfigParser = (value: unknown) => Result<DnsConfig, readonly ConfigFault[]>;

/** What stands where the file says nothing (mesos-dns.md §10); listeners are ours: loopback. */
const DEFAULTS = {
  zkDetectionTimeout: 30,
  refreshSeconds: 60,
  ttl: 60,
  domain: 'mesos',
  port: 53,
  timeout: 5,
  stateTimeoutSeconds: 300,
  resolvers: ['8.8.8.8'],
  listener: '127.0.0.1',
  httpport: 8123,
  httplistener: '127.0.0.1',
  SOARefresh: 60,
  SOARetry: 600,
  SOAExpire: 86_400,
  SOAMinttl: 60,
  SRVRecordDefaultWeight: 1,
  IPSources: ['netinfo', 'mesos', 'host'],
} as const satisfies ConfigFile;

/** Makes the parser. */
export function createConfigParser(check: CheckConfig): ConfigParser {
  return (value) => {
    const spelled = spellFields(value);
    if (!spelled.ok) return spelled;
    const file = check(spelled.value);
    if (!file.ok) {
      return err(
        file.error.map(({ path, message }) => ({
          field: path.slice(1).replaceAll('/', '.') || 'the configuration',
          message,
        })),
      );
    }
    return normaliseConfig(file.value);
  };
}

const SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.keys(CONFIG_FIELDS).map((field) => [field.toLowerCase(), field]),
);

/** Keys count in any case (mesos-dns.md §10), but each only once. */
function spellFields(value: unknown): Result<unknown, readonly ConfigFault[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ok(value);
  const spelled: Record<string, unknown> = {};
  const faults: ConfigFault[] = [];
  for (const [key, field] of Object.entries(value)) {
    const name = SPELLINGS.get(key.toLowerCase()) ?? key;
    if (Object.hasOwn(spelled, name)) {
      faults.push({ field: key, message: 'is given twice, in different spellings' });
    }
    // A name that the schema does not know is its to refuse, `__proto__` too.
    Object.defineProperty(spelled, name, { value: field, enumerable: true, configurable: true });
  }
  return faults.length > 0 ? err(faults) : ok(spelled);
}

function normaliseConfig(file: ConfigFile): Result<DnsConfig, readonly ConfigFault[]> {
  const domain = (file.domain ?? DEFAULTS.domain).toLowerCase().replace(/\.$/, '');
  const faults = [
    ...validateSources(file),
    ...validateDomain('domain', domain),
    ...validateResolvers('resolvers', file.resolvers ?? []),
    ...validateZones(file.zoneResolvers ?? {}, domain),
    ...validateListeners(file),
    ...validateIpSources(file.IPSources ?? DEFAULTS.IPSources),
    ...validateAccess(file),
  ];
  return faults.length > 0 ? err(faults) : ok(toConfig(file, domain));
}

function validateSources({ zk = '', masters = [] }: ConfigFile): readonly ConfigFault[] {
  if (masters.length === 0 && zk === '') {
    const message = 'specify Mesos masters, each as host:port, or ZooKeeper in zk';
    return [{ field: 'masters', message }];
  }
  return validateList('masters', masters, parseHostPort, 'host:port, with a port from 1 to 65535');
}

function validateList(
  field: string,
  texts: readonly string[],
  parse: (text: string) => HostPort | undefined,
  wanted: string,
): readonly ConfigFault[] {
  const seen = new Set<string>();
  return texts.flatMap((text, at) => {
    const parsed = parse(text);
    const where = { field: `${field}.${at}` };
    if (parsed === undefined) return [{ ...where, message: `'${text}' is not ${wanted}` }];
    const key = `${parsed.host} ${parsed.port}`;
    if (seen.has(key)) return [{ ...where, message: `'${text}' is listed twice` }];
    seen.add(key);
    return [];
  });
}

function validateDomain(field: string, domain: string): readonly ConfigFault[] {
  const isFit =
    domain.length <= 253 &&
    domain.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label));
  const message = `'${domain}' is not a domain: labels of letters, digits and dashes, dots between`;
  return isFit ? [] : [{ field, message }];
}

function validateResolvers(field: string, texts: readonly string[]): readonly ConfigFault[] {
  return validateList(field, texts, parseResolver, 'an IP address, or one with :port');
}

function validateZones(
  zones: NonNullable<ConfigFile['zoneResolvers']>,
  domain: string,
): readonly ConfigFault[] {
  const names = [...Object.keys(zones).map(zoneName), domain];
  return Object.entries(zones).flatMap(([key, resolvers]) => {
    const field = `zoneResolvers.${key}`;
    const zone = zoneName(key);
    const broken = [...validateDomain(field, zone), ...validateResolvers(field, resolvers)];
    if (resolvers.length === 0) broken.push({ field, message: 'names no resolver' });
    if (zone === domain) broken.push({ field, message: 'is the domain that we answer for' });
    const hidden = names.find((other) => other.endsWith(`.${zone}`));
    if (hidden !== undefined) broken.push({ field, message: `would hide ${hidden}` });
    return broken;
  });
}

function validateListeners(file: ConfigFile): readonly ConfigFault[] {
  const { listener, httplistener, dnson = true, httpon = true } = file;
  const faults: ConfigFault[] = [];
  for (const [field, text] of Object.entries({ listener, httplistener })) {
    if (text !== undefined && parseAddress(text) === undefined) {
      faults.push({ field, message: `'${text}' is not an IP address of this machine` });
    }
  }
  if (!dnson && !httpon) {
    faults.push({ field: 'dnson', message: 'dnson and httpon are both false: one must be on' });
  }
  return faults;
}

const IP_SOURCES: readonly IpSource[] = ['netinfo', 'docker', 'mesos', 'host'];

function isIpSource(text: string): text is IpSource {
  return (IP_SOURCES as readonly string[]).includes(text);
}

function validateIpSources(sources: readonly string[]): readonly ConfigFault[] {
  if (sources.length === 0) return [{ field: 'IPSources', message: 'names no source' }];
  return sources.flatMap((source, at) => {
    const field = `IPSources.${at}`;
    if (!isIpSource(source)) {
      return [{ field, message: `'${source}' is not one of ${IP_SOURCES.join(', ')}` }];
    }
    return sources.indexOf(source) < at ? [{ field, message: `'${source}' is listed twice` }] : [];
  });
}

function validateAccess(file: ConfigFile): readonly ConfigFault[] {
  const { mesosAuthentication: kind, mesosCredentials, iamConfigFile = '' } = file;
  const faults: ConfigFault[] = [];
  if (kind === 'basic' && (mesosCredentials?.principal ?? '') === '') {
    const message = 'basic authentication needs mesosCredentials.principal and .secret';
    faults.push({ field: 'mesosCredentials', message });
  }
  if (kind === 'iam' && iamConfigFile === '') {
    faults.push({ field: 'iamConfigFile', message: 'iam authentication needs this file' });
  }
  if ((file.certFile ?? '') !== '' && (file.keyFile ?? '') === '') {
    faults.push({ field: 'keyFile', message: 'certFile needs the key that belongs to it' });
  }
  return faults;
}

function toConfig(file: ConfigFile, domain: string): DnsConfig {
  const given = { ...DEFAULTS, ...withoutUndefined(file) };
  return {
    zk: given.zk ?? '',
    masters: (given.masters ?? []).flatMap((text) => parseHostPort(text) ?? []),
    zkDetectionTimeout: given.zkDetectionTimeout,
    refreshSeconds: given.refreshSeconds,
    stateTimeoutSeconds: given.stateTimeoutSeconds,
    access: {
      isHttps: given.mesosHTTPSOn ?? false,
      caCertFile: given.caCertFile ?? '',
      certFile: given.certFile ?? '',
      keyFile: given.keyFile ?? '',
      authentication: given.mesosAuthentication ?? '',
      principal: given.mesosCredentials?.principal ?? '',
      secret: given.mesosCredentials?.secret ?? '',
      iamConfigFile: given.iamConfigFile ?? '',
    },
    domain,
    labelRule: given.EnforceRFC952 === true ? 'rfc952' : 'rfc1123',
    ipSources: given.IPSources.filter(isIpSource),
    healthyOnly: given.healthyOnly ?? false,
    ttl: given.ttl,
    srvWeight: given.SRVRecordDefaultWeight,
    soa: {
      mname: soaName(given.SOAMname ?? `ns1.${domain}`),
      rname: soaName(given.SOARname ?? `root.ns1.${domain}`),
      refresh: given.SOARefresh,
      retry: given.SOARetry,
      expire: given.SOAExpire,
      minttl: given.SOAMinttl,
    },
    isDnsOn: given.dnson ?? true,
    listener: given.listener,
    port: given.port,
    isRecursionShown: given.recurseon ?? true,
    isTruncationShown: given.SetTruncateBit ?? true,
    isEdnsOn: given.ednsOn ?? false,
    isHttpOn: given.httpon ?? true,
    httpListener: given.httplistener,
    httpPort: given.httpport,
    isEnumerationOn: given.EnumerationOn ?? true,
    isExternalOn: given.externalon ?? true,
    // The original takes 0 for its default.
    externalTimeout: given.timeout === 0 ? DEFAULTS.timeout : given.timeout,
    resolvers: given.resolvers.flatMap((text) => parseResolver(text) ?? []),
    zoneResolvers: toZones(given.zoneResolvers ?? {}),
  };
}

function withoutUndefined(file: ConfigFile): ConfigFile {
  return Object.fromEntries(Object.entries(file).filter(([, value]) => value !== undefined));
}

// The longest zone first, so that the first that fits is the right one.
function toZones(zones: NonNullable<ConfigFile['zoneResolvers']>): readonly ZoneResolvers[] {
  return Object.entries(zones)
    .map(([key, texts]) => ({
      zone: zoneName(key),
      resolvers: texts.flatMap((text) => parseResolver(text) ?? []),
    }))
    .sort((left, right) => right.zone.length - left.zone.length);
}

function zoneName(key: string): string {
  return key.toLowerCase().replace(/^\.|\.$/g, '');
}

function soaName(text: string): string {
  return text.replace('@', '.').replace(/\.$/, '').toLowerCase();
}

const DNS_PORT = 53;

function parseResolver(text: string): HostPort | undefined {
  if (parseAddress(text) !== undefined) return { host: text, port: DNS_PORT };
  const parsed = parseHostPort(text);
  return parsed === undefined || parseAddress(parsed.host) === undefined ? undefined : parsed;
}
