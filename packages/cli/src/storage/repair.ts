import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openStoreRepair, StoreLockedError, type RepairPlan } from '@stoa/coordination';
import { errorMessage } from '@stoa/runtime';
import { EXIT, Refusal } from './refusal.ts';

export const REPAIR_HELP = `stoa storage repair: keep what can be read of a damaged store
USAGE     stoa storage repair DIR [--yes]       DIR: the directory that the refusal names
EXAMPLES  stoa storage repair .stoa/master/registry          say what would be kept and dropped, ask
          stoa storage repair .stoa/marathon/store --yes     do it
WHAT IT DOES
  Reads every commit that is whole, writes them as a new journal, and keeps the damaged one beside it
  with .damaged at its end. What is dropped is named. A copy of the directory is the better remedy.
FLAGS     -y, --yes              do not ask
EXIT      0 repaired, or sound · 1 failed · 2 wrong usage · 3 no store there · 5 in use · 10 needs a yes`;

const KEYS_SHOWN_MAX = 20;

/** `stoa storage repair`. Rejects with `Refusal`. */
export async function repairCommand(argv: readonly string[]): Promise<void> {
  const { directory, isAgreed } = readWords(argv);
  const repair = await open(directory);
  try {
    console.log(renderPlan(repair.plan));
    if (repair.plan.damages.length === 0) return;
    if (!isAgreed) await ask(directory);
    const kept = await repair.carryOut();
    console.log(
      `repaired ${directory}: ${repair.plan.values} values; the damaged journal is ${kept}`,
    );
  } finally {
    await repair.close();
  }
}

/** What would be kept, and what dropped. */
export function renderPlan({ path, fileBytes, commits, values, damages }: RepairPlan): string {
  const head = `${path}, ${fileBytes} bytes: ${commits} commits can be read, with ${values} values`;
  if (damages.length === 0) return `${head}; nothing is damaged`;
  const lines = damages.map(({ offset, until, why, keys }) => {
    const named = keys.slice(0, KEYS_SHOWN_MAX).join(', ');
    const more = keys.length > KEYS_SHOWN_MAX ? ` and ${keys.length - KEYS_SHOWN_MAX} more` : '';
    const what = keys.length === 0 ? '' : `\n    it seems to change ${named}${more}`;
    return `  offset ${offset} to ${until}: ${why}${what}`;
  });
  return [head, 'dropped, with what only it says:', ...lines].join('\n');
}

async function open(directory: string): ReturnType<typeof openStoreRepair> {
  try {
    return await openStoreRepair(directory);
  } catch (error) {
    const message = errorMessage(error);
    if (error instanceof StoreLockedError)
      throw new Refusal(EXIT.conflict, message, undefined, error);
    const isMissing = message.startsWith('there is no ');
    const remedy = isMissing ? 'the directory that the refusal named' : undefined;
    throw new Refusal(isMissing ? EXIT.missing : EXIT.failed, message, remedy, error);
  }
}

async function ask(directory: string): Promise<void> {
  const command = `stoa storage repair ${directory} --yes`;
  if (!process.stdin.isTTY) {
    throw new Refusal(
      EXIT.unanswered,
      `repairing ${directory} needs a yes, and input is off`,
      command,
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question('Repair? [y/N] ');
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Refusal(EXIT.unanswered, `${directory} is left as it is`);
  }
}

function readWords(argv: readonly string[]): {
  readonly directory: string;
  readonly isAgreed: boolean;
} {
  const { values, positionals } = parse(argv);
  const [directory, another] = positionals;
  if (directory === undefined || another !== undefined) {
    throw new Refusal(EXIT.usage, 'one directory is wanted', 'stoa storage repair --help');
  }
  return { directory, isAgreed: values.yes };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { yes: { type: 'boolean', short: 'y', default: false } },
    });
  } catch (error) {
    throw new Refusal(EXIT.usage, errorMessage(error), 'stoa storage repair --help', error);
  }
}
