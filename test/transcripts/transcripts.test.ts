import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseTranscript, renderTranscript, Stage } from './transcript.ts';

// STOA_REWRITE=1 writes what was truly told into the scripts, to be read as a diff.
const isRewriting = process.env['STOA_REWRITE'] !== undefined;
const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));

test('there are scripts', () => {
  expect(scripts.length).toBeGreaterThan(3);
});

test.each(scripts)('%s goes as it is written', (name) => {
  const file = join(import.meta.dirname, name);
  const text = readFileSync(file, 'utf8');
  const expected = parseTranscript(text);
  const stage = new Stage();
  const actual = expected.map(({ command }) => stage.perform(command));
  if (isRewriting) writeFileSync(file, renderTranscript(text, actual));
  else expect(actual).toEqual(expected);
});
