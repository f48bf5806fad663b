import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { codeOf, LaunchError } from '../containerizer.ts';
import type { LaunchOrder, LaunchTools } from './launch-script.ts';
import { renderLaunchScript } from './launch-script.ts';

/**
 * The shell that forks for the agent. Each line it reads is a deed; it ends when the agent does, for
 * then its input ends, and what it began lives on. `jobs` collects children that ended, without
 * waiting for others.
 */
const HELPER = `
while read -r deed token script; do
  if [ "$deed" = launch ]; then
    ( . "$script" ) &
    echo "forked $token $!"
  fi
  jobs >/dev/null 2>&1
done
`;

/** How long a supervisor may take from its fork to its first word, in milliseconds. */
const BEGIN_MS = 10_000;
/** A helper that ended sooner than this is begun again only after this, in milliseconds. */
const RESTART_MS = 1000;
/** A program that let its files go is a child to be collected in a moment. */
const COLLECT_MS = 100;

type Helper = ChildProcessByStdio<Writable, Readable, null>;

/** What began. */
export interface Begun {
  readonly pid: number;
  /** Clock ticks from boot to its start. */
  readonly startTicks: number;
}

interface Launch {
  readonly helper: Helper;
  readonly settle: (begun: Begun | undefined) => void;
  readonly fail: (error: LaunchError) => void;
  readonly timer: NodeJS.Timeout;
  pid: number | undefined;
}

/**
 * Starts processes through a small shell that lives beside the agent. Node's own `spawn` forks the
 * whole agent, which stops everything else in it in proportion to its memory: 2.2 ms at 62 MB, 12 ms
 * at 161 MB, 24 ms at 362 MB. This way it is stopped for 0.6 ms, and the task begins after 6 to 8 ms,
 * at any size.
 */
export class Spawner {
  readonly #tools = findTools();
  readonly #launches = new Map<string, Launch>();
  #helper: Helper | undefined;
  #startedAt = 0;
  #restart: NodeJS.Timeout | undefined;
  #collect: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Starts the helper: to be called while the agent is small. */
  start(): void {
    if (this.#isClosed || this.#tools === undefined || this.#helper !== undefined) return;
    this.#startedAt = performance.now();
    const helper = spawn('/bin/sh', ['-c', HELPER, 'stoa-spawner'], {
      cwd: '/',
      env: {},
      // A session of its own: a Ctrl-C at the terminal is for the agent to judge.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#helper = helper;
    helper.unref();
    helper.once('error', () => this.#helperEnded(helper));
    helper.once('exit', () => this.#helperEnded(helper));
    // Only now does nobody hold the pipe any more: what has not begun never will.
    helper.once('close', () => this.#abandon(helper));
    // A helper that is gone is noticed by its end.
    helper.stdin.on('error', () => this.#helperEnded(helper));
    this.#listen(helper);
  }

  /**
   * Starts the order's program and waits for its word that it has begun. Undefined: this way was not
   * to be had and nothing was or will be begun. Rejects when it was tried and failed.
   */
  async launch(order: LaunchOrder): Promise<Begun | undefined> {
    const helper = this.#helper;
    if (helper === undefined || this.#tools === undefined) return undefined;
    // The helper reads lines.
    if (order.scriptPath.includes('\n')) return undefined;
    const script = renderLaunchScript(order, this.#tools);
    if (script === undefined) return undefined;
    // Secrets may be among the variables: for root's eyes, and for a moment.
    writeFileSync(order.scriptPath, script, { mode: 0o600, flag: 'wx' });
    try {
      return await this.#ask(helper, order);
    } finally {
      rmSync(order.scriptPath, { force: true });
    }
  }

  /** Tells that something ended that was begun here: its entry in the process table is let go. */
  collect(): void {
    this.#collect ??= setTimeout(() => {
      this.#collect = undefined;
      this.#helper?.stdin.write('collect\n');
    }, COLLECT_MS).unref();
  }

  /** Ends the helper; what it began lives on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#collect);
    const helper = this.#helper;
    if (helper === undefined) return;
    const ended = new Promise((resolve) => {
      helper.once('exit', resolve);
      helper.once('error', resolve);
    });
    helper.ref();
    helper.stdin.end();
    await ended;
  }

  #ask(helper: Helper, { token, cwd, scriptPath }: LaunchOrder): Promise<Begun | undefined> {
    return new Promise((settle, fail) => {
      // Data that lies ready is read before a time-out counts, however long the agent was busy.
      const timer = setTimeout(() => setImmediate(() => this.#giveUp(token, cwd)), BEGIN_MS);
      this.#launches.set(token, { helper, settle, fail, timer, pid: undefined });
      helper.stdin.write(`launch ${token} ${scriptPath}\n`);
    });
  }

  #listen(helper: Helper): void {
    let text = '';
    helper.stdout.setEncoding('utf8').on('data', (more: string) => {
      const lines = (text + more).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) this.#hear(line);
    });
  }

  #hear(line: string): void {
    const [word, token = '', pid, startTicks] = line.split(' ');
    const launch = this.#launches.get(token);
    if (launch === undefined) return;
    if (word === 'forked') launch.pid = Number(pid);
    if (word === 'begun') {
      this.#forget(token, launch);
      launch.settle({ pid: Number(pid), startTicks: Number(startTicks) });
    }
    if (word === 'failed') {
      this.#forget(token, launch);
      launch.fail(
        new LaunchError(
          'could not start a process: its directory or the shell is gone, or the disk is full',
        ),
      );
    }
  }

  #forget(token: string, launch: Launch): void {
    clearTimeout(launch.timer);
    this.#launches.delete(token);
  }

  #giveUp(token: string, cwd: string): void {
    const launch = this.#launches.get(token);
    if (launch === undefined) return;
    this.#forget(token, launch);
    // It has not come as far as its task: nobody but itself is to be ended.
    if (launch.pid !== undefined) killOne(launch.pid);
    launch.fail(
      new LaunchError(
        `could not start a process in ${cwd}: no sign of it for ${BEGIN_MS / 1000} s`,
      ),
    );
  }

  #helperEnded(helper: Helper): void {
    if (this.#helper !== helper) return;
    this.#helper = undefined;
    if (this.#isClosed) return;
    const age = performance.now() - this.#startedAt;
    this.#restart = setTimeout(() => this.start(), age < RESTART_MS ? RESTART_MS : 0).unref();
  }

  #abandon(helper: Helper): void {
    for (const [token, launch] of this.#launches) {
      if (launch.helper !== helper) continue;
      this.#forget(token, launch);
      if (this.#isClosed) launch.fail(new LaunchError('the agent ends'));
      else launch.settle(undefined);
    }
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in between.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function findTools(): LaunchTools | undefined {
  const env = findProgram('env');
  const setsid = findProgram('setsid');
  if (env === undefined || setsid === undefined) return undefined;
  // Only root may become another.
  const setpriv = process.getuid?.() === 0 ? findProgram('setpriv') : undefined;
  return { env, setsid, setpriv };
}

function findProgram(name: string): string | undefined {
  return ['/usr/bin', '/bin', '/usr/local/bin']
    .map((directory) => `${directory}/${name}`)
    .find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not here: the next place is tried.
    return false;
  }
}
