// Apps of many instances, started at once or scaled up, plain and in Docker, against as many bare deeds.
import { timeContainers } from '../bare-docker.mjs';
import { timeSpawns } from '../bare-spawns.mjs';
import { dockerApp, plainApp } from '../sample-apps.mjs';
import { SignalPipe } from '../signal-pipe.mjs';

const CMD = 'exec sleep 1000';

/** Rounds in turn: the control, then Stoa; the first of each warms up. */
async function inTurn(rounds, bare, onStoa) {
  const values = [];
  const control = [];
  for (let round = -1; round < rounds; round += 1) {
    const direct = await bare();
    const took = await onStoa(round + 1);
    if (round < 0) continue;
    control.push(direct);
    values.push(took);
  }
  return { unit: 'ms', values, control };
}

async function spawnsInTurn({ directory, rounds, count }, onStoa) {
  const pipe = new SignalPipe(directory);
  try {
    return await inTurn(rounds, () => timeSpawns(pipe, count), onStoa);
  } finally {
    pipe.close();
  }
}

/** From the first byte of POST to the event that the last of them runs. */
async function startMany(cluster, app) {
  const took = await cluster.submitAndWait(app);
  await cluster.destroy(app.id);
  return took;
}

/** From the first byte of PUT to the event that the last of them runs. */
async function scale(cluster, app, count) {
  await cluster.submitAndWait(app);
  const events = await cluster.events();
  const started = events.untilStarted(app.id, count - 1);
  const deployed = events.untilDeployed();
  const startedAt = performance.now();
  await cluster.expect('PUT', `/v2/apps/${app.id}`, { instances: count });
  const took = (await started) - startedAt;
  await deployed;
  await cluster.untilRunning(app.id, count);
  await cluster.destroy(app.id);
  return took;
}

/** The row of 100 plain instances. */
export async function measureHundredPlain({ cluster, directory, rounds }) {
  const measured = await spawnsInTurn({ directory, rounds, count: 100 }, (round) =>
    startMany(cluster, plainApp(`/hundred-${round}`, CMD, { instances: 100 })),
  );
  return [
    { ...measured, what: '100 plain instances: POST to all running', controlWhat: '100 spawns' },
  ];
}

/** The row of 50 Docker instances on the host network. */
export async function measureFiftyDocker({ cluster, docker, rounds }) {
  const measured = await inTurn(
    rounds,
    () => timeContainers(docker.socketPath, 50, CMD),
    (round) => startMany(cluster, dockerApp(`/fifty-${round}`, CMD, { instances: 50 })),
  );
  const what = '50 Docker instances, host network: POST to all running';
  return [{ ...measured, what, controlWhat: 'Docker API by eight clients' }];
}

/** The row of scaling plain tasks. */
export async function measureScalePlain({ cluster, directory, rounds }) {
  const measured = await spawnsInTurn({ directory, rounds, count: 19 }, (round) =>
    scale(cluster, plainApp(`/scale-${round}`, CMD), 20),
  );
  const what = 'scale from 1 to 20, plain: PUT to all running';
  return [{ ...measured, what, controlWhat: '19 spawns' }];
}

/** The row of scaling Docker tasks. */
export async function measureScaleDocker({ cluster, docker, rounds }) {
  const measured = await inTurn(
    rounds,
    () => timeContainers(docker.socketPath, 19, CMD),
    (round) => scale(cluster, dockerApp(`/scale-docker-${round}`, CMD), 20),
  );
  const what = 'scale from 1 to 20, Docker, host network: PUT to all running';
  return [{ ...measured, what, controlWhat: '19 by the Docker API, eight clients' }];
}
