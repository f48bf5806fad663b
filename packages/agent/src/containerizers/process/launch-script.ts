import type { UserEntry } from '../users.ts';

/** The descriptor on which a supervisor tells that it has begun; see `supervisor.ts`. */
export const ANNOUNCE_DESCRIPTOR = 8;

/** What the spawner's helper is to run, in a session of its own. */
export interface LaunchOrder {
  /** One word, never used twice: the container's id. */
  readonly token: string;
  readonly cwd: string;
  /** All of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly user: UserEntry | undefined;
  /** Program and arguments, the program with its path. */
  readonly words: readonly string[];
  /** The file of a control group through which it is joined; undefined: none. */
  readonly groupPath: string | undefined;
  /** Where the script may be written; gone when the launch is over. */
  readonly scriptPath: string;
}

/** The programs a launch goes through, by their paths on this machine. */
export interface LaunchTools {
  readonly env: string;
  readonly setsid: string;
  /** Switches the user; undefined: not to be had. */
  readonly setpriv: string | undefined;
}

/** Linux takes 131,072 bytes for one word; beyond either bound the system's own error is wanted. */
const WORD_BYTES_MAX = 128 * 1024 - 1;
const SCRIPT_BYTES_MAX = 512 * 1024;

/**
 * The shell script that becomes the program of the order: every word is quoted whole, so nothing in
 * it is looked at by the shell, and `env -i` gives exactly the environment, names that no shell
 * would take included. Undefined for what this way cannot carry: the caller goes another.
 */
export function renderLaunchScript(order: LaunchOrder, tools: LaunchTools): string | undefined {
  const switching = switchWords(order.user, tools);
  const variables = Object.entries(order.environment);
  if (switching === undefined || variables.some(([name]) => !isName(name))) return undefined;
  const words = [
    tools.env,
    '-i',
    ...variables.map(([name, value]) => `${name}=${value}`),
    tools.setsid,
    ...switching,
    ...order.words,
  ];
  if ([...words, order.cwd].some((word) => !isCarried(word))) return undefined;
  const script = `exec ${ANNOUNCE_DESCRIPTOR}>&1 </dev/null >/dev/null 2>&1
trap 'echo "failed ${order.token}" >&${ANNOUNCE_DESCRIPTOR}' EXIT
${renderJoin(order.groupPath)}cd ${quoteWord(order.cwd)} || exit 1
exec ${words.map(quoteWord).join(' ')}
`;
  return Buffer.byteLength(script) > SCRIPT_BYTES_MAX ? undefined : script;
}

/** 0 stands for whoever writes it; still as the agent's own user. */
function renderJoin(groupPath: string | undefined): string {
  return groupPath === undefined ? '' : `echo 0 >${quoteWord(groupPath)} || exit 1\n`;
}

function switchWords(
  user: UserEntry | undefined,
  { setpriv }: LaunchTools,
): readonly string[] | undefined {
  if (user === undefined) return [];
  if (setpriv === undefined) return undefined;
  return [setpriv, '--reuid', String(user.uid), '--regid', String(user.gid), '--init-groups', '--'];
}

/** `env` would take a leading dash for an option of its own. */
function isName(name: string): boolean {
  return /^[^-=\0][^=\0]*$/.test(name);
}

function isCarried(word: string): boolean {
  return !word.includes('\0') && Buffer.byteLength(word) <= WORD_BYTES_MAX;
}

/** Between single quotes a shell reads everything as it stands, but the quote itself. */
function quoteWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
