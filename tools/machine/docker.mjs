// A Docker for tests and figures: the one that answers, or one of our own on a socket of its own.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBusyboxTar } from './busybox.mjs';

/** The image that tests run: busybox with its applets, nothing fetched. */
export const TEST_IMAGE = 'stoa-test/busybox:1';
const START_SECONDS = 30;
const STOP_SECONDS = 30;
const STORAGE_DRIVERS = ['overlay2', 'vfs'];

/** One call of the Docker API; resolves to status and text, rejects when nobody answers. */
export function callDocker(socketPath, method, path, body) {
  return new Promise((resolve, reject) => {
    const isBytes = Buffer.isBuffer(body);
    const payload = body === undefined || isBytes ? body : Buffer.from(JSON.stringify(body));
    const headers =
      payload === undefined
        ? {}
        : {
            'Content-Type': isBytes ? 'application/x-tar' : 'application/json',
            'Content-Length': payload.length,
          };
    const call = request({ socketPath, method, path, headers, timeout: 60_000 }, (reply) => {
      const chunks = [];
      reply.on('data', (chunk) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () =>
        resolve({ status: reply.statusCode, text: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('timeout', () => call.destroy(new Error(`Docker did not answer ${method} ${path}`)));
    call.on('error', reject);
    call.end(payload);
  });
}

async function isAnswering(socketPath) {
  if (!existsSync(socketPath)) return false;
  return callDocker(socketPath, 'GET', '/_ping').then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** The socket of a Docker that runs already, undefined if there is none. */
export async function findDocker(env = process.env) {
  const named = env.DOCKER_HOST?.startsWith('unix://')
    ? [env.DOCKER_HOST.slice('unix://'.length)]
    : [];
  for (const socketPath of [...named, '/var/run/docker.sock']) {
    if (await isAnswering(socketPath)) return socketPath;
  }
  return undefined;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  for (let waited = 0; waited < STOP_SECONDS * 10; waited += 1) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    await pause(100);
  }
  child.kill('SIGKILL');
}

/** Takes away what dockerd left mounted (the network of the host, when containers used it). */
function unmountBelow(home) {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  for (const line of mounts.reverse()) {
    const [, target = ''] = line.split(' ');
    if (target.startsWith(`${home}/`)) spawnSync('umount', ['--lazy', target]);
  }
}

/** One dockerd in a directory of its own, which may be stopped and started again. */
class OwnDocker {
  socketPath;
  #home = mkdtempSync(join(tmpdir(), 'stoa-docker-'));
  #logFile = join(this.#home, 'dockerd.log');
  #words;
  #child;
  #fault;

  constructor(driver, more) {
    this.socketPath = join(this.#home, 'docker.sock');
    for (const name of ['data', 'exec']) mkdirSync(join(this.#home, name));
    this.#words = [
      `--host=unix://${this.socketPath}`,
      `--data-root=${join(this.#home, 'data')}`,
      `--exec-root=${join(this.#home, 'exec')}`,
      `--pidfile=${join(this.#home, 'docker.pid')}`,
      `--storage-driver=${driver}`,
      '--containerd-namespace=stoa-test',
      '--containerd-plugins-namespace=stoa-test-plugins',
      ...more,
    ];
  }

  /** The process of dockerd. */
  get pid() {
    return this.#child.pid;
  }

  /** Whether it answered in time; `fault` tells why not. */
  async start() {
    const log = openSync(this.#logFile, 'a');
    // A group of its own: Ctrl-C reaches the tests first, and they stop it in order.
    const child = spawn('dockerd', this.#words, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    child.once('error', (error) => (this.#fault = error.message));
    this.#child = child;
    for (let waited = 0; waited < START_SECONDS * 10; waited += 1) {
      if (await isAnswering(this.socketPath)) return true;
      if (this.#fault !== undefined || child.exitCode !== null) return false;
      await pause(100);
    }
    return false;
  }

  get fault() {
    const told = readFileSync(this.#logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
    return this.#fault ?? told;
  }

  async stop() {
    await stop(this.#child);
  }

  async close() {
    await this.stop();
    unmountBelow(this.#home);
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * Starts a dockerd with more words of its command line; `close` stops it and what runs on it. Throws
 * with dockerd's own words.
 */
async function startDocker(more = []) {
  const faults = [];
  for (const driver of STORAGE_DRIVERS) {
    const docker = new OwnDocker(driver, more);
    if (await docker.start()) return docker;
    faults.push(`${driver}: ${docker.fault}`);
    await docker.close();
  }
  throw new Error(`dockerd does not start\n${faults.join('\n')}`);
}

/** A Docker of its own with the test image, for those who break it: `start`, `stop`, `pid`, `close`. */
export async function openOwnDocker(more = []) {
  const docker = await startDocker(more);
  try {
    await importImage(docker.socketPath);
    return docker;
  } catch (error) {
    await docker.close();
    throw error;
  }
}

/** Imports the test image unless it is there; tells whether it did. */
async function importImage(socketPath) {
  const known = await callDocker(socketPath, 'GET', `/images/${TEST_IMAGE}/json`);
  if (known.status === 200) return false;
  const [repo, tag] = TEST_IMAGE.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: 'CMD ["/bin/sh"]' });
  const reply = await callDocker(socketPath, 'POST', `/images/create?${query}`, buildBusyboxTar());
  if (reply.status !== 200) throw new Error(`Docker refused the test image: ${reply.text}`);
  return true;
}

/** A Docker with the test image: `socketPath`, and `close`, which undoes what was done here. */
export async function openDocker() {
  const running = await findDocker();
  const docker =
    running === undefined
      ? await startDocker()
      : { socketPath: running, close: async () => undefined };
  try {
    const isOurs = await importImage(docker.socketPath);
    const close = async () => {
      if (isOurs && running !== undefined)
        await callDocker(docker.socketPath, 'DELETE', `/images/${TEST_IMAGE}?force=true`);
      await docker.close();
    };
    return { socketPath: docker.socketPath, isOwn: running === undefined, close };
  } catch (error) {
    await docker.close();
    throw error;
  }
}
