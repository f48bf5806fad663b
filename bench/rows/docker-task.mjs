// An app with one Docker task on the host network, against create and start of the Docker API.
import { removeContainer, startContainer, untilContainers } from '../bare-docker.mjs';
import { dockerApp } from '../sample-apps.mjs';

const CMD = 'exec sleep 1000';

async function throughApi(socketPath) {
  await untilContainers(socketPath);
  const startedAt = performance.now();
  const id = await startContainer(socketPath, { cmd: CMD });
  const took = performance.now() - startedAt;
  await removeContainer(socketPath, id);
  return took;
}

async function onStoa(cluster, id) {
  // By the event: asking again and again would take from Docker the processor that it starts with.
  const running = await cluster.submitAndWait(dockerApp(id, CMD));
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
      what: 'Docker task, host network: POST to the event TASK_RUNNING',
      unit: 'ms',
      values,
      control,
      controlWhat: 'Docker API create + start',
    },
  ];
}
