import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryStore, singleCoordination } from '@stoa/coordination';
import { masterFlags, startMaster } from '@stoa/master';
import { createLog, describeFlags, parseFlags, renderHelp } from '@stoa/runtime';
import { AGENT_INFO, TestAgent } from './test-agent.ts';
import { TestFramework } from './test-framework.ts';
import { eventually, TestMaster, textOf } from './test-master.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stoa-start-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});

describe('basic authentication', () => {
  const master = new TestMaster();
  const basic = (text: string): Record<string, string> => ({
    Authorization: `Basic ${Buffer.from(text).toString('base64')}`,
  });
  beforeAll(async () => {
    const credentials = join(directory, 'credentials');
    await writeFile(credentials, '{"credentials":[{"principal":"alice","secret":"s"}]}');
    await master.start({
      credentials,
      authenticate_http_frameworks: true,
      authenticate_agents: true,
      authenticate_http_readonly: true,
      authenticate_http_readwrite: true,
    });
  });
  afterAll(() => master.close());

  test.each([
    ['/api/v1/scheduler', 'mesos-master-scheduler'],
    ['/api/v1', 'mesos-master-readwrite'],
    ['/state', 'mesos-master-readonly'],
    ['/stoa/v1/agent-link', 'mesos-master-agent'],
  ])('%s asks who it is, before anything else', async (path, realm) => {
    for (const headers of [
      {},
      basic('alice:wrong'),
      basic('bob:s'),
      { Authorization: 'Bearer x' },
    ]) {
      const answer = await master.ask(path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe(`Basic realm="${realm}"`);
      expect(textOf(answer)).toBe('401 Unauthorized.');
    }
    expect((await master.ask(path, { headers: basic('alice:s') })).status).not.toBe(401);
  });

  test.each(['/health', '/version', '/redirect', '/nowhere'])('%s asks nobody', async (path) => {
    expect((await master.ask(path)).status).not.toBe(401);
  });

  test('frameworks and agents come with their credentials, and the principal is filled in', async () => {
    const agent = new TestAgent(master, basic('alice:s'));
    await agent.subscribe();
    expect(agent.id).not.toBe('');
    const stranger = new TestAgent(master);
    await stranger.subscribe();
    expect(stranger.status).toBe(401);
    const [name, value] = Object.entries(basic('alice:s'))[0] ?? [];
    const headers = [`${name}: ${value}`];
    const framework = await TestFramework.subscribe(master, {}, { headers });
    await framework.untilType('SUBSCRIBED');
    const answer = await master.ask('/state', { headers: basic('alice:s') });
    expect(JSON.parse(textOf(answer)).frameworks).toMatchObject([{ principal: 'alice' }]);
    const other = await master.post(
      {
        type: 'SUBSCRIBE',
        subscribe: { framework_info: { user: 'r', name: 'n', principal: 'b' } },
      },
      basic('alice:s'),
    );
    expect([other.status, textOf(other)]).toEqual([
      400,
      "Failed to validate scheduler::Call: Authenticated principal 'alice' does not match principal 'b' set in `FrameworkInfo`",
    ]);
    agent.close();
  });

  test('without authentication a header of whatever kind is passed over', async () => {
    const open = new TestMaster();
    try {
      await open.start();
      for (const headers of [basic(':'), basic('a:b'), { Authorization: 'Bearer x' }]) {
        expect((await open.ask('/state', { headers })).status).toBe(200);
      }
    } finally {
      await open.close();
    }
  });
});

describe('a start that cannot be', () => {
  test.each([
    [{ ip: '0.0.0.0' }, /listening on 0\.0\.0\.0 without authentication.*--insecure/],
    [
      { ip: '0.0.0.0', authenticate_http_frameworks: true, authenticate_agents: true },
      /missing: --authenticate_http_readonly, --authenticate_http_readwrite/,
    ],
    [{ zk: 'zk://127.0.0.1:2181' }, /--zk: name a path behind the servers/],
    [{ zk: 'zk://nobody@a/mesos' }, /address of ZooKeeper: credentials/],
    [{ zk: 'file:///nowhere/zk' }, /cannot read the address in file:\/\/\/nowhere\/zk/],
    [{ zk: 'zk://a/mesos', registry: 'in_memory' }, /--registry=in_memory: the next leader/],
    [{ work_dir: undefined }, /--work_dir is required/],
    [{ work_dir: '/dev/null/x' }, /cannot keep the registry in \/dev\/null\/x/],
    [{ authenticate_http_readonly: true }, /--credentials/],
    [{ authenticate_agents: true, credentials: '/nowhere' }, /cannot read the credentials file/],
    [{ domain: '{' }, /--domain: /],
    [{ min_allocatable_resources: 'cpus:x' }, /--min_allocatable_resources: /],
    [{ allowed_origins: ['evil'] }, /--allowed_origins: 'evil' is not an origin/],
    [{ ip: '203.0.113.1', insecure: true }, /203\.0\.113\.1 is not an address of this machine/],
  ])('%j says what to do', async (flags, words) => {
    const work_dir = join(directory, 'refused');
    await expect(startMaster({ port: 0, work_dir, ...flags })).rejects.toThrow(words);
  });

  test('--insecure opens it to the network on purpose', async () => {
    const master = new TestMaster();
    await master.start({ ip: '0.0.0.0', insecure: true, registry: 'in_memory' });
    expect(master.address).toMatch(/^0\.0\.0\.0:\d+$/);
    await master.close();
  });

  test('a taken port and a taken work directory are one line each', async () => {
    const master = new TestMaster();
    try {
      await master.start();
      const work_dir = join(directory, 'second');
      const log = createLog({ daemon: 'master', sink: () => undefined });
      await expect(startMaster({ port: master.port, work_dir })).rejects.toThrow(
        `port ${master.port} is taken (127.0.0.1:${master.port}, wanted by master): choose another with --port`,
      );
      const first = await startMaster({ port: 0, work_dir }, { log });
      await expect(startMaster({ port: 0, work_dir })).rejects.toThrow(/is in use by process/);
      await first.close();
      await first.close();
      const again = await startMaster({ port: 0, work_dir }, { log });
      await again.close();
    } finally {
      await master.close();
    }
  });
});

describe('flags', () => {
  test('--help names every flag with its environment variable', () => {
    const help = renderHelp(masterFlags);
    for (const { name, env } of describeFlags(masterFlags)) {
      expect(help).toContain(`--${name}`);
      expect(help).toContain(`[$${env}]`);
    }
  });

  test('come from the command line, the environment and a file', async () => {
    const file = join(directory, 'flags.json');
    await writeFile(file, '{"cluster":"from-file","work_dir":"/x","port":1}');
    const flags = parseFlags(masterFlags, ['--port=3', `--flags_file=${file}`, '--insecure'], {
      MESOS_PORT: '2',
      MESOS_HOSTNAME: 'm1',
      MESOS_AGENT_PING_TIMEOUT: '1mins',
    });
    expect(flags).toMatchObject({
      port: 3,
      hostname: 'm1',
      cluster: 'from-file',
      work_dir: '/x',
      agent_ping_timeout: 60_000,
      insecure: true,
    });
    expect(() => parseFlags(masterFlags, ['--agent_reregister_timeout=1mins'])).toThrow(
      /--agent_reregister_timeout wants a duration such as 15secs of at least 10mins, not '1mins'/,
    );
  });
});

/** `stoa master` as a process of its own. */
class MasterProcess {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';

  constructor(...flags: readonly string[]) {
    const loader = fileURLToPath(new URL('../agent/source-loader.mjs', import.meta.url));
    const script = fileURLToPath(new URL('./master-process.ts', import.meta.url));
    const argv = ['--conditions=stoa-source', '--import', loader, script, ...flags];
    this.child = spawn(process.execPath, argv, {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(this.child);
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
  }

  /** Where it listens, once it may be asked. */
  async address(): Promise<string> {
    // A process that reads the sources takes its time to come up.
    await eventually('it leads', () => this.stderr.includes('master.recovered'), 20_000);
    return /"address":"([^"]+)"/.exec(this.stderr)?.[1] ?? '';
  }

  /** The exit code; a signal is sent first when one is given. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    const closed = once(this.child, 'close');
    if (signal !== undefined) this.child.kill(signal);
    await closed;
    return this.child.exitCode;
  }
}

describe('the command', () => {
  test('says what is wrong in one line and ends with a code', async () => {
    const work_dir = `--work_dir=${join(directory, 'command')}`;
    const running = new MasterProcess('--port=0', work_dir);
    const port = (await running.address()).split(':')[1];
    const [help, unknown, taken] = [
      new MasterProcess('--help'),
      new MasterProcess('--prot=1', work_dir),
      new MasterProcess(`--port=${port}`, '--registry=in_memory'),
    ];
    expect(await Promise.all([help.end(), unknown.end(), taken.end()])).toEqual([0, 2, 1]);
    expect(help.stdout).toContain('--agent_ping_timeout');
    expect(unknown.stderr).toBe(
      'stoa master: unknown flag --prot, did you mean --port? (all flags: stoa master --help)\n',
    );
    expect(taken.stderr).toBe(
      `master: port ${port} is taken (127.0.0.1:${port}, wanted by master): choose another with --port\n`,
    );
    expect(await running.end('SIGINT')).toBe(0);
  }, 30_000);
});

describe('a master that dies', () => {
  const remotes: TestMaster[] = [];
  afterEach(() => Promise.all(remotes.splice(0).map((remote) => remote.close())));
  const at = (address: string): TestMaster => {
    const remote = TestMaster.at(address);
    remotes.push(remote);
    return remote;
  };

  test('finds every admitted agent again in its registry after kill -9', async () => {
    const work_dir = join(directory, 'durable');
    const first = new MasterProcess('--port=0', `--work_dir=${work_dir}`);
    const agent = new TestAgent(at(await first.address()));
    await agent.subscribe();
    const known = agent.id;
    expect(known).toMatch(/-S0$/);
    await first.end('SIGKILL');
    await eventually('the link breaks', () => agent.isClosed);

    const second = new MasterProcess('--port=0', `--work_dir=${work_dir}`);
    const later = at(await second.address());
    const state = await later.json('/state');
    expect(state.slaves).toEqual([]);
    expect(state.recovered_slaves).toMatchObject([{ id: known, hostname: 'host-1' }]);
    const back = new TestAgent(later);
    const framework = { user: 'root', name: 'f', id: { value: 'f-1' }, checkpoint: true };
    const task = {
      name: 't',
      task_id: { value: 't-1' },
      framework_id: { value: 'f-1' },
      agent_id: { value: known },
      state: 'TASK_RUNNING' as const,
      resources: [
        {
          name: 'cpus',
          type: 'SCALAR' as const,
          scalar: { value: 1 },
          allocation_info: { role: '*' },
        },
      ],
    };
    await back.subscribe(
      { ...AGENT_INFO, id: { value: known } },
      { frameworks: [framework], tasks: [task] },
    );
    expect(back.id).toBe(known);
    const recovered = await later.json('/state');
    expect(recovered.recovered_slaves).toEqual([]);
    expect(recovered.slaves).toMatchObject([{ id: known, used_resources: { cpus: 1 } }]);
    expect(recovered.frameworks).toMatchObject([
      { id: 'f-1', recovered: true, connected: false, tasks: [{ id: 't-1' }] },
    ]);
    expect(await second.end('SIGTERM')).toBe(0);
  }, 30_000);

  test('ends in order on SIGTERM: streams get their final chunk, and no task is killed', async () => {
    const work_dir = join(directory, 'orderly');
    const running = new MasterProcess('--port=0', `--work_dir=${work_dir}`);
    const remote = at(await running.address());
    const framework = await TestFramework.subscribe(remote);
    await framework.untilType('SUBSCRIBED');
    const agent = new TestAgent(remote);
    await agent.subscribe();
    expect(await running.end('SIGTERM')).toBe(0);
    await framework.until('the end', () => framework.hasEnded);
    expect(agent.events.map(({ type }) => type)).not.toContain('SHUTDOWN_FRAMEWORK');
    expect(running.stderr).not.toContain('"level":"error"');
  }, 30_000);

  test('admits nobody while its disk is full, and says what to do', async () => {
    let isFull = true;
    const store = new MemoryStore(() => {
      if (isFull) throw new Error('no space left on device');
    });
    const master = new TestMaster();
    try {
      await master.start({}, { coordination: singleCoordination(store) });
      const agent = new TestAgent(master);
      await agent.subscribe();
      expect(agent.id).toBe('');
      expect((await master.json('/state')).slaves).toEqual([]);
      await eventually('the log says so', () =>
        /"registry.write_failed".*no space left.*free space under --work_dir/.test(
          master.log.join(''),
        ),
      );
      isFull = false;
      const again = new TestAgent(master);
      await again.subscribe();
      expect(again.id).not.toBe('');
      expect((await store.load()).map(({ key }) => key)).toEqual([`registry/agents/${again.id}`]);
      again.close();
    } finally {
      await master.close();
    }
  });
});
