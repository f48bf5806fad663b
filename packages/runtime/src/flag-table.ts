import type { Duration } from '@stoa/common';

interface FlagBase {
  /** With underscores, as the originals: `work_dir`. `--work-dir` is understood too. */
  readonly name: string;
  /** What it is for and why one would change it; shown by `--help`. */
  readonly describe: string;
  /** Older names that still count. */
  readonly aliases?: readonly string[];
  /** The environment's name; the table's prefix and the name in capitals unless told. */
  readonly env?: string;
  readonly required?: boolean;
  /** What a number counts. */
  readonly unit?: string;
  /** A heading of `--help`. */
  readonly group?: string;
  /** Never shown with its value. */
  readonly secret?: boolean;
}

/** A text; `file:///path` gives the content of that file. */
export interface StringFlag extends FlagBase {
  readonly type: 'string';
  readonly default?: string;
  readonly choices?: readonly string[];
}

/** Texts with commas between. */
export interface ListFlag extends FlagBase {
  readonly type: 'list';
  readonly default?: readonly string[];
}

/** A finite number; `integer` unless a fraction makes sense. */
export interface NumberFlag extends FlagBase {
  readonly type: 'number';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** `--x`, `--no-x`, `--x=true`, `--x=false`. */
export interface BooleanFlag extends FlagBase {
  readonly type: 'boolean';
  readonly default?: boolean;
}

/** `15secs`, `1.5mins`, `500ms`, `1weeks`; limits in the same form. */
export interface DurationFlag extends FlagBase {
  readonly type: 'duration';
  readonly default?: string;
  readonly min?: string;
  readonly max?: string;
}

/** Bytes: `2GB`, `512MB`, `4KB`, `100B`. */
export interface SizeFlag extends FlagBase {
  readonly type: 'size';
  readonly default?: string;
}

/** A place in the file system; a leading `file://` is dropped, the file is not read. */
export interface PathFlag extends FlagBase {
  readonly type: 'path';
  readonly default?: string;
}

/** One flag of a daemon. */
export type FlagSpec =
  StringFlag | ListFlag | NumberFlag | BooleanFlag | DurationFlag | SizeFlag | PathFlag;

/** All flags of a daemon. */
export interface FlagTable<Specs extends readonly FlagSpec[] = readonly FlagSpec[]> {
  /** As one types it: `stoa master`. */
  readonly program: string;
  /** One line for the top of `--help`. */
  readonly about: string;
  /** `MESOS` makes `--work_dir` readable as `MESOS_WORK_DIR`. */
  readonly envPrefix: string;
  readonly flags: Specs;
}

interface ValueByType {
  readonly string: string;
  readonly list: readonly string[];
  readonly number: number;
  readonly boolean: boolean;
  readonly duration: Duration;
  readonly size: number;
  readonly path: string;
}

/** What one flag may hold once parsed. */
export type FlagValue = ValueByType[FlagSpec['type']];

type ValueOf<Spec extends FlagSpec> = Spec extends
  { readonly default: unknown } | { readonly required: true }
  ? ValueByType[Spec['type']]
  : ValueByType[Spec['type']] | undefined;

/** The parsed flags of a table, by name. A flag with neither default nor duty may be undefined. */
export type Flags<Table extends FlagTable> = {
  readonly [Spec in Table['flags'][number] as Spec['name']]: ValueOf<Spec>;
};

/** A table whose names and types the compiler keeps. */
export function defineFlags<const Specs extends readonly FlagSpec[]>(
  table: FlagTable<Specs>,
): FlagTable<Specs> {
  return table;
}

/** Flags of every daemon that listens. */
export const LISTENER_FLAGS = [
  {
    name: 'insecure',
    type: 'boolean',
    default: false,
    describe:
      'Listen beyond loopback without authentication: anyone on the network may then drive it',
    group: 'Security',
  },
  {
    name: 'allowed_origins',
    type: 'list',
    default: [],
    describe:
      'Web origins besides our own (http://host:port) whose pages may read and drive this daemon',
    group: 'Security',
  },
  {
    name: 'allowed_hosts',
    type: 'list',
    default: [],
    describe:
      'Names under which this daemon may be asked, besides its hostname, localhost and IP addresses',
    group: 'Security',
  },
] as const satisfies readonly FlagSpec[];

/** Flags of every daemon. */
export const COMMON_FLAGS = [
  {
    name: 'logging_level',
    type: 'string',
    default: 'INFO',
    choices: ['DEBUG', 'INFO', 'WARNING', 'ERROR'],
    describe: 'What is logged: this level and the graver ones',
    group: 'Logging',
  },
  {
    name: 'flags_file',
    type: 'path',
    describe: 'A JSON object of flag names and values; command line and environment win over it',
  },
] as const satisfies readonly FlagSpec[];
