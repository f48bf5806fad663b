import { between, toSeconds, type HttpReply, type HttpRequest, type Timestamp } from '@stoa/common';
import {
  generateTaskRecords,
  lookupName,
  parseServiceValue,
  renderHostPort,
  type DnsView,
  type GeneratedRecord,
  type RecordType,
  type Sha1,
} from '../core/index.ts';

/** Answers one request; `params` are the named parts of the path. */
export type Handler = (
  request: HttpRequest,
  params: Readonly<Record<string, string>>,
) => HttpReply | Promise<HttpReply>;

/** One endpoint: what the listener's route table takes. */
export interface Route {
  readonly methods: readonly string[];
  readonly path: string;
  readonly jsonp: boolean;
  readonly handle: Handler;
}

/** What the endpoints show. */
export interface HttpContext {
  readonly view: DnsView;
  readonly sha1: Sha1;
  /** The configuration file, for `/v1/config`; empty when there is none. */
  readonly configFile: string;
  readonly version: string;
  readonly now: () => Timestamp;
  /** The numbers in the text form of Prometheus, with their media type. */
  readonly renderMetrics: () => Promise<{ readonly type: string; readonly text: string }>;
}

/** The REST view of the records (mesos-dns.md §9), and two endpoints of our own at the end. */
export function httpRoutes(context: HttpContext): readonly Route[] {
  const { view } = context;
  const routes: readonly (readonly [path: string, handle: Handler])[] = [
    ['/v1/version', () => prettyReply(versionJson(context))],
    ['/v1/config', () => prettyReply(configJson(context))],
    ['/v1/hosts/:name', (_request, { name = '' }) => prettyReply(hostsJson(view, name))],
    ['/v1/hosts/:name/ports', () => faultReply(501, 'To be implemented...')],
    ['/v1/services/:name', (_request, { name = '' }) => prettyReply(servicesJson(view, name))],
    ...enumerationRoutes(context),
    ['/health', () => prettyReply(healthJson(context))],
  ];
  const json = routes.map(([path, handle]) => ({ path, handle: asJson(handle) }));
  const all = [...json, { path: '/metrics', handle: () => metricsReply(context) }];
  return all.map((route) => ({ ...route, methods: ['GET'], jsonp: false }));
}

function enumerationRoutes(
  context: HttpContext,
): readonly (readonly [path: string, handle: Handler])[] {
  if (!context.view.config.isEnumerationOn) return [];
  return [
    ['/v1/enumerate', () => prettyReply(enumerateJson(context))],
    ['/v1/axfr', () => prettyReply(transferJson(context.view))],
  ];
}

/** 406 for whoever takes no JSON. */
function asJson(handle: Handler): Handler {
  return (request, params) =>
    takesJson(request.headers['accept'])
      ? handle(request, params)
      : faultReply(406, '406: Not Acceptable');
}

function takesJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  return types.some((type) => type === '*/*' || type === 'application/json');
}

// As the original writes it: a blank before every line but the first, and one for each level.
function prettyReply(value: unknown): HttpReply {
  const body = JSON.stringify(value, undefined, 1).replaceAll('\n', '\n ');
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}

function faultReply(status: number, text: string): HttpReply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text };
}

function metricsReply({ renderMetrics }: HttpContext): Promise<HttpReply> {
  return renderMetrics().then(({ type, text }) => ({
    status: 200,
    headers: { 'Content-Type': type },
    body: text,
  }));
}

function versionJson({ version }: HttpContext): object {
  return { Service: 'Mesos-DNS', Version: version, URL: 'https://github.com/mesosphere/mesos-dns' };
}

/** The zone's way of writing a name. */
function dotted(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

function undotted(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Nothing found is one element of empty texts, which people's scripts look for. */
function hostsJson({ records }: DnsView, asked: string): readonly object[] {
  const name = lookupName(undotted(asked));
  const found = [...records.values(name, 'A'), ...records.values(name, 'AAAA')];
  const hosts = found.sort().map((ip) => ({ host: dotted(name), ip }));
  return hosts.length === 0 ? [{ host: '', ip: '' }] : hosts;
}

function servicesJson({ records }: DnsView, asked: string): readonly object[] {
  const name = lookupName(undotted(asked));
  const services = [...records.values(name, 'SRV')].sort().flatMap((value) => {
    const { target, port } = parseServiceValue(value);
    const ips = [...records.values(target, 'A'), ...records.values(target, 'AAAA')].sort();
    return (ips.length === 0 ? [''] : ips).map((ip) => ({
      service: asked,
      host: dotted(target),
      ip,
      port: String(port),
    }));
  });
  return services.length === 0 ? [{ service: '', host: '', ip: '', port: '' }] : services;
}

/**
 * Every record by framework and task. What several tasks share stands with the one that came first
 * (mesos-dns.md §5.5).
 */
function enumerateJson({ view, sha1 }: HttpContext): object {
  const { domain, labelRule, ipSources } = view.config;
  const settings = { domain, labelRule, ipSources, sha1 };
  const listed = new Set<string>();
  const frameworks = [...view.frameworks()].map((framework) => ({
    name: framework.name,
    tasks: [...view.publishedTasks(framework.id)].map(({ task, agent }) => ({
      name: task.name,
      id: task.id,
      records: generateTaskRecords(task, framework, agent, settings)
        .filter((record) => isFirst(listed, record))
        .map(({ name, type, value }) => ({
          name: dotted(name),
          host: renderValue(type, value),
          rtype: type,
        })),
    })),
  }));
  return { frameworks };
}

function isFirst(listed: Set<string>, { name, type, value }: GeneratedRecord): boolean {
  const key = `${name} ${type} ${value}`;
  if (listed.has(key)) return false;
  listed.add(key);
  return true;
}

function renderValue(type: RecordType, value: string): string {
  if (type !== 'SRV') return value;
  const { target, port } = parseServiceValue(value);
  return `${dotted(target)}:${port}`;
}

function transferJson({ records, config }: DnsView): object {
  const names = [...records.names()].sort();
  const listed = (type: RecordType): Readonly<Record<string, readonly string[]>> => {
    const byName: Record<string, readonly string[]> = {};
    for (const name of names) {
      const values = records.values(name, type);
      if (values.length === 0) continue;
      byName[dotted(name)] = [...values].sort().map((value) => renderValue(type, value));
    }
    return byName;
  };
  return {
    TTL: config.ttl,
    Serial: records.serial,
    RefreshSeconds: config.refreshSeconds,
    Mname: dotted(config.soa.mname),
    Rname: dotted(config.soa.rname),
    Domain: config.domain,
    Records: { As: listed('A'), AAAAs: listed('AAAA'), SRVs: listed('SRV') },
  };
}

/** The running configuration under the original's names; the secret stays a secret. */
function configJson({ view, configFile }: HttpContext): object {
  const { config, records } = view;
  const { access, soa } = config;
  return {
    RefreshSeconds: config.refreshSeconds,
    Port: config.port,
    Timeout: config.externalTimeout,
    StateTimeoutSeconds: config.stateTimeoutSeconds,
    ZkDetectionTimeout: config.zkDetectionTimeout,
    HttpPort: config.httpPort,
    TTL: config.ttl,
    SRVRecordDefaultWeight: config.srvWeight,
    SOASerial: records.serial,
    SOARefresh: soa.refresh,
    SOARetry: soa.retry,
    SOAExpire: soa.expire,
    SOAMinttl: soa.minttl,
    SOAMname: dotted(soa.mname),
    SOARname: dotted(soa.rname),
    Masters: config.masters.map(renderHostPort),
    ZoneResolvers: Object.fromEntries(
      config.zoneResolvers.map(({ zone, resolvers }) => [zone, resolvers.map(renderHostPort)]),
    ),
    Resolvers: config.resolvers.map(renderHostPort),
    IPSources: config.ipSources,
    Zk: withoutCredentials(config.zk),
    Domain: config.domain,
    File: configFile,
    Listener: config.listener,
    HTTPListener: config.httpListener,
    RecurseOn: config.isRecursionShown,
    DnsOn: config.isDnsOn,
    HttpOn: config.isHttpOn,
    ExternalOn: config.isExternalOn,
    EnforceRFC952: config.labelRule === 'rfc952',
    SetTruncateBit: config.isTruncationShown,
    EnumerationOn: config.isEnumerationOn,
    MesosHTTPSOn: access.isHttps,
    CACertFile: access.caCertFile,
    CertFile: access.certFile,
    KeyFile: access.keyFile,
    MesosCredentials: {
      Principal: access.principal,
      Secret: access.secret === '' ? '' : '(hidden)',
    },
    IAMConfigFile: access.iamConfigFile,
    MesosAuthentication: access.authentication,
  };
}

/** Whether names are kept up to date, and how old they may be. */
function healthJson({ view, now }: HttpContext): object {
  const { source, leader, heardAt, records } = view;
  return {
    source,
    leader: leader === undefined ? '' : renderHostPort(leader),
    age_seconds: heardAt === undefined ? 0 : toSeconds(between(heardAt, now())),
    serial: records.serial,
    names: records.size,
  };
}

// The original shows them to whoever asks.
function withoutCredentials(zk: string): string {
  return zk.replace(/^zk:\/\/.*@/, 'zk://xxxxxxxx:xxxxxxxx@');
}
