import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { VALIDATOR_OPTIONS } from '@stoa/runtime/schemas';
import { renderValidators } from '../../../tools/validators.mjs';
import { BODY_SCHEMAS } from '../../../packages/marathon/src/api/decoders.ts';
import { CONFIG_SCHEMA } from '../../../packages/mesos-dns/src/core/config/schema.ts';

const HOME = join(import.meta.dirname, '../../..');

test.each([
  ['packages/marathon/src/generated/body-validators.js', BODY_SCHEMAS],
  ['packages/mesos-dns/src/generated/config-validator.js', { config: CONFIG_SCHEMA }],
])('%s is what its schemas say (`npm run generate`)', async (file, schemas) => {
  const written = readFileSync(join(HOME, file), 'utf8');
  expect(written === (await renderValidators(schemas, VALIDATOR_OPTIONS))).toBe(true);
});
