// `npm start`: installs and builds what is missing or stale, then runs `stoa up` with the given words. Plain
// JavaScript on Node's own modules, because it has to run before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isInstalled } from './installed.mjs';
import { demandNode } from './node-version.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (path) => join(home, path);
const INSTALL_STAMP = at('node_modules/.stoa-install');
const BUILD_STAMP = at('packages/cli/dist/.stoa-build');
const ENTRY = at('packages/cli/dist/main.js');
const CONSOLE_STAMP = at('ui/dist/.stoa-build');
const CONSOLE_PAGE = at('ui/dist/index.html');
const INSTALL = ['ci', '--ignore-scripts', '--loglevel=error'];

function run(what, command, args, env = {}) {
  console.log(`${what} …`);
  const startedAt = performance.now();
  const done = spawnSync(command, args, {
    cwd: home,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (done.status === 0) return console.log(`${what} took ${seconds} s`);
  // Ctrl-C ended it: no fault, and nothing more to say.
  if (done.signal === 'SIGINT') process.exit(130);
  const why = done.error === undefined ? `exit code ${done.status}` : done.error.message;
  console.error(`stoa: ${what.toLowerCase()} failed (${why}); the lines above tell why`);
  process.exit(1);
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function install() {
  const stamp = hash(readFileSync(at('package-lock.json'), 'utf8'));
  if (read(INSTALL_STAMP) === stamp) return;
  if (!isInstalled(home)) {
    // The npm that runs us, if one does: the one on the path may be another.
    const npm = process.env.npm_execpath;
    if (npm === undefined) run('Installing packages', 'npm', INSTALL);
    else run('Installing packages', process.execPath, [npm, ...INSTALL]);
  }
  writeFileSync(INSTALL_STAMP, stamp);
}

/** Every source file with its size and time: cheaper than the compiler's own look, and as sure. */
function listSources(folder, found) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['dist', 'node_modules'].includes(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listSources(path, found);
    else if (/\.(tsx?|json|css|html|svg)$/.test(entry.name)) {
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
  const force = isWhole ? [] : ['--force'];
  run('Building', process.execPath, [compiler, '-b', 'packages/cli', ...force]);
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, stamp);
}

/** The console is built by itself: a change of its look compiles no daemon. */
function buildConsole() {
  const sources = [...listSources(at('ui'), []), ...listSources(at('packages/proto/src'), [])];
  const stamp = hash(sources.sort().join('\n'));
  if (existsSync(CONSOLE_PAGE) && read(CONSOLE_STAMP) === stamp) return;
  const vite = at('node_modules/vite/bin/vite.js');
  const args = [vite, 'build', 'ui', '--logLevel', 'warn'];
  // Whatever the surroundings are for, the page is for use.
  run('Building the console', process.execPath, args, { NODE_ENV: 'production' });
  writeFileSync(CONSOLE_STAMP, stamp);
}

demandNode();
install();
build();
buildConsole();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(ENTRY).href);
