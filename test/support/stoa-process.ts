import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until.ts';

/** The top of the repository. */
export const HOME = resolve(import.meta.dirname, '../..');
const START = join(HOME, 'tools/start.mjs');
const READY_DEADLINE_MS = 90_000;
const ENDED_DEADLINE_MS = 120_000;

/** Flags of `stoa up` that pick free ports. */
export const FREE_PORTS = ['master', 'agent', 'marathon', 'dns', 'dns-http'].map(
  (name) => `--${name}-port=0`,
);

/** Where the daemons of a cluster listen, as `<work-dir>/endpoints.json` tells. */
export interface Endpoints {
  readonly master: string;
  readonly agents: readonly string[];
  readonly marathon: string;
  readonly dns: string;
  readonly dns_http: string;
}

/** What a command is run with. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const running = new Set<Program>();

/** Ends every program that a failed test left behind. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.end('SIGKILL')));
}

/** A program as a process of its own, with what it says. */
export class Program {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #closed: Promise<unknown[]>;

  constructor(command: string, argv: readonly string[], options: RunOptions = {}) {
    this.child = spawn(command, [...argv], {
      cwd: options.cwd ?? HOME,
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a signal reaches what it started too, as Ctrl-C does.
      detached: true,
    });
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    this.#closed = once(this.child, 'close');
    running.add(this);
    this.child.once('close', () => running.delete(this));
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves when what it said fits; rejects with all it said when it ends before. */
  async said(pattern: RegExp, deadlineMs = READY_DEADLINE_MS): Promise<RegExpExecArray> {
    return until(
      `it says ${pattern}`,
      () => {
        const match = pattern.exec(this.stdout);
        if (match === null && this.child.exitCode !== null) {
          throw new Error(`it ended with ${this.child.exitCode}: ${this.stdout}${this.stderr}`);
        }
        return match ?? undefined;
      },
      deadlineMs,
    );
  }

  /** Its exit code, or the signal that ended it; one that is still there at the deadline is ended. */
  async ended(deadlineMs = ENDED_DEADLINE_MS): Promise<number | string> {
    const timer = setTimeout(() => this.#signal('SIGKILL'), deadlineMs);
    await this.#closed;
    clearTimeout(timer);
    return this.child.exitCode ?? this.child.signalCode ?? 'unknown';
  }

  /** Sends a signal to all of it; gives the exit code as `ended`. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    this.#signal(signal);
    return this.ended();
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended by itself meanwhile; `ended` tells how.
    }
  }
}

/** Runs a program to its end. */
export async function run(
  command: string,
  argv: readonly string[],
  options: RunOptions = {},
): Promise<{ readonly code: number | string; readonly stdout: string; readonly stderr: string }> {
  const program = new Program(command, argv, options);
  const code = await program.ended();
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/** `node tools/start.mjs …`, to its end: for starts that fail. */
export function runStart(
  argv: readonly string[],
  options: RunOptions = {},
): ReturnType<typeof run> {
  return run(process.execPath, [START, ...argv], options);
}

/** `stoa …` as it is installed. */
export function runStoa(argv: readonly string[], options: RunOptions = {}): ReturnType<typeof run> {
  return run(process.execPath, [join(HOME, 'packages/cli/bin/stoa.mjs'), ...argv], options);
}

/** A local cluster on free ports, started as `npm start` does it. */
export class LocalCluster {
  readonly program: Program;
  readonly workDir: string;
  readonly endpoints: Endpoints;

  private constructor(program: Program, workDir: string, endpoints: Endpoints) {
    this.program = program;
    this.workDir = workDir;
    this.endpoints = endpoints;
  }

  /** Resolves with a cluster that is ready. */
  static async start(
    workDir: string,
    argv: readonly string[] = [],
    options: RunOptions = {},
  ): Promise<LocalCluster> {
    const words = [START, `--work-dir=${workDir}`, ...FREE_PORTS, ...argv];
    const program = new Program(process.execPath, words, options);
    await program.said(/^Stoa is ready/m);
    const text = readFileSync(join(workDir, 'endpoints.json'), 'utf8');
    return new LocalCluster(program, workDir, JSON.parse(text) as Endpoints);
  }

  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | string> {
    return this.program.end('SIGINT');
  }

  kill(): Promise<number | string> {
    return this.program.end('SIGKILL');
  }

  /** A call to Marathon; the body goes as JSON. */
  marathon(method: string, path: string, body?: unknown): Promise<Answer> {
    return callJson(method, `http://${this.endpoints.marathon}${path}`, body);
  }

  master(path: string): Promise<Answer> {
    return callJson('GET', `http://${this.endpoints.master}${path}`);
  }

  /** The tasks of an app, once `count` of them run. */
  runningTasks(app: string, count = 1): Promise<readonly MarathonTask[]> {
    return until(`${count} tasks of ${app} run`, async () => {
      const { json } = await this.marathon('GET', `/v2/apps${app}/tasks`);
      const tasks: readonly MarathonTask[] = json?.tasks ?? [];
      const live = tasks.filter(({ state }) => state === 'TASK_RUNNING');
      return live.length === count ? live : undefined;
    });
  }

  /** Resolves when Marathon knows no app of that name and no task of it. */
  async destroy(app: string): Promise<void> {
    await this.marathon('DELETE', `/v2/apps${app}?force=true`);
    await until(`${app} is gone`, async () => {
      const { json } = await this.marathon('GET', '/v2/tasks');
      const left = (json?.tasks ?? []).filter((task: MarathonTask) => task.appId === app);
      return left.length === 0 ? true : undefined;
    });
  }
}

/** A task as `/v2/apps/{id}/tasks` shows it. */
export interface MarathonTask {
  readonly id: string;
  readonly appId: string;
  readonly state: string;
  readonly host: string;
  readonly ports: readonly number[];
  readonly slaveId: string;
}

/** An answer, read as JSON where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** As it comes: what a test expects of it checks its shape. */
  readonly json: ReturnType<typeof JSON.parse>;
}

/** One HTTP call; `user` is `name:password`. */
export async function callJson(
  method: string,
  url: string,
  body?: unknown,
  user?: string,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(20_000),
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(user === undefined ? {} : { Authorization: `Basic ${btoa(user)}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: answer.status, text, json: isJson ? JSON.parse(text) : undefined };
}

/** A directory that goes with the test. */
export function scratchDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'stoa-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
