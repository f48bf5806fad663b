// A rolling upgrade of real containers while clients ask: none of their requests may fail, and at no moment
// are fewer instances healthy than the app says (marathon-behaviour.md, rolling upgrades).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { until } from '../../support/until.ts';

const IMAGE = 'stoa-test/busybox:1';
const socket = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '');
const describeDocker = socket === undefined ? describe.skip : describe;

const INSTANCES = 4;
const CLIENTS = 4;
/** A server that, asked to end, serves on for as long as those who know its address may come. */
const server = (version: string): string =>
  `mkdir -p /www && echo ${version} > /www/index.html && ` +
  `trap 'sleep 2; exit 0' TERM; httpd -f -p 8000 -h /www & wait`;

interface Task {
  readonly id: string;
  readonly host: string;
  readonly state: string;
  readonly ports: readonly [number];
  readonly healthCheckResults: readonly { readonly alive: boolean }[];
}

function app(version: string) {
  return {
    id: '/web',
    cmd: server(version),
    cpus: 0.2,
    mem: 32,
    instances: INSTANCES,
    container: {
      type: 'DOCKER',
      docker: { image: IMAGE },
      portMappings: [{ containerPort: 8000, hostPort: 0 }],
    },
    networks: [{ mode: 'container/bridge' }],
    healthChecks: [
      {
        protocol: 'HTTP',
        path: '/',
        intervalSeconds: 1,
        gracePeriodSeconds: 30,
        timeoutSeconds: 5,
      },
    ],
    upgradeStrategy: { minimumHealthCapacity: 0.75, maximumOverCapacity: 0.25 },
    taskKillGracePeriodSeconds: 10,
    backoffSeconds: 0,
  };
}

/** What the clients saw. */
interface Seen {
  readonly answers: Map<string, number>;
  readonly failures: string[];
  leastHealthy: number;
  mostTasks: number;
}

/** One request on a connection of its own; rejects with whatever a client would call a failure. */
function ask(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/', agent: false, timeout: 10_000 };
    const call = request(options, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => (text += part));
      reply.on('error', reject).on('end', () => {
        if (reply.statusCode === 200) resolve(text.trim());
        else reject(new Error(`status ${reply.statusCode}`));
      });
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', reject).end();
  });
}

/** Clients that know the healthy tasks as Marathon lists them, and ask one after the other. */
class Load {
  readonly seen: Seen = { answers: new Map(), failures: [], leastHealthy: Infinity, mostTasks: 0 };
  readonly #cluster: InProcessCluster;
  readonly #loops: Promise<void>[];
  #ports: readonly number[] = [];
  #isOver = false;

  constructor(cluster: InProcessCluster) {
    this.#cluster = cluster;
    this.#loops = [this.#discover(), ...Array.from({ length: CLIENTS }, (_, n) => this.#ask(n))];
  }

  async end(): Promise<Seen> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    return this.seen;
  }

  async #discover(): Promise<void> {
    while (!this.#isOver) {
      const { json } = await this.#cluster.call('GET', '/v2/apps//web/tasks');
      const tasks = json.tasks as readonly Task[];
      const healthy = tasks.filter(isHealthy);
      this.#ports = healthy.map(({ ports: [port] }) => port);
      this.seen.leastHealthy = Math.min(this.seen.leastHealthy, healthy.length);
      this.seen.mostTasks = Math.max(this.seen.mostTasks, tasks.length);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #ask(client: number): Promise<void> {
    for (let n = client; !this.#isOver; n++) {
      const port = this.#ports[n % this.#ports.length];
      if (port !== undefined) await ask(port).then(this.#answered, this.#failed);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  readonly #answered = (text: string): void => {
    this.seen.answers.set(text, (this.seen.answers.get(text) ?? 0) + 1);
  };

  readonly #failed = (error: unknown): void => {
    this.seen.failures.push(String(error));
  };
}

function isHealthy({ state, healthCheckResults }: Task): boolean {
  return state === 'TASK_RUNNING' && healthCheckResults.some(({ alive }) => alive);
}

describeDocker('a rolling upgrade on Docker', () => {
  let cluster: InProcessCluster;

  beforeAll(async () => {
    // A task that is asked to end says so, and who chooses among tasks leaves it out.
    cluster = await startCluster({ enable_features: ['task_killing'] }, socket);
  });

  afterAll(async () => {
    await cluster.call('DELETE', '/v2/apps//web');
    await cluster.when('all containers are gone', '/v2/tasks', ({ tasks }) =>
      tasks.length === 0 ? true : undefined,
    );
    await cluster.close();
  }, 60_000);

  const deployed = (): Promise<unknown> =>
    cluster.when('nothing is deployed', '/v2/deployments', (list) =>
      list.length === 0 ? true : undefined,
    );

  test('fails no request and keeps its capacity at every look', async () => {
    expect((await cluster.call('POST', '/v2/apps', app('old'))).status).toBe(201);
    await deployed();
    const load = new Load(cluster);
    await until('the old version answers', () => load.seen.answers.get('old'));
    const { status } = await cluster.call('PUT', '/v2/apps//web', app('new'));
    expect(status).toBe(200);
    await deployed();
    const before = load.seen.answers.get('new') ?? 0;
    await until('the new version alone answers', () => {
      const now = load.seen.answers.get('new') ?? 0;
      return now > before + 50 ? true : undefined;
    });
    const { answers, failures, leastHealthy, mostTasks } = await load.end();
    console.log(
      `${answers.get('old')} answers of the old, ${answers.get('new')} of the new version, ` +
        `${failures.length} failures; ${leastHealthy} to ${mostTasks} of ${INSTANCES} instances`,
    );
    expect(failures).toEqual([]);
    expect(leastHealthy).toBeGreaterThanOrEqual(0.75 * INSTANCES);
    expect(mostTasks).toBeLessThanOrEqual(1.25 * INSTANCES);
    const { json } = await cluster.call('GET', '/v2/apps//web');
    expect(json.app).toMatchObject({ tasksHealthy: INSTANCES, tasksRunning: INSTANCES });
  }, 120_000);
});
