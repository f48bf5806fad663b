// A local cluster to measure, and the calls to it. One connection is kept open, as clients do.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { EventListener } from './events.mjs';

const HOME = join(import.meta.dirname, '..');
const READY_SECONDS = 120;
const PORTS = ['master', 'agent', 'marathon', 'dns', 'dns-http'].map((name) => `--${name}-port=0`);

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a program; resolves with it when a line of its output (or of the stream named) fits. */
export async function startUntil(pattern, command, args, { env = {}, stream = 'stdout' } = {}) {
  const child = spawn(command, args, {
    cwd: HOME,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', stream === 'stderr' ? 'pipe' : 'inherit'],
  });
  await new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not ready after ${READY_SECONDS} s: ${said}`));
    }, READY_SECONDS * 1000);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    child[stream].on('data', function listen(text) {
      said += text;
      if (!pattern.test(said)) return;
      clearTimeout(timer);
      child[stream].off('data', listen);
      // What it says from here on is read and dropped, or its pipe would fill.
      child[stream].resume();
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

/** Options of Node for the daemons alone: STOA_BENCH_NODE_OPTIONS=--cpu-prof profiles them. */
export const nodeOptions = () =>
  (process.env.STOA_BENCH_NODE_OPTIONS ?? '').split(' ').filter((word) => word !== '');

const READY = /^Stoa is ready/m;
export const startArguments = (workDir) => [`--work-dir=${workDir}`, ...PORTS];

/** A cluster with the calls that rows need. */
export class BenchCluster {
  #child;
  #marathon;
  #master;
  #events;
  #agent = new Agent({ keepAlive: true });

  constructor(child, endpoints) {
    this.#child = child;
    this.#marathon = endpoints.marathon;
    this.#master = endpoints.master;
  }

  static async start(workDir, env) {
    const words = ['tools/start.mjs', ...startArguments(workDir), '--stop-tasks'];
    const args = [...nodeOptions(), ...words];
    const child = await startUntil(READY, process.execPath, args, { env });
    const endpoints = JSON.parse(readFileSync(join(workDir, 'endpoints.json'), 'utf8'));
    return new BenchCluster(child, endpoints);
  }

  /** Where the master listens: `host:port`. */
  get master() {
    return this.#master;
  }

  /** The process of the cluster. */
  get pid() {
    return this.#child.pid;
  }

  /** Marathon's events, on one stream for all who ask. */
  async events() {
    this.#events ??= await EventListener.open(this.#marathon);
    return this.#events;
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

  /** A call that has to succeed; its answer. */
  async expect(method, path, body) {
    const { status, text } = await this.call(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path} was refused: ${status} ${text}`);
    return JSON.parse(text);
  }

  /** Resolves when the API says that so many tasks of the app run; asked again as soon as it has answered. */
  async untilRunning(id, count = 1) {
    for (;;) {
      const { app } = await this.expect('GET', `/v2/apps/${id}`);
      if (app.tasksRunning === count) return;
      await pause(1);
    }
  }

  /** Submits an app and waits until all its tasks run and its deployment is done; how long the tasks took. */
  async submitAndWait(app) {
    const events = await this.events();
    const started = events.untilStarted(app.id, app.instances);
    const deployed = events.untilDeployed();
    const startedAt = performance.now();
    await this.submit(app);
    const took = (await started) - startedAt;
    await deployed;
    await this.untilRunning(app.id, app.instances);
    return took;
  }

  /** Destroys an app and waits until its task has ended, so that the next round meets an idle cluster. */
  async destroy(id) {
    await this.call('DELETE', `/v2/apps/${id}?force=true`);
    await this.untilUsed(0);
  }

  /** Resolves when the tasks use at most so many processors. */
  async untilUsed(cpus) {
    for (;;) {
      await pause(50);
      const { text } = await this.call('GET', '/slaves', undefined, this.#master);
      if (JSON.parse(text).slaves.every(({ used_resources: used }) => used.cpus <= cpus)) return;
    }
  }

  async stop() {
    this.#events?.close();
    this.#agent.destroy();
    this.#child.kill('SIGINT');
    await ended(this.#child);
  }
}
