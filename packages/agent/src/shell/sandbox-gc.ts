import { readdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../containerizers/containerizer.ts';
import { nextAllowedAge } from '../core/index.ts';

/** Removes the sandboxes of ended tasks when they are old enough, earlier as the disk fills. */
export class SandboxCollector {
  readonly #options: CollectorOptions;
  #timer: NodeJS.Timeout | undefined;
  #isAtWork = false;
  #succeeded = 0;
  #failed = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Begins to look every `intervalMs`. */
  start(): void {
    this.#timer = setInterval(() => {
      if (this.#isAtWork) return;
      this.#isAtWork = true;
      this.collect()
        .catch((error: unknown) => {
          this.#failed += 1;
          this.#options.onFault(error);
        })
        .finally(() => {
          this.#isAtWork = false;
        });
    }, this.#options.intervalMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** What was removed since the start, by the Mesos names. */
  numbers(): Readonly<Record<string, number>> {
    return {
      'gc/path_removals_failed': this.#failed,
      'gc/path_removals_succeeded': this.#succeeded,
    };
  }

  /** Looks once; gives how many sandboxes went. */
  async collect(): Promise<number> {
    const { workDir, delayMs, headroom, isInUse, now } = this.#options;
    const disk = await statfs(workDir);
    const used = disk.blocks === 0 ? 0 : 1 - disk.bavail / disk.blocks;
    const age = nextAllowedAge({ delayMs, headroom, used });
    let removed = 0;
    for (const run of await listRuns(join(workDir, 'slaves'))) {
      if (isInUse(run.containerId)) continue;
      const about = await stat(run.path);
      if (now() - about.mtimeMs < age) continue;
      await rm(run.path, { recursive: true, force: true });
      await removeIfEmpty(run.parents);
      removed += 1;
      this.#succeeded += 1;
    }
    return removed;
  }
}

interface CollectorOptions {
  readonly workDir: string;
  readonly delayMs: number;
  /** The part of the disk to keep free. */
  readonly headroom: number;
  readonly intervalMs: number;
  readonly isInUse: (containerId: string) => boolean;
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
}

interface Run {
  readonly path: string;
  readonly containerId: string;
  /** `runs`, the executor, `executors`, the framework: innermost first. */
  readonly parents: readonly string[];
}

async function listRuns(slaves: string): Promise<readonly Run[]> {
  const found: Run[] = [];
  for (const agent of await names(slaves)) {
    const frameworks = join(slaves, agent, 'frameworks');
    for (const framework of await names(frameworks)) {
      const executors = join(frameworks, framework, 'executors');
      for (const executor of await names(executors)) {
        const runs = join(executors, executor, 'runs');
        for (const containerId of await names(runs)) {
          if (containerId.startsWith('latest')) continue;
          const parents = [runs, join(executors, executor), executors, join(frameworks, framework)];
          found.push({ path: join(runs, containerId), containerId, parents });
        }
      }
    }
  }
  return found;
}

async function removeIfEmpty(directories: readonly string[]): Promise<void> {
  for (const [at, directory] of directories.entries()) {
    const left = (await names(directory)).filter(
      (name) => !(at === 0 && name.startsWith('latest')),
    );
    if (left.length > 0) return;
    if (at === 0) await rm(join(directory, 'latest'), { force: true });
    try {
      await rmdir(directory);
    } catch (error) {
      // A new run came in between.
      if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'ENOENT') return;
      throw error;
    }
  }
}

async function names(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
