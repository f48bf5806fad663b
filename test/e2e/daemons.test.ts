import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describeFlags } from '@stoa/runtime';
import { agentFlags } from '../../packages/agent/src/index.ts';
import { upFlags } from '../../packages/cli/src/index.ts';
import { marathonFlags } from '../../packages/marathon/src/index.ts';
import { masterFlags } from '../../packages/master/src/index.ts';
import { endTasksBelow } from '../support/proc.ts';
import {
  callJson,
  endPrograms,
  HOME,
  Program,
  run,
  runStoa,
  scratchDirectory,
} from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// The daemons one by one, as on several machines, and what the command line says.

const STOA = join(HOME, 'packages/cli/bin/stoa.mjs');
const SMALL = { cpus: 0.1, mem: 16 };
const scratch = scratchDirectory();

beforeAll(async () => {
  // As `npm start` does: what is stale is built.
  const build = ['node_modules/typescript/bin/tsc', '-b', 'packages/cli'];
  const { code, stdout } = await run(process.execPath, build);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});

afterAll(async () => {
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function start(argv: readonly string[], env = {}): Program {
  return new Program(process.execPath, [STOA, ...argv], { env });
}

/** An answer of a daemon that may still be starting. */
const whenUp = (url: string, user?: string) =>
  until(`${url} answers`, () =>
    callJson('GET', url, undefined, user).then(
      (answer) => (answer.status === 200 ? answer : undefined),
      () => undefined,
    ),
  );

/** Resolves when Marathon there took the app and its task runs. */
async function runApp(
  marathon: string,
  app: { readonly id: string; readonly cmd: string },
  user?: string,
): Promise<void> {
  const call = (method: string, path: string, body?: unknown) =>
    callJson(method, `http://${marathon}${path}`, body, user);
  await until('Marathon takes an app', async () => {
    const { status } = await call('POST', '/v2/apps', app);
    return status === 201 ? true : undefined;
  });
  await until('it runs', async () => {
    const { json } = await call('GET', `/v2/apps/${app.id}`);
    return json.app.tasksRunning === 1 ? true : undefined;
  });
}

describe('the daemons one by one', () => {
  test('form a cluster that runs an app, with flags by command line, environment and file', async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const [master, agent, marathon] = ports.map((port) => `127.0.0.1:${port}`);
    const [masterPort, agentPort, marathonPort] = ports;
    const work = join(scratch.path, 'plain');
    const flagsFile = join(scratch.path, 'agent.json');
    const resources = 'cpus:1;mem:256;disk:256;ports:[31000-31010]';
    writeFileSync(flagsFile, JSON.stringify({ resources, port: agentPort }));
    const daemons = [
      start(['master', `--port=${masterPort}`], { MESOS_WORK_DIR: join(work, 'master') }),
      start([
        ...['agent', '--master', master ?? '', `--work-dir=${join(work, 'agent')}`],
        ...[`--flags_file=${flagsFile}`, '--docker_socket=/nonexistent/docker.sock'],
      ]),
      start(['marathon', `--http_port=${marathonPort}`], {
        MARATHON_MASTER: master,
        MARATHON_WORK_DIR: join(work, 'marathon'),
      }),
    ];
    await whenUp(`http://${agent}/health`);
    await whenUp(`http://${marathon}/ping`);
    const agents = await until('the agent is registered', async () => {
      const { json } = await whenUp(`http://${master}/slaves`);
      return json.slaves.length > 0 ? json.slaves : undefined;
    });
    expect(agents[0].resources).toMatchObject({ cpus: 1, mem: 256, ports: '[31000-31010]' });
    const file = join(scratch.path, 'said');
    const cmd = `echo here > ${file}; exec sleep 1000`;
    await runApp(marathon ?? '', { id: '/one', cmd, ...SMALL });
    expect(readFileSync(file, 'utf8')).toBe('here\n');
    for (const daemon of daemons.reverse()) expect(await daemon.end('SIGTERM')).toBe(0);
  });

  test('know each other by secrets, and nobody else, as the guide to several machines says', async () => {
    const [masterPort, agentPort, marathonPort] = [
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    const work = join(scratch.path, 'secured');
    const files = join(scratch.path, 'secrets');
    mkdirSync(files);
    const keep = (name: string, content: unknown): string => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(files, name), text, { mode: 0o600 });
      return join(files, name);
    };
    const agents = { principal: 'agents', secret: 'a-secret' };
    const credentials = keep('credentials', {
      credentials: [
        agents,
        { principal: 'marathon', secret: 'm-secret' },
        { principal: 'operator', secret: 'o-secret' },
      ],
    });
    const readers = ['--authenticate_http_readonly', '--authenticate_http_readwrite'];
    const master = `--master=127.0.0.1:${masterPort}`;
    start([
      ...['master', `--port=${masterPort}`, `--work_dir=${join(work, 'master')}`, ...readers],
      ...[`--credentials=${credentials}`, '--authenticate_agents'],
      '--authenticate_http_frameworks',
    ]);
    start([
      ...['agent', master, `--port=${agentPort}`, `--work_dir=${join(work, 'agent')}`, ...readers],
      ...[`--credential=${keep('agent', agents)}`, `--http_credentials=${credentials}`],
    ]);
    start([
      ...['marathon', master, `--http_port=${marathonPort}`],
      ...[`--work_dir=${join(work, 'marathon')}`, '--http_credentials=user:pass'],
      '--mesos_authentication_principal=marathon',
      `--mesos_authentication_secret_file=${keep('marathon', 'm-secret')}`,
    ]);
    const app = { id: '/one', cmd: 'exec sleep 1000', ...SMALL };
    await whenUp(`http://127.0.0.1:${masterPort}/health`);
    await whenUp(`http://127.0.0.1:${marathonPort}/ping`, 'user:pass');
    await runApp(`127.0.0.1:${marathonPort}`, app, 'user:pass');
    for (const [url, user] of [
      [`http://127.0.0.1:${masterPort}/state`, 'operator:o-secret'],
      [`http://127.0.0.1:${agentPort}/state`, 'operator:o-secret'],
      [`http://127.0.0.1:${marathonPort}/v2/apps`, 'user:pass'],
    ] as const) {
      expect((await callJson('GET', url)).status).toBe(401);
      expect((await callJson('GET', url, undefined, 'operator:guess')).status).toBe(401);
      expect((await callJson('GET', url, undefined, user)).status).toBe(200);
    }
  });

  test('refuse to listen for everybody without authentication, and say what to do', async () => {
    const work = `--work_dir=${join(scratch.path, 'refused')}`;
    const master = '--master=127.0.0.1:1';
    for (const argv of [
      ['master', '--ip=0.0.0.0', '--port=0', work],
      ['agent', '--ip=0.0.0.0', '--port=0', work, master],
      ['marathon', '--http_address=0.0.0.0', '--http_port=0', work, master],
    ]) {
      const { code, stderr } = await runStoa(argv);
      expect(code).toBe(1);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).toContain('--insecure');
    }
  });
});

describe('the command stoa', () => {
  test.each([
    ['up', upFlags],
    ['master', masterFlags],
    ['agent', agentFlags],
    ['marathon', marathonFlags],
  ])('stoa %s --help tells every flag with its environment variable', async (name, table) => {
    const { code, stdout, stderr } = await runStoa([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const flag of describeFlags(table)) {
      expect(stdout).toContain(`--${flag.name}`);
      expect(stdout).toContain(`$${flag.env}`);
    }
    const { stdout: other } = await runStoa(['help', name]);
    expect(other).toBe(stdout);
  });

  test('stoa dns takes the words that the original takes', async () => {
    expect(await runStoa(['dns', '-version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Mesos-DNS \d/),
    });
    const { code, stderr } = await runStoa(['dns', '-v=2', `-config=${scratch.path}/none.json`]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('none.json'),
    });
    expect((await runStoa(['dns', '-v=3'])).stderr).toContain('--v wants');
  });

  test('tells its version and its commands', async () => {
    const { stdout } = await runStoa(['--version']);
    expect(stdout).toBe('stoa 0.1.0\n');
    const { stdout: help, code } = await runStoa([]);
    expect(code).toBe(0);
    for (const name of ['up', 'master', 'agent', 'marathon']) {
      expect(help).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
  });

  test.each([
    [['marathn'], 'stoa marathn: no such command; did you mean stoa marathon?'],
    [['quux'], 'stoa quux: no such command; see stoa --help'],
    [['app', 'list'], 'stoa app: not in this version; see stoa --help'],
    [['agent', 'list'], 'stoa agent list: not in this version'],
    [['agent'], '--master=host:port --work_dir=DIR runs an agent'],
    [['agent', '--mastr=a:1'], 'unknown flag --mastr, did you mean --master?'],
    [['master', '--port=none'], "--port wants a whole number from 0 to 65535, not 'none'"],
    [['agent', '--work_dir=/tmp/none'], '--master is required'],
  ])('says what is wrong with %j, exit code 2', async (argv, line) => {
    const { code, stdout, stderr } = await runStoa(argv, { env: { MESOS_MASTER: undefined } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
