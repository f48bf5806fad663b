// Keeps the references of the root tsconfig in step with the packages: one that has sources is built.
// `--check` only compares, and fails when a package is missing from the list.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'tsconfig.json';

/** Names of the packages that have an entry, sorted. */
export function packagesWithSources() {
  return readdirSync('packages')
    .filter((name) => existsSync(join('packages', name, 'src', 'index.ts')))
    .sort();
}

function renderConfig() {
  const packages = packagesWithSources().map((name) => ({ path: `packages/${name}` }));
  const page = existsSync(join('ui', 'tsconfig.json')) ? [{ path: 'ui' }] : [];
  const references = [...packages, ...page];
  return `${JSON.stringify({ files: [], references }, null, 2)}\n`;
}

if (import.meta.filename === process.argv[1]) {
  const wanted = renderConfig();
  const isCurrent = readFileSync(FILE, 'utf8') === wanted;
  if (process.argv.includes('--check')) {
    if (!isCurrent) {
      console.error(`${FILE} does not name every package with sources: node tools/references.mjs`);
      process.exitCode = 1;
    }
  } else if (!isCurrent) {
    writeFileSync(FILE, wanted);
  }
}
