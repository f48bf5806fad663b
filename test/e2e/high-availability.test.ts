import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, HOME, Program, run, scratchDirectory } from '../support/stoa-process.ts';
import { until } from '../support/until.ts';
import { hasZooKeeper, ZooKeeperNode } from '../support/zookeeper-ensemble.ts';

// The commands of docs/guides/several-machines.md, and then those of docs/guides/high-availability.md, which
// makes three machines of one; the machines are three addresses of this one.

const describeHere = hasZooKeeper ? describe : describe.skip;
const readGuide = (name: string) => readFileSync(join(HOME, 'docs/guides', name), 'utf8');
const GUIDE = readGuide('high-availability.md');
const STOA = `${process.execPath} ${join(HOME, 'packages/cli/bin/stoa.mjs')}`;
const NUMBERS = [1, 2, 3] as const;
const MINUTES = 60_000;
const LEADER_MS = 60_000;

/** The blocks of the guide in one language, each as its text. */
function blocks(language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...GUIDE.matchAll(pattern)].map(([, block = '']) => block.trim());
}

/** The command of the guide before it that starts a daemon. */
function before(daemon: string): string {
  const pattern = new RegExp(`^npx stoa ${daemon} (?:.*\\\\\n)*.*`, 'm');
  return pattern.exec(readGuide('several-machines.md'))?.[0] ?? '';
}

const addressOf = (number: number) => `127.9.0.${number}`;

describeHere('the guide to high availability', () => {
  const scratch = scratchDirectory();
  const servers: ZooKeeperNode[] = [];
  const [files = '', copy = '', master = '', who = '', agent = '', marathon = '', app = ''] =
    blocks('sh');

  /** A text of the guide on machine `number` of this test. */
  const here = (text: string, number = 1) =>
    text
      .replaceAll('npx stoa', STOA)
      .replaceAll(/(--(?:ip|http_address|hostname)|clientPortAddress)=10\.0\.0\.1/g, (_, name) => {
        return `${name}=${addressOf(number)}`;
      })
      .replaceAll('10.0.0.', '127.9.0.')
      .replaceAll('/etc/stoa', join(scratch.path, 'etc'))
      .replaceAll('/var/lib/stoa', join(scratch.path, 'machine', String(number)))
      .replaceAll('/var/lib/zookeeper', join(scratch.path, 'zookeeper', String(number)));
  const type = async (text: string) => {
    const { code, stdout, stderr } = await run('sh', ['-ec', here(text)]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout.trim();
  };
  const start = (text: string, number: number) =>
    new Program('sh', ['-c', `exec ${here(text, number)}`]);
  // Whoever connects within one machine has one address: there, ports tell agents apart.
  const startAgent = (text: string, number: number) =>
    start(`${text} --port=${5050 + number}`, number);
  const [tasks = '', leader = ''] = app.split('\n');
  const leadingMarathon = () =>
    until(
      'a Marathon leads',
      async () => {
        const { code, stdout } = await run('sh', ['-c', here(leader)]);
        const found: unknown = code === 0 ? JSON.parse(stdout || '{}').leader : undefined;
        return typeof found === 'string' ? found : undefined;
      },
      LEADER_MS,
    );

  beforeAll(async () => {
    for (const name of ['etc', 'machine', 'zookeeper']) mkdirSync(join(scratch.path, name));
    const keep = (name: string, content: unknown) => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(scratch.path, 'etc', name), text, { mode: 0o600 });
    };
    const credentials = ['agents', 'marathon', 'operator'].map((principal) => ({
      principal,
      secret: `secret-of-${principal}`,
    }));
    keep('credentials', { credentials });
    keep('agent-credential', credentials[0]);
    keep('marathon-secret', 'secret-of-marathon');
    keep('files-credential', credentials[1]);
    for (const number of NUMBERS) {
      const directory = join(scratch.path, 'zookeeper', String(number));
      mkdirSync(directory);
      writeFileSync(join(directory, 'myid'), `${number}\n`);
      const [config = ''] = blocks('ini');
      // What the guide leaves to its defaults; two of them are for the test to see who serves.
      const more = ['4lw.commands.whitelist=srvr', 'admin.enableServer=false'];
      writeFileSync(join(directory, 'zoo.cfg'), [here(config, number), ...more, ''].join('\n'));
      servers.push(new ZooKeeperNode({ clientPort: 2181, directory, host: addressOf(number) }));
    }
    for (const server of servers) server.start();
    await Promise.all(servers.map((server) => server.ready()));
  }, 3 * MINUTES);

  afterAll(async () => {
    await endPrograms();
    await Promise.all(servers.map((server) => server.signal('SIGKILL')));
    endTasksBelow(scratch.path);
    scratch.remove();
  });

  test(
    'makes three machines of one: nothing stops, and leaders follow each other',
    async () => {
      expect(blocks('sh')).toHaveLength(7);
      const running = (text = tasks) =>
        until(
          'the app runs',
          async () => {
            const { stdout } = await run('sh', ['-c', here(text)]);
            const [task] = stdout.startsWith('{') ? (JSON.parse(stdout).tasks ?? []) : [];
            return task?.state === 'TASK_RUNNING' ? (task.id as string) : undefined;
          },
          LEADER_MS,
        );
      const listening = `--http_address=${addressOf(1)} --http_credentials=user:PASSWORD`;
      const alone = [
        start(`${before('marathon')} ${listening}`, 1),
        start(before('master'), 1),
        startAgent(before('agent'), 2),
      ];
      const tasksOfOne = tasks.replace('10.0.0.2', '10.0.0.1');
      const submit = tasksOfOne.replace(
        /http:.*/,
        "-X PUT -H 'Content-Type: application/json' -d @examples/apps/hello.json http://10.0.0.1:8080/v2/apps/hello",
      );
      await until('Marathon takes an app', async () => {
        const { stdout } = await run('sh', ['-c', here(submit)]);
        return stdout.includes('deploymentId') || stdout.includes('"id"') ? true : undefined;
      });
      const task = await running(tasksOfOne);
      for (const daemon of alone) expect(await daemon.end('SIGTERM')).toBe(0);

      await type(files);
      expect(await type(copy)).toMatch(
        /^copied the master's registry .*\ncopied Marathon's state .*$/,
      );
      const masters = new Map(NUMBERS.map((number) => [number, start(master, number)]));
      const leads = () =>
        until(
          'a master leads',
          async () => {
            const { stdout } = await run('sh', ['-c', here(who)]);
            const number = Number(/127\.9\.0\.(\d):5050/.exec(stdout)?.[1] ?? 0);
            return NUMBERS.find((each) => each === number);
          },
          LEADER_MS,
        );
      const first = await leads();
      for (const number of NUMBERS) startAgent(agent, number);
      const marathons = new Map([1, 2].map((number) => [number, start(marathon, number)]));
      await leadingMarathon();
      expect(await running()).toBe(task);

      // What the table promises of a stop in order, for the two that lead.
      expect(await masters.get(first)?.end('SIGTERM')).toBe(0);
      masters.delete(first);
      // The one asked may be the one that is gone.
      start(master, first);
      const second = await until('another leads', async () => {
        const now = await leads();
        return now === first ? undefined : now;
      });
      expect(masters.has(second)).toBe(true);
      const leading = Number(/127\.9\.0\.(\d):8080/.exec(await leadingMarathon())?.[1]);
      expect(await marathons.get(leading)?.end('SIGTERM')).toBe(0);
      start(marathon, leading);
      expect(await leadingMarathon()).not.toBe(`${addressOf(leading)}:8080`);
      expect(await running()).toBe(task);
    },
    4 * MINUTES,
  );
});
