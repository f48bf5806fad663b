import { parseArgs } from 'node:util';
import { copyStore, StoreNotEmptyError, type CopyProgress } from '@stoa/coordination';
import { errorMessage } from '@stoa/runtime';
import { findOwner, openEnd, readPlace, showPlace, type End, type Owner } from './ends.ts';
import { EXIT, Refusal } from './refusal.ts';

export const COPY_HELP = `stoa storage copy: move the state of a master or of Marathon to ZooKeeper, or back
USAGE     stoa storage copy --from PLACE --to PLACE [flags]
          PLACE: the --work_dir of the daemon, its --zk address, or file:// with that address
EXAMPLES  stoa storage copy --from .stoa/master --to zk://zk1:2181,zk2:2181,zk3:2181/mesos
          stoa storage copy --from .stoa/marathon --to zk://zk1:2181,zk2:2181,zk3:2181/marathon
          stoa storage copy --from zk://zk1:2181/marathon --to /var/lib/stoa/marathon
WHAT IT DOES
  Refuses while anybody leads from either place. Reads all records, writes them, reads them again and
  compares. What is copied stays where it was. No daemon starts on a copy that was broken off.
FLAGS     --of master|marathon   whose state, where a place has that of both
          --replace              take the place of what the target has
          --timeout SECONDS      how long ZooKeeper may take to answer (10)
EXIT      0 copied · 1 failed · 2 wrong usage · 3 nothing to copy · 5 somebody leads, or the target is
          not empty · 7 ZooKeeper is out of reach`;

const OF: Readonly<Record<Owner, string>> = {
  master: "the master's registry",
  marathon: "Marathon's state",
};
// An entry that neither daemon knows: each refuses to start on it, and names it.
const UNFINISHED: Readonly<Record<Owner, string>> = {
  master: 'registry/unfinished-copy',
  marathon: 'unfinished-copy',
};

/** `stoa storage copy`. Rejects with `Refusal`. */
export async function copyCommand(argv: readonly string[]): Promise<void> {
  const { from: fromText, to: toText, of, replace, timeoutMs } = readWords(argv);
  const [from, to] = [await readPlace(fromText), await readPlace(toText)];
  if (showPlace(from) === showPlace(to))
    throw new Refusal(EXIT.usage, '--from and --to are one place');
  const owner = of ?? (await findOwner(from, timeoutMs));
  const source = await openEnd(from, owner, timeoutMs);
  try {
    const target = await openEnd(to, owner, timeoutMs);
    try {
      await copy({ source, target, owner, isReplacing: replace });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copy(options: {
  readonly source: End;
  readonly target: End;
  readonly owner: Owner;
  readonly isReplacing: boolean;
}): Promise<void> {
  const { source, target, owner, isReplacing } = options;
  const tell = (line: string): void => console.error(line);
  tell(`${OF[owner]}: ${source.shown} → ${target.shown}`);
  let total = 0;
  const onProgress = (progress: CopyProgress): void => {
    if (progress.kind === 'read') total = progress.records;
    tell(`  ${progress.kind.padEnd(8)} ${progress.records} of ${total} records`);
  };
  try {
    const done = await copyStore({
      from: source.store,
      to: target.store,
      unfinishedKey: UNFINISHED[owner],
      isReplacing,
      beginWriting: () => target.beginWriting(),
      onProgress,
    });
    await source.assertUndisturbed();
    await target.assertUndisturbed();
    const bytes = done.bytes.toLocaleString('en');
    console.log(`copied ${OF[owner]} to ${target.shown}: ${done.records} records, ${bytes} bytes`);
  } catch (error) {
    throw explain(error, target);
  }
}

function explain(error: unknown, target: End): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreNotEmptyError) {
    const remedy = '--replace, if what is there may go';
    return new Refusal(EXIT.conflict, `${target.shown} is not empty: ${error.message}`, remedy);
  }
  return new Refusal(EXIT.failed, `the copy failed: ${errorMessage(error)}`, undefined, error);
}

function readWords(argv: readonly string[]): {
  readonly from: string;
  readonly to: string;
  readonly of: Owner | undefined;
  readonly replace: boolean;
  readonly timeoutMs: number;
} {
  const { from, to, of, replace, timeout } = parse(argv);
  if (from === undefined || to === undefined) {
    throw new Refusal(EXIT.usage, '--from and --to are both wanted', 'stoa storage copy --help');
  }
  if (of !== undefined && of !== 'master' && of !== 'marathon') {
    throw new Refusal(EXIT.usage, `--of wants master or marathon, not "${of}"`);
  }
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 3_600)) {
    throw new Refusal(EXIT.usage, `--timeout wants seconds, at most 3600, not "${timeout}"`);
  }
  return { from, to, of, replace, timeoutMs: seconds * 1_000 };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        of: { type: 'string' },
        replace: { type: 'boolean', default: false },
        timeout: { type: 'string', default: '10' },
      },
    }).values;
  } catch (error) {
    throw new Refusal(EXIT.usage, errorMessage(error), 'stoa storage copy --help', error);
  }
}
