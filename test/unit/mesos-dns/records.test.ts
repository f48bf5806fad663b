import { expect, test } from '@jest/globals';
import {
  agentSuffix,
  generateAgentRecords,
  generateFrameworkRecords,
  generateMasterRecords,
  generateTaskRecords,
  isWritable,
  mangleDomain,
  mangleLabel,
  NO_ADDRESSES,
  parseAddress,
  RecordBook,
  taskHash,
  type DiscoveryFacts,
  type TaskFacts,
} from '@stoa/mesos-dns/core';
import { aFramework, allRecords, anAgent, aTask, line, SETTINGS, sha1 } from './dns-builders.ts';

// mesos-dns.md §4
test.each([
  ['web.prod', 'web-prod', 'web-prod'],
  ['plain_task name!', 'plain-taskname', 'plain-taskname'],
  [
    'fd%gsf---gs7-f$gs--d7fddg123456789012345678901234567890123456789-123',
    'fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891',
    undefined,
  ],
  ['89fdgsf---gs7-fgs--d7fddg-123', '89fdgsf---gs7-fgs--d7fddg-123', 'fdgsf---gs7-fgs--d7fddg1'],
  [`hello${'-'.repeat(58)}f`, 'hellof', undefined],
  ['--lead and trail--', 'leadandtrail', 'leadandtrail'],
  ['ÄÖÜ%$/', '', ''],
  ['İstanbul', 'stanbul', 'stanbul'],
  ['12-34', '12-34', ''],
  ['', '', ''],
])('mangles %j as the table says', (text, rfc1123, rfc952) => {
  expect(mangleLabel(text, 'rfc1123')).toBe(rfc1123);
  if (rfc952 !== undefined) expect(mangleLabel(text, 'rfc952')).toBe(rfc952);
});

test('mangles ten thousand dashes to nothing', () => {
  expect(mangleLabel('-'.repeat(10_000), 'rfc1123')).toBe('');
});

test('mangles framework names label by label', () => {
  expect(mangleDomain('Team/A_B.Spark 2.0', 'rfc1123')).toBe('teama-b.spark2.0');
  expect(mangleDomain('mesos-execute instance', 'rfc1123')).toBe('mesos-executeinstance');
  expect(mangleDomain('..a..!..b.', 'rfc1123')).toBe('a.b');
});

test('hashes task ids and cuts agent ids as the original does', () => {
  expect(taskHash('test', sha1)).toBe('iffe9');
  expect(taskHash('My_Task', sha1)).toBe('qn9e6');
  expect(agentSuffix('20150101-000000-123-5050-1-S1')).toBe('s1');
  expect(agentSuffix('no dash at all')).toBe('no dash at all'.toLowerCase());
  expect(agentSuffix('UPPER')).toBe('upper');
});

test.each([
  ['10.0.0.1', { type: 'A', ip: '10.0.0.1' }],
  ['::ffff:10.0.0.1', { type: 'A', ip: '10.0.0.1' }],
  ['FD00::1', { type: 'AAAA', ip: 'fd00::1' }],
  ['::', { type: 'AAAA', ip: '::' }],
  ['1:2:3:4:5:6:7:8', { type: 'AAAA', ip: '1:2:3:4:5:6:7:8' }],
  ['64:ff9b::10.0.0.1', { type: 'AAAA', ip: '64:ff9b::10.0.0.1' }],
  ['1:2:3:4:5:6:7', undefined],
  ['1::2::3', undefined],
  ['1:2:3:4:5:6:7::8:9', undefined],
  ['10.0.0.256', undefined],
  ['10.0.0', undefined],
  ['agent-1', undefined],
  ['', undefined],
])('reads %j as an address or as none', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

test('knows which names can be written on the wire', () => {
  expect(isWritable(`${'a'.repeat(63)}.mesos`)).toBe(true);
  expect(isWritable(`${'a'.repeat(64)}.mesos`)).toBe(false);
  expect(isWritable(Array(50).fill('abcd').join('.'))).toBe(true);
  expect(isWritable(Array(51).fill('abcd').join('.'))).toBe(false);
  expect(isWritable('grün.mesos')).toBe(false);
});

function recordsOf(given: Partial<TaskFacts>): readonly string[] {
  return generateTaskRecords(aTask(given), aFramework(), anAgent(), SETTINGS).map(line);
}

test('names a plain task with one port in the order of the original', () => {
  expect(recordsOf({ name: 'sleeper', ports: [31_000] })).toEqual([
    'sleeper.marathon.mesos A 10.0.0.9',
    'sleeper-iffe9-s1.marathon.mesos A 10.0.0.9',
    'sleeper.marathon.slave.mesos A 10.0.0.7',
    'sleeper-iffe9-s1.marathon.slave.mesos A 10.0.0.7',
    '_sleeper._tcp.marathon.slave.mesos SRV sleeper-iffe9-s1.marathon.slave.mesos:31000',
    '_sleeper._udp.marathon.slave.mesos SRV sleeper-iffe9-s1.marathon.slave.mesos:31000',
    '_sleeper._tcp.marathon.mesos SRV sleeper-iffe9-s1.marathon.slave.mesos:31000',
    '_sleeper._udp.marathon.mesos SRV sleeper-iffe9-s1.marathon.slave.mesos:31000',
  ]);
});

function discovery(...ports: DiscoveryFacts['ports']): DiscoveryFacts {
  return { name: 'web.prod', ports };
}

test('names a task with DiscoveryInfo under its raw and under its mangled name', () => {
  const ports = [{ number: 8080, name: 'Admin Port_X', protocol: 'HTTP' }];
  const half = (label: string): readonly string[] => [
    `${label}.marathon.mesos A 10.0.0.9`,
    `${label}-iffe9-s1.marathon.mesos A 10.0.0.9`,
    `${label}.marathon.slave.mesos A 10.0.0.7`,
    `${label}-iffe9-s1.marathon.slave.mesos A 10.0.0.7`,
    `_${label}._tcp.marathon.slave.mesos SRV ${label}-iffe9-s1.marathon.slave.mesos:31000`,
    `_${label}._udp.marathon.slave.mesos SRV ${label}-iffe9-s1.marathon.slave.mesos:31000`,
    `_${label}._http.marathon.mesos SRV ${label}-iffe9-s1.marathon.mesos:8080`,
    `_adminport-x._${label}._http.marathon.mesos SRV ${label}-iffe9-s1.marathon.mesos:8080`,
  ];
  expect(recordsOf({ ports: [31_000], discovery: discovery(...ports) })).toEqual([
    ...half('web.prod'),
    ...half('web-prod'),
  ]);
});

test('splits no protocol, but publishes an empty one as both', () => {
  const services = (protocol: string): readonly string[] =>
    recordsOf({ discovery: discovery({ number: 80, name: '', protocol }) })
      .filter((text) => text.startsWith('_web-prod'))
      .map((text) => text.split('.')[1] ?? '');
  expect(services('')).toEqual(['_tcp', '_udp']);
  expect(services('TCP')).toEqual(['_tcp']);
  expect(services('udp,tcp')).toEqual(['_udptcp']);
});

test('gives every record once when the raw name is already mangled', () => {
  const records = recordsOf({ discovery: { name: 'web', ports: [] } });
  expect(records).toHaveLength(4);
});

test('leaves out names that nobody could ask for, and ports that are none', () => {
  const ports = [{ number: 70_000, name: '', protocol: 'tcp' }];
  expect(recordsOf({ discovery: { name: '.a..b', ports } })).not.toContainEqual(
    expect.stringMatching(/^\.|\.\./),
  );
  const nameless = generateTaskRecords(aTask(), aFramework({ name: '%' }), anAgent(), SETTINGS);
  expect(nameless).toEqual([]);
});

test.each<[string, Partial<TaskFacts['addresses']>, string, readonly string[]]>([
  ['the first source that has one', { netinfo: ['1.1.1.1'], mesos: ['2.2.2.2'] }, 'A', ['1.1.1.1']],
  ['the next where the first has none', { mesos: ['2.2.2.2'] }, 'A', ['2.2.2.2']],
  ['a source that is not asked: the host', { docker: ['3.3.3.3'] }, 'A', ['10.0.0.7']],
  ['IPv6 apart', { netinfo: ['1.1.1.1', 'fd00::1'] }, 'AAAA', ['fd00::1']],
  ['nothing that is no address', { netinfo: ['eth0'], mesos: ['2.2.2.2'] }, 'A', ['2.2.2.2']],
])('takes the address from %s', (_what, addresses, type, expected) => {
  const task = aTask({ name: 'a', addresses: { ...NO_ADDRESSES, ...addresses } });
  const records = generateTaskRecords(task, aFramework(), anAgent(), SETTINGS);
  const own = records.filter(
    (record) => record.name === 'a.marathon.mesos' && record.type === type,
  );
  expect(own.map(({ value }) => value)).toEqual(expected);
});

test('names frameworks and agents', () => {
  const framework = aFramework({ name: 'A.b', addresses: ['10.0.0.3', 'fd00::3'], port: 99 });
  expect(generateFrameworkRecords(framework, SETTINGS).map(line)).toEqual([
    'a.b.mesos A 10.0.0.3',
    'a.b.mesos AAAA fd00::3',
    '_framework._tcp.a.b.mesos SRV a.b.mesos:99',
  ]);
  expect(generateFrameworkRecords({ ...framework, port: undefined }, SETTINGS)).toHaveLength(2);
  expect(generateFrameworkRecords(aFramework(), SETTINGS)).toEqual([]);
  expect(generateAgentRecords(anAgent(), SETTINGS).map(line)).toEqual([
    'slave.mesos A 10.0.0.7',
    '_slave._tcp.mesos SRV slave.mesos:5051',
  ]);
});

test('numbers masters in their order, and a leader that the list does not name last', () => {
  const master = (ip: string): { host: string; addresses: string[]; port: number } => ({
    host: ip,
    addresses: [ip],
    port: 5050,
  });
  const masters = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(master);
  const numbered = (leader: string): readonly string[] =>
    generateMasterRecords(master(leader), masters, SETTINGS)
      .map(line)
      .filter((text) => /^master\d/.test(text));
  expect(numbered('10.0.0.2')).toEqual([
    'master0.mesos A 10.0.0.1',
    'master1.mesos A 10.0.0.2',
    'master2.mesos A 10.0.0.3',
  ]);
  expect(numbered('10.0.0.9')).toContain('master3.mesos A 10.0.0.9');
  const all = generateMasterRecords(master('10.0.0.1'), masters, SETTINGS).map(line);
  expect(all).toEqual(
    expect.arrayContaining([
      'leader.mesos A 10.0.0.1',
      '_leader._tcp.mesos SRV leader.mesos:5050',
      '_leader._udp.mesos SRV leader.mesos:5050',
      'master.mesos A 10.0.0.1',
      'master.mesos A 10.0.0.2',
      'master.mesos A 10.0.0.3',
    ]),
  );
});

test('keeps a record until the last of those who brought it takes it away', () => {
  const book = new RecordBook();
  const record = { name: 'a.mesos', type: 'A', value: '10.0.0.1' } as const;
  const other = { ...record, value: '10.0.0.2' };
  book.add([record, record, other]);
  expect(book.commit(100, false)).toBe(true);
  book.remove([record]);
  expect(book.commit(100, false)).toBe(false);
  expect(allRecords(book)).toEqual(['a.mesos A 10.0.0.1', 'a.mesos A 10.0.0.2']);
  book.remove([record, other]);
  book.remove([other, { ...record, name: 'unknown' }]);
  expect(book.commit(100, false)).toBe(true);
  expect(book.size).toBe(0);
});

test('finds and removes each of ten thousand values of one name', () => {
  const book = new RecordBook();
  const values = Array.from({ length: 10_000 }, (_, at) => `10.1.${at >> 8}.${at & 255}`);
  const records = values.map((value) => ({ name: 'a', type: 'A', value }) as const);
  book.add(records);
  book.remove(records.slice(1).reverse());
  expect(allRecords(book)).toEqual(['a A 10.1.0.0']);
});

test('serials follow the clock, grow with every change, and are renewed by a reload', () => {
  const book = new RecordBook();
  const serials: number[] = [];
  for (const [value, now, isReload] of [
    ['1', 100.9, false],
    ['2', 100.9, false],
    ['2', 500, false],
    ['2', 500, true],
    ['2', 400, true],
    ['3', 400, false],
  ] as const) {
    if (!book.values('a', 'A').includes(value)) book.add([{ name: 'a', type: 'A', value }]);
    book.commit(now, isReload);
    serials.push(book.serial);
  }
  expect(serials).toEqual([100, 101, 101, 500, 500, 501]);
});
