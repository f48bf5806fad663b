import type { FileHandle } from 'node:fs/promises';
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openInside, readRange, resolveInside } from '@stoa/runtime';
import { codeOf } from '../containerizers/containerizer.ts';
import { readNames } from '../containerizers/users.ts';
import { parseSandboxPath, renderMode } from '../api/sandbox.ts';

/** One entry of a directory, as `/files/browse` shows it. */
export interface FileEntry {
  readonly path: string;
  readonly mode: number;
  readonly modeText: string;
  readonly nlink: number;
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly uid: string;
  readonly gid: string;
}

/** Why a path gives nothing: it leaves its sandbox, or nothing is there. */
export type FileFault = 'inaccessible' | 'absent' | 'directory';

type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FileFault };

/** Reads sandboxes for `/files`: never beyond the directory of the run, links or not. */
export class SandboxFiles {
  readonly #workDir: string;
  readonly #agentId: () => string | undefined;

  constructor(workDir: string, agentId: () => string | undefined) {
    this.#workDir = workDir;
    this.#agentId = agentId;
  }

  /** The entries of a directory, sorted by path; a plain file has none. */
  async browse(path: string): Promise<Outcome<readonly FileEntry[]>> {
    const place = await this.#locate(path);
    if (!place.ok) return place;
    const { root, real } = place.value;
    if (!(await stat(real)).isDirectory()) return { ok: true, value: [] };
    const [users, groups] = await Promise.all([readNames('/etc/passwd'), readNames('/etc/group')]);
    const base = path.replace(/\/+$/, '');
    const entries: FileEntry[] = [];
    for (const name of (await readdir(real)).sort()) {
      const about = await statInside(root, join(real, name));
      // A link that leads out or nowhere, or a file that just went: nothing to show.
      if (about === undefined) continue;
      entries.push({
        path: `${base}/${name}`,
        mode: about.mode,
        modeText: renderMode(about.mode),
        nlink: about.nlink,
        size: about.size,
        mtimeSeconds: Math.floor(about.mtimeMs / 1000),
        uid: users.get(about.uid) ?? String(about.uid),
        gid: groups.get(about.gid) ?? String(about.gid),
      });
    }
    return { ok: true, value: entries };
  }

  /** A part of a plain file and its whole size; `length` bytes at most. */
  async read(
    path: string,
    range: { readonly offset: number; readonly length: number },
  ): Promise<Outcome<{ readonly bytes: Uint8Array; readonly size: number }>> {
    const opened = await this.open(path);
    if (!opened.ok) return opened;
    const file = opened.value;
    try {
      const { size } = await file.stat();
      const length = Math.max(0, Math.min(range.length, size - range.offset));
      const bytes = length === 0 ? new Uint8Array(0) : await readRange(file, range.offset, length);
      return { ok: true, value: { bytes, size } };
    } finally {
      await file.close();
    }
  }

  /** Opens a plain file; the caller closes it. */
  async open(path: string): Promise<Outcome<FileHandle>> {
    const place = await this.#locate(path);
    if (!place.ok) return place;
    const { root, real } = place.value;
    if ((await stat(real)).isDirectory()) return { ok: false, error: 'directory' };
    const file = await openInside(root, `.${real.slice(root.length)}`);
    return file === undefined ? { ok: false, error: 'absent' } : { ok: true, value: file };
  }

  async #locate(path: string): Promise<Outcome<{ readonly root: string; readonly real: string }>> {
    const where = { workDir: this.#workDir, agentId: this.#agentId() };
    const parsed = parseSandboxPath(path, where);
    if (parsed === undefined) return { ok: false, error: 'absent' };
    const root = await realRun(parsed.root, parsed.isLatest);
    if (root === undefined) return { ok: false, error: 'absent' };
    const real = await resolveInside(root, parsed.rest);
    if (real !== undefined) return { ok: true, value: { root, real } };
    const isThere = await exists(join(root, parsed.rest));
    return { ok: false, error: isThere || leaves(parsed.rest) ? 'inaccessible' : 'absent' };
  }
}

// A task that runs as the agent's own user could bend `latest`: its target must be a run beside it.
async function realRun(root: string, isLatest: boolean): Promise<string | undefined> {
  try {
    const runs = await realpath(dirname(root));
    const real = await realpath(root);
    const isRun = dirname(real) === runs && (isLatest || basename(real) === basename(root));
    return isRun && (await stat(real)).isDirectory() ? real : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function statInside(root: string, path: string): Promise<Stats | undefined> {
  try {
    const real = await realpath(path);
    if (real !== root && !real.startsWith(`${root}/`)) return undefined;
    return await stat(real);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function leaves(rest: string): boolean {
  let depth = 0;
  for (const part of rest.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].includes(code ?? '');
}
