import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentHarness, shell } from './agent-harness.ts';

let agent: AgentHarness;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
}, 30_000);

describe('an agent whose process is killed', () => {
  test('finds running tasks again, and the true end of those that ended meanwhile', async () => {
    await agent.startProcess();
    const gate = join(agent.directory, 'gate');
    agent.master.run({
      id: 'lives',
      ...shell(`echo begun; while [ ! -e ${gate} ]; do sleep 0.05; done; exit 5`),
    });
    agent.master.run({ id: 'ends', ...shell('sleep 1; exit 42') });
    agent.master.run({ id: 'dies', ...shell('sleep 1; kill -9 $$') });
    for (const id of ['lives', 'ends', 'dies']) await agent.master.untilState(id, 'TASK_RUNNING');
    await agent.killProcess();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await agent.startProcess();
    expect(agent.master.subscriptions.at(-1)?.agent_info.id?.value).toBe(agent.master.agentId);
    expect((await agent.master.untilState('ends', 'TASK_FAILED')).message).toBe(
      'Command exited with status 42',
    );
    expect((await agent.master.untilState('dies', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect(agent.master.states('lives')).toEqual(['TASK_STARTING', 'TASK_RUNNING']);
    writeFileSync(gate, '');
    expect((await agent.master.untilState('lives', 'TASK_FAILED')).message).toBe(
      'Command exited with status 5',
    );
    expect(agent.read('lives', 'stdout')).toBe('begun\n');
  }, 60_000);

  test('notices the end of a task of its earlier life at once, however it ends', async () => {
    await agent.startProcess();
    const gate = join(agent.directory, 'gate');
    spawnSync('mkfifo', [gate]);
    agent.master.run({ id: 'waits', ...shell(`read line <${gate}; exit 6`) });
    agent.master.run({ id: 'alone', ...shell('sleep 304') });
    await agent.master.untilState('waits', 'TASK_RUNNING');
    const alone = await agent.master.untilState('alone', 'TASK_RUNNING');
    await agent.killProcess();
    await agent.startProcess();
    const from = performance.now();
    writeFileSync(gate, 'go\n');
    expect((await agent.master.untilState('waits', 'TASK_FAILED')).message).toBe(
      'Command exited with status 6',
    );
    // The supervisor itself is killed: nobody is left to write a status.
    process.kill(alone.container_status?.executor_pid ?? -1, 'SIGKILL');
    expect((await agent.master.untilState('alone', 'TASK_FAILED')).message).toBe(
      'Executor terminated',
    );
    // Far below any interval at which one would look.
    expect(performance.now() - from).toBeLessThan(900);
    await agent.master.until(
      'nothing left',
      () => spawnSync('pgrep', ['-f', '^sleep 304$']).status === 1,
    );
  }, 60_000);

  test('kills a task of its earlier life', async () => {
    await agent.startProcess();
    agent.master.run({ id: 'old', ...shell('sleep 303') });
    await agent.master.untilState('old', 'TASK_RUNNING');
    await agent.killProcess();
    await agent.startProcess();
    agent.master.kill('old');
    await agent.master.untilState('old', 'TASK_KILLED');
    expect(spawnSync('pgrep', ['-f', '^sleep 303$']).status).toBe(1);
  }, 60_000);
});
