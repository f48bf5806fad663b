// A Docker for tests and figures: the one that answers, or one of our own on a socket of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
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

async function tryDriver(driver) {
  const home = mkdtempSync(join(tmpdir(), 'stoa-docker-'));
  const socketPath = join(home, 'docker.sock');
  const logFile = join(home, 'dockerd.log');
  const log = openSync(logFile, 'a');
  for (const name of ['data', 'exec']) mkdirSync(join(home, name));
  const child = spawn(
    'dockerd',
    [
      `--host=unix://${socketPath}`,
      `--data-root=${join(home, 'data')}`,
      `--exec-root=${join(home, 'exec')}`,
      `--pidfile=${join(home, 'docker.pid')}`,
      `--storage-driver=${driver}`,
      '--containerd-namespace=stoa-test',
      '--containerd-plugins-namespace=stoa-test-plugins',
    ],
    // A group of its own: Ctrl-C reaches the tests first, and they stop it in order.
    { stdio: ['ignore', log, log], detached: true },
  );
  let fault;
  child.once('error', (error) => (fault = error.message));
  const close = async () => {
    await stop(child);
    unmountBelow(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  for (let waited = 0; waited < START_SECONDS * 10; waited += 1) {
    if (await isAnswering(socketPath)) return { socketPath, close };
    if (fault !== undefined || child.exitCode !== null) break;
    await pause(100);
  }
  const told = readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
  await close();
  return { fault: fault ?? told };
}

/** Starts a dockerd; `close` stops it and what runs on it. Throws with dockerd's own words. */
async function startDocker() {
  const faults = [];
  for (const driver of STORAGE_DRIVERS) {
    const started = await tryDriver(driver);
    if (started.fault === undefined) return started;
    faults.push(`${driver}: ${started.fault}`);
  }
  throw new Error(`dockerd does not start\n${faults.join('\n')}`);
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
