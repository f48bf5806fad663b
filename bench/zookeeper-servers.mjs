// Servers of Debian's ZooKeeper on loopback, for the rows that measure against them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const JAR = '/usr/share/java/zookeeper.jar';
const LOGGING = ['/usr/share/java/slf4j-simple.jar', '/usr/share/java/slf4j-api.jar'];
const MAIN = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
const READY_DEADLINE_MS = 60_000;

/** Ports that are free now, all different. */
export async function freePorts(count) {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = holders.map((server) => server.address().port);
  await Promise.all(holders.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** `leader`, `follower` or `standalone` once a server has joined the others; undefined before. */
function modeOf(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('srvr'));
    let text = '';
    socket.on('data', (bytes) => (text += String(bytes)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^Mode: (\w+)$/m.exec(text)?.[1]));
  });
}

/**
 * Starts them; undefined, said aloud, where ZooKeeper is not installed. `tickMs` is their unit of time: sessions
 * last two to twenty of it. `killLeader` kills the one that leads them and gives the way to start it again.
 */
export async function startServers(directory, size, { tickMs = 2_000 } = {}) {
  if (!existsSync(JAR)) {
    console.log('== without ZooKeeper: the Debian package zookeeper is not installed');
    return undefined;
  }
  const ports = await freePorts(size * 3);
  const lines = Array.from(
    { length: size },
    (_, at) => `server.${at + 1}=127.0.0.1:${ports[at * 3 + 1]}:${ports[at * 3 + 2]}`,
  );
  const clientPorts = ports.filter((_, at) => at % 3 === 0);
  const homes = clientPorts.map((port, at) => {
    const home = join(directory, `zookeeper${at + 1}`);
    mkdirSync(join(home, 'data'), { recursive: true });
    writeFileSync(join(home, 'data', 'myid'), `${at + 1}\n`);
    const config = [
      `tickTime=${tickMs}`,
      `initLimit=${20_000 / tickMs}`,
      `syncLimit=${10_000 / tickMs}`,
      `dataDir=${join(home, 'data')}`,
      `clientPort=${port}`,
      'clientPortAddress=127.0.0.1',
      'admin.enableServer=false',
      '4lw.commands.whitelist=srvr',
      ...(size === 1 ? [] : lines),
    ];
    writeFileSync(join(home, 'zoo.cfg'), `${config.join('\n')}\n`);
    return home;
  });
  const launch = (home) => {
    const words = ['-Xmx256m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp'];
    return spawn('java', [...words, [JAR, ...LOGGING].join(':'), MAIN, join(home, 'zoo.cfg')], {
      stdio: 'ignore',
    });
  };
  const processes = homes.map(launch);
  const stop = async () => {
    for (const process of processes) process.kill('SIGKILL');
    await Promise.all(processes.map((each) => each.exitCode ?? once(each, 'exit')));
  };
  const ready = async () => {
    const deadline = performance.now() + READY_DEADLINE_MS;
    while (!(await Promise.all(clientPorts.map(modeOf))).every(Boolean)) {
      if (performance.now() > deadline) {
        await stop();
        throw new Error(`ZooKeeper does not serve within ${READY_DEADLINE_MS} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const killLeader = async () => {
    const at = (await Promise.all(clientPorts.map(modeOf))).indexOf('leader');
    processes[at].kill('SIGKILL');
    return async () => {
      processes[at] = launch(homes[at]);
      await ready();
    };
  };
  await ready();
  const addresses = clientPorts.map((port) => `127.0.0.1:${port}`).join(',');
  return { addresses, stop, killLeader };
}
