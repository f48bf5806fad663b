import { expect, test } from '@jest/globals';
import { runSeed } from './run-seed.ts';

const from = Number(process.env['SEED_FROM'] ?? 1);
const to = Number(process.env['SEED_TO'] ?? 20);

test('seeds', () => {
  const lines: string[] = [];
  let bad = 0;
  for (let seed = from; seed <= to; seed++) {
    const t = performance.now();
    const o = runSeed(seed);
    lines.push(
      `${seed} ${o.digest} deeds=${o.deeds} started=${o.started} answered=${o.answered} conv=${o.convergedMs} ${(performance.now() - t).toFixed(0)}ms ${o.failure ?? ''}`,
    );
    if (o.failure !== undefined) {
      bad++;
      if (bad <= 1)
        lines.push(JSON.stringify(o.mix), ...o.traces.slice(-Number(process.env['TRACES'] ?? 40)));
    }
  }
  console.log(lines.join('\n'));
  expect(bad).toBe(0);
}, 300000);
