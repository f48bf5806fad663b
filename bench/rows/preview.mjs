// What a change would do, asked with `?dryRun=true` on a group of 100 tasks, against a request that decides nothing.
import { plainApp } from '../sample-apps.mjs';

const APPS = 10;
const INSTANCES = 10;

const group = (more) => ({
  id: '/preview',
  apps: Array.from({ length: APPS }, (_, at) =>
    plainApp(`/preview/app-${at}`, 'exec sleep 1000', { instances: INSTANCES, ...more }),
  ),
});

async function time(perform) {
  const startedAt = performance.now();
  await perform();
  return performance.now() - startedAt;
}

/** A preview that says nothing of the ten apps is no preview. */
function assertWhole({ steps }) {
  const count = (steps ?? []).reduce((sum, { actions }) => sum + actions.length, 0);
  if (count < APPS) throw new Error(`the preview has ${count} actions: ${JSON.stringify(steps)}`);
}

/** The row of the preview. */
export async function measurePreview({ cluster, rounds }) {
  const events = await cluster.events();
  const deployed = events.untilDeployed();
  const { status, text } = await cluster.call('POST', '/v2/groups', group({}));
  if (status !== 200 && status !== 201) throw new Error(`the group was refused: ${status} ${text}`);
  await deployed;
  const values = [];
  const control = [];
  for (let round = -5; round < rounds; round += 1) {
    const changed = group({ env: { ROUND: String(round) } });
    const ping = await time(() => cluster.call('GET', '/ping'));
    let plan;
    const took = await time(async () => {
      plan = await cluster.expect('PUT', '/v2/groups/preview?dryRun=true', changed);
    });
    assertWhole(plan);
    if (round < 0) continue;
    control.push(ping);
    values.push(took);
  }
  await cluster.call('DELETE', '/v2/groups/preview?force=true');
  await cluster.untilUsed(0);
  const what = 'preview of a change (?dryRun=true on a group), 100 tasks';
  return [{ what, unit: 'ms', values, control, controlWhat: '`GET /ping`' }];
}
