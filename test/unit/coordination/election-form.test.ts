import { describe, expect, test } from '@jest/globals';
import { latchForm, MASTER_FORM, selectCandidates } from '@stoa/coordination';

const names = (children: readonly string[], form = MASTER_FORM): readonly string[] =>
  selectCandidates(children, form).map(({ name }) => name);

describe('who stands for election', () => {
  test('masters are ordered by their number, the lowest leads', () => {
    expect(names(['json.info_0000000012', 'json.info_0000000003', 'json.info_0000000007'])).toEqual(
      ['json.info_0000000003', 'json.info_0000000007', 'json.info_0000000012'],
    );
  });

  test('passes over what is no candidate', () => {
    expect(names(['log_replicas', 'json.info_', 'json.info_12', 'other_0000000001', ''])).toEqual(
      [],
    );
  });

  test('older forms count only while there is none of a newer', () => {
    expect(names(['info_0000000001', 'json.info_0000000002', '0000000000'])).toEqual([
      'json.info_0000000002',
    ]);
    expect(names(['info_0000000001', '0000000000'])).toEqual(['info_0000000001']);
    expect(names(['0000000004', '0000000002'])).toEqual(['0000000002', '0000000004']);
  });

  test('latches are ordered by their number, whatever their id', () => {
    expect(
      names(['_c_ff-latch-0000000002', '_c_00-latch-0000000009', 'lock-1'], latchForm('x')),
    ).toEqual(['_c_ff-latch-0000000002', '_c_00-latch-0000000009']);
  });
});
