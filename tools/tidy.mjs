// House rules that no other tool knows: names and lengths of files, words that a half-done thing leaves
// behind, a README per package, links in documents that lead somewhere.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packagesWithSources } from './references.mjs';

const LINES_MAX = 500;
const CODE = /\.(ts|tsx|mjs|cjs|js)$/;
const EXEMPT = /(^|\/)(generated|dist|node_modules)\/|^package-lock\.json$/;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
const VAGUE_NAMES = new Set(['util', 'utils', 'helper', 'helpers', 'misc', 'manager']);
const SELF = 'tools/tidy.mjs';

const BANNED = [
  [
    /\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(#\d+\))/,
    'an unfinished mark without the number of its issue',
  ],
  [
    // An input has an attribute of that name.
    /\b(not (yet )?implemented|unimplemented|placeholder(?!\s*[=?:,}])|for now,|simplified version)\b/i,
    'a word that a stub leaves behind',
  ],
  [/\b(describe|it|test)\.(only|todo)\b|\b(fit|fdescribe|xit|xdescribe)\(/, 'a test singled out'],
  [/@ts-(ignore|nocheck|expect-error)|eslint-disable|\bas any\b/, 'a check switched off'],
  [/catch\s*(\(\w*\))?\s*\{\s*\}/, 'an error swallowed'],
  [/(^|[\s'"`(=])\/(work|farm)\//, 'a path of one machine'],
];

/** Files of the repository: committed ones and new ones that are not ignored. */
function listFiles() {
  const done = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status !== 0) throw new Error(`git ls-files: ${done.stderr}`);
  return done.stdout
    .split('\n')
    .filter((file) => file !== '' && !EXEMPT.test(file) && existsSync(file));
}

function checkName(file) {
  if (!CODE.test(file)) return [];
  const name = basename(file);
  const stem = name.replace(/\..*$/, '');
  const isConfig = !file.includes('/');
  if (VAGUE_NAMES.has(stem)) return [`${file}: the name does not say what is inside`];
  return isConfig || NAME.test(name) ? [] : [`${file}: file names are kebab-case`];
}

function checkLines(file, lines) {
  if (!CODE.test(file)) return [];
  const faults =
    lines.length > LINES_MAX && file !== 'tools/generate-proto.mjs'
      ? [`${file}: ${lines.length} lines, at most ${LINES_MAX}`]
      : [];
  if (file === SELF) return faults;
  lines.forEach((line, at) => {
    for (const [pattern, fault] of BANNED) {
      if (pattern.test(line))
        faults.push(`${file}:${at + 1}: ${fault}: ${line.trim().slice(0, 80)}`);
    }
  });
  return faults;
}

/** Relative links only: a document may name the world outside without asking it. */
function checkLinks(file, text) {
  if (!file.endsWith('.md')) return [];
  const links = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)];
  return links
    .map(([, target]) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(dirname(file), target)))
    .map((target) => `${file}: the link to ${target} leads nowhere`);
}

const files = listFiles();
const faults = files.flatMap((file) => {
  if (!CODE.test(file) && !file.endsWith('.md')) return [];
  const text = readFileSync(file, 'utf8');
  return [...checkName(file), ...checkLines(file, text.split('\n')), ...checkLinks(file, text)];
});
for (const name of packagesWithSources()) {
  const readme = join('packages', name, 'README.md');
  if (!existsSync(readme)) faults.push(`${readme}: a package says what it is for`);
}
for (const fault of faults) console.error(fault);
console.log(`${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
