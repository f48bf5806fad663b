import { VERSION } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Command = (argv: readonly string[], env: Environment) => Promise<void>;

interface CommandEntry {
  readonly about: string;
  /** Loads its own modules only: `stoa --help` must not wait for a daemon's. */
  readonly run: Command;
}

const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map([
  [
    'up',
    {
      about: 'a whole cluster on this machine, in one process',
      run: async (argv, env) => (await import('./up/up.ts')).upMain(argv, env),
    },
  ],
  [
    'master',
    {
      about: 'a master: pools resources and offers them to frameworks',
      run: async (argv, env) => (await import('@stoa/master')).masterMain(argv, env),
    },
  ],
  [
    'agent',
    {
      about: 'an agent: runs tasks on this machine',
      run: async (argv, env) => (await import('@stoa/agent')).agentMain(argv, env),
    },
  ],
  [
    'marathon',
    {
      about: 'Marathon: keeps long-running apps running',
      run: async (argv, env) => (await import('@stoa/marathon')).marathonMain(argv, env),
    },
  ],
  [
    'dns',
    {
      about: 'Mesos-DNS: a name for every running task',
      run: async (argv, env) => {
        (await import('@stoa/runtime/small-heap')).preferSmallHeap();
        await (await import('@stoa/mesos-dns')).dnsMain(argv, env);
      },
    },
  ],
  [
    'storage',
    {
      about: 'what outlives the daemons: copy it to ZooKeeper or back, repair it',
      run: async (argv) => (await import('./storage/storage.ts')).storageMain(argv),
    },
  ],
]);

/** Names that are kept for later versions, so that nobody builds on another meaning. */
const KEPT_NAMES: readonly string[] = [
  ...['app', 'group', 'task', 'deployment', 'framework', 'role', 'offer', 'explain', 'top'],
  ...['events', 'logs', 'status', 'context', 'login', 'config', 'completion', 'doctor', 'api'],
  'open',
];

/**
 * Runs what the words ask for. Wrong usage prints one line and sets exit code 2; a daemon ends the
 * process itself.
 */
export async function runCommand(words: readonly string[], env: Environment): Promise<void> {
  const [name, ...rest] = words;
  if (name === '--version' || name === '-V') return print(`stoa ${VERSION}`);
  if (name === undefined || name === '--help' || name === '-h') return print(renderHelp());
  // `stoa help agent` is what many type for `stoa agent --help`.
  if (name === 'help') {
    return rest[0] === undefined ? print(renderHelp()) : runCommand([rest[0], '--help'], env);
  }
  const entry = COMMANDS.get(name);
  if (entry === undefined) return refuse(await explainUnknown(name));
  // The one command so far that has verbs of its own.
  if (name === 'storage') return entry.run(rest, env);
  const misuse = name === 'agent' ? explainAgentVerb(rest, env) : explainVerb(name, rest);
  if (misuse !== undefined) return refuse(misuse);
  await entry.run(rest, env);
}

/** `stoa agent` runs the daemon, `stoa agent list` will look at agents: says which was meant. */
function explainAgentVerb(rest: readonly string[], env: Environment): string | undefined {
  if (rest.length === 0 && env['MESOS_MASTER'] === undefined) {
    return (
      'stoa agent: --master=host:port --work_dir=DIR runs an agent (--help lists all flags); ' +
      'to look at agents ask the master: curl http://host:port/slaves'
    );
  }
  return explainVerb('agent', rest);
}

function explainVerb(name: string, rest: readonly string[]): string | undefined {
  const [word] = rest;
  if (word === undefined || word.startsWith('-')) return undefined;
  // The words that follow a daemon's name are kept for commands that look at what it knows.
  const fault = name === 'up' ? 'unexpected word' : 'not in this version';
  return `stoa ${name} ${word}: ${fault}; stoa ${name} --help lists the flags`;
}

async function explainUnknown(name: string): Promise<string> {
  if (KEPT_NAMES.includes(name)) return `stoa ${name}: not in this version; see stoa --help`;
  const { nearestName } = await import('@stoa/runtime');
  const near = nearestName([...COMMANDS.keys()], name);
  const hint = near === undefined ? 'see stoa --help' : `did you mean stoa ${near}?`;
  return `stoa ${name}: no such command; ${hint}`;
}

function renderHelp(): string {
  const lines = [...COMMANDS].map(([name, { about }]) => `  ${name.padEnd(10)}${about}`);
  return [
    'stoa COMMAND [--flag=value …]',
    '',
    ...lines,
    '',
    'stoa COMMAND --help lists every flag of it, stoa --version tells the version.',
    'Flags of daemons can also be given by environment (STOA_…, MESOS_…, MARATHON_…) and by',
    '--flags_file=FILE, a JSON object of names and values.',
  ].join('\n');
}

function print(text: string): void {
  console.log(text);
}

function refuse(line: string): void {
  console.error(line);
  process.exitCode = 2;
}
