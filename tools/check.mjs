// The quick part of the proof, before every commit: two steps at a time, each with its seconds; all run even
// when one fails, so that one look shows everything that is wrong.
import { spawn } from 'node:child_process';

const AT_ONCE = 2;
const QUICK_TIERS = ['test/unit', 'test/property', 'test/transcripts'];
const node = (...args) => [process.execPath, ...args];

const STEPS = [
  ['types', node('node_modules/typescript/bin/tsc', '-b')],
  [
    'unit, property, transcripts',
    node(
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--passWithNoTests',
      '--maxWorkers=1',
      ...QUICK_TIERS,
    ),
  ],
  [
    'lint',
    node(
      'node_modules/eslint/bin/eslint.js',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      '.cache/eslint',
      'packages',
      'test',
      'ui',
    ),
  ],
  ['types of the tests', node('node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json')],
  [
    'format',
    node(
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      '.cache/prettier',
      '.',
    ),
  ],
  ['import rules', node('tools/boundaries.mjs')],
  ['references', node('tools/references.mjs', '--check')],
  ['tidy', node('tools/tidy.mjs')],
];

function run([title, [command, ...args]]) {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const isGreen = code === 0;
      console.log(`${isGreen ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`);
      if (!isGreen) process.stdout.write(Buffer.concat(output));
      resolve(isGreen ? [] : [title]);
    });
  });
}

const startedAt = performance.now();
const waiting = [...STEPS];
const failed = [];
async function lane() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    failed.push(...(await run(step)));
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, lane));
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const verdict = failed.length === 0 ? 'all is well' : `look at: ${failed.join('; ')}`;
console.log(`${seconds} s, ${verdict}`);
process.exitCode = failed.length === 0 ? 0 : 1;
