import { afterEach, describe, expect, test } from '@jest/globals';
import { endFixtures, FixtureProcess } from './processes.ts';

afterEach(endFixtures);

const daemon = (argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  new FixtureProcess('daemon.ts', argv, env);

describe('a daemon as a process', () => {
  test.each<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM']])(
    'closes in order on %s and exits 0',
    async (signal) => {
      const process = daemon();
      await process.said(/ready \d+/);
      expect(await process.kill(signal)).toBe(0);
      expect(process.stdout).toMatch(/closed last\nclosed first\n$/);
      expect(process.stderr).toBe('');
    },
  );

  test('exits at once on a second signal', async () => {
    const process = daemon(['--mode=hang']);
    await process.said(/ready/);
    process.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(process.child.exitCode).toBeNull();
    expect(await process.kill('SIGINT')).toBe(130);
  });

  test('that gives way closes in order and exits 1', async () => {
    const process = daemon(['--mode=fail']);
    expect(await process.ended()).toBe(1);
    expect(process.stderr).toContain('"event":"daemon.failed","message":"it gave way"');
    expect(process.stdout).toContain('closed first');
  });

  test('that crashes exits 1 and says where', async () => {
    const process = daemon(['--mode=crash']);
    expect(await process.ended()).toBe(1);
    expect(process.stderr).toContain('"event":"daemon.crashed","message":"nobody listens"');
    expect(process.stdout).not.toContain('closed');
  });

  test('shows its help on stdout and exits 0', async () => {
    const process = daemon(['--help']);
    expect(await process.ended()).toBe(0);
    for (const name of ['ip', 'port', 'insecure', 'allowed_origins', 'logging_level']) {
      expect(process.stdout).toContain(`--${name}`);
    }
    expect(process.stderr).toBe('');
  });

  test('refuses a wrong flag in one line and exits 2', async () => {
    const process = daemon(['--prot=1']);
    expect(await process.ended()).toBe(2);
    expect(process.stderr).toBe(
      'stoa sample: unknown flag --prot, did you mean --port? (all flags: stoa sample --help)\n',
    );
  });

  test('refuses a taken port in one line and exits 1; the environment counts', async () => {
    const first = daemon();
    const [, port = ''] = await first.said(/ready (\d+)/);
    const second = daemon([], { SAMPLE_PORT: port });
    expect(await second.ended()).toBe(1);
    expect(second.stderr).toBe(
      `sample: port ${port} is taken (127.0.0.1:${port}, wanted by sample): choose another with --port\n`,
    );
  });
});
