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

async function freePorts(count) {
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

/** Whether a server serves: it has joined the others. */
function isServing(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('srvr'));
    let text = '';
    socket.on('data', (bytes) => (text += String(bytes)));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(/^Mode: /m.test(text)));
  });
}

/** Starts them; undefined, said aloud, where ZooKeeper is not installed. */
export async function startServers(directory, size) {
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
  const processes = clientPorts.map((port, at) => {
    const home = join(directory, `zookeeper${at + 1}`);
    mkdirSync(join(home, 'data'), { recursive: true });
    writeFileSync(join(home, 'data', 'myid'), `${at + 1}\n`);
    const config = [
      'tickTime=2000',
      'initLimit=10',
      'syncLimit=5',
      `dataDir=${join(home, 'data')}`,
      `clientPort=${port}`,
      'clientPortAddress=127.0.0.1',
      'admin.enableServer=false',
      '4lw.commands.whitelist=srvr',
      ...(size === 1 ? [] : lines),
    ];
    writeFileSync(join(home, 'zoo.cfg'), `${config.join('\n')}\n`);
    const words = ['-Xmx256m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp'];
    return spawn('java', [...words, [JAR, ...LOGGING].join(':'), MAIN, join(home, 'zoo.cfg')], {
      stdio: 'ignore',
    });
  });
  const stop = async () => {
    for (const process of processes) process.kill('SIGKILL');
    await Promise.all(processes.map((each) => each.exitCode ?? once(each, 'exit')));
  };
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (!(await Promise.all(clientPorts.map(isServing))).every(Boolean)) {
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`ZooKeeper does not serve within ${READY_DEADLINE_MS} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { addresses: clientPorts.map((port) => `127.0.0.1:${port}`).join(','), stop };
}
