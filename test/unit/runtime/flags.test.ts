import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '@stoa/common';
import {
  COMMON_FLAGS,
  defineFlags,
  describeFlags,
  FlagsExit,
  nearestName,
  parseFlags,
  parseSize,
  renderFlags,
  renderHelp,
  renderSize,
  withDefaults,
} from '@stoa/runtime';

const table = defineFlags({
  program: 'stoa sample',
  about: 'A daemon for tests',
  envPrefix: 'SAMPLE',
  flags: [
    { name: 'ip', type: 'string', default: '127.0.0.1', describe: 'Where to listen' },
    {
      name: 'port',
      type: 'number',
      default: 5050,
      min: 0,
      max: 65535,
      describe: 'The port to listen on; 0 picks a free one',
    },
    { name: 'work_dir', type: 'path', required: true, describe: 'Where everything durable lies' },
    { name: 'quiet', type: 'boolean', default: false, describe: 'Log nothing to stderr' },
    { name: 'hostname_lookup', type: 'boolean', default: true, describe: 'Ask for our name' },
    {
      name: 'agent_ping_timeout',
      type: 'duration',
      default: '15secs',
      min: '1secs',
      aliases: ['slave_ping_timeout'],
      describe: 'How long a ping may take',
    },
    { name: 'cache_size', type: 'size', default: '2GB', describe: 'How much to keep' },
    { name: 'headroom', type: 'number', integer: false, default: 0.1, describe: 'Share to keep' },
    { name: 'sorter', type: 'string', default: 'drf', choices: ['drf', 'random'], describe: 'How' },
    { name: 'acls', type: 'string', describe: 'Who may do what, as JSON' },
    { name: 'secret', type: 'string', secret: true, describe: 'Never shown' },
    { name: 'names', type: 'list', default: [], describe: 'Names' },
    ...COMMON_FLAGS,
  ],
});

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stoa-flags-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const base = ['--work_dir=/w'];

function exitOf(argv: readonly string[], env: Record<string, string> = {}): FlagsExit {
  try {
    parseFlags(table, argv, env);
  } catch (error) {
    if (error instanceof FlagsExit) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('parsing flags', () => {
  test('gives every flag its default', () => {
    expect(parseFlags(table, base)).toEqual({
      ip: '127.0.0.1',
      port: 5050,
      work_dir: '/w',
      quiet: false,
      hostname_lookup: true,
      agent_ping_timeout: seconds(15),
      cache_size: 2 * 2 ** 30,
      headroom: 0.1,
      sorter: 'drf',
      acls: undefined,
      secret: undefined,
      names: [],
      logging_level: 'INFO',
      flags_file: undefined,
    });
  });

  test.each([
    [['--port=0'], { port: 0 }],
    [['--port', '81'], { port: 81 }],
    [['--work-dir', '/x'], { work_dir: '/x' }],
    [['--work_dir=file:///x/y'], { work_dir: '/x/y' }],
    [['--quiet'], { quiet: true }],
    [['--no-quiet'], { quiet: false }],
    [['--quiet=false'], { quiet: false }],
    [['--no-hostname_lookup'], { hostname_lookup: false }],
    [['--no-hostname-lookup'], { hostname_lookup: false }],
    [['--agent_ping_timeout=5mins'], { agent_ping_timeout: minutes(5) }],
    [['--agent_ping_timeout=1weeks'], { agent_ping_timeout: minutes(7 * 24 * 60) }],
    [['--agent_ping_timeout=1500ms'], { agent_ping_timeout: seconds(1.5) }],
    [['--slave_ping_timeout=10secs'], { agent_ping_timeout: seconds(10) }],
    [['--cache_size=512MB'], { cache_size: 512 * 2 ** 20 }],
    [['--headroom=0.25'], { headroom: 0.25 }],
    [['--names=a, b,,c'], { names: ['a', 'b', 'c'] }],
    [['--acls={"permissive": false, "x": "a=b"}'], { acls: '{"permissive": false, "x": "a=b"}' }],
    [['--acls='], { acls: '' }],
    [['--ip', '-1'], { ip: '-1' }],
  ])('reads %j', (argv, expected) => {
    const words = argv.some((word) => word.startsWith('--work')) ? argv : [...base, ...argv];
    expect(parseFlags(table, words)).toMatchObject(expected);
  });

  test.each([
    [['--prot=1'], 'unknown flag --prot, did you mean --port?'],
    [['--agent_ping=1secs'], 'unknown flag --agent_ping, did you mean --agent_ping_timeout?'],
    [['--zzzzzzzz'], 'unknown flag --zzzzzzzz (all flags'],
    [['--no-port'], 'unknown flag --no-port'],
    [['--no-quiet=true'], '--no-quiet takes no value'],
    [['--port=many'], "--port wants a whole number from 0 to 65535, not 'many'"],
    [['--port=1.5'], "--port wants a whole number from 0 to 65535, not '1.5'"],
    [['--port=65536'], "not '65536'"],
    [['--port='], "not ''"],
    [['--port=0x10'], "not '0x10'"],
    [['--port=NaN'], "not 'NaN'"],
    [['--headroom=1e999'], '--headroom wants a number'],
    [['--port=1', '--port=2'], '--port is given twice'],
    [['--port'], '--port wants a value'],
    [['--port', '--quiet'], '--port wants a value'],
    [['--quiet=yes'], "--quiet wants true or false, not 'yes'"],
    [['--agent_ping_timeout=15'], '--agent_ping_timeout wants a duration'],
    [['--agent_ping_timeout=1ms'], 'of at least 1secs'],
    [['--cache_size=big'], '--cache_size wants an amount'],
    [['--sorter=fair'], '--sorter wants one of drf, random'],
    [['--secret=file:///nowhere/at/all'], 'cannot read /nowhere/at/all (ENOENT)'],
    [['stray'], "unexpected word 'stray'"],
    [['--__proto__=1'], "unexpected word '--__proto__=1'"],
  ])('refuses %j in one line', (argv, message) => {
    const exit = exitOf([...base, ...argv]);
    expect(exit.exitCode).toBe(2);
    expect(exit.message).toContain(`stoa sample: `);
    expect(exit.message).toContain(message);
    expect(exit.message).not.toContain('\n');
  });

  test('names every wrong value at once', () => {
    const lines = exitOf(['--port=x', '--sorter=y']).message.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.join()).toContain('--work_dir is required: Where everything durable lies');
  });

  test('prefers the command line, then the environment, then the file', () => {
    const file = join(directory, 'flags.json');
    writeFileSync(
      file,
      '{"port": 1, "ip": "10.0.0.1", "quiet": true, "work-dir": "/f", "names": ["x", "y"]}',
    );
    const env = {
      SAMPLE_PORT: '2',
      SAMPLE_IP: '10.0.0.2',
      SAMPLE_UNHEARD_OF: '1',
      OTHER_PORT: '9',
    };
    expect(parseFlags(table, ['--port=3', `--flags_file=${file}`], env)).toMatchObject({
      port: 3,
      ip: '10.0.0.2',
      quiet: true,
      work_dir: '/f',
      names: ['x', 'y'],
    });
  });

  test('says where a wrong value came from', () => {
    expect(exitOf(base, { SAMPLE_PORT: 'x' }).message).toContain(
      "not 'x' (from the environment variable SAMPLE_PORT)",
    );
  });

  test('refuses a flags file that is not one', () => {
    const file = join(directory, 'bad.json');
    writeFileSync(file, '[]');
    expect(exitOf([...base, `--flags_file=${file}`]).message).toContain('is not a JSON object');
    writeFileSync(file, '{');
    expect(exitOf([...base, `--flags_file=${file}`]).message).toContain('is not JSON');
    writeFileSync(file, '{"prot": 1}');
    expect(exitOf([...base, `--flags_file=${file}`]).message).toContain('did you mean --port?');
  });

  test('takes a value from a file, without the newline at its end', () => {
    const file = join(directory, 'acls');
    writeFileSync(file, '{"permissive":true}\n');
    expect(parseFlags(table, [...base, `--acls=file://${file}`]).acls).toBe('{"permissive":true}');
  });

  test('keeps a secret out of the message about it', () => {
    const secretive = defineFlags({
      ...table,
      flags: [{ name: 'pin', type: 'number', secret: true, describe: 'x' }],
    });
    expect(() => parseFlags(secretive, ['--pin=hunter2'])).toThrow(
      '--pin wants a whole number, not its value',
    );
  });
});

describe('help', () => {
  test('shows every flag with its type, default, environment name and reason', () => {
    const exit = exitOf(['--help']);
    expect(exit.exitCode).toBe(0);
    const help = exit.message.replace(/\s+/g, ' ');
    expect(exit.message).toBe(renderHelp(table));
    for (const row of describeFlags(table)) {
      expect(help).toContain(`--${row.name}`);
      expect(help).toContain(`[$${row.env}]`);
      expect(help).toContain(row.describe);
    }
    expect(help).toContain('(default 5050) [number from 0 to 65535] [$SAMPLE_PORT]');
    expect(help).toContain('(required)');
    expect(help).toContain('[drf|random]');
  });
});

describe('values', () => {
  test('a partial record is filled from the table', () => {
    expect(withDefaults(table, { port: 0, work_dir: '/w', ip: undefined })).toEqual({
      ...parseFlags(table, base),
      port: 0,
    });
  });

  test('are shown as the flags endpoint shows them', () => {
    const flags = parseFlags(table, [
      ...base,
      '--agent_ping_timeout=60secs',
      '--secret=x',
      '--names=a,b',
    ]);
    expect(renderFlags(table, flags)).toMatchObject({
      agent_ping_timeout: '1mins',
      cache_size: '2GB',
      names: 'a,b',
      port: '5050',
      quiet: 'false',
      secret: '(hidden)',
    });
    expect(renderFlags(table, flags)).not.toHaveProperty('acls');
  });

  test('sizes go there and back', () => {
    for (const text of ['1TB', '3GB', '5MB', '7KB', '9B']) {
      expect(renderSize(parseSize(text) ?? 0)).toBe(text);
    }
    expect(parseSize('1.5KB')).toBe(1536);
    expect(parseSize('-1B')).toBeUndefined();
  });

  test('the nearest name is the one that takes the fewest changes', () => {
    expect(nearestName(['alpha', 'beta'], 'bata')).toBe('beta');
    expect(nearestName(['alpha', 'beta'], 'something')).toBeUndefined();
  });
});
