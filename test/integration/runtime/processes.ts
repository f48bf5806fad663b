import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

const running = new Set<FixtureProcess>();

/** Ends every fixture that a failed test left behind. */
export async function endFixtures(): Promise<void> {
  await Promise.all([...running].map((fixture) => fixture.kill('SIGKILL')));
}

/** A fixture as a process of its own, with what it says. */
export class FixtureProcess {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #exited: Promise<unknown[]>;

  constructor(script: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const loader = `${fixtures}typescript-loader.mjs`;
    const options = ['--conditions=stoa-source', '--import', loader, `${fixtures}${script}`];
    this.child = spawn(process.execPath, [...options, ...argv], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    this.#exited = once(this.child, 'close');
    running.add(this);
    this.child.once('close', () => running.delete(this));
  }

  /** Resolves when what it said fits; fails when it ends before. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.stdout}${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Its exit code, or the signal that ended it. */
  async ended(): Promise<number | string> {
    await this.#exited;
    return this.child.exitCode ?? this.child.signalCode ?? 'unknown';
  }

  async kill(signal: NodeJS.Signals): Promise<number | string> {
    this.child.kill(signal);
    return this.ended();
  }
}
