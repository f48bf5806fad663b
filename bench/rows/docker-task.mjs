// An app with one Docker task on the host network, against create and start of the Docker API.
import { callDocker, TEST_IMAGE } from '../../tools/machine/docker.mjs';

async function expectStatus(reply, ...wanted) {
  const { status, text } = await reply;
  if (!wanted.includes(status)) throw new Error(`Docker answered ${status}: ${text}`);
  return text;
}

async function throughApi(socketPath) {
  const startedAt = performance.now();
  const created = await expectStatus(
    callDocker(socketPath, 'POST', '/containers/create', {
      Image: TEST_IMAGE,
      Cmd: ['/bin/sh', '-c', 'exec sleep 1000'],
      HostConfig: { NetworkMode: 'host', Memory: 32 * 1024 * 1024, CpuShares: 102 },
    }),
    201,
  );
  const { Id: id } = JSON.parse(created);
  await expectStatus(callDocker(socketPath, 'POST', `/containers/${id}/start`), 204);
  const took = performance.now() - startedAt;
  await expectStatus(callDocker(socketPath, 'DELETE', `/containers/${id}?force=true`), 204);
  return took;
}

async function onStoa(cluster, id) {
  const app = {
    id,
    cmd: 'exec sleep 1000',
    cpus: 0.1,
    mem: 32,
    taskKillGracePeriodSeconds: 0,
    networks: [{ mode: 'host' }],
    container: { type: 'DOCKER', docker: { image: TEST_IMAGE } },
  };
  const startedAt = performance.now();
  await cluster.submit(app);
  await cluster.untilRunning(id);
  const running = performance.now() - startedAt;
  await cluster.destroy(id);
  return running;
}

/** The row of `POST to running` of a Docker task. */
export async function measureDockerTask({ cluster, docker, rounds }) {
  const values = [];
  const control = [];
  for (let round = -2; round < rounds; round += 1) {
    const direct = await throughApi(docker.socketPath);
    const running = await onStoa(cluster, `/docker-${round + 2}`);
    if (round < 0) continue;
    control.push(direct);
    values.push(running);
  }
  return [
    {
      what: 'Docker task, host network: POST to tasksRunning 1',
      unit: 'ms',
      values,
      control,
      controlWhat: 'Docker API create + start',
    },
  ];
}
