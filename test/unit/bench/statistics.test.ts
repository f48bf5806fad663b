import { expect, test } from '@jest/globals';
import { median, quantile, renderRow, renderTable } from '../../../bench/statistics.mjs';

test('a quantile lies between two values in proportion, whatever their order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
  expect(quantile([0, 10], 0.9)).toBe(9);
  expect(quantile([7], 0.75)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow('a quantile of nothing');
});

test('a row shows medians with the middle half, and the ratio to the control', () => {
  const row = renderRow({
    what: 'a deed',
    unit: 'ms',
    values: [10, 20, 30, 40, 50],
    control: [1, 2, 3, 4, 5],
    controlWhat: 'the bare deed',
  });
  const cells = [
    'a deed',
    '30.0 ms (20.0–40.0)',
    'the bare deed: 3.00 ms (2.00–4.00)',
    '10.00 ×',
    '5',
  ];
  expect(row).toEqual(cells);
  expect(renderTable([row])).toBe(
    [
      '| what | Stoa | control | ratio | rounds |',
      '| --- | --- | --- | --- | --- |',
      `| ${cells.join(' | ')} |`,
    ].join('\n'),
  );
});
