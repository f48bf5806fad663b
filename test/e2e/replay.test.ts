import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, HOME, LocalCluster, run, scratchDirectory } from '../support/stoa-process.ts';

// Recorded courses of a real master, sent again to ours: where the tool and the recordings are at hand.

const TOOL = join(HOME, '../shared/tools/replay/replay.mjs');
const describeWithTool = existsSync(TOOL) ? describe : describe.skip;
// As the agent was when the courses were recorded.
const AGENT = [
  '--attributes=rack:r1;slots:4;range:[1-5]',
  '--resources=cpus:8;mem:16384;disk:20000;ports:[31000-32000]',
  '--hostname=localhost',
  '--docker-socket=/nonexistent/docker.sock',
];

const scratch = scratchDirectory();

afterAll(async () => {
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

describeWithTool(
  'recorded courses of a real master (left out where ../shared/tools/replay is not at hand)',
  () => {
    test('pass against the running cluster', async () => {
      const cluster = await LocalCluster.start(join(scratch.path, 'work'), AGENT);
      const { master, agents } = cluster.endpoints;
      const { code, stdout } = await run(process.execPath, [
        TOOL,
        `--master`,
        master,
        '--agent',
        agents[0] ?? '',
        '--cases',
        'sched-01*,sched-02*,sched-07*,op-03*',
        '--out',
        join(scratch.path, 'report.json'),
      ]);
      expect(stdout).toMatch(/replayed 4 cases: 4 pass, 0 fail, 0 not replayable/);
      expect(code).toBe(0);
      await cluster.stop();
    });
  },
);
