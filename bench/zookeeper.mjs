// Three servers of Debian's ZooKeeper on loopback, for the rows that need them.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { ended, pause } from './cluster.mjs';

const JARS = ['zookeeper', 'slf4j-simple', 'slf4j-api'].map(
  (name) => `/usr/share/java/${name}.jar`,
);
const MAIN = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
const READY_MS = 120_000;

/** Ports that are free now, all different. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** `leader` or `follower`; undefined while that server serves nobody. */
function modeOf(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('srvr'));
    let text = '';
    socket.on('data', (bytes) => (text += String(bytes)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^Mode: (\w+)$/m.exec(text)?.[1]));
  });
}

/** An ensemble of three, each a process that may be killed and started again. */
export class BenchEnsemble {
  #servers;

  constructor(servers) {
    this.#servers = servers;
  }

  /** Resolves when all of it serves. */
  static async start(directory) {
    const ports = await freePorts(9);
    const numbers = [1, 2, 3];
    const lines = numbers.map(
      (id) => `server.${id}=127.0.0.1:${ports[id * 3 - 2]}:${ports[id * 3 - 1]}`,
    );
    const servers = numbers.map((id) => {
      const home = join(directory, `zookeeper-${id}`);
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, 'myid'), `${id}\n`);
      const config = [
        'tickTime=250',
        'minSessionTimeout=500',
        'initLimit=80',
        'syncLimit=40',
        `dataDir=${home}`,
        `clientPort=${ports[id * 3 - 3]}`,
        'admin.enableServer=false',
        '4lw.commands.whitelist=srvr',
        ...lines,
      ];
      writeFileSync(join(home, 'zoo.cfg'), `${config.join('\n')}\n`);
      return { port: ports[id * 3 - 3], home, child: undefined };
    });
    const ensemble = new BenchEnsemble(servers);
    for (const server of servers) ensemble.#launch(server);
    await ensemble.ready();
    return ensemble;
  }

  /** `zk://…` with that path. */
  url(path) {
    return `zk://${this.#servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}${path}`;
  }

  /** Kills the server that leads the ensemble; gives the way to start it again. */
  async killLeader() {
    for (const server of this.#servers) {
      if ((await modeOf(server.port)) !== 'leader') continue;
      server.child.kill('SIGKILL');
      return async () => {
        this.#launch(server);
        await this.ready();
      };
    }
    throw new Error('no server leads the ensemble');
  }

  /** Resolves when all of it serves. */
  async ready() {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const modes = await Promise.all(this.#servers.map(({ port }) => modeOf(port)));
      if (!modes.includes(undefined)) return;
      if (performance.now() > deadline) throw new Error('ZooKeeper does not serve');
      await pause(50);
    }
  }

  async stop() {
    for (const { child } of this.#servers) child.kill('SIGKILL');
    await Promise.all(this.#servers.map(({ child }) => ended(child)));
  }

  #launch(server) {
    const heap = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    const words = [...heap, '-cp', JARS.join(':'), MAIN, join(server.home, 'zoo.cfg')];
    server.child = spawn('java', words, { cwd: server.home, stdio: 'ignore' });
  }
}
