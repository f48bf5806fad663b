// An app that publishes a port: POST to the first HTTP answer through it, against the Docker API alone.
import { request } from 'node:http';
import {
  inspectContainer,
  removeContainer,
  startContainer,
  untilContainers,
} from '../bare-docker.mjs';
import { pause } from '../cluster.mjs';
import { dockerApp } from '../sample-apps.mjs';
import { SignalPipe } from '../signal-pipe.mjs';

const PORT = 8080;
const PROBE_MS = 2_000;

/** A server whose process reports itself before it listens. */
const server = (pipe) =>
  `mkdir /tmp/www; echo ok >/tmp/www/index.html; echo here > ${pipe.path}; exec httpd -f -p ${PORT} -h /tmp/www`;

function ask(port) {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, timeout: PROBE_MS, agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}

/** When the first answer came, by `performance.now()`. */
async function firstAnswer(port) {
  // A SYN that comes before the interface is up makes ARP wait a second: hence not before the process exists.
  while (!(await ask(port))) await pause(1);
  return performance.now();
}

async function bare(socketPath, pipe, directory) {
  await untilContainers(socketPath);
  const here = pipe.next();
  const startedAt = performance.now();
  const id = await startContainer(socketPath, {
    cmd: server(pipe),
    host: {
      NetworkMode: 'bridge',
      Binds: [`${directory}:${directory}`],
      PortBindings: { [`${PORT}/tcp`]: [{ HostPort: '' }] },
    },
    more: { ExposedPorts: { [`${PORT}/tcp`]: {} } },
  });
  await here;
  const { NetworkSettings: settings } = await inspectContainer(socketPath, id);
  const [binding] = settings.Ports[`${PORT}/tcp`];
  const took = (await firstAnswer(Number(binding.HostPort))) - startedAt;
  await removeContainer(socketPath, id);
  return took;
}

async function onStoa(cluster, pipe, directory, id) {
  const base = dockerApp(id, server(pipe));
  const app = {
    ...base,
    networks: [{ mode: 'container/bridge' }],
    container: {
      ...base.container,
      volumes: [{ containerPath: directory, hostPath: directory, mode: 'RW' }],
      portMappings: [{ containerPort: PORT, hostPort: 0 }],
    },
  };
  const here = pipe.next();
  const startedAt = performance.now();
  await cluster.submit(app);
  await here;
  const { tasks } = await cluster.expect('GET', `/v2/apps/${id}/tasks`);
  const took = (await firstAnswer(tasks[0].ports[0])) - startedAt;
  await cluster.destroy(id);
  return took;
}

/** The row of the published port. */
export async function measurePublishedPort({ cluster, docker, directory, rounds }) {
  const pipe = new SignalPipe(directory);
  const values = [];
  const control = [];
  try {
    for (let round = -2; round < rounds; round += 1) {
      const direct = await bare(docker.socketPath, pipe, directory);
      const took = await onStoa(cluster, pipe, directory, `/published-${round + 2}`);
      if (round < 0) continue;
      control.push(direct);
      values.push(took);
    }
  } finally {
    pipe.close();
  }
  const what = 'published port: POST to the first HTTP answer';
  return [{ what, unit: 'ms', values, control, controlWhat: 'Docker API' }];
}
