import { must } from '@stoa/common';
import yargs from 'yargs';
import type { Flags, FlagTable } from './flag-table.ts';
import { describeFlags, readFlags, wantsHelp, type Environment } from './flag-reading.ts';
import { FlagsExit } from './flags-exit.ts';

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
  return readFlags(table, argv, env);
}

const HELP_WIDTH = 110;
/** What stands beside the longest name, and around a variable. */
const HELP_MARGIN = 13;

/** Wide enough that no variable is cut: it is there to be copied. */
function helpWidth(table: FlagTable): number {
  const rows = describeFlags(table);
  const groupOf = (name: string) => table.flags.find((spec) => spec.name === name)?.group;
  const widths = rows.map(({ name, env }) => {
    const beside = rows.filter((row) => groupOf(row.name) === groupOf(name));
    return Math.max(...beside.map((row) => row.name.length)) + env.length + HELP_MARGIN;
  });
  return Math.max(HELP_WIDTH, ...widths);
}

/** The complete help text of a daemon. */
export function renderHelp(table: FlagTable): string {
  const builder = yargs([])
    .scriptName(table.program)
    .usage(`$0 [--flag=value …]\n\n${table.about}`)
    .version(false)
    .exitProcess(false)
    .wrap(helpWidth(table))
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
