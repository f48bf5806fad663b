import { readFileSync } from 'node:fs';
import { err, must, ok, type Result } from '@stoa/common';
import yargs from 'yargs';
import { errorCode, errorMessage } from './errors.ts';
import type { Flags, FlagSpec, FlagTable, FlagValue } from './flag-table.ts';
import { defaultValue, parseFlagValue, renderFlagValue, renderRange } from './flag-values.ts';

/**
 * Parsing ended the start: help was asked for (`exitCode` 0, `message` for stdout), or something is
 * wrong (`exitCode` 2, one line each for stderr). `runDaemon` shows it and exits.
 */
export class FlagsExit extends Error {
  override readonly name = 'FlagsExit';
  readonly exitCode: 0 | 2;

  constructor(exitCode: 0 | 2, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Given = Map<string, { readonly text: string; readonly from: string }>;

/**
 * Reads a daemon's flags: command line over environment over `--flags_file` over defaults. `argv`
 * is without the program. Throws `FlagsExit` for `--help` and for anything wrong. Unknown names in
 * the environment are not ours to judge and pass.
 *
 * @example parseFlags(masterFlags, ['--work_dir=/var/lib/stoa', '--no-quiet'], process.env)
 */
export function parseFlags<Table extends FlagTable>(
  table: Table,
  argv: readonly string[],
  env: Environment = {},
): Flags<Table> {
  if (wantsHelp(argv)) throw new FlagsExit(0, renderHelp(table));
  const names = flagNames(table);
  const commandLine = orExit(table, readCommandLine(names, argv));
  const environment = readEnvironment(table, env);
  const file = commandLine.get('flags_file') ?? environment.get('flags_file');
  const fromFile =
    file === undefined ? [] : orExit(table, readFlagsFile(names, file.text)).entries();
  const given: Given = new Map([...fromFile, ...environment, ...commandLine]);
  return collectValues(table, given);
}

/** A full record from some parsed values: what is missing gets its default. */
export function withDefaults<Table extends FlagTable>(
  table: Table,
  partial: Partial<Flags<Table>>,
): Flags<Table> {
  const values: Record<string, FlagValue | undefined> = {};
  for (const spec of table.flags) values[spec.name] = defaultValue(spec);
  const given: readonly (readonly [string, FlagValue | undefined])[] = Object.entries(partial);
  for (const [name, value] of given) {
    if (value !== undefined) values[name] = value;
  }
  return values as Flags<Table>;
}

/** One row of the reference page of a table. */
export interface FlagReference {
  readonly name: string;
  readonly env: string;
  readonly type: string;
  readonly default: string;
  readonly describe: string;
}

/** The table as rows of text, for `--help` and the reference page. */
export function describeFlags(table: FlagTable): readonly FlagReference[] {
  return table.flags.map((spec) => {
    const fallback = defaultValue(spec);
    return {
      name: spec.name,
      env: environmentName(table, spec),
      type: renderType(spec),
      default: fallback === undefined ? '' : renderFlagValue(spec, fallback),
      describe: spec.describe,
    };
  });
}

/** The complete help text of a daemon. */
export function renderHelp(table: FlagTable): string {
  const builder = yargs([])
    .scriptName(table.program)
    .usage(`$0 [--flag=value …]\n\n${table.about}`)
    .version(false)
    .exitProcess(false)
    .wrap(110)
    .help('help', 'Show this text')
    .epilogue(
      'Each flag can also be given by its environment variable, in the file of --flags_file, or as\n' +
        '--flag=file:///path to take the value from a file. Command line wins over environment,\n' +
        'environment over file.',
    );
  for (const row of describeFlags(table)) {
    const spec = must(
      table.flags.find(({ name }) => name === row.name),
      'a flag',
    );
    const fallback = row.default === '' ? '' : ` (default ${row.default})`;
    const duty = spec.required === true ? ' (required)' : '';
    builder.option(row.name, {
      describe: `${row.describe}${duty}${fallback} [${row.type}] [$${row.env}]`,
      group: `${spec.group ?? 'Flags'}:`,
    });
  }
  let help = '';
  builder.showHelp((text) => {
    help = text;
  });
  return help;
}

function wantsHelp(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--help' || word === '-h');
}

function flagNames(table: FlagTable): ReadonlyMap<string, FlagSpec> {
  const names = new Map<string, FlagSpec>();
  for (const spec of table.flags) {
    for (const name of [spec.name, ...(spec.aliases ?? [])]) names.set(name, spec);
  }
  return names;
}

function orExit<T>(table: FlagTable, result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new FlagsExit(2, `${table.program}: ${result.error} (all flags: ${table.program} --help)`);
}

function readCommandLine(
  names: ReadonlyMap<string, FlagSpec>,
  argv: readonly string[],
): Result<Given, string> {
  const words = canonicalWords(names, argv);
  if (!words.ok) return words;
  // Every flag is a text to yargs: its own numbers and booleans turn wrong values into others.
  const keys = [...new Set([...names.values()].map(({ name }) => name))];
  const parsed = yargs([...words.value])
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
      'parse-numbers': false,
      'short-option-groups': false,
    })
    // Before the flags: `version` is one of ours.
    .help(false)
    .version(false)
    .option(Object.fromEntries(keys.map((key) => [key, { type: 'string' as const }])))
    .exitProcess(false)
    .parseSync();
  const [stray] = parsed._;
  if (stray !== undefined) return err(`unexpected word '${stray}'`);
  const given: Given = new Map();
  for (const key of keys) {
    const value = parsed[key];
    if (Array.isArray(value)) return err(`--${key} is given twice`);
    if (typeof value === 'string') given.set(key, { text: value, from: 'the command line' });
  }
  return ok(given);
}

/** Each flag as `--name=value` under its proper name, or what is wrong with the first bad word. */
function canonicalWords(
  names: ReadonlyMap<string, FlagSpec>,
  argv: readonly string[],
): Result<readonly string[], string> {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
    if (match?.[1] === undefined) return err(`unexpected word '${word}'`);
    const written = match[1];
    const found = findFlag(names, written);
    if (found === undefined) return err(describeUnknown(names, written));
    const { spec, isNegated } = found;
    let value = match[2];
    if (isNegated && value !== undefined) return err(`--${written} takes no value`);
    if (spec.type === 'boolean') value ??= isNegated ? 'false' : 'true';
    if (value === undefined) {
      at++;
      value = argv[at];
      if (value === undefined || value.startsWith('--')) return err(`--${spec.name} wants a value`);
    }
    words.push(`--${spec.name}=${value}`);
  }
  return ok(words);
}

function findFlag(
  names: ReadonlyMap<string, FlagSpec>,
  written: string,
): { readonly spec: FlagSpec; readonly isNegated: boolean } | undefined {
  const name = canonicalName(written);
  const spec = names.get(name);
  if (spec !== undefined) return { spec, isNegated: false };
  const negated = names.get(name.replace(/^(no|disable)_/, ''));
  return negated?.type === 'boolean' ? { spec: negated, isNegated: true } : undefined;
}

function canonicalName(written: string): string {
  return written.replaceAll('-', '_');
}

function describeUnknown(names: ReadonlyMap<string, FlagSpec>, written: string): string {
  const nearest = nearestName([...names.keys()], canonicalName(written));
  const hint = nearest === undefined ? '' : `, did you mean --${nearest}?`;
  return `unknown flag --${written}${hint}`;
}

/** The name that takes the fewest changes, if any takes fewer than half of its letters. */
export function nearestName(names: readonly string[], written: string): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const isPart = written.length >= 3 && (name.startsWith(written) || written.startsWith(name));
    const distance = isPart ? 1 : editDistance(name, written);
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  if (best === undefined || best.distance > Math.max(2, written.length / 2)) return undefined;
  return best.name;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function readEnvironment(table: FlagTable, env: Environment): Given {
  const given: Given = new Map();
  for (const spec of table.flags) {
    const aliases = (spec.aliases ?? []).map((alias) => prefixed(table, alias));
    for (const variable of [environmentName(table, spec), ...aliases]) {
      const text = env[variable];
      if (text === undefined || given.has(spec.name)) continue;
      given.set(spec.name, { text, from: `the environment variable ${variable}` });
    }
    if (spec.type === 'boolean') readSwitch(table, spec, env, given);
  }
  return given;
}

/** Switches may also be set by a variable without a value, and off by `…_DISABLE_X` (marathon-api.md §11). */
function readSwitch(table: FlagTable, spec: FlagSpec, env: Environment, given: Given): void {
  const found = given.get(spec.name);
  if (found?.text === '') given.set(spec.name, { ...found, text: 'true' });
  const variable = prefixed(table, `disable_${spec.name}`);
  if (env[variable] === undefined || found !== undefined) return;
  given.set(spec.name, { text: 'false', from: `the environment variable ${variable}` });
}

function environmentName(table: FlagTable, spec: FlagSpec): string {
  return spec.env ?? prefixed(table, spec.name);
}

function prefixed(table: FlagTable, name: string): string {
  return `${table.envPrefix}_${name.toUpperCase()}`;
}

function readFlagsFile(names: ReadonlyMap<string, FlagSpec>, path: string): Result<Given, string> {
  const file = path.replace(/^file:\/\//, '');
  const content = readText(file);
  if (!content.ok) return content;
  let parsed: unknown;
  try {
    parsed = JSON.parse(content.value);
  } catch {
    return err(`the flags file ${file} is not JSON`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return err(`the flags file ${file} is not a JSON object`);
  }
  const given: Given = new Map();
  for (const [name, value] of Object.entries(parsed)) {
    const spec = names.get(canonicalName(name));
    if (spec === undefined) return err(`the flags file ${file}: ${describeUnknown(names, name)}`);
    given.set(spec.name, { text: fileText(spec, value), from: `the flags file ${file}` });
  }
  return ok(given);
}

function fileText(spec: FlagSpec, value: unknown): string {
  if (typeof value === 'string') return value;
  if (spec.type === 'list' && Array.isArray(value)) return value.join(',');
  return JSON.stringify(value);
}

function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return err(`cannot read ${file} (${errorCode(error) ?? errorMessage(error)})`);
  }
}

function collectValues<Table extends FlagTable>(table: Table, given: Given): Flags<Table> {
  const values: Record<string, FlagValue | undefined> = {};
  const faults: string[] = [];
  for (const spec of table.flags) {
    const found = given.get(spec.name);
    if (found === undefined) {
      values[spec.name] = defaultValue(spec);
      if (spec.required === true && spec.default === undefined) {
        faults.push(`--${spec.name} is required: ${spec.describe}`);
      }
      continue;
    }
    const parsed = readValue(spec, found.text);
    if (parsed.ok) values[spec.name] = parsed.value;
    else faults.push(`${parsed.error} (from ${found.from})`);
  }
  if (faults.length === 0) return values as Flags<Table>;
  const lines = faults.map((fault) => `${table.program}: ${fault}`);
  throw new FlagsExit(2, `${lines.join('\n')} (all flags: ${table.program} --help)`);
}

function readValue(spec: FlagSpec, text: string): Result<FlagValue, string> {
  if (spec.type === 'path' || !text.startsWith('file://')) return parseFlagValue(spec, text);
  const content = readText(text.slice('file://'.length));
  return content.ok
    ? parseFlagValue(spec, content.value.trim())
    : err(`--${spec.name}: ${content.error}`);
}

function renderType(spec: FlagSpec): string {
  if (spec.type === 'string' && spec.choices !== undefined) return spec.choices.join('|');
  const unit = spec.unit === undefined ? '' : ` of ${spec.unit}`;
  if (spec.type === 'number' || spec.type === 'duration') {
    return `${spec.type}${unit}${renderRange(spec.min, spec.max)}`;
  }
  return `${spec.type}${unit}`;
}
