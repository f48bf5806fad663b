import { spawn } from 'node:child_process';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { appendFile, chmod, chown, copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LaunchError, messageOf } from '../containerizers/containerizer.ts';
import type { UserEntry } from '../containerizers/users.ts';
import type { ContainerSpec, FetchItem } from '../core/index.ts';

/** What one fetch may take. */
export interface FetchLimits {
  /** A transfer that stands still for so long is given up, in milliseconds. */
  readonly stallMs: number;
  /** The largest file, in bytes, also after unpacking a `.gz`. */
  readonly fileBytesMax: number;
}

/** How many redirects a download follows. */
const REDIRECTS_MAX = 10;

interface Fetching {
  readonly spec: ContainerSpec;
  readonly user: UserEntry | undefined;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
}

/**
 * Fetches what a command names into its sandbox, one after the other, telling of it in `stderr`
 * (mesos-endpoints.md §8). Rejects with a `LaunchError`.
 */
export async function fetchAll(fetching: Fetching): Promise<void> {
  const { spec, signal } = fetching;
  for (const item of spec.fetch) {
    signal.throwIfAborted();
    try {
      await fetchItem(fetching, item);
    } catch (cause) {
      signal.throwIfAborted();
      await say(
        spec,
        `EXIT with status 1: Failed to fetch '${item.uri}': ${messageOf(cause)}`,
        'E',
      );
      throw new LaunchError(
        `Failed to fetch all URIs for container '${spec.containerId}': exited with status 1`,
        { cause },
      );
    }
  }
  if (spec.fetch.length > 0)
    await say(spec, `Successfully fetched all URIs into '${spec.sandbox}'`);
}

async function fetchItem(fetching: Fetching, item: FetchItem): Promise<void> {
  const { spec, user } = fetching;
  await say(spec, `Fetching URI '${item.uri}'`);
  await say(spec, `Fetching '${item.uri}' directly into the sandbox directory`);
  const path = join(spec.sandbox, item.outputFile);
  await makeDirectories(spec.sandbox, dirname(path), user);
  if (item.source.kind === 'http') await download(fetching, item.source.url, path);
  else await copy(item.source.path, path);
  await chmod(path, item.executable ? 0o755 : 0o644);
  if (user !== undefined) await chown(path, user.uid, user.gid);
  if (item.isCopiedInstead) {
    await say(
      spec,
      "Copying instead of extracting resource from URI with 'extract' flag, because it does not " +
        `seem to be an archive: ${item.uri}`,
      'W',
    );
  }
  await extract(fetching, item, path);
  await say(spec, `Fetched '${item.uri}' to '${path}'`);
}

async function makeDirectories(
  sandbox: string,
  directory: string,
  user: UserEntry | undefined,
): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o755 });
  if (first === undefined || user === undefined) return;
  for (let at = directory; at.length > sandbox.length; at = dirname(at)) {
    await chown(at, user.uid, user.gid);
  }
}

async function copy(source: string, path: string): Promise<void> {
  const about = await stat(source);
  if (about.isDirectory()) throw new Error('`source` was a directory');
  if (!about.isFile()) throw new Error(`${source} is not a plain file`);
  await copyFile(source, path, constants.COPYFILE_FICLONE);
}

async function download(fetching: Fetching, url: string, path: string): Promise<void> {
  const { spec, limits } = fetching;
  await say(spec, `Downloading resource from '${url}' to '${path}'`);
  const stalled = new AbortController();
  const timer = setTimeout(
    () => stalled.abort(new Error('the transfer stands still')),
    limits.stallMs,
  );
  const signal = AbortSignal.any([fetching.signal, stalled.signal]);
  try {
    const answer = await follow(url, signal);
    if (answer.status !== 200 || answer.body === null) {
      throw new Error(`Error downloading resource, received HTTP return code ${answer.status}`);
    }
    const watch = limited(limits.fileBytesMax, () => timer.refresh());
    await pipeline(chunksOf(answer.body), watch, createWriteStream(path), { signal });
  } catch (error) {
    throw stalled.signal.aborted
      ? new Error('Error downloading resource: the transfer stalled')
      : error;
  } finally {
    clearTimeout(timer);
  }
}

async function follow(first: string, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let hops = 0; hops <= REDIRECTS_MAX; hops++) {
    const answer = await fetch(url, { signal, redirect: 'manual' });
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    await answer.body?.cancel();
    const next = new URL(location, url);
    if (next.protocol !== 'http:' && next.protocol !== 'https:') {
      throw new Error(`redirected to ${next.protocol}, which is not followed`);
    }
    url = next.href;
  }
  throw new Error(`more than ${REDIRECTS_MAX} redirects`);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function limited(max: number, onProgress: () => void): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      onProgress();
      if (size > max) done(new Error(`the file is over the limit of ${max} bytes`));
      else done(null, chunk);
    },
  });
}

async function extract(fetching: Fetching, item: FetchItem, path: string): Promise<void> {
  const { spec, limits, user } = fetching;
  switch (item.extraction) {
    case 'none':
      return;
    case 'tar':
      await run(fetching, 'tar', ['-C', spec.sandbox, '--no-same-owner', '-xf', path]);
      break;
    case 'zip':
      await run(fetching, 'unzip', ['-o', '-q', '-d', spec.sandbox, path]);
      break;
    case 'gzip': {
      const unpacked = path.replace(/\.gz$/, '');
      const watch = limited(limits.fileBytesMax, () => undefined);
      await pipeline(createReadStream(path), createGunzip(), watch, createWriteStream(unpacked));
      if (user !== undefined) await chown(unpacked, user.uid, user.gid);
      break;
    }
  }
  await say(spec, `Extracted '${path}' into '${spec.sandbox}'`);
}

// As the task's user: an archive cannot write where its task could not.
function run(fetching: Fetching, program: string, args: readonly string[]): Promise<void> {
  const { spec, user, signal } = fetching;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: spec.sandbox,
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
    let words = '';
    child.stderr.on('data', (chunk: Uint8Array) => {
      if (words.length < 4096) words += Buffer.from(chunk).toString();
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      reject(isMissing ? new Error(`${program} is not installed on this agent`) : error);
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} exited with status ${code ?? -1}: ${words.trim()}`));
    });
  });
}

async function say(spec: ContainerSpec, line: string, level: 'I' | 'W' | 'E' = 'I'): Promise<void> {
  const [, month = '', day = '', clock = ''] =
    /^\d+-(\d+)-(\d+)T([\d:.]+)Z$/.exec(new Date().toISOString()) ?? [];
  const prefix = `${level}${month}${day} ${clock}000 ${process.pid} fetcher]`;
  await appendFile(join(spec.sandbox, 'stderr'), `${prefix} ${line}\n`);
}
