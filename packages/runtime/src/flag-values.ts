import { err, ok, parseDuration, renderDuration, type Duration, type Result } from '@stoa/common';
import type { FlagSpec, FlagTable, FlagValue, NumberFlag } from './flag-table.ts';

const SIZE_UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['TB', 2 ** 40],
  ['GB', 2 ** 30],
  ['MB', 2 ** 20],
  ['KB', 2 ** 10],
  ['B', 1],
];

/** Reads the text of one flag; the error names the flag and what it wants. */
export function parseFlagValue(spec: FlagSpec, text: string): Result<FlagValue, string> {
  switch (spec.type) {
    case 'string':
      return spec.choices === undefined || spec.choices.includes(text)
        ? ok(text)
        : wrong(spec, text, `one of ${spec.choices.join(', ')}`);
    case 'list':
      return ok(
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      );
    case 'number':
      return parseNumber(spec, text);
    case 'boolean':
      return text === 'true' || text === 'false'
        ? ok(text === 'true')
        : wrong(spec, text, 'true or false');
    case 'duration':
      return parseSpan(spec, text);
    case 'size': {
      const bytes = parseSize(text);
      return bytes === undefined ? wrong(spec, text, 'an amount such as 512MB') : ok(bytes);
    }
    case 'path':
      return text === '' ? wrong(spec, text, 'a path') : ok(text.replace(/^file:\/\//, ''));
  }
}

/** The default of a flag as a value; undefined when it has none. */
export function defaultValue(spec: FlagSpec): FlagValue | undefined {
  if (spec.default === undefined) return undefined;
  if (spec.type !== 'duration' && spec.type !== 'size') return spec.default;
  const parsed = parseFlagValue(spec, spec.default);
  if (!parsed.ok) throw new Error(`the default of a flag is wrong: ${parsed.error}`);
  return parsed.value;
}

/** Reads `2GB`, `512MB`, `100B`; undefined when it is no amount. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(TB|GB|MB|KB|B)$/.exec(text.trim());
  const unit = SIZE_UNITS.find(([name]) => name === match?.[2]);
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit[1]);
}

/** Bytes in the largest unit that keeps a whole number: `2GB`. */
export function renderSize(bytes: number): string {
  const unit = SIZE_UNITS.find(([, size]) => bytes > 0 && bytes % size === 0);
  return unit === undefined ? `${bytes}B` : `${bytes / unit[1]}${unit[0]}`;
}

/** A value as `/flags` shows it: `60secs` as `1mins`. */
export function renderFlagValue(spec: FlagSpec, value: FlagValue): string {
  if (spec.type === 'duration' && typeof value === 'number')
    return renderDuration(value as Duration);
  if (spec.type === 'size' && typeof value === 'number') return renderSize(value);
  return typeof value === 'object' ? value.join(',') : String(value);
}

/** The flags that have a value, by name, as `/flags` shows them (mesos-endpoints.md §6). */
export function renderFlags(
  table: FlagTable,
  values: Readonly<Record<string, FlagValue | undefined>>,
): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  for (const spec of table.flags) {
    const value = values[spec.name];
    if (value === undefined || (typeof value === 'object' && value.length === 0)) continue;
    shown[spec.name] = spec.secret === true ? '(hidden)' : renderFlagValue(spec, value);
  }
  return shown;
}

function parseNumber(spec: NumberFlag, text: string): Result<number, string> {
  const isDecimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  const value = Number(text);
  const { min = -Infinity, max = Infinity, integer = true } = spec;
  const isFit = isDecimal && Number.isFinite(value) && value >= min && value <= max;
  if (isFit && (!integer || Number.isSafeInteger(value))) return ok(value);
  return wrong(
    spec,
    text,
    `${integer ? 'a whole number' : 'a number'}${renderRange(spec.min, spec.max)}`,
  );
}

function parseSpan(
  spec: Extract<FlagSpec, { type: 'duration' }>,
  text: string,
): Result<Duration, string> {
  const span = parseDuration(text);
  const least = spec.min === undefined ? undefined : parseDuration(spec.min);
  const most = spec.max === undefined ? undefined : parseDuration(spec.max);
  const isFit = span !== undefined && span >= (least ?? 0) && span <= (most ?? Infinity);
  if (isFit) return ok(span);
  return wrong(spec, text, `a duration such as 15secs${renderRange(spec.min, spec.max)}`);
}

function wrong(spec: FlagSpec, text: string, wanted: string): Result<never, string> {
  const shown = spec.secret === true ? 'its value' : `'${text}'`;
  return err(`--${spec.name} wants ${wanted}, not ${shown}`);
}

/** ` from 1 to 9`, ` of at least 1`, or nothing. */
export function renderRange(min?: number | string, max?: number | string): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
