// Writes the validators of JSON bodies and files from their schemas, as the last build has them.
// `npm run generate` runs it; its output is committed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderValidators } from './validators.mjs';

const HOME = join(import.meta.dirname, '..');
const built = (path) => import(join(HOME, 'packages', path));

const { VALIDATOR_OPTIONS } = await built('runtime/dist/http/schemas.js');
const { BODY_SCHEMAS } = await built('marathon/dist/api/decoders.js');
const { CONFIG_SCHEMA } = await built('mesos-dns/dist/core/config/schema.js');

await write('packages/marathon/src/generated/body-validators.js', BODY_SCHEMAS);
await write('packages/mesos-dns/src/generated/config-validator.js', { config: CONFIG_SCHEMA });

async function write(file, schemas) {
  const path = join(HOME, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await renderValidators(schemas, VALIDATOR_OPTIONS));
}
