// A cluster that is only told: the built console at /ui/, and answers made of a data set. It serves pictures,
// the bench and tests of faults; nothing of it runs anything.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { agentId, before, countTasks, DAY, growGroups, withSums } from './builders.mjs';

const CONSOLE = join(import.meta.dirname, '../../ui/dist');
const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const HEARTBEAT_MS = 5_000;
const MASTER = '10.0.0.1:5050';

/** Answers of a data set by the beginning of their address; the longest that fits comes first. */
function routesOf(set) {
  const apps = set.made.map((one) => withSums(one, set.deployments));
  const groups = growGroups(apps);
  const tasks = set.made.flatMap((one) => one.tasks);
  const appOf = (id) => {
    const app = apps.find((one) => one.id === id);
    const own = tasks.filter(({ appId }) => appId === id);
    if (app === undefined) return undefined;
    const taskStats = countTasks({ app, tasks: own });
    return { app: { ...app, tasks: own, taskStats, ...set.details?.[id] } };
  };
  const versionsOf = (id) => set.versions?.[id] ?? apps.filter((app) => app.id === id);
  return [
    [
      /^\/v2\/apps(\/.+)\/versions\/(.+)$/,
      ([, id, at]) => versionsOf(id).find((v) => v.version === at),
    ],
    [
      /^\/v2\/apps(\/.+)\/versions$/,
      ([, id]) => ({ versions: versionsOf(id).map((v) => v.version) }),
    ],
    [/^\/v2\/apps(\/.+)$/, ([, id]) => appOf(id)],
    [/^\/v2\/groups(\/.*)?$/, ([, id = '/']) => groups.find(id)],
    [/^\/v2\/tasks$/, () => ({ tasks })],
    [/^\/v2\/deployments$/, () => set.deployments],
    [/^\/v2\/queue$/, () => ({ queue: set.queue })],
    [/^\/v2\/info$/, () => INFO],
    [/^\/stoa\/v1\/cluster\/summary$/, () => set.summary],
    [/^\/stoa\/v1\/info$/, () => infoOf(set)],
    [/^\/stoa\/v1\/plan$/, () => set.plan],
    [/^\/stoa\/v1\/apps(\/.+)\/waiting$/, ([, id]) => set.waiting?.[id]],
    [/^\/stoa\/v1\/instances\/(.+)\/sandbox$/, ([, id]) => sandboxOf(tasks, id)],
    [/^\/stoa\/v1\/agents\/[^/]+\/files\/browse$/, (_, query) => browse(set, query)],
    [/^\/stoa\/v1\/agents\/[^/]+\/files\/read$/, (_, query) => readPiece(set, query)],
  ];
}

const FRAMEWORK = '8f1e63c2-5b1d-4a8e-9a86-3d1f6a1f8c10-0000';
const INFO = {
  name: 'marathon',
  version: '1.12.0',
  leader: '10.0.0.2:8080',
  frameworkId: FRAMEWORK,
  marathon_config: {
    master: MASTER,
    hostname: '10.0.0.2',
    checkpoint: true,
    failover_timeout: 604_800,
    mesos_role: '*',
    task_launch_timeout: 300_000,
  },
};

function infoOf(set) {
  return {
    cluster: 'prod',
    version: '0.1.0',
    startedAt: before(12 * DAY),
    marathon: {
      address: '10.0.0.2:8080',
      isLeading: true,
      leader: '10.0.0.2:8080',
      frameworkId: FRAMEWORK,
    },
    master: { configured: MASTER, leader: MASTER, version: '1.12.0', isConnected: true },
  };
}

function sandboxOf(tasks, instance) {
  const task = tasks.find(({ id }) => id.startsWith(`${instance}.`));
  return {
    instanceId: instance,
    taskId: task?.id ?? `${instance}._app.1`,
    frameworkId: '8f1e63c2-0000',
    agentId: task?.slaveId ?? agentId(2),
    host: task?.host ?? 'agent-2',
    path: `/sandbox/${instance}`,
    state: task?.state ?? 'TASK_FAILED',
    isEnded: task === undefined,
  };
}

/** What stands in a file: the same for every sandbox, or made for the instance whose sandbox it is in. */
function textOf(set, path) {
  const [, , instance = '', name = ''] = path.split('/');
  const text = set.files?.[name] ?? '';
  return typeof text === 'function' ? text(instance) : text;
}

function browse(set, query) {
  const path = query.get('path');
  const entries = Object.keys(set.files ?? {}).map((name) => ({
    name,
    path: `${path}/${name}`,
    kind: 'file',
    mode: '-rw-r--r--',
    links: 1,
    user: 'app',
    group: 'app',
    size: Buffer.byteLength(textOf(set, `${path}/${name}`)),
    modifiedAt: set.summary.at,
  }));
  return { path, entries };
}

function readPiece(set, query) {
  const bytes = Buffer.from(textOf(set, query.get('path')));
  const asked = Number(query.get('offset'));
  const offset = Math.max(0, Math.min(asked < 0 ? bytes.length + asked : asked, bytes.length));
  const piece = bytes.subarray(offset, offset + Number(query.get('length')));
  const next = offset + piece.length;
  const data = piece.toString('utf8');
  return {
    path: query.get('path'),
    offset,
    next,
    size: bytes.length,
    data,
    encoding: 'text',
    isText: true,
  };
}

/** A server of one data set after another. */
export class EmulatedCluster {
  #server = createServer((request, response) => void this.#serve(request, response));
  #streams = new Set();
  #routes = [];
  #heartbeat = setInterval(() => this.#write(':\n\n'), HEARTBEAT_MS);
  #last = 0;
  /** Told to each stream when it opens: the happenings of the data set. */
  #greeting = [];
  /** Bytes as they went over the wire, by file. */
  sent = new Map();
  /**
   * What goes wrong, by method and path.
   * @type {(method: string, path: string) => undefined | 'cut' | 'hang' | { status: number, body: unknown }}
   */
  fault = () => undefined;

  async listen() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Takes a data set; open pages learn of it only when they ask. */
  take(set) {
    this.#routes = routesOf(set);
    this.#greeting = set.events ?? [];
  }

  /** Tells an event to whoever follows. */
  tell(...events) {
    this.#write(events.map((event) => this.#frame(event)).join(''));
  }

  /** Says nothing any more to whoever follows now, not even that it is there. */
  silence() {
    this.#streams.clear();
  }

  /** Cuts all streams. */
  cut() {
    for (const stream of this.#streams) stream.destroy();
  }

  async close() {
    clearInterval(this.#heartbeat);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #frame(event) {
    this.#last += 1;
    return `id: ${this.#last}\nevent: ${event.eventType}\ndata: ${JSON.stringify(event)}\n\n`;
  }

  #write(text) {
    for (const stream of this.#streams) stream.write(text);
  }

  async #serve(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.origin);
    request.resume();
    const fault = this.fault(request.method, pathname);
    if (fault === 'hang') return;
    if (fault === 'cut') {
      response.destroy();
      return;
    }
    if (fault !== undefined) {
      const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body);
      response.writeHead(fault.status, { 'Content-Type': 'application/json' }).end(body);
    } else if (pathname === '/stoa/v1/events') this.#stream(response);
    else if (pathname.startsWith('/ui/assets/')) this.#sendFile(pathname.slice(4), response);
    else if (pathname === '/ui' || pathname.startsWith('/ui/')) this.#sendPage(response);
    else this.#answer(pathname, searchParams, response);
  }

  #stream(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`:\n\n${this.#greeting.map((event) => this.#frame(event)).join('')}`);
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  #answer(path, query, response) {
    for (const [pattern, give] of this.#routes) {
      const match = pattern.exec(decodeURIComponent(path));
      if (match === null) continue;
      const value = give(match, query);
      const [status, body] = value === undefined ? [404, { message: 'not found' }] : [200, value];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
      return;
    }
    response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"message":"not found"}');
  }

  #sendPage(response) {
    const page = readFileSync(join(CONSOLE, 'index.html'), 'utf8')
      .replaceAll('"./', '"/ui/')
      .replaceAll('__NONCE__', 'emulated');
    this.#send('index.html', 'text/html', Buffer.from(page), response);
  }

  #sendFile(path, response) {
    const bytes = readFileSync(join(CONSOLE, path));
    this.#send(path, TYPES[extname(path)], bytes, response);
  }

  #send(path, type, bytes, response) {
    const isText = type.startsWith('text/');
    const body = isText ? gzipSync(bytes) : bytes;
    this.sent.set(path, body.length);
    response.writeHead(200, {
      'Content-Type': type,
      ...(isText ? { 'Content-Encoding': 'gzip' } : {}),
    });
    response.end(body);
  }
}
