// `npm start`: installs and builds what is missing or stale, then runs `stoa up` with the given words. Plain
// JavaScript on Node's own modules, because it has to run before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (path) => join(home, path);
const INSTALL_STAMP = at('node_modules/.stoa-install');
const BUILD_STAMP = at('packages/cli/dist/.stoa-build');
const ENTRY = at('packages/cli/dist/main.js');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 11)) return;
  console.error(
    `stoa: this is Node ${process.versions.node}, but 20.11 or newer is needed: see https://nodejs.org`,
  );
  process.exit(1);
}

function run(what, command, args) {
  console.log(`${what} …`);
  const done = spawnSync(command, args, { cwd: home, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status === 0) return;
  const why = done.error === undefined ? `exit code ${done.status}` : done.error.message;
  console.error(`stoa: ${what} failed (${why}); the lines above tell why`);
  process.exit(1);
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Whether npm itself says that what is installed is what the lock file names. */
function isInstalled(lock) {
  const installed = read(at('node_modules/.package-lock.json'));
  if (installed === undefined) return false;
  const found = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(lock).packages)
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.link)
    .every(([path, entry]) => found[path] !== undefined && found[path].version === entry.version);
}

function install() {
  const lock = readFileSync(at('package-lock.json'), 'utf8');
  const stamp = hash(lock);
  if (read(INSTALL_STAMP) === stamp) return;
  if (!isInstalled(lock)) {
    run('Installing packages', process.platform === 'win32' ? 'npm.cmd' : 'npm', [
      'ci',
      '--ignore-scripts',
      '--loglevel=error',
    ]);
  }
  writeFileSync(INSTALL_STAMP, stamp);
}

/** Every source file with its size and time: cheaper than the compiler's own look, and as sure. */
function listSources(folder, found) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['dist', 'node_modules'].includes(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listSources(path, found);
    else if (/\.(ts|json)$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(path);
      found.push(`${path} ${size} ${mtimeMs}`);
    }
  }
  return found;
}

function build() {
  const configs = readdirSync(home).filter((name) => /^tsconfig.*\.json$/.test(name));
  const times = configs.map((name) => `${name} ${statSync(at(name)).mtimeMs}`);
  const stamp = hash([...times, ...listSources(at('packages'), [])].sort().join('\n'));
  const isWhole = existsSync(ENTRY);
  if (isWhole && read(BUILD_STAMP) === stamp) return;
  const compiler = at('node_modules/typescript/bin/tsc');
  // Without its output the compiler's own notes would say that nothing is to be done.
  run('Building', process.execPath, [
    compiler,
    '-b',
    'packages/cli',
    ...(isWhole ? [] : ['--force']),
  ]);
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, stamp);
}

checkNode();
install();
build();
process.argv.splice(2, 0, 'up');
await import(ENTRY);
