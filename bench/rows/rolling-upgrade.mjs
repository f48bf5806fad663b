// A rolling upgrade of ten plain tasks, two at a time, against ten processes replaced two at a time.
import { bareTask, endAll } from '../bare-spawns.mjs';
import { plainApp } from '../sample-apps.mjs';
import { SignalPipe } from '../signal-pipe.mjs';

const COUNT = 10;
const AT_A_TIME = 2;
const STRATEGY = { minimumHealthCapacity: 1 - AT_A_TIME / COUNT, maximumOverCapacity: 0 };

async function spawnSome(pipe, count) {
  const here = pipe.reports(count);
  const children = Array.from({ length: count }, () => bareTask(pipe));
  await here;
  return children;
}

async function bareUpgrade(pipe) {
  const old = await spawnSome(pipe, COUNT);
  const replaced = [];
  const startedAt = performance.now();
  while (old.length > 0) {
    await endAll(old.splice(0, AT_A_TIME));
    replaced.push(...(await spawnSome(pipe, AT_A_TIME)));
  }
  const took = performance.now() - startedAt;
  await endAll(replaced);
  return took;
}

async function upgrade(cluster, app, round) {
  const events = await cluster.events();
  const deployed = events.untilDeployed();
  const startedAt = performance.now();
  await cluster.expect('PUT', `/v2/apps/${app.id}`, { env: { ROUND: String(round) } });
  const took = (await deployed) - startedAt;
  await cluster.untilRunning(app.id, COUNT);
  return took;
}

/** The row of the rolling upgrade: from PUT to the event `deployment_success`. */
export async function measureRollingUpgrade({ cluster, directory, rounds }) {
  const pipe = new SignalPipe(directory);
  const values = [];
  const control = [];
  const app = plainApp('/upgrade', 'exec sleep 1000', {
    instances: COUNT,
    upgradeStrategy: STRATEGY,
  });
  try {
    await cluster.submitAndWait(app);
    for (let round = -2; round < rounds; round += 1) {
      const bare = await bareUpgrade(pipe);
      const took = await upgrade(cluster, app, round);
      if (round < 0) continue;
      control.push(bare);
      values.push(took);
    }
    await cluster.destroy(app.id);
  } finally {
    pipe.close();
  }
  const what = 'rolling upgrade of 10 plain tasks, two at a time: PUT to deployed';
  return [{ what, unit: 'ms', values, control, controlWhat: 'kill and spawn, two at a time' }];
}
