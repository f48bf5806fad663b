import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startCluster, type InProcessCluster } from '../../support/in-process-cluster.ts';
import { scratchDirectory } from '../../support/stoa-process.ts';

let cluster: InProcessCluster;
const scratch = scratchDirectory();

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.close();
  scratch.remove();
});

test.each([
  [20, true],
  [0, false],
])(
  'case 117: with a grace of %d s a task that takes a second to end does so by itself: %s',
  async (taskKillGracePeriodSeconds, endsItself) => {
    const id = `/grace${taskKillGracePeriodSeconds}`;
    const [begun, ended] = ['begun', 'ended'].map((name) => join(scratch.path, id.slice(1) + name));
    const cmd = `trap 'sleep 1; : > ${ended}; exit 0' TERM; : > ${begun}; while :; do sleep 0.1; done`;
    const app = { id, cmd, cpus: 0.1, mem: 32, taskKillGracePeriodSeconds };
    await cluster.call('POST', '/v2/apps', app);
    await cluster.when('the task to be under way', `/v2/apps${id}`, () =>
      existsSync(begun!) ? true : undefined,
    );
    await cluster.call('DELETE', `/v2/apps${id}`);
    await cluster.when('the app to be gone', '/v2/deployments', (json) =>
      Array.isArray(json) && json.length === 0 ? true : undefined,
    );
    expect(existsSync(ended!)).toBe(endsItself);
  },
);
