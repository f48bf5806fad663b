import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endTasksBelow, isAlive, processesNaming } from '../support/proc.ts';
import {
  endPrograms,
  LocalCluster,
  scratchDirectory,
  type MarathonTask,
} from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// `kill -9` of the whole cluster: what was answered for is there, what ran runs, what ended is told.

let scratch: ReturnType<typeof scratchDirectory>;

beforeEach(() => {
  scratch = scratchDirectory();
});

afterEach(async () => {
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const work = (): string => join(scratch.path, 'work');

const app = (id: string, cmd: string, more = {}) => ({ id, cmd, cpus: 0.05, mem: 16, ...more });

const linesOf = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];

describe('kill -9 of the whole cluster', () => {
  test('loses no app that was answered for, whenever it comes', async () => {
    const answered: string[] = [];
    // Each life is cut shorter or longer after an answer: before the launch, while it goes on, after it.
    for (const pauseMs of [0, 3, 10, 30, 100]) {
      const cluster = await LocalCluster.start(work());
      const id = `/life-${pauseMs}`;
      const { status } = await cluster.marathon('POST', '/v2/apps', app(id, 'exec sleep 1000'));
      expect(status).toBe(201);
      answered.push(id);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await cluster.kill();
    }
    const cluster = await LocalCluster.start(work());
    const { json } = await cluster.marathon('GET', '/v2/apps');
    const ids: readonly string[] = json.apps.map(({ id }: { id: string }) => id);
    expect([...ids].sort()).toEqual(answered.sort());
    for (const id of answered) await cluster.runningTasks(id);
    await expectOneProcessPerTask(cluster);
  });

  test('finds running tasks again, which never stopped', async () => {
    const pids = join(scratch.path, 'pids');
    const first = await LocalCluster.start(work());
    const sleeper = app('/kept', `echo $$ >> ${pids}; exec sleep 1000`, { instances: 3 });
    await first.marathon('POST', '/v2/apps', sleeper);
    const before = await first.runningTasks('/kept', 3);
    await until('three processes', () => (linesOf(pids).length === 3 ? true : undefined));
    await first.kill();
    expect(linesOf(pids).map(Number).every(isAlive)).toBe(true);
    const second = await LocalCluster.start(work());
    const after = await second.runningTasks('/kept', 3);
    const ids = (tasks: readonly MarathonTask[]) => tasks.map(({ id }) => id).sort();
    expect(ids(after)).toEqual(ids(before));
    expect(linesOf(pids)).toHaveLength(3);
    expect(linesOf(pids).map(Number).every(isAlive)).toBe(true);
  });

  test('tells what ended meanwhile with its true exit code, and starts another', async () => {
    const pids = join(scratch.path, 'pids');
    const go = join(scratch.path, 'go');
    const first = await LocalCluster.start(work());
    // The first run ends with 42 once the cluster is dead; those after it stay.
    const cmd =
      `if [ -e ${go} ]; then exec sleep 1000; fi; echo $$ >> ${pids}; ` +
      `while [ ! -e ${go} ]; do sleep 0.1; done; exit 42`;
    await first.marathon('POST', '/v2/apps', app('/ends', cmd, { backoffSeconds: 0 }));
    const [before] = await first.runningTasks('/ends');
    await until('it runs', () => (linesOf(pids).length === 1 ? true : undefined));
    await first.kill();
    const [pid] = linesOf(pids).map(Number);
    writeFileSync(go, '');
    await until('it ended', () => (isAlive(pid ?? -1) ? undefined : true));
    const second = await LocalCluster.start(work());
    const failure = await until('the failure is told', async () => {
      const { json } = await second.marathon('GET', '/v2/apps//ends?embed=app.lastTaskFailure');
      return json?.app?.lastTaskFailure;
    });
    expect(failure).toMatchObject({ taskId: before?.id, state: 'TASK_FAILED' });
    expect(failure.message).toContain('exited with status 42');
    const [after] = await second.runningTasks('/ends');
    expect(after?.id).not.toBe(before?.id);
  });
});

/** Marathon, the master and the process table agree: nothing runs unknown, and nothing twice. */
async function expectOneProcessPerTask(cluster: LocalCluster): Promise<void> {
  const { json } = await cluster.marathon('GET', '/v2/tasks');
  const known: readonly string[] = json.tasks.map(({ id }: MarathonTask) => id);
  const { json: state } = await cluster.master('/state');
  const [framework] = state.frameworks;
  const ofMaster: readonly string[] = framework.tasks.map(({ id }: { id: string }) => id);
  expect([...ofMaster].sort()).toEqual([...known].sort());
  // Each task has one supervisor, whose command line names the agent's directory.
  expect(processesNaming(join(work(), 'agent-1'))).toHaveLength(known.length);
}
