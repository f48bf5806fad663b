import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AgentHarness, shell } from './agent-harness.ts';
import { FRAMEWORK_ID } from './fake-master.ts';

/** Mounts and other users are for root alone. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

let agent: AgentHarness;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
}, 30_000);

describe('an agent with plain commands', () => {
  test('registers with its resources and runs a command to its end', async () => {
    await agent.start();
    const [subscription] = agent.master.subscriptions;
    expect(subscription?.agent_info.resources?.map((resource) => resource.name).sort()).toEqual([
      'cpus',
      'disk',
      'mem',
      'ports',
    ]);
    agent.master.run({ id: 'hello', ...shell('echo out; echo err >&2; exit 0') });
    const finished = await agent.master.untilState('hello', 'TASK_FINISHED');
    expect(agent.master.states('hello')).toEqual([
      'TASK_STARTING',
      'TASK_RUNNING',
      'TASK_FINISHED',
    ]);
    expect(finished.message).toBe('Command exited with status 0');
    expect(finished.source).toBe('SOURCE_EXECUTOR');
    const running = agent.master.status('hello', 'TASK_RUNNING');
    expect(running?.container_status?.network_infos?.[0]?.ip_addresses?.[0]?.ip_address).toBe(
      '127.0.0.1',
    );
    expect(agent.read('hello', 'stdout')).toBe('out\n');
    expect(agent.read('hello', 'stderr')).toBe('err\n');
  });

  test('tells an exit code from a signal', async () => {
    await agent.start();
    agent.master.run({ id: 'code', ...shell('exit 137') });
    agent.master.run({ id: 'signal', ...shell('kill -9 $$') });
    agent.master.run({ id: 'term', ...shell('kill -TERM $$') });
    agent.master.run({ id: 'absent', command: { shell: false, value: '/no/such/program' } });
    expect((await agent.master.untilState('code', 'TASK_FAILED')).message).toBe(
      'Command exited with status 137',
    );
    expect((await agent.master.untilState('signal', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect((await agent.master.untilState('term', 'TASK_FAILED')).message).toBe(
      'Command terminated with signal Terminated',
    );
    expect((await agent.master.untilState('absent', 'TASK_FAILED')).message).toBe(
      'Command exited with status 127',
    );
  });

  test('gives the environment of the framework and nothing of its own', async () => {
    process.env['STOA_TEST_SECRET'] = 'must not leak';
    await agent.start();
    agent.master.run({
      id: 'env',
      command: {
        value: 'env; pwd',
        environment: { variables: [{ name: 'GREETING', value: 'hi there' }] },
      },
    });
    await agent.master.untilState('env', 'TASK_FINISHED');
    const text = agent.read('env', 'stdout');
    expect(text).toContain('GREETING=hi there\n');
    expect(text).toContain(`MESOS_SLAVE_ID=${agent.master.agentId}\n`);
    expect(text).toMatch(/MESOS_SANDBOX=.*\/runs\/[\w-]+\n/);
    expect(text).not.toContain('must not leak');
  });

  test('runs arguments as they are', async () => {
    await agent.start();
    const args = ['printf', '%s|', 'a b', '$HOME', ''];
    agent.master.run({
      id: 'args',
      command: { shell: false, value: '/usr/bin/printf', arguments: args },
    });
    await agent.master.untilState('args', 'TASK_FINISHED');
    expect(agent.read('args', 'stdout')).toBe('a b|$HOME||');
  });

  test('kills softly, then by force, with everything the task began', async () => {
    await agent.start();
    agent.master.run({ id: 'soft', ...shell('sleep 300') });
    agent.master.run({
      id: 'hard',
      ...shell("trap '' TERM; sleep 301 & while true; do sleep 1; done"),
    });
    await agent.master.untilState('soft', 'TASK_RUNNING');
    await agent.master.untilState('hard', 'TASK_RUNNING');
    agent.master.kill('soft');
    const killed = await agent.master.untilState('soft', 'TASK_KILLED');
    expect(killed.message).toBe('Command terminated with signal Terminated');
    expect(agent.master.states('soft')).toEqual([
      'TASK_STARTING',
      'TASK_RUNNING',
      'TASK_KILLING',
      'TASK_KILLED',
    ]);
    const from = Date.now();
    agent.master.kill('hard', 1);
    expect((await agent.master.untilState('hard', 'TASK_KILLED')).message).toBe(
      'Command terminated with signal Killed',
    );
    expect(Date.now() - from).toBeGreaterThan(900);
    await agent.master.until(
      'nothing left',
      () => spawnSync('pgrep', ['-f', '^sleep 30[01]$']).status === 1,
    );
  });

  test('kills a task that has only just begun without waiting for the force', async () => {
    await agent.start();
    for (let round = 0; round < 5; round++) {
      const id = `young-${round}`;
      agent.master.run({ id, ...shell('sleep 305') });
      agent.master.kill(id, 60);
    }
    await agent.master.until(
      'all killed',
      () => [0, 1, 2, 3, 4].every((round) => agent.master.status(`young-${round}`, 'TASK_KILLED')),
      10_000,
    );
  });

  test('ends what a finished task left behind', async () => {
    await agent.start();
    agent.master.run({ id: 'left', ...shell('sleep 302 & exit 3') });
    expect((await agent.master.untilState('left', 'TASK_FAILED')).message).toBe(
      'Command exited with status 3',
    );
    await agent.master.until(
      'nothing left',
      () => spawnSync('pgrep', ['-f', '^sleep 302$']).status === 1,
    );
  });

  test('refuses what needs Docker when there is none, and runs the rest', async () => {
    await agent.start();
    const docker = { image: 'busybox', network: 'HOST' as const };
    agent.master.run({ id: 'boxed', container: { type: 'DOCKER', docker }, ...shell('true') });
    agent.master.run({ id: 'plain', ...shell('true') });
    const failed = await agent.master.untilState('boxed', 'TASK_FAILED');
    expect(failed.reason).toBe('REASON_CONTAINER_LAUNCH_FAILED');
    expect(failed.message).toMatch(/^Failed to launch container: .*Docker does not answer/);
    await agent.master.untilState('plain', 'TASK_FINISHED');
  });

  test('sends updates again in order until they are acknowledged', async () => {
    agent.master.acknowledges = false;
    await agent.start();
    agent.master.run({ id: 'quiet', ...shell('true') });
    const starting = await agent.master.untilState('quiet', 'TASK_STARTING');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(agent.master.states('quiet')).toEqual(['TASK_STARTING']);
    // A new registration sends the head again, the same record.
    const { port } = agent.master;
    await agent.master.close();
    await agent.master.start(port);
    await agent.master.until('again', () => agent.master.updates.length >= 2);
    expect(agent.master.updates[1]).toEqual(starting);
    const known = agent.master.subscriptions.at(-1)?.tasks?.[0];
    expect(known?.status_update_state).toBe('TASK_STARTING');
    agent.master.acknowledges = true;
    agent.master.acknowledge(starting);
    await agent.master.untilState('quiet', 'TASK_FINISHED');
    expect(agent.master.states('quiet')).toEqual([
      'TASK_STARTING',
      'TASK_RUNNING',
      'TASK_FINISHED',
    ]);
  });

  test('answers for tasks it does not know', async () => {
    await agent.start();
    agent.master.send({
      type: 'RECONCILE',
      reconcile: {
        framework_id: { value: FRAMEWORK_ID },
        statuses: [{ task_id: { value: 'ghost' }, state: 'TASK_RUNNING' }],
      },
    });
    const status = await agent.master.untilState('ghost', 'TASK_DROPPED');
    expect(status.reason).toBe('REASON_RECONCILIATION');
    expect(status.uuid?.length).toBe(16);
  });

  test('kills a task whose health check fails too often', async () => {
    await agent.start();
    const times = { delay_seconds: 0, interval_seconds: 0.1, grace_period_seconds: 0 };
    agent.master.run({
      id: 'sick',
      ...shell('touch sick; sleep 300'),
      health_check: {
        type: 'COMMAND',
        command: { value: 'test ! -e sick' },
        consecutive_failures: 2,
        ...times,
      },
    });
    const killed = await agent.master.untilState('sick', 'TASK_KILLED');
    expect(killed.healthy).toBe(false);
    const told = agent.master.updates.filter(({ healthy }) => healthy === false);
    expect(told[0]?.reason).toBe('REASON_TASK_HEALTH_CHECK_STATUS_UPDATED');
  });

  asRoot(
    'acknowledges and launches nothing while its disk is full, and goes on when it is not',
    async () => {
      const store = join(agent.workDir, 'meta', 'store');
      mkdirSync(store, { recursive: true });
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', store]).status).toBe(0);
      try {
        await agent.start();
        const stuffing = join(store, 'stuffing');
        spawnSync('dd', ['if=/dev/zero', `of=${stuffing}`, 'bs=4k']);
        // More than the store has put by for what comes next.
        const labels = { labels: [{ key: 'note', value: 'x'.repeat(400_000) }] };
        agent.master.run({ id: 'patient', labels, ...shell('echo ran') });
        agent.master.send({ type: 'PING', ping: { connected: true } });
        await agent.master.until('a pong', () => agent.master.pongs === 1);
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(agent.master.updates).toEqual([]);
        expect(existsSync(agent.sandbox('patient'))).toBe(false);
        rmSync(stuffing);
        await agent.master.untilState('patient', 'TASK_FINISHED');
        expect(agent.read('patient', 'stdout')).toBe('ran\n');
        await agent.stop({ stopTasks: true });
      } finally {
        spawnSync('umount', [store]);
      }
    },
    30_000,
  );

  test('gives a command the variables that a real agent gives it', async () => {
    await agent.start();
    agent.master.run({ id: 'variables', ...shell('env') });
    await agent.master.untilState('variables', 'TASK_FINISHED');
    const names = agent
      .read('variables', 'stdout')
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    // As recorded from Mesos 1.12 (mesos-http.md §6.1) for a framework with checkpoints; `_` and
    // SHLVL are the shell's own.
    const own = names
      .filter((name) => name !== '_' && name !== 'SHLVL' && name !== 'OLDPWD')
      .sort();
    expect(own).toEqual([
      'LIBPROCESS_PORT',
      'MESOS_AGENT_ENDPOINT',
      'MESOS_ALLOCATION_ROLE',
      'MESOS_CHECKPOINT',
      'MESOS_DIRECTORY',
      'MESOS_EXECUTOR_ID',
      'MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD',
      'MESOS_FRAMEWORK_ID',
      'MESOS_HTTP_COMMAND_EXECUTOR',
      'MESOS_RECOVERY_TIMEOUT',
      'MESOS_SANDBOX',
      'MESOS_SLAVE_ID',
      'MESOS_SLAVE_PID',
      'MESOS_SUBSCRIPTION_BACKOFF_MAX',
      'PATH',
      'PWD',
    ]);
  });

  test('answers pings', async () => {
    await agent.start();
    agent.master.send({ type: 'PING', ping: { connected: true } });
    await agent.master.until('a pong', () => agent.master.pongs === 1);
  });
});
