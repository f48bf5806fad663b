import { errorMessage } from '@stoa/runtime';
import { COPY_HELP, copyCommand } from './copy.ts';
import { EXIT, Refusal } from './refusal.ts';
import { REPAIR_HELP, repairCommand } from './repair.ts';

const VERBS = new Map([
  ['copy', { help: COPY_HELP, run: copyCommand }],
  ['repair', { help: REPAIR_HELP, run: repairCommand }],
]);

const HELP = `stoa storage: what outlives the daemons
  copy      the state of a master or of Marathon to ZooKeeper, or back
  repair    what can be kept of a damaged store
stoa storage VERB --help tells more.`;

/** Runs `stoa storage VERB …`; says what is wrong and sets the exit code. */
export async function storageMain(argv: readonly string[]): Promise<void> {
  try {
    await run(argv);
  } catch (error) {
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(EXIT.failed, errorMessage(error), undefined, error);
    console.error(refusal.render());
    process.exitCode = refusal.exitCode;
  }
}

async function run([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h') return console.log(HELP);
  const verb = VERBS.get(name);
  if (verb === undefined) {
    throw new Refusal(EXIT.usage, `stoa storage has no verb "${name}"`, 'stoa storage --help');
  }
  if (rest.includes('--help') || rest.includes('-h')) return console.log(verb.help);
  await verb.run(rest);
}
