// Cases of silent agents from marathon-behaviour.md §13, through the API on the real kernel.
import { describe, expect, test } from '@jest/globals';
import { MarathonServer } from '../../../support/marathon-server.ts';

const APP = { id: '/x', cmd: 'sleep 1000', cpus: 0.1, mem: 32 };

/** The agent of a task is silent: the master says so, with its own clock. */
function fallSilent(server: MarathonServer, taskId: string): void {
  const unreachable_time = { nanoseconds: BigInt(server.marathon.at) * 1_000_000n };
  server.master.turnTo(taskId, 'TASK_UNREACHABLE', { unreachable_time });
  server.master.settle();
}

const replacements = (server: MarathonServer, taskId: string) =>
  server.master.running('/x').filter(({ id }) => id !== taskId);

describe('an agent that is lost', () => {
  test('case 100: with no patience has its task replaced, which is killed should it return', async () => {
    const server = new MarathonServer();
    const unreachableStrategy = { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 };
    const [task] = await server.run({ ...APP, unreachableStrategy });
    fallSilent(server, task!.id);
    const [next] = replacements(server, task!.id);
    expect(next?.state).toBe('TASK_RUNNING');
    expect(server.master.kills).toEqual([]);
    server.master.turnTo(task!.id, 'TASK_RUNNING');
    server.master.settle();
    expect(server.master.kills).toEqual([task!.id]);
    expect(server.master.running('/x')).toEqual([next]);
    expect((await server.tasks('/x')).map(({ id }) => id)).toEqual([next!.id]);
  });

  test('case 101: is waited for until its task counts as inactive, then it is replaced', async () => {
    const server = new MarathonServer();
    const unreachableStrategy = { inactiveAfterSeconds: 5, expungeAfterSeconds: 10 };
    const [task] = await server.run({ ...APP, unreachableStrategy });
    fallSilent(server, task!.id);
    server.master.pass(4);
    expect(replacements(server, task!.id)).toEqual([]);
    server.master.pass(2);
    expect(replacements(server, task!.id)).toHaveLength(1);
    expect(await server.tasks('/x')).toHaveLength(2);
    server.master.pass(5);
    expect(await server.tasks('/x')).toHaveLength(1);
  });

  test('case 101: returns between the two, and the surplus is ended', async () => {
    const server = new MarathonServer();
    const unreachableStrategy = { inactiveAfterSeconds: 5, expungeAfterSeconds: 60 };
    const [task] = await server.run({ ...APP, unreachableStrategy });
    fallSilent(server, task!.id);
    server.master.pass(10);
    expect(replacements(server, task!.id)).toHaveLength(1);
    server.master.turnTo(task!.id, 'TASK_RUNNING');
    server.master.pass(1);
    expect(server.master.alive('/x')).toHaveLength(1);
    expect(await server.tasks('/x')).toHaveLength(1);
  });

  test('case 102: is waited for without end where the app says so', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, unreachableStrategy: 'disabled' });
    fallSilent(server, task!.id);
    server.master.pass(3600);
    expect(replacements(server, task!.id)).toEqual([]);
    server.master.turnTo(task!.id, 'TASK_RUNNING');
    server.master.settle();
    expect(server.master.running('/x').map(({ id }) => id)).toEqual([task!.id]);
    expect(server.master.kills).toEqual([]);
  });

  test('is not asked for what it cannot do: a task that is ended there is forgotten at once (§6)', async () => {
    const server = new MarathonServer();
    const [task] = await server.run({ ...APP, unreachableStrategy: 'disabled' });
    fallSilent(server, task!.id);
    await server.ok('DELETE', `/v2/apps/x/tasks/${task!.id}`);
    server.master.settle();
    expect((await server.tasks('/x')).map(({ id }) => id)).toEqual(
      replacements(server, task!.id).map(({ id }) => id),
    );
    expect(replacements(server, task!.id)).toHaveLength(1);
    // Should its agent return, it is a task of nobody.
    server.master.turnTo(task!.id, 'TASK_RUNNING');
    server.master.settle();
    expect(server.master.running('/x')).toHaveLength(1);
  });

  test('case 103: and called gone by an operator has its task replaced elsewhere', async () => {
    const server = new MarathonServer({ agents: [{ host: 'a', cpus: 1 }, { host: 'b' }] });
    const constraints = [['hostname', 'UNIQUE']];
    const unreachableStrategy = 'disabled';
    const app = { ...APP, constraints, unreachableStrategy, backoffSeconds: 1 };
    const [task] = await server.run(app);
    fallSilent(server, task!.id);
    server.master.turnTo(task!.id, 'TASK_GONE_BY_OPERATOR');
    server.master.pass(2);
    expect(replacements(server, task!.id)).toHaveLength(1);
    expect((await server.app('/x', '?embed=app.lastTaskFailure'))['lastTaskFailure']).toMatchObject(
      { taskId: task!.id, state: 'TASK_GONE_BY_OPERATOR' },
    );
  });
});
