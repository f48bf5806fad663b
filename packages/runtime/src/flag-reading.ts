import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@stoa/common';
import { errorCode, errorMessage } from './errors.ts';
import type { Flags, FlagSpec, FlagTable, FlagValue } from './flag-table.ts';
import { FlagsExit } from './flags-exit.ts';
import { nearestName } from './nearest-name.ts';
import { defaultValue, parseFlagValue, renderFlagValue, renderRange } from './flag-values.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Given = Map<string, { readonly text: string; readonly from: string }>;

/**
 * The same as `parseFlags` for a command line that asks for no help, and without what shows it: that
 * takes more memory than all flags.
 */
export function readFlags<Table extends FlagTable>(
  table: Table,
  argv: readonly string[],
  env: Environment = {},
): Flags<Table> {
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
  const args = argv.map((word) =>
    word.replace(FLAG_NAME, (_, name: string) => `--${canonicalName(name)}`),
  );
  // What follows from the words is told here, so that it names the nearest flag and the way to the help.
  const { tokens } = parseArgs({
    args,
    options: optionsOf(names),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Given = new Map();
  for (const token of tokens) {
    const word = argv[token.index] ?? '';
    const [, written] = FLAG_NAME.exec(word) ?? [];
    if (token.kind !== 'option' || written === undefined) return err(`unexpected word '${word}'`);
    const read = readToken(names, { ...token, written });
    if (!read.ok) return read;
    const { name, text } = read.value;
    if (given.has(name)) return err(`--${name} is given twice`);
    given.set(name, { text, from: 'the command line' });
  }
  return ok(given);
}

/** One dash is as good as two, and dashes within a name are as good as underscores. */
const FLAG_NAME = /^--?([A-Za-z][\w-]*)(?==|$)/;
const NEGATIONS = ['no_', 'disable_'];

/** Every name a flag may be written by; switches take no word after them. */
function optionsOf(
  names: ReadonlyMap<string, FlagSpec>,
): Record<string, { readonly type: 'string' | 'boolean' }> {
  const options: Record<string, { readonly type: 'string' | 'boolean' }> = {};
  for (const [name, { type }] of names) {
    options[name] = { type: type === 'boolean' ? 'boolean' : 'string' };
    if (type !== 'boolean') continue;
    for (const prefix of NEGATIONS) options[`${prefix}${name}`] ??= { type };
  }
  return options;
}

/** One flag as it was found: its proper name, and the text of its value. */
function readToken(
  names: ReadonlyMap<string, FlagSpec>,
  token: {
    readonly name: string;
    /** As the person wrote it, without the dashes before. */
    readonly written: string;
    readonly value: string | undefined;
    readonly inlineValue: boolean | undefined;
  },
): Result<{ readonly name: string; readonly text: string }, string> {
  const { written, value, inlineValue: isInline } = token;
  const found = findFlag(names, token.name);
  if (found === undefined) return err(describeUnknown(names, written));
  const { spec, isNegated } = found;
  if (isNegated && value !== undefined) return err(`--${written} takes no value`);
  if (spec.type === 'boolean') {
    return ok({ name: spec.name, text: value ?? (isNegated ? 'false' : 'true') });
  }
  if (value === undefined || (isInline !== true && value.startsWith('--'))) {
    return err(`--${spec.name} wants a value`);
  }
  return ok({ name: spec.name, text: value });
}

function findFlag(
  names: ReadonlyMap<string, FlagSpec>,
  written: string,
): { readonly spec: FlagSpec; readonly isNegated: boolean } | undefined {
  const spec = names.get(written);
  if (spec !== undefined) return { spec, isNegated: false };
  const prefix = NEGATIONS.find((start) => written.startsWith(start));
  const negated = prefix === undefined ? undefined : names.get(written.slice(prefix.length));
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

/** Whether a command line asks for the help text. */
export function wantsHelp(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--help' || word === '-h');
}
