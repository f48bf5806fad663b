import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../containerizer.ts';

const MIB = 2 ** 20;

/** The files of one version of cgroups. */
interface Version {
  /** The most in bytes. */
  readonly limit: string;
  /** The most that was in use; not every kernel tells. */
  readonly peak: string;
  /** Lines of counts, `oom_kill` among them. */
  readonly events: string;
}

const V1: Version = {
  limit: 'memory.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
  events: 'memory.oom_control',
};
const V2: Version = { limit: 'memory.max', peak: 'memory.peak', events: 'memory.events' };

/** A task took more memory than granted; amounts in MiB. */
export interface MemoryExcess {
  readonly limitMb: number;
  readonly usedMb: number;
}

/**
 * A control group for each plain task, which the kernel holds to its memory (`--isolation=cgroups/mem`,
 * mesos-endpoints.md §6). The supervisor is in it too: it stands for the executor, and its part is
 * granted. Groups are found again by the container's id, so they outlive the agent.
 */
export class MemoryGroups {
  readonly #base: string;
  readonly #version: Version;

  private constructor(base: string, version: Version) {
    this.#base = base;
    this.#version = version;
  }

  /** Throws where cgroups are not to be had: not mounted, no memory controller, not ours to write. */
  static open(hierarchy: string, root: string): MemoryGroups {
    const base = join(hierarchy, 'memory', root);
    if (existsSync(join(hierarchy, 'memory', V1.limit))) {
      mkdirSync(base, { recursive: true });
      accessSync(join(base, 'cgroup.procs'), constants.W_OK);
      return new MemoryGroups(base, V1);
    }
    const controllers = readFile(join(hierarchy, 'cgroup.controllers'));
    if (!controllers.split(/\s+/).includes('memory')) {
      throw new Error(`no memory controller of cgroups below ${hierarchy}`);
    }
    const unified = join(hierarchy, root);
    writeFileSync(join(hierarchy, 'cgroup.subtree_control'), '+memory');
    mkdirSync(unified, { recursive: true });
    writeFileSync(join(unified, 'cgroup.subtree_control'), '+memory');
    return new MemoryGroups(unified, V2);
  }

  /** Makes the group of a container; gives the file through which a process joins it. */
  create(containerId: string, limitMb: number): string {
    const group = join(this.#base, containerId);
    mkdirSync(group);
    writeFileSync(join(group, this.#version.limit), String(Math.round(limitMb * MIB)));
    return join(group, 'cgroup.procs');
  }

  /** Whether the kernel ended something of the container for want of memory. */
  excess(containerId: string): MemoryExcess | undefined {
    const group = join(this.#base, containerId);
    const kills = /^oom_kill (\d+)$/m.exec(readFile(join(group, this.#version.events)))?.[1];
    if (kills === undefined || kills === '0') return undefined;
    const limitMb = megabytes(readFile(join(group, this.#version.limit)));
    const peak = readFile(join(group, this.#version.peak));
    return { limitMb, usedMb: peak === '' ? limitMb : megabytes(peak) };
  }

  /** Forgets the group of a container that has ended; false while a process is in it. */
  remove(containerId: string): boolean {
    try {
      rmdirSync(join(this.#base, containerId));
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return true;
      if (codeOf(error) === 'EBUSY') return false;
      throw error;
    }
  }
}

function megabytes(bytes: string): number {
  return Math.round(Number(bytes) / MIB);
}

/** The content of a file, empty when it is not there. */
function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
