import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerEnd } from '../../core/index.ts';
import { codeOf } from '../containerizer.ts';

/**
 * The shell that stands by one task: a session of its own, so that it outlives the agent. It writes
 * who it is (`start`: pid, start in clock ticks, boot id), runs the task and writes its status
 * (`exit`). Its own standard error is `report`: there shells write the name of the signal that ended
 * a child (hence the subshell: a plain command would report into the task's own stderr), which tells
 * `exit 137` from a kill. Only built-ins are used: the task's PATH may be empty.
 *
 * Once all that stands, the task's own output files too, it tells so on descriptor 8, if there is one:
 * only then the task begins, so a supervisor that was not heard of has run nothing. Should nobody
 * listen any more it goes on. Where something of it cannot be had it says so and ends: a supervisor
 * without a start is one that nobody finds again.
 *
 * `exit` holds a word from the start and is written over in place, so that the status has room on a
 * disk that is full by then. Descriptor 9 is open in this shell alone: when the last of it goes, so
 * did the shell (see `alive-watch.ts`).
 */
const SUPERVISOR = `
control=$1; sandbox=$2; boot=$3; token=$4; shift 4
trap 'echo "failed $token" >&8' EXIT
exec 2>"$control/report" 9>"$control/alive" </dev/null
exec 6>>"$sandbox/stdout" 7>>"$sandbox/stderr"
trap : HUP INT QUIT TERM USR1 USR2
begin() { set -- \${1##*) }; ticks=\${20}; echo "$$ $ticks $boot" >"$control/start"; }
echo running >"$control/exit"
read -r stat </proc/$$/stat
begin "$stat" || exit 1
trap '' PIPE
{ echo "begun $token $$ $ticks" >&8; } 2>/dev/null
exec 8>&-
trap - PIPE EXIT
( exec "$@" >&6 2>&7 6>&- 7>&- 9>&- )
code=$?
echo "$code" 1<>"$control/exit"
exit "$code"
`;

/** Program and arguments of a supervisor over the program and arguments of a task. */
export function supervisorWords(options: {
  readonly containerId: string;
  readonly control: string;
  readonly sandbox: string;
  readonly bootId: string;
  readonly words: readonly string[];
}): readonly string[] {
  const { containerId, control, sandbox, bootId, words } = options;
  return [
    '/bin/sh',
    '-c',
    SUPERVISOR,
    'stoa-task',
    control,
    sandbox,
    bootId,
    containerId,
    ...words,
  ];
}

/** The supervisor's descriptor that nobody else holds. */
export const ALIVE_DESCRIPTOR = 9;
/** The file behind it, as long as it has a name. */
export const ALIVE_FILE = 'alive';

/** Who the supervisor of a task is. */
export interface SupervisorStart {
  readonly pid: number;
  readonly startTicks: number;
  readonly bootId: string;
}

/**
 * What the supervisor wrote when it began; undefined: nothing yet. Read at once, like all its words:
 * a few bytes that were just written take 30 µs, and each trip to the thread pool longer.
 */
export function readStart(control: string): SupervisorStart | undefined {
  const line = readLine(join(control, 'start'));
  const [pid, startTicks, bootId] = line?.split(' ') ?? [];
  if (pid === undefined || startTicks === undefined || bootId === undefined) return undefined;
  return { pid: Number(pid), startTicks: Number(startTicks), bootId };
}

/** How the task ended, once the supervisor has written it. */
export function readEnd(control: string): ContainerEnd | undefined {
  const line = readLine(join(control, 'exit'));
  if (line === undefined || !/^\d+$/.test(line)) return undefined;
  const report = readText(join(control, 'report')) ?? '';
  return endOf(Number(line), report.trim() !== '');
}

/** SIGINT and SIGPIPE, which shells do not report. */
const UNREPORTED: ReadonlySet<number> = new Set([2, 13]);

/** The end behind a shell's status: above 128 it is a signal when the shell said so. */
export function endOf(code: number, isReported: boolean): ContainerEnd {
  const signal = code - 128;
  if (signal > 0 && signal < 65 && (isReported || UNREPORTED.has(signal))) {
    return { kind: 'signalled', signal };
  }
  return { kind: 'exited', code };
}

function readLine(path: string): string | undefined {
  const text = readText(path);
  const end = text?.indexOf('\n') ?? -1;
  // Without its newline the line is still being written.
  return end < 0 ? undefined : text?.slice(0, end);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
