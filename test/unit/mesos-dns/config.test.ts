import { expect, test } from '@jest/globals';
import { createConfigParser, resolve, type DnsConfig } from '@stoa/mesos-dns/core';
import { checkConfig } from '../../../packages/mesos-dns/src/shell/check-config.ts';
import { aConfig, KernelHarness } from './dns-builders.ts';

const parse = createConfigParser(checkConfig);

function faultsOf(fields: object): readonly string[] {
  const parsed = parse(fields);
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field} ${message}`);
}

test('reads every field of the original, in any spelling of its case', () => {
  const config = aConfig({
    masters: ['10.0.0.1:5050', 'master-2:5051', '[fd00::1]:5050'],
    ZkDetectionTimeout: 1,
    RefreshSeconds: 2,
    TTL: 3,
    Domain: 'Prod.Example',
    Port: 5300,
    Timeout: 0,
    StateTimeoutSeconds: 4,
    Resolvers: ['9.9.9.9', '1.1.1.1:54', '[fd00::2]:53'],
    zoneresolvers: { 'Weave.': ['10.0.0.3'], consul: ['10.0.0.4:8600'] },
    listener: '10.0.0.5',
    dnsOn: true,
    httpOn: false,
    httpPort: 81,
    httpListener: '::1',
    externalOn: true,
    recurseOn: false,
    soamname: 'Ns.Example.',
    soarname: 'ops@example.',
    SOARefresh: 5,
    SOARetry: 6,
    SOAExpire: 7,
    SOAMinttl: 8,
    srvrecorddefaultweight: 9,
    IPSources: ['docker', 'host'],
    enforceRFC952: true,
    setTruncateBit: false,
    enumerationOn: false,
    mesosHTTPSOn: true,
    mesosAuthentication: 'basic',
    mesosCredentials: { principal: 'dns', secret: 's' },
  });
  const expected: DnsConfig = {
    zk: '',
    masters: [
      { host: '10.0.0.1', port: 5050 },
      { host: 'master-2', port: 5051 },
      { host: 'fd00::1', port: 5050 },
    ],
    zkDetectionTimeout: 1,
    refreshSeconds: 2,
    stateTimeoutSeconds: 4,
    access: {
      isHttps: true,
      caCertFile: '',
      certFile: '',
      keyFile: '',
      authentication: 'basic',
      principal: 'dns',
      secret: 's',
      iamConfigFile: '',
    },
    domain: 'prod.example',
    labelRule: 'rfc952',
    ipSources: ['docker', 'host'],
    healthyOnly: false,
    ttl: 3,
    srvWeight: 9,
    soa: { mname: 'ns.example', rname: 'ops.example', refresh: 5, retry: 6, expire: 7, minttl: 8 },
    isDnsOn: true,
    listener: '10.0.0.5',
    port: 5300,
    isRecursionShown: false,
    isTruncationShown: false,
    isEdnsOn: false,
    isHttpOn: false,
    httpListener: '::1',
    httpPort: 81,
    isEnumerationOn: false,
    isExternalOn: true,
    externalTimeout: 5,
    resolvers: [
      { host: '9.9.9.9', port: 53 },
      { host: '1.1.1.1', port: 54 },
      { host: 'fd00::2', port: 53 },
    ],
    zoneResolvers: [
      { zone: 'consul', resolvers: [{ host: '10.0.0.4', port: 8600 }] },
      { zone: 'weave', resolvers: [{ host: '10.0.0.3', port: 53 }] },
    ],
  };
  expect(config).toEqual(expected);
});

test.each<[object, RegExp]>([
  [{ masters: [] }, /^masters specify Mesos masters/],
  [{ masters: [], zk: '' }, /or ZooKeeper in zk$/],
  [{ masters: ['10.0.0.1'] }, /^masters\.0 '10\.0\.0\.1' is not host:port/],
  [{ masters: ['10.0.0.1:0'] }, /is not host:port/],
  [{ masters: ['a:1', 'a:1'] }, /^masters\.1 'a:1' is listed twice/],
  [{ refresh: 1 }, /^refresh is not known/],
  [{ ttl: '60' }, /^ttl must be integer/],
  [{ ttl: -1 }, /^ttl must be >= 0/],
  [{ ttl: 1e99 }, /^ttl must be/],
  [{ TTL: 1, ttl: 2 }, /^ttl is given twice/],
  [{ domain: 'a_b' }, /^domain 'a_b' is not a domain/],
  [{ domain: '' }, /^domain '' is not a domain/],
  [{ port: 65_536 }, /^port must be <= 65535/],
  [{ stateTimeoutSeconds: 0 }, /^stateTimeoutSeconds must be >= 1/],
  [{ resolvers: ['dns.google'] }, /^resolvers\.0 'dns\.google' is not an IP address/],
  [{ resolvers: ['8.8.8.8', '8.8.8.8:53'] }, /^resolvers\.1 '8\.8\.8\.8:53' is listed twice/],
  [{ zoneResolvers: { weave: [] } }, /^zoneResolvers\.weave names no resolver/],
  [{ zoneResolvers: { mesos: ['1.1.1.1'] } }, /is the domain that we answer for/],
  [{ domain: 'a.mesos', zoneResolvers: { mesos: ['1.1.1.1'] } }, /would hide a\.mesos/],
  [{ zoneResolvers: { 'a.b': ['1.1.1.1'], b: ['1.1.1.1'] } }, /zoneResolvers\.b would hide a\.b/],
  [{ listener: 'localhost' }, /^listener 'localhost' is not an IP address/],
  [{ dnson: false, httpon: false }, /one must be on/],
  [{ IPSources: [] }, /^IPSources names no source/],
  [{ IPSources: ['autoip'] }, /^IPSources\.0 'autoip' is not one of netinfo, docker/],
  [{ IPSources: ['host', 'host'] }, /^IPSources\.1 'host' is listed twice/],
  [{ mesosAuthentication: 'digest' }, /^mesosAuthentication must be one of "", "basic", "iam"/],
  [{ mesosAuthentication: 'basic' }, /^mesosCredentials basic authentication needs/],
  [{ mesosAuthentication: 'iam' }, /^iamConfigFile iam authentication needs/],
  [{ mesosCredentials: { user: 'x' } }, /^mesosCredentials\.user is not known/],
])('refuses %j with the field and what it wants', (fields, expected) => {
  expect(faultsOf({ masters: ['10.0.0.1:5050'], ...fields }).join('\n')).toMatch(expected);
});

test('tells all faults at once, and takes nothing but an object', () => {
  expect(faultsOf({ masters: ['x'], domain: '-', IPSources: ['y'] })).toHaveLength(3);
  expect(faultsOf([])).toEqual(['the configuration must be object']);
  expect(faultsOf(JSON.parse('{"__proto__": {"masters": []}}') as object)).not.toEqual([]);
});

const harness = new KernelHarness({
  resolvers: ['9.9.9.9'],
  zoneResolvers: { 'weave.local': ['10.0.0.3'], consul: ['10.0.0.4'] },
});

test.each([
  ['example.org', '9.9.9.9'],
  ['a.weave.local', '10.0.0.3'],
  ['WEAVE.LOCAL', '10.0.0.3'],
  ['notweave.local', '9.9.9.9'],
  ['x.consul', '10.0.0.4'],
  ['notmesos', '9.9.9.9'],
])('asks the resolver of the zone that %s lies in', (name, host) => {
  const { config, records } = harness.kernel.view;
  expect(resolve({ name, type: 'A' }, records, config)).toEqual({
    kind: 'forward',
    resolvers: [{ host, port: 53 }],
  });
});

test('the longest zone wins, and external questions can be refused', () => {
  const { records } = harness.kernel.view;
  const at = (host: string): readonly { host: string; port: number }[] => [{ host, port: 53 }];
  const settings = {
    domain: 'mesos',
    isExternalOn: true,
    resolvers: [],
    zoneResolvers: [
      { zone: 'a.b', resolvers: at('1.1.1.1') },
      { zone: 'b', resolvers: at('2.2.2.2') },
    ],
  };
  const kindOf = (name: string, isExternalOn: boolean): unknown =>
    resolve({ name, type: 'A' }, records, { ...settings, isExternalOn });
  expect(kindOf('x.a.b', true)).toEqual({ kind: 'forward', resolvers: at('1.1.1.1') });
  expect(kindOf('x.b', true)).toEqual({ kind: 'forward', resolvers: at('2.2.2.2') });
  expect(kindOf('org', true)).toEqual({ kind: 'refused' });
  expect(kindOf('x.b', false)).toEqual({ kind: 'refused' });
});
