import type { FlagSpec, FlagTable, FlagValue } from './flag-table.ts';
import { defaultValue } from './flag-values.ts';

/**
 * Flags of the originals that are taken, checked for their form and shown by `/flags`, so that start
 * scripts run unchanged, and that change nothing (mesos-endpoints.md §6). What may be a file or its
 * content is a path to us: nothing is read that nobody uses.
 */
const GROUP = 'Accepted, without effect';

type Described<Name extends string, Type extends FlagSpec['type']> = {
  readonly name: Name;
  readonly type: Type;
  readonly describe: string;
  readonly group: typeof GROUP;
};

function ignored<const Name extends string, const Type extends FlagSpec['type']>(
  name: Name,
  type: Type,
  subject: string,
): Described<Name, Type> {
  return { name, type, describe: `${subject}; has no effect here`, group: GROUP };
}

/** A flag without a default whose value is not looked at: a text, JSON or the path of a file. */
export function ignoredText<const Name extends string>(name: Name, subject: string) {
  return ignored(name, 'path', subject);
}

/** A text with a default. */
export function ignoredChoice<const Name extends string>(
  name: Name,
  fallback: string,
  subject: string,
) {
  return { ...ignored(name, 'path', subject), default: fallback };
}

/** `--x` or `--no-x`. */
export function ignoredSwitch<const Name extends string>(
  name: Name,
  fallback: boolean,
  subject: string,
) {
  return { ...ignored(name, 'boolean', subject), default: fallback };
}

/** A span of time. */
export function ignoredSpan<const Name extends string>(
  name: Name,
  fallback: string,
  subject: string,
) {
  return { ...ignored(name, 'duration', subject), default: fallback };
}

/** An amount of bytes. */
export function ignoredSize<const Name extends string>(
  name: Name,
  fallback: string,
  subject: string,
) {
  return { ...ignored(name, 'size', subject), default: fallback };
}

/** A number that need not be whole. */
export function ignoredNumber<const Name extends string>(
  name: Name,
  fallback: number,
  subject: string,
) {
  return { ...ignored(name, 'number', subject), integer: false, default: fallback };
}

/** Those that master and agent of the original have in common. */
export const IGNORED_MESOS_FLAGS = [
  ignoredText('acls', 'Who may do what, as JSON: whoever may ask may do everything'),
  ignoredText('external_log_file', 'A log file to serve'),
  ignoredText('firewall_rules', 'Endpoints to switch off, as JSON: all are served'),
  ignoredText('hooks', 'Modules to call'),
  ignoredChoice('http_authenticators', 'basic', 'How requests are authenticated'),
  ignoredSwitch('initialize_driver_logging', true, 'Logging of drivers'),
  ignoredText('ip_discovery_command', 'A program that tells the address: give --ip'),
  ignoredText('log_dir', 'A directory for log files: the log goes to standard error'),
  ignoredNumber('logbufsecs', 0, 'How long log lines are held back'),
  ignoredSwitch('memory_profiling', false, 'Profiling of memory'),
  ignoredText('modules', 'Libraries to load, as JSON'),
  ignoredText('modules_dir', 'Libraries to load'),
  ignoredSwitch('quiet', false, 'Nothing on standard error: set --logging_level'),
] as const;

/** The flags without effect that were given another value than their default: worth a warning. */
export function givenWithoutEffect(
  table: FlagTable,
  values: Readonly<Record<string, FlagValue | undefined>>,
): readonly string[] {
  return table.flags
    .filter((spec) => spec.group === GROUP && values[spec.name] !== defaultValue(spec))
    .map(({ name }) => name);
}
