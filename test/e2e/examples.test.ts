import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, HOME, LocalCluster, run, scratchDirectory } from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// Every example is run: an example that does not work is worse than none.

const APPS = join(HOME, 'examples/apps');
const IMAGE = process.env['STOA_TEST_IMAGE'];
const hasPython = spawnSync('python3', ['--version']).status === 0;
const testWithPython = hasPython ? test : test.skip;
const testWithDocker = IMAGE === undefined ? test.skip : test;

const scratch = scratchDirectory();
let cluster: LocalCluster;

beforeAll(async () => {
  cluster = await LocalCluster.start(join(scratch.path, 'work'), ['--stop-tasks']);
});

afterAll(async () => {
  await cluster?.stop();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const readExample = (name: string) => JSON.parse(readFileSync(join(APPS, name), 'utf8'));

async function submit(app: { readonly id: string }): Promise<void> {
  const { status, text } = await cluster.marathon('POST', '/v2/apps', app);
  expect({ status, text: status === 201 ? '' : text }).toEqual({ status: 201, text: '' });
}

const textOf = async (url: string): Promise<string> => (await fetch(url)).text();

/** The text behind a port, once somebody listens there. */
const served = (port: number | undefined): Promise<string> =>
  until(`port ${port} answers`, () =>
    textOf(`http://127.0.0.1:${port}/`).then(
      (text) => text,
      () => undefined,
    ),
  );

describe('the examples', () => {
  test.each(readdirSync(APPS))('%s is a valid app', async (name) => {
    const app = readExample(name);
    await submit({ ...app, instances: 0 });
    await cluster.destroy(app.id);
    await until('its deployment is over', async () => {
      const { status } = await cluster.marathon('GET', `/v2/apps/${app.id}`);
      return status === 404 ? true : undefined;
    });
  });

  testWithPython('web.json serves its page on the port that it was given', async () => {
    await submit(readExample('web.json'));
    const [task] = await cluster.runningTasks('/web');
    expect(await served(task?.ports[0])).toBe('Hello, /web\n');
    await cluster.destroy('/web');
  });

  test('fetch.json finds the file that was fetched', async () => {
    await submit(readExample('fetch.json'));
    await cluster.runningTasks('/fetch');
    // The command fails unless the file is there, so a task that stays is the proof.
    await until('it has read the file', async () => {
      const { json } = await cluster.marathon('GET', '/v2/apps//fetch?embed=app.lastTaskFailure');
      expect(json.app.lastTaskFailure).toBeUndefined();
      return json.app.tasksRunning === 1 ? true : undefined;
    });
    await cluster.destroy('/fetch');
  });

  test('retry.json waits longer after each failure', async () => {
    await submit(readExample('retry.json'));
    const left = await until('a delay of more than two seconds', async () => {
      const { json } = await cluster.marathon('GET', '/v2/queue');
      const item = json.queue.find((entry: { app: { id: string } }) => entry.app.id === '/retry');
      const seconds: number = item?.delay.timeLeftSeconds ?? 0;
      return seconds > 2 ? seconds : undefined;
    });
    expect(left).toBeLessThanOrEqual(60);
    await cluster.destroy('/retry');
  });

  testWithDocker('docker-web.json publishes the port of its container', async () => {
    const app = readExample('docker-web.json');
    const cmd = 'mkdir -p /www && echo from the image > /www/index.html && httpd -f -p 80 -h /www';
    // The image of the tests in place of one that would have to be fetched.
    await submit({ ...app, cmd, container: { ...app.container, docker: { image: IMAGE } } });
    const tasks = await cluster.runningTasks(app.id, 2);
    const ports = tasks.map((task) => task.ports[0]);
    expect(new Set(ports).size).toBe(2);
    for (const port of ports) expect(await served(port)).toBe('from the image\n');
    await cluster.destroy(app.id);
  });

  testWithDocker('docker-host.json sees its volume and its variables', async () => {
    const app = readExample('docker-host.json');
    const cmd = 'test "$TZ" = UTC && grep -q NAME /etc/host-release && exec sleep 1000';
    await submit({
      ...app,
      cmd,
      container: { ...app.container, docker: { image: IMAGE } },
    });
    const [task] = await cluster.runningTasks(app.id);
    const { json } = await cluster.marathon('GET', `/v2/apps/${app.id}`);
    expect(json.app.lastTaskFailure).toBeUndefined();
    expect(task?.host).toBe('127.0.0.1');
    await cluster.destroy(app.id);
  });

  test('ten-tasks.mjs sees its ten tasks finish', async () => {
    const { code, stdout } = await run(process.execPath, [
      'examples/framework/ten-tasks.mjs',
      cluster.endpoints.master,
    ]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('10 of 10 tasks finished');
    expect(code).toBe(0);
  });
});
