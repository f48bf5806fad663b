import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  callJson,
  endPrograms,
  FREE_PORTS,
  LocalCluster,
  run,
  runStart,
  scratchDirectory,
} from '../support/stoa-process.ts';
import { endTasksBelow, isAlive, processesNaming } from '../support/proc.ts';
import { until } from '../support/until.ts';

// The promises of `npm start`, as a person meets them.

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

const pidIn = (file: string): Promise<number> =>
  until(`${file} has a pid`, () => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return text.endsWith('\n') ? Number(text.trim().split('\n').at(-1)) : undefined;
  });

const sleeper = (id: string, file: string) => ({
  id,
  cmd: `echo $$ >> ${file}; exec sleep 1000`,
  cpus: 0.1,
  mem: 32,
});

/** An agent as `/slaves` shows it. */
interface AgentJson {
  readonly resources: { readonly cpus: number; readonly ports: string };
}

describe('npm start', () => {
  test('says where the daemons are and how to run a first app, and that works', async () => {
    const cluster = await LocalCluster.start(work());
    const { master, agents, marathon, dns, dns_http: dnsHttp } = cluster.endpoints;
    const said = cluster.program.stdout;
    for (const address of [master, ...agents, marathon, dnsHttp])
      expect(said).toContain(`http://${address}`);
    expect(said).toContain(`by DNS at ${dns}`);
    expect(said).toContain(work());
    expect(agents).toHaveLength(1);
    const paste = /^ {2}(curl .*hello\.json.*)$/m.exec(said)?.[1] ?? 'the greeting names no curl';
    const posted = await run('sh', ['-c', `${paste} -o /dev/null -w '%{http_code}'`]);
    expect({ code: posted.code, stdout: posted.stdout }).toEqual({ code: 0, stdout: '201' });
    const [task] = await cluster.runningTasks('/hello');
    expect(task?.host).toBe('127.0.0.1');
    const { json: files } = await readSandbox(cluster, task?.id ?? '');
    expect(files.data).toMatch(/^Hello from \/hello on 127\.0\.0\.1\n/);
    const { json: state } = await cluster.master('/master/state');
    expect(state.frameworks.map(({ name }: { name: string }) => name)).toEqual(['marathon']);
  });

  test('finds apps and their running tasks again after Ctrl-C, and is back soon', async () => {
    const file = join(scratch.path, 'pids');
    const first = await LocalCluster.start(work());
    await first.marathon('POST', '/v2/apps', sleeper('/kept', file));
    const [before] = await first.runningTasks('/kept');
    const pid = await pidIn(file);
    expect(await first.stop()).toBe(0);
    expect(first.program.stderr).toBe('');
    expect(isAlive(pid)).toBe(true);
    const startedAt = performance.now();
    const second = await LocalCluster.start(work());
    const seconds = (performance.now() - startedAt) / 1000;
    const [after] = await second.runningTasks('/kept');
    expect(after?.id).toBe(before?.id);
    expect(readFileSync(file, 'utf8')).toBe(`${pid}\n`);
    // About two seconds on an idle machine; the limit leaves room for a busy one.
    expect(seconds).toBeLessThan(6);
  });

  test('ends the tasks too with --stop-tasks, and starts them anew afterwards', async () => {
    const file = join(scratch.path, 'pids');
    const cluster = await LocalCluster.start(work(), ['--stop-tasks']);
    await cluster.marathon('POST', '/v2/apps', sleeper('/ended', file));
    await cluster.runningTasks('/ended');
    const pid = await pidIn(file);
    expect(await cluster.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    const again = await LocalCluster.start(work(), ['--stop-tasks']);
    await again.runningTasks('/ended');
    await until('a second process', () =>
      readFileSync(file, 'utf8').split('\n').length === 3 ? true : undefined,
    );
  });

  test('leaves no process of its own behind', async () => {
    const cluster = await LocalCluster.start(work());
    await cluster.stop();
    expect(processesNaming(work())).toEqual([]);
  });

  test('has Marathon back on its port after it was asked to give up leadership', async () => {
    const cluster = await LocalCluster.start(work());
    await cluster.marathon('POST', '/v2/apps', sleeper('/led', join(scratch.path, 'pids')));
    const [before] = await cluster.runningTasks('/led');
    // At once after its start, and again and again: each time as soon as it answers.
    for (let round = 0; round < 4; round++) {
      const abdicated = await until('Marathon is asked', () =>
        cluster.marathon('DELETE', '/v2/leader').catch(() => undefined),
      );
      expect(abdicated.status).toBe(200);
    }
    const [after] = await until('Marathon is back', () =>
      cluster.runningTasks('/led').catch(() => undefined),
    );
    expect(after?.id).toBe(before?.id);
    expect(cluster.program.stderr).toBe('');
    expect(await cluster.stop()).toBe(0);
  });

  test('divides the machine between several agents', async () => {
    const cluster = await LocalCluster.start(work(), ['--agents', '3']);
    expect(cluster.endpoints.agents).toHaveLength(3);
    const { json } = await cluster.master('/slaves');
    const ports = json.slaves.map((agent: AgentJson) => agent.resources.ports).sort();
    expect(new Set(ports).size).toBe(3);
    const cpus = json.slaves.map((agent: AgentJson) => agent.resources.cpus);
    expect(new Set(cpus).size).toBe(1);
    expect(Math.round(3 * cpus[0])).toBeGreaterThan(0);
  });

  test('runs apps on every agent', async () => {
    const cluster = await LocalCluster.start(work(), [
      '--agents=2',
      '--resources=cpus:0.5;mem:128;disk:64;ports:[31000-31010]',
    ]);
    await cluster.marathon('POST', '/v2/apps', {
      id: '/spread',
      cmd: 'exec sleep 1000',
      cpus: 0.4,
      mem: 64,
      instances: 2,
    });
    const tasks = await cluster.runningTasks('/spread', 2);
    expect(new Set(tasks.map(({ slaveId }) => slaveId)).size).toBe(2);
    await cluster.destroy('/spread');
  });
});

describe('npm start that cannot', () => {
  const refusal = async (argv: readonly string[], env = {}): Promise<string> => {
    const { code, stderr, stdout } = await runStart([`--work-dir=${work()}`, ...argv], { env });
    expect({ code, stdout }).toEqual({ code: expect.any(Number), stdout: '' });
    expect(code).not.toBe(0);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  };

  test.each([
    ['--master-port', 'the master'],
    ['--agent-port', 'the agent'],
    ['--marathon-port', 'Marathon'],
    ['--dns-port', 'Mesos-DNS'],
    ['--dns-http-port', 'Mesos-DNS over HTTP'],
  ])('names %s when that port of %s is taken', async (flag) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const line = await refusal([
      ...FREE_PORTS.filter((free) => free !== `${flag}=0`),
      `${flag}=${port}`,
    ]);
    expect(line).toMatch(new RegExp(`port ${port} (of 127\\.0\\.0\\.1 )?is taken`));
    expect(line).toContain(`choose another with ${flag}\n`);
    server.close();
  });

  test('says so when another cluster uses the directory', async () => {
    const cluster = await LocalCluster.start(work());
    const line = await refusal(FREE_PORTS);
    expect(line).toMatch(/in use|another|held|locked/);
    expect(line).toContain(String(cluster.program.pid));
  });

  test('says so when the directory cannot be written', async () => {
    writeFileSync(work(), 'a file, not a directory');
    const { code, stderr } = await runStart([`--work-dir=${work()}`, '--master-port=0']);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain('--work-dir');
  });

  test('refuses to listen for everybody without authentication', async () => {
    expect(await refusal(['--ip=0.0.0.0'])).toContain('--insecure');
  });

  test('names the flag that was meant', async () => {
    expect(await refusal(['--agent=3'])).toContain('did you mean --agents?');
    expect(await refusal(['--agents=many'])).toContain('--agents wants a whole number');
  });

  test('names the Node that is needed', async () => {
    const pretend =
      "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.19.0'}})";
    const line = await refusal([], { NODE_OPTIONS: `--import "${pretend}"` });
    expect(line).toContain('this is Node 18.19.0, but 20.11 or newer is needed');
  });
});

describe('npm start without Docker', () => {
  test('says so, runs plain commands, and fails what has an image with the reason', async () => {
    const cluster = await LocalCluster.start(work(), ['--docker-socket=/nonexistent/docker.sock']);
    expect(cluster.program.stdout).toContain('No Docker at /nonexistent/docker.sock');
    await cluster.marathon('POST', '/v2/apps', sleeper('/plain', join(scratch.path, 'pids')));
    await cluster.runningTasks('/plain');
    await cluster.marathon('POST', '/v2/apps', {
      id: '/image',
      cmd: 'sleep 1000',
      cpus: 0.1,
      mem: 32,
      container: { type: 'DOCKER', docker: { image: 'busybox' } },
    });
    const message = await until('the reason is told', async () => {
      const { json } = await cluster.marathon('GET', '/v2/apps//image?embed=app.lastTaskFailure');
      const text: unknown = json?.app?.lastTaskFailure?.message;
      return typeof text === 'string' ? text : undefined;
    });
    expect(message).toMatch(/docker/i);
    expect(message).toContain('/nonexistent/docker.sock');
    await cluster.runningTasks('/plain');
    await cluster.destroy('/image');
  });
});

async function readSandbox(cluster: LocalCluster, taskId: string) {
  const { json: state } = await cluster.master('/state');
  const framework = state.frameworks[0];
  const task = framework.tasks.find(({ id }: { id: string }) => id === taskId);
  const directory = join(
    work(),
    'agent-1/slaves',
    task.slave_id,
    'frameworks',
    framework.id,
    'executors',
    task.executor_id || taskId,
    'runs/latest',
  );
  return until('the task has said something', async () => {
    const path = encodeURIComponent(join(directory, 'stdout'));
    const url = `http://${cluster.endpoints.agents[0]}/files/read?path=${path}&offset=0`;
    const { json } = await callJson('GET', url);
    return json?.data === undefined || json.data === '' ? undefined : { json };
  });
}
