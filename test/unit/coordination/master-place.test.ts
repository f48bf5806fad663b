import { describe, expect, test } from '@jest/globals';
import { encodeUtf8 } from '@stoa/common';
import { readMasterPlace, renderMasterPlace, renderMasterRecord } from '@stoa/coordination';
import { MasterInfoCodec, type MasterInfo } from '@stoa/proto';

const info: MasterInfo = {
  id: 'm',
  ip: 16777226,
  port: 5050,
  pid: 'master@10.0.0.1:5050',
  hostname: 'm1.example',
  version: '1.12.0',
  address: { hostname: 'm1.example', ip: '10.0.0.1', port: 5050 },
  capabilities: [{ type: 'AGENT_UPDATE' }],
};
const leader = (label: string, bytes: Uint8Array) => ({ id: '0000000012', label, info: bytes });
const place = (label: string, bytes: Uint8Array) => {
  const read = readMasterPlace(leader(label, bytes));
  return read.ok ? renderMasterPlace(read.value) : read.error;
};

describe('the record of a master', () => {
  test('is written compactly, its keys in alphabetical order', () => {
    expect(renderMasterRecord(info)).toBe(
      '{"address":{"hostname":"m1.example","ip":"10.0.0.1","port":5050},"capabilities":[{"type":"AGENT_UPDATE"}],"hostname":"m1.example","id":"m","ip":16777226,"pid":"master@10.0.0.1:5050","port":5050,"version":"1.12.0"}',
    );
  });

  test('is read in each of its forms', () => {
    expect(place('json.info_', encodeUtf8(renderMasterRecord(info)))).toBe('10.0.0.1:5050');
    expect(place('info_', MasterInfoCodec.toBinary(info))).toBe('10.0.0.1:5050');
    expect(place('', encodeUtf8('master@10.0.0.1:5050'))).toBe('10.0.0.1:5050');
    expect(place('', encodeUtf8('master@[::1]:5050'))).toBe('[::1]:5050');
  });

  test('without an address is read by its number', () => {
    const { address: _, ...older } = info;
    expect(place('info_', MasterInfoCodec.toBinary(older))).toBe('10.0.0.1:5050');
  });

  test.each([
    ['json.info_', 'rubbish'],
    ['json.info_', '{}'],
    ['info_', '\u0001\u0002'],
    ['', 'master'],
    ['', ''],
  ])('named %j and holding %j is refused by name, with what to do', (label, text) => {
    const said = place(label, encodeUtf8(text));
    expect(said).toContain(`${label}0000000012`);
    expect(said).toContain('remove that node');
  });
});
