import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog } from '@stoa/runtime';
import type { Log } from '@stoa/runtime';
import { startAgent } from '../../../packages/agent/src/index.ts';
import type { RunningAgent } from '../../../packages/agent/src/index.ts';
import { FakeMaster, FRAMEWORK_ID } from './fake-master.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const silent = createLog({ daemon: 'agent', sink: () => undefined });

type Flags = Parameters<typeof startAgent>[0];

/** What an answer of the agent's endpoints comes down to. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string | null;
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

function crashModule(crashAt: Readonly<Record<string, string>>): string {
  const url = new URL('crash-points.mjs', import.meta.url);
  url.search = new URLSearchParams(crashAt).toString();
  return url.href;
}

/** A shell command as a task has it. */
export const shell = (value: string) => ({ command: { value } });

/** A fake master, a work directory and agents in it, one after the other. */
export class AgentHarness {
  readonly directory = mkdtempSync(join(tmpdir(), 'stoa-agent-'));
  readonly workDir = join(this.directory, 'work');
  readonly master = new FakeMaster();
  #agent: RunningAgent | undefined;
  #child: ChildProcess | undefined;

  static async open(): Promise<AgentHarness> {
    const harness = new AgentHarness();
    await harness.master.start();
    return harness;
  }

  get address(): string {
    return this.#agent?.address ?? '';
  }

  /** An agent within this process, registered. */
  async start(more: Flags = {}, log: Log = silent): Promise<RunningAgent> {
    const before = this.master.subscriptions.length;
    this.#agent = await startAgent({ ...this.#flags(), port: 0, ...more }, { log });
    await this.master.until('registration', () => this.master.subscriptions.length > before);
    return this.#agent;
  }

  /** Ends the agent; its tasks live on unless told. */
  async stop(options: { readonly stopTasks?: boolean } = {}): Promise<void> {
    await this.#agent?.close(options);
    this.#agent = undefined;
  }

  /**
   * An agent as a process of its own, registered: one that can be killed. `crashAt` names the deed in
   * which it kills itself (`crash-points.mjs`).
   */
  async startProcess(more: Flags = {}, crashAt?: Readonly<Record<string, string>>): Promise<void> {
    const before = this.master.subscriptions.length;
    const flags = { ...this.#flags(), port: 0, logging_level: 'ERROR', ...more };
    this.#child = spawn(
      process.execPath,
      [
        '--conditions=stoa-source',
        '--import',
        join(here, 'source-loader.mjs'),
        ...(crashAt === undefined ? [] : ['--import', crashModule(crashAt)]),
        join(here, 'agent-process.ts'),
        JSON.stringify(flags),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const isBack = (): boolean => this.master.subscriptions.length > before;
    await this.master.until('registration', isBack, 30_000);
  }

  /** The agent's process and where it listens. */
  process(): { readonly pid: number; readonly address: string } {
    const { port } = this.master.subscriptions.at(-1)?.agent_info ?? {};
    return { pid: this.#child?.pid ?? 0, address: `127.0.0.1:${port ?? 0}` };
  }

  /** `kill -9` of the agent's process. */
  async killProcess(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.untilProcessGone();
  }

  /** Waits until the agent's process has ended, by `kill -9` and nothing else. */
  async untilProcessGone(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    await this.master.until('the end of the agent', () => hasEnded(child), 30_000);
    this.#child = undefined;
    if (child.signalCode !== 'SIGKILL') throw new Error(`it ended with ${String(child.exitCode)}`);
  }

  /** Ends everything, tasks too. */
  async close(): Promise<void> {
    // What an agent that was killed left running is taken up once more, to be ended.
    if (this.#child !== undefined) {
      await this.killProcess();
      await this.start();
    }
    await this.stop({ stopTasks: true });
    await this.master.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The sandbox of a task's newest run. */
  sandbox(id: string): string {
    const root = join(this.workDir, 'slaves', this.master.agentId);
    return join(root, 'frameworks', FRAMEWORK_ID, 'executors', id, 'runs/latest');
  }

  /** A file of a task's sandbox. */
  read(id: string, name: string): string {
    return readFileSync(join(this.sandbox(id), name), 'utf8');
  }

  /** Asks one of the agent's endpoints. */
  async get(path: string, init: RequestInit = {}): Promise<Answer> {
    const answer = await fetch(`http://${this.address}${path}`, init);
    const text = await answer.text();
    return { status: answer.status, text, type: answer.headers.get('content-type') };
  }

  #flags(): Flags {
    return {
      master: [this.master.address],
      work_dir: this.workDir,
      resources: 'cpus:2;mem:512;disk:100',
      docker_socket: '/nonexistent/docker.sock',
      registration_backoff_factor: 50 as never,
    };
  }
}
