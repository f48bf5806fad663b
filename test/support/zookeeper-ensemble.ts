import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

const JAR = '/usr/share/java/zookeeper.jar';
const LOGGING = ['/usr/share/java/slf4j-simple.jar', '/usr/share/java/slf4j-api.jar'];
const MAIN = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
const READY_DEADLINE_MS = 120_000;
/** The server's unit of time; the shortest session is two of them. */
const TICK_MS = 250;

/** Whether tests against a real ensemble can run: told by `npm test`. */
export const hasZooKeeper = process.env['STOA_ZOOKEEPER'] === '1';

/** One server of an ensemble: a Java process, its ports and its directory. */
export class ZooKeeperNode {
  readonly clientPort: number;
  readonly host: string;
  readonly #config: string;
  readonly #directory: string;
  #process: ChildProcess | undefined;
  #output = '';

  /** `directory` holds its `zoo.cfg`. */
  constructor(options: {
    readonly clientPort: number;
    readonly directory: string;
    readonly host?: string;
  }) {
    this.host = options.host ?? '127.0.0.1';
    this.clientPort = options.clientPort;
    this.#directory = options.directory;
    this.#config = join(options.directory, 'zoo.cfg');
  }

  /** `host:port` */
  get address(): string {
    return `${this.host}:${this.clientPort}`;
  }

  start(): void {
    const child = spawn(
      'java',
      [
        '-Xmx128m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        // Servers are killed here and machines are not: what is written is there without waiting for disks.
        '-Dzookeeper.forceSync=no',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        '-cp',
        [JAR, ...LOGGING].join(':'),
        MAIN,
        this.#config,
      ],
      { cwd: this.#directory, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child.stderr?.on(
      'data',
      (text) => (this.#output = (this.#output + String(text)).slice(-8_000)),
    );
    this.#process = child;
  }

  /** Sends a signal: SIGKILL, SIGSTOP (frozen), SIGCONT. SIGKILL also waits for the end. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await ended;
  }

  /** `leader`, `follower`, `standalone`; undefined while it serves nobody. */
  async mode(): Promise<string | undefined> {
    const answer = await this.#ask('srvr').catch(() => '');
    return /^Mode: (\w+)$/m.exec(answer)?.[1];
  }

  async ready(): Promise<void> {
    await until(
      `ZooKeeper at ${this.address} serves`,
      async () => {
        const { exitCode } = this.#process ?? {};
        if (typeof exitCode === 'number') throw new Error(`it ended: ${this.#output}`);
        return this.mode();
      },
      READY_DEADLINE_MS,
    );
  }

  #ask(word: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.clientPort, this.host, () => socket.write(word));
      let text = '';
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on('data', (bytes) => (text += String(bytes)));
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
  }
}

/** Servers of Debian's ZooKeeper on loopback, on free ports, in a directory that `stop` removes. */
export class ZooKeeperEnsemble {
  readonly nodes: readonly ZooKeeperNode[];
  readonly #directory: string;

  constructor(nodes: readonly ZooKeeperNode[], directory: string) {
    this.nodes = nodes;
    this.#directory = directory;
  }

  /** Every server, `h:p,h:p`. */
  get servers(): string {
    return this.nodes.map(({ address }) => address).join(',');
  }

  url(path: string, credentials = ''): string {
    return `zk://${credentials === '' ? '' : `${credentials}@`}${this.servers}${path}`;
  }

  /** The server that leads the ensemble itself. */
  async leader(): Promise<ZooKeeperNode> {
    return until('a server leads', async () => {
      for (const node of this.nodes) {
        const mode = await node.mode();
        if (mode === 'leader' || mode === 'standalone') return node;
      }
      return undefined;
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.signal('SIGKILL')));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** Starts an ensemble of one or three and waits until all of it serves. */
export async function startEnsemble(size: 1 | 3): Promise<ZooKeeperEnsemble> {
  const directory = await mkdtemp(join(tmpdir(), 'stoa-zookeeper-'));
  const ports = await freePorts(size * 3);
  const members = Array.from({ length: size }, (_, at) => ({
    id: at + 1,
    clientPort: ports[at * 3] ?? 0,
    line: `server.${at + 1}=127.0.0.1:${ports[at * 3 + 1]}:${ports[at * 3 + 2]}`,
  }));
  const nodes: ZooKeeperNode[] = [];
  for (const { id, clientPort } of members) {
    const home = join(directory, String(id));
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'myid'), `${id}\n`);
    const config = [
      `tickTime=${TICK_MS}`,
      `minSessionTimeout=${TICK_MS * 2}`,
      'maxSessionTimeout=60000',
      'initLimit=80',
      'syncLimit=40',
      `dataDir=${join(home, 'data')}`,
      `clientPort=${clientPort}`,
      'clientPortAddress=127.0.0.1',
      'admin.enableServer=false',
      '4lw.commands.whitelist=srvr',
      ...(size === 1 ? [] : members.map(({ line }) => line)),
    ];
    await writeFile(join(home, 'zoo.cfg'), `${config.join('\n')}\n`);
    nodes.push(new ZooKeeperNode({ clientPort, directory: home }));
  }
  const ensemble = new ZooKeeperEnsemble(nodes, directory);
  try {
    for (const node of nodes) node.start();
    await Promise.all(nodes.map((node) => node.ready()));
    return ensemble;
  } catch (error) {
    await ensemble.stop();
    throw error;
  }
}

/** Ports that are free now, all different: each is held until the last is found. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = holders.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(holders.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
