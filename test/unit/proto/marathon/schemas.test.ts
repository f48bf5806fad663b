import { describe, expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import * as marathon from '@stoa/proto/marathon';
import { AppSchema, AppUpdateSchema, canonicaliseShape } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';

interface Validator {
  validateSchema(schema: object): unknown;
}

// The validator is a library of the package that serves HTTP.
const requireThere = createRequire(
  new URL('../../../../packages/runtime/package.json', import.meta.url),
);
const { Ajv } = requireThere('ajv') as { Ajv: new (options: object) => Validator };

const decodeApp = compileSchema({ ...AppSchema });

function faults(json: unknown): readonly string[] {
  const decoded = decodeApp(canonicaliseShape(AppSchema, json));
  return decoded.ok ? [] : decoded.error.map(({ path, keyword }) => `${path} ${keyword}`);
}

test('every schema is one', () => {
  const ajv = new Ajv({ strict: false });
  const schemas = Object.entries(marathon).filter(([name]) => name.endsWith('Schema'));
  expect(schemas.length).toBeGreaterThan(20);
  const wrong = schemas.filter(([, schema]) => ajv.validateSchema(schema as object) !== true);
  expect(wrong.map(([name]) => name)).toEqual([]);
});

describe('the form of an app', () => {
  test('knows every member of a definition', () => {
    expect(Object.keys(AppSchema.properties).sort()).toEqual(
      (
        'acceptedResourceRoles args backoffFactor backoffSeconds check cmd constraints container cpus ' +
        'dependencies disk env executor executorResources fetch gpus healthChecks id instances ' +
        'ipAddress killSelection labels maxLaunchDelaySeconds mem networks portDefinitions ports ' +
        'readinessChecks requirePorts residency resourceLimits role secrets storeUrls ' +
        'taskKillGracePeriodSeconds tty unreachableStrategy upgradeStrategy uris user version'
      ).split(' '),
    );
  });

  test('an update is the same with nothing required', () => {
    expect(Object.keys(AppUpdateSchema.properties)).toEqual(Object.keys(AppSchema.properties));
    expect([AppSchema.required, AppUpdateSchema.required]).toEqual([['id'], undefined]);
  });

  test.each([
    [{}, ['/id required']],
    [{ id: 1 }, ['/id type']],
    [{ id: '' }, ['/id minLength']],
    [{ id: '/A' }, ['/id pattern']],
    [{ id: '/a_b' }, ['/id pattern']],
    [{ id: '/-a' }, ['/id pattern']],
    [{ id: '/a', cmd: '' }, ['/cmd minLength']],
    [{ id: '/a', instances: -1 }, ['/instances minimum']],
    [{ id: '/a', instances: 0.1 }, ['/instances type']],
    [{ id: '/a', cpus: 0 }, ['/cpus minimum']],
    [{ id: '/a', mem: 1e308 }, ['/mem maximum']],
    [{ id: '/a', mem: 'lots' }, ['/mem type']],
    [{ id: '/a', env: { A: 1 } }, ['/env/A type']],
    [{ id: '/a', env: { A: {} } }, ['/env/A/secret required']],
    [{ id: '/a', constraints: [['a', 'GROUP_BY', 5]] }, ['/constraints/0/2 type']],
    [{ id: '/a', networks: [{ name: 'a b' }] }, ['/networks/0/name pattern']],
    [{ id: '/a', networks: [{ mode: 'cloud' }] }, ['/networks/0/mode enum']],
    [{ id: '/a', portDefinitions: [{ port: 70000 }] }, ['/portDefinitions/0/port maximum']],
    [
      { id: '/a', portDefinitions: [{ protocol: 'tcp,udp' }] },
      ['/portDefinitions/0/protocol enum'],
    ],
    [
      { id: '/a', upgradeStrategy: { minimumHealthCapacity: 2 } },
      [
        '/upgradeStrategy/maximumOverCapacity required',
        '/upgradeStrategy/minimumHealthCapacity maximum',
      ],
    ],
    [{ id: '/a', unreachableStrategy: 'never' }, ['/unreachableStrategy pattern']],
    [{ id: '/a', resourceLimits: { cpus: 'much' } }, ['/resourceLimits/cpus pattern']],
    [{ id: '/a', container: { docker: {} } }, ['/container/docker/image required']],
    [{ id: '/a', executor: 'a//b' }, ['/executor pattern']],
    [{ id: '/a', healthChecks: [{ command: {} }] }, ['/healthChecks/0/command/value required']],
    [{ id: '/a', backoffFactor: 0.5 }, ['/backoffFactor minimum']],
    [[], [' type']],
    ['text', [' type']],
  ])('%j breaks %j', (json, expected) => {
    expect([...faults(json)].sort()).toEqual(expected);
  });

  test.each(['/a', 'a', '/a/b.c-d', '../x', '//a///b/', 'a1', '/9'])('%s is an id', (id) => {
    expect(faults({ id })).toEqual([]);
  });
});

describe('canonical shapes', () => {
  test('null is absent, unknown members are ignored, names take their own spelling', () => {
    const json = {
      id: '/a',
      cmd: null,
      mistake: 1,
      killSelection: 'oldest_first',
      container: {
        type: 'mesos',
        docker: null,
        colour: 'red',
        volumes: [{ containerPath: 'a', mode: 'rw' }],
      },
      env: { KEEP: 'docker' },
    };
    expect(canonicaliseShape(AppSchema, json)).toEqual({
      id: '/a',
      killSelection: 'OLDEST_FIRST',
      container: { type: 'MESOS', volumes: [{ containerPath: 'a', mode: 'RW' }] },
      env: { KEEP: 'docker' },
    });
  });

  test('sets lose repetitions, lists keep them', () => {
    const json = {
      constraints: [
        ['a', 'UNIQUE'],
        ['a', 'UNIQUE'],
      ],
      args: ['a', 'a'],
    };
    expect(canonicaliseShape(AppSchema, json)).toEqual({
      constraints: [['a', 'UNIQUE']],
      args: ['a', 'a'],
    });
  });

  test('names that objects have by nature are members like others', () => {
    const json: unknown = JSON.parse(
      '{"labels":{"__proto__":"x","constructor":"y"},"__proto__":{}}',
    );
    const shape = canonicaliseShape(AppSchema, json);
    expect(JSON.stringify(shape)).toBe('{"labels":{"__proto__":"x","constructor":"y"}}');
    expect(faults({ id: '/a', constructor: 1 })).toEqual([]);
  });
});

test('patterns read hostile texts in linear time', () => {
  const started = performance.now();
  for (const id of [
    '/'.repeat(1000) + '!',
    'a'.repeat(1000) + '!',
    'a-'.repeat(500),
    '../'.repeat(340) + '!',
  ]) {
    expect(faults({ id })).toContain('/id pattern');
  }
  const name = `${'a-'.repeat(4000)}!`;
  expect(faults({ id: '/a', portDefinitions: [{ name }] })).toContain(
    '/portDefinitions/0/name pattern',
  );
  expect(faults({ id: '/a', executor: `${'a'.repeat(100_000)}//` })).toEqual(['/executor pattern']);
  // An exponential pattern would take years, a quadratic one many seconds.
  expect(performance.now() - started).toBeLessThan(2000);
});
