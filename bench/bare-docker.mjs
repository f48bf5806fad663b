// What the Docker rows are compared with: the same containers by the Docker API, without anybody between.
import { callDocker, TEST_IMAGE } from '../tools/machine/docker.mjs';

const CLIENTS = 8;
const KIB = 1024;

async function expectStatus(reply, ...wanted) {
  const { status, text } = await reply;
  if (!wanted.includes(status)) throw new Error(`Docker answered ${status}: ${text}`);
  return text;
}

/** Creates and starts a container on the host network; its id. `host` changes the HostConfig. */
export async function startContainer(socketPath, { cmd, host = {}, more = {} }) {
  const created = await expectStatus(
    callDocker(socketPath, 'POST', '/containers/create', {
      Image: TEST_IMAGE,
      Cmd: ['/bin/sh', '-c', cmd],
      HostConfig: { NetworkMode: 'host', Memory: 32 * KIB * KIB, CpuShares: 102, ...host },
      ...more,
    }),
    201,
  );
  const { Id: id } = JSON.parse(created);
  await expectStatus(callDocker(socketPath, 'POST', `/containers/${id}/start`), 204);
  return id;
}

export async function inspectContainer(socketPath, id) {
  return JSON.parse(
    await expectStatus(callDocker(socketPath, 'GET', `/containers/${id}/json`), 200),
  );
}

export async function removeContainer(socketPath, id) {
  await expectStatus(callDocker(socketPath, 'DELETE', `/containers/${id}?force=true`), 204);
}

/** The containers that run now, by id. */
export async function listContainers(socketPath) {
  const text = await expectStatus(callDocker(socketPath, 'GET', '/containers/json'), 200);
  return JSON.parse(text).map(({ Id: id }) => id);
}

/**
 * Resolves when so many containers are there, running or not: what is still taken away of a cluster's
 * tasks would slow the control that comes next, and flatter whoever is compared with it.
 */
export async function untilContainers(socketPath, count = 0) {
  for (;;) {
    const text = await expectStatus(
      callDocker(socketPath, 'GET', '/containers/json?all=true'),
      200,
    );
    if (JSON.parse(text).length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Does something for each item, by eight clients at once. */
export async function byEight(items, perform) {
  const waiting = [...items];
  const results = [];
  const client = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      results.push(await perform(item));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return results;
}

/** Starts so many containers by eight clients; how long it took, in milliseconds. They are removed again. */
export async function timeContainers(socketPath, count, cmd) {
  await untilContainers(socketPath);
  const startedAt = performance.now();
  const ids = await byEight(Array(count).fill(cmd), (each) =>
    startContainer(socketPath, { cmd: each }),
  );
  const took = performance.now() - startedAt;
  await byEight(ids, (id) => removeContainer(socketPath, id));
  return took;
}
