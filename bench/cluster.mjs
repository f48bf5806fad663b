// A local cluster to measure, and the calls to it. One connection is kept open, as clients do.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

const HOME = join(import.meta.dirname, '..');
const READY_SECONDS = 120;
const PORTS = ['--master-port=0', '--agent-port=0', '--marathon-port=0'];

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a program; resolves with it when a line of its output fits. */
export async function startUntil(pattern, command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: HOME,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not ready after ${READY_SECONDS} s: ${said}`));
    }, READY_SECONDS * 1000);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    child.stdout.on('data', (text) => {
      said += text;
      if (!pattern.test(said)) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return child;
}

/** Waits for a child's end. */
export const ended = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', resolve);
  });

const READY = /^Stoa is ready/m;
export const startArguments = (workDir) => [`--work-dir=${workDir}`, ...PORTS];

/** A cluster with the calls that rows need. */
export class BenchCluster {
  #child;
  #marathon;
  #master;
  #agent = new Agent({ keepAlive: true });

  constructor(child, endpoints) {
    this.#child = child;
    this.#marathon = endpoints.marathon;
    this.#master = endpoints.master;
  }

  static async start(workDir, env) {
    const args = ['tools/start.mjs', ...startArguments(workDir), '--stop-tasks'];
    const child = await startUntil(READY, process.execPath, args, env);
    const endpoints = JSON.parse(readFileSync(join(workDir, 'endpoints.json'), 'utf8'));
    return new BenchCluster(child, endpoints);
  }

  /** A call, to Marathon unless told: status and text. */
  call(method, path, body, address = this.#marathon) {
    const [hostname, port] = address.split(':');
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers =
      payload === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': payload.length };
    return new Promise((resolve, reject) => {
      const call = request(
        { hostname, port, method, path, headers, agent: this.#agent },
        (reply) => {
          const chunks = [];
          reply.on('data', (chunk) => chunks.push(chunk));
          reply.on('error', reject);
          reply.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: reply.statusCode, text });
          });
        },
      );
      call.on('error', reject);
      call.end(payload);
    });
  }

  async submit(app) {
    const { status, text } = await this.call('POST', '/v2/apps', app);
    if (status !== 201) throw new Error(`${app.id} was refused: ${status} ${text}`);
  }

  /** Resolves when the API says that one task of the app runs; asked again as soon as it has answered. */
  async untilRunning(id) {
    for (;;) {
      const { text } = await this.call('GET', `/v2/apps/${id}`);
      if (JSON.parse(text).app.tasksRunning === 1) return;
      await pause(1);
    }
  }

  /** Destroys an app and waits until its task has ended, so that the next round meets an idle cluster. */
  async destroy(id) {
    await this.call('DELETE', `/v2/apps/${id}?force=true`);
    for (;;) {
      await pause(50);
      const { text } = await this.call('GET', '/slaves', undefined, this.#master);
      if (JSON.parse(text).slaves.every(({ used_resources: used }) => used.cpus === 0)) return;
    }
  }

  async stop() {
    this.#agent.destroy();
    this.#child.kill('SIGINT');
    await ended(this.#child);
  }
}
