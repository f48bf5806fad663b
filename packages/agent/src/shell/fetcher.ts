import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { LaunchError, messageOf } from '../containerizers/containerizer.ts';
import { openForAppending, runProgram, writeInSandbox } from '../containerizers/sandbox-writing.ts';
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
  const { spec } = fetching;
  await say(spec, `Fetching URI '${item.uri}'`);
  await say(spec, `Fetching '${item.uri}' directly into the sandbox directory`);
  const path = join(spec.sandbox, item.outputFile);
  await makeDirectories(fetching, dirname(path));
  const mode = item.executable ? 0o755 : 0o644;
  if (item.source.kind === 'http') await download(fetching, item.source.url, { path, mode });
  else await copy(fetching, item.source.path, { path, mode });
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

interface Target {
  readonly path: string;
  readonly mode: number;
}

/** Everything here happens as the task's user: what a URI names gives no more than the user has. */
const asUser = ({ spec, user, signal }: Fetching) => ({ cwd: spec.sandbox, user, signal });

async function makeDirectories(fetching: Fetching, directory: string): Promise<void> {
  if (directory === fetching.spec.sandbox) return;
  await runProgram(['mkdir', '-p', directory], asUser(fetching));
}

async function copy(fetching: Fetching, source: string, target: Target): Promise<void> {
  const about = await stat(source);
  if (about.isDirectory()) throw new Error('`source` was a directory');
  if (!about.isFile()) throw new Error(`${source} is not a plain file`);
  const content = readAsUser(fetching, ['cat', source]);
  await writeInSandbox(target.path, content, { ...asUser(fetching), mode: target.mode });
}

/** What a program prints that runs as the task's user; its failure becomes the stream's. */
function readAsUser(fetching: Fetching, words: readonly [string, ...string[]]): Readable {
  return Readable.from(outputOf(fetching, words));
}

async function* outputOf(
  { user, signal, limits }: Fetching,
  [program, ...args]: readonly [string, ...string[]],
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, args, {
    signal,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  const fault = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : `${program} exited with status ${code ?? -1}`);
    });
  });
  try {
    yield* limited(child.stdout, limits.fileBytesMax, () => undefined);
    const message = await fault;
    if (message !== undefined) throw new Error(`could not read ${args.at(-1) ?? ''}: ${message}`);
  } finally {
    child.kill('SIGKILL');
  }
}

async function download(fetching: Fetching, url: string, target: Target): Promise<void> {
  const { spec, limits } = fetching;
  await say(spec, `Downloading resource from '${url}' to '${target.path}'`);
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
    const chunks = limited(chunksOf(answer.body), limits.fileBytesMax, () => timer.refresh());
    const content = Readable.from(chunks);
    await writeInSandbox(target.path, content, {
      ...asUser(fetching),
      signal,
      mode: target.mode,
    });
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

async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  max: number,
  onProgress: () => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    onProgress();
    if (size > max) throw new Error(`the file is over the limit of ${max} bytes`);
    yield chunk;
  }
}

async function extract(fetching: Fetching, item: FetchItem, path: string): Promise<void> {
  const { spec } = fetching;
  const { sandbox } = spec;
  switch (item.extraction) {
    case 'none':
      return;
    case 'tar':
      await runProgram(['tar', '-C', sandbox, '--no-same-owner', '-xf', path], asUser(fetching));
      break;
    case 'zip':
      await runProgram(['unzip', '-o', '-q', '-d', sandbox, path], asUser(fetching));
      break;
    case 'gzip': {
      const content = readAsUser(fetching, ['gzip', '-d', '-c', path]);
      const unpacked = path.replace(/\.gz$/, '');
      await writeInSandbox(unpacked, content, { ...asUser(fetching), mode: 0o644 });
      break;
    }
  }
  await say(spec, `Extracted '${path}' into '${sandbox}'`);
}

async function say(spec: ContainerSpec, line: string, level: 'I' | 'W' | 'E' = 'I'): Promise<void> {
  const [, month = '', day = '', clock = ''] =
    /^\d+-(\d+)-(\d+)T([\d:.]+)Z$/.exec(new Date().toISOString()) ?? [];
  const prefix = `${level}${month}${day} ${clock}000 ${process.pid} fetcher]`;
  const file = await openForAppending(join(spec.sandbox, 'stderr'));
  try {
    await file.appendFile(`${prefix} ${line}\n`);
  } finally {
    await file.close();
  }
}
