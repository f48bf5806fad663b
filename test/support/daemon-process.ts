import { join } from 'node:path';
import { HOME, Program } from './stoa-process.ts';
import { until } from './until.ts';

const LOADER = join(import.meta.dirname, '../integration/agent/source-loader.mjs');
const MAIN = join(import.meta.dirname, 'daemon-main.ts');
const SOURCES = ['--conditions=stoa-source', '--import', LOADER, MAIN];
const BUILD = [join(HOME, 'packages/cli/bin/stoa.mjs')];

/** A daemon as a process of its own, from the sources unless told, and where it listens. */
export class DaemonProcess {
  readonly program: Program;
  readonly name: string;
  address = '';

  constructor(
    name: 'agent' | 'marathon' | 'master',
    flags: Readonly<Record<string, string>>,
    code: 'sources' | 'build' = 'sources',
  ) {
    this.name = name;
    const words = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    const start = code === 'sources' ? SOURCES : BUILD;
    this.program = new Program(process.execPath, [...start, name, ...words]);
  }

  /** Resolves when it listens. */
  async listens(): Promise<this> {
    this.address = await until(
      `${this.name} listens`,
      () => {
        const { child, stdout, stderr } = this.program;
        if (child.exitCode !== null) throw new Error(`${this.name} ended: ${stdout}${stderr}`);
        return this.logged(`${this.name}.listening`)[0]?.['address'];
      },
      90_000,
    );
    return this;
  }

  /** The lines of its log with that event. */
  logged(event: string): readonly Record<string, string>[] {
    return this.program.stderr
      .split('\n')
      .filter((line) => line.includes(`"event":"${event}"`))
      .map((line) => JSON.parse(line) as Record<string, string>);
  }

  get isRunning(): boolean {
    return this.program.child.exitCode === null && this.program.child.signalCode === null;
  }
}
