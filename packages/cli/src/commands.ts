import { nearest } from './nearest.ts';
import { VERSION } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Command = (argv: readonly string[], env: Environment) => Promise<void>;

interface CommandEntry {
  readonly about: string;
  /** Loads its own modules only: `stoa --help` must not wait for a daemon's. */
  readonly run: Command;
}

const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  up: {
    about: 'a whole cluster on this machine, in one process',
    run: async (argv, env) => (await import('./up/up.ts')).upMain(argv, env),
  },
  master: {
    about: 'a master: pools resources and offers them to frameworks',
    run: async (argv, env) => (await import('@stoa/master')).masterMain(argv, env),
  },
  agent: {
    about: 'an agent: runs tasks on this machine',
    run: async (argv, env) => (await import('@stoa/agent')).agentMain(argv, env),
  },
  marathon: {
    about: 'Marathon: keeps long-running apps running',
    run: async (argv, env) => (await import('@stoa/marathon')).marathonMain(argv, env),
  },
};

/** Names that are kept for later versions, so that nobody builds on another meaning. */
const KEPT_NAMES: readonly string[] = [
  ...['app', 'group', 'task', 'deployment', 'framework', 'role', 'offer', 'explain', 'top'],
  ...['events', 'logs', 'status', 'context', 'login', 'config', 'completion', 'doctor', 'api'],
  ...['open', 'dns', 'wait'],
];

const AGENT_VERBS: readonly string[] = ['list', 'show', 'drain', 'deactivate', 'reactivate'];

/**
 * Runs what the words ask for. Wrong usage prints one line and sets exit code 2; a daemon ends the
 * process itself.
 */
export async function runCommand(words: readonly string[], env: Environment): Promise<void> {
  const [name, ...rest] = words;
  if (name === '--version' || name === '-V') {
    print(`stoa ${VERSION}`);
    return;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    print(renderHelp());
    return;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) return refuse(unknownCommand(name));
  if (name === 'agent' && AGENT_VERBS.includes(rest[0] ?? '')) {
    return refuse(
      `stoa agent ${rest[0]}: not in this version; stoa agent --master=… runs an agent`,
    );
  }
  await entry.run(rest, env);
}

function unknownCommand(name: string): string {
  if (KEPT_NAMES.includes(name)) return `stoa ${name}: not in this version; see stoa --help`;
  const near = nearest(name, Object.keys(COMMANDS));
  const hint = near === undefined ? 'see stoa --help' : `did you mean stoa ${near}?`;
  return `stoa ${name}: no such command; ${hint}`;
}

function renderHelp(): string {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(10)}${about}`);
  return [
    'stoa COMMAND [--flag=value …]',
    '',
    ...lines,
    '',
    'stoa COMMAND --help lists every flag; stoa --version tells the version.',
  ].join('\n');
}

function print(text: string): void {
  console.log(text);
}

function refuse(line: string): void {
  console.error(line);
  process.exitCode = 2;
}
