import { describe, expect, test } from '@jest/globals';
import { must, type HttpReply } from '@stoa/common';
import { GroupPreviewSchema, GroupSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { jsonOf } from '../../../support/marathon-api.ts';
import { Groups } from '../../../support/marathon-groups-api.ts';
import { RUN } from '../../../support/marathon-groups.ts';

// Bodies and answers of /v2/groups, over the real kernel: its disk and its master are at hand.

const SHOP = {
  id: '/shop',
  dependencies: ['../base'],
  apps: [{ ...RUN, id: 'web', dependencies: ['db/pg'] }],
  groups: [
    {
      id: 'db',
      apps: [
        { ...RUN, id: 'pg' },
        { ...RUN, id: '/shop/db/redis' },
      ],
    },
  ],
};

function faultsOf(reply: HttpReply): readonly string[] {
  expect(reply.status).toBe(422);
  const { details } = jsonOf(reply) as { details: { path: string; errors: string[] }[] };
  return details.flatMap(({ path, errors }) => errors.map((error) => `${path}: ${error}`));
}

function hasShape(group: unknown): void {
  expect(compileSchema({ ...GroupSchema })(group)).toEqual({ ok: true, value: group });
}

describe('a group that is posted', () => {
  test('case 61: comes with all its groups and apps, their ids absolute', async () => {
    const marathon = new Groups();
    const reply = await marathon.send('POST', '/v2/groups', SHOP);
    expect(reply.status).toBe(201);
    const { version, deploymentId } = jsonOf(reply) as { version: string; deploymentId: string };
    expect(reply.headers).toMatchObject({
      Location: '/v2/groups/shop',
      'Marathon-Deployment-Id': deploymentId,
    });
    expect(jsonOf(reply)).toEqual({ version, deploymentId });
    expect(marathon.apps()).toEqual(['/shop/db/pg', '/shop/db/redis', '/shop/web']);
    expect(marathon.kernel.app('/shop/web')?.dependencies).toEqual(['/shop/db/pg']);
    const shop = await marathon.group('/shop');
    hasShape(shop);
    expect(shop).toMatchObject({
      id: '/shop',
      dependencies: ['/base'],
      enforceRole: false,
      version,
      apps: [{ id: '/shop/web' }],
      pods: [],
      groups: [{ id: '/shop/db', apps: [{ id: '/shop/db/pg' }, { id: '/shop/db/redis' }] }],
    });
    expect(Object.hasOwn(must(shop.groups[0], 'a group'), 'enforceRole')).toBe(false);
  });

  test('has its id seen from the group in the URL, and gets the groups around it', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups//a', { id: 'b/c' });
    expect(await marathon.group('/a/b/c')).toMatchObject({ id: '/a/b/c', apps: [], groups: [] });
    await marathon.ok('DELETE', '/v2/groups/a/b/c');
    expect(await marathon.group()).toMatchObject({
      groups: [{ id: '/a', groups: [{ id: '/a/b' }] }],
    });
    await marathon.ok('POST', '/v2/groups/a/b', { id: '../x', version: '2020-01-01T00:00:00Z' });
    expect((await marathon.group('/a')).groups.map(({ id }) => id)).toEqual(['/a/b', '/a/x']);
  });

  test('case 62: is refused when a group or an app has its id', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', { id: '/shop', apps: [{ ...RUN, id: 'web' }] });
    const before = [...marathon.kernel.disk.keys()];
    for (const [body, message] of [
      [{ id: 'shop' }, 'Group /shop is already created. Use PUT to change this group.'],
      [{ id: '/shop/web' }, 'An app with the path /shop/web already exists.'],
      [{}, 'Group / is already created. Use PUT to change this group.'],
    ] as const) {
      const reply = await marathon.send('POST', '/v2/groups', body);
      expect([reply.status, jsonOf(reply)]).toEqual([409, { message }]);
    }
    expect([...marathon.kernel.disk.keys()]).toEqual(before);
  });

  test('may say that its name is the role of its apps, and then it is', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', {
      id: '/dev',
      enforceRole: true,
      apps: [{ ...RUN, id: 'a' }],
      groups: [{ id: 'deep', apps: [{ ...RUN, id: 'b' }] }],
    });
    expect(marathon.kernel.app('/dev/a')?.role).toBe('dev');
    expect(marathon.kernel.app('/dev/deep/b')?.role).toBe('dev');
    const apps = [{ ...RUN, id: 'c', role: '*' }];
    expect(faultsOf(await marathon.send('PUT', '/v2/groups/dev/deep', { apps }))).toEqual([
      '/apps(0)/role: got *, expected one of: [dev]',
    ]);
    const posted = await marathon.send('POST', '/v2/apps', { ...RUN, id: '/dev/d', role: '*' });
    expect(faultsOf(posted)).toEqual(['/role: got *, expected one of: [dev]']);
  });

  test('takes its enforcement from the flag when it says nothing', async () => {
    const marathon = new Groups({ new_group_enforce_role: 'top' });
    await marathon.ok('POST', '/v2/groups', { id: '/dev', apps: [{ ...RUN, id: 'a' }] });
    await marathon.ok('POST', '/v2/groups', {
      id: '/free',
      enforceRole: false,
      apps: [{ ...RUN, id: 'a' }],
    });
    expect(marathon.kernel.app('/dev/a')?.role).toBe('dev');
    expect(marathon.kernel.app('/free/a')?.role).toBe('*');
    expect((await marathon.group()).groups.map(({ enforceRole }) => enforceRole)).toEqual([
      true,
      false,
    ]);
  });
});

describe('a body that is wrong', () => {
  const marathon = new Groups();

  test.each([
    [{ id: 'UPPER' }, ['/id: error.pattern']],
    [{ id: '/g', apps: [{ cmd: 'ls' }] }, ['/apps(0)/id: error.path.missing']],
    [
      { id: '/g', apps: [{ ...RUN, id: 'a', cpus: 'x' }] },
      ['/apps(0)/cpus: error.expected.jsnumber'],
    ],
    [
      {
        id: '/g',
        groups: [
          { id: 'h', apps: 1 },
          { id: 'i', groups: [{ id: 7 }] },
        ],
      },
      [
        '/groups(0)/apps: error.expected.jsarray',
        '/groups(1)/groups(0)/id: error.expected.jsstring',
      ],
    ],
    [{ id: '/g', scaleBy: -1 }, ['/scaleBy: error.min']],
  ])('%j has the shape faults %j', async (body, faults) => {
    const reply = await marathon.send('POST', '/v2/groups', body);
    expect(jsonOf(reply)).toMatchObject({ message: 'Invalid JSON' });
    expect(faultsOf(reply)).toEqual(faults);
  });

  test.each([
    [
      { id: '/g', apps: [{ id: 'a' }] },
      ["/apps(0): AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'."],
    ],
    [
      {
        id: '/foo/sub',
        apps: [
          { ...RUN, id: 'lol/bibi' },
          { ...RUN, id: '../up' },
        ],
      },
      [
        "/apps(0)/id: Identifier is not child of '/foo/sub'",
        "/apps(1)/id: Identifier is not child of '/foo/sub'",
      ],
    ],
    [
      { id: '/g', groups: [{ id: '/other' }, {}] },
      [
        "/groups(0)/id: Identifier is not child of '/g'",
        '/groups(1)/id: must be given for a group inside another',
      ],
    ],
    [
      {
        id: '/g',
        apps: [
          { ...RUN, id: 'a' },
          { ...RUN, id: '/g/a' },
        ],
        groups: [{ id: 'a' }],
      },
      [
        '/apps(1)/id: /g/a comes twice; leave one of the two out',
        '/groups(0)/id: /g/a comes twice; leave one of the two out',
      ],
    ],
    [
      { id: '/g/versions' },
      [
        '/id: must not end with any of the following reserved keywords: restart, tasks, versions, ., ..',
      ],
    ],
    [
      { id: '/g/h', enforceRole: true },
      ['/enforceRole: enforceRole can only be set for top-level groups, and /g/h is not top-level'],
    ],
    [
      { id: '/g', pods: [{ id: 'p' }] },
      ['/pods: pods are not supported: leave the list out or empty'],
    ],
    [{ id: '/g', scaleBy: 2 }, ['/scaleBy: a new group has nothing to scale']],
    [
      { id: '/g', groups: [{ id: 'h', scaleBy: 2 }] },
      ['/groups(0)/scaleBy: can only be given for the group that the request is about'],
    ],
  ])('%j breaks the rules %j', async (body, faults) => {
    expect(faultsOf(await marathon.send('POST', '/v2/groups', body))).toEqual(faults);
    expect(marathon.apps()).toEqual([]);
  });

  test('is no JSON, or there is none', async () => {
    expect((await marathon.send('PUT', '/v2/groups/g', '{')).status).toBe(400);
    expect((await marathon.send('PUT', '/v2/groups/g', '')).status).toBe(400);
  });

  test('may say that it is of another media type, unlike that of an app', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await marathon.send('PUT', '/v2/groups/form', '{}', form)).status).toBe(200);
  });

  test.each(['version', 'scaleBy'])('lets %s stand alone only', async (member) => {
    const body = { [member]: member === 'version' ? '2026-01-01T00:00:00Z' : 2, apps: [] };
    expect(faultsOf(await marathon.send('PUT', '/v2/groups/g', body))).toEqual([
      `/${member}: not allowed in conjunction with other properties`,
    ]);
  });

  test('is told of its first hundred faults and no more', async () => {
    const apps = Array.from({ length: 300 }, (_, at) => ({ id: `a${at}` }));
    expect(faultsOf(await marathon.send('PUT', '/v2/groups/g', { apps }))).toHaveLength(100);
    const shapeless = Array.from({ length: 300 }, () => ({}));
    const reply = await marathon.send('PUT', '/v2/groups/g', { apps: shapeless });
    expect(faultsOf(reply)).toHaveLength(100);
  });
});

describe('what is read of groups', () => {
  test('the root is there when nothing is', async () => {
    const marathon = new Groups();
    const root = await marathon.group();
    hasShape(root);
    expect(root).toMatchObject({ id: '/', apps: [], groups: [], pods: [], dependencies: [] });
    expect(await marathon.group('/')).toEqual(root);
    expect(await marathon.ok('GET', '/v2/groups/versions')).toEqual([]);
  });

  test('groups stand in the order of their ids, with apps as they were defined', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    await marathon.ok('POST', '/v2/apps', { ...RUN, id: '/a/one' });
    const root = await marathon.group();
    hasShape(root);
    expect(root.groups.map(({ id }) => id)).toEqual(['/a', '/shop']);
    expect(Object.keys(root)).toEqual(['id', 'apps', 'dependencies', 'groups', 'pods', 'version']);
    const app = must(root.groups[0]?.apps[0], 'an app');
    expect(Object.keys(app)).not.toEqual(expect.arrayContaining(['tasks', 'deployments']));
  });

  test('embeds leave out what was not asked for', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    const ofShop = (query: string) => marathon.group(`/shop?${query}`);
    expect(await ofShop('embed=group.groups')).toMatchObject({
      apps: [],
      groups: [{ id: '/shop/db', apps: [] }],
    });
    expect(await ofShop('embed=group.apps')).toMatchObject({
      apps: [{ id: '/shop/web' }],
      groups: [],
    });
    expect(await ofShop('embed=group.pods')).toMatchObject({ apps: [], groups: [] });
    const tasks = await ofShop(
      'embed=group.apps&embed=group.apps.tasks&embed=group.apps.taskStats',
    );
    expect(tasks.apps[0]).toMatchObject({ tasks: [], deployments: [{}], taskStats: {} });
  });

  test('the poll of the user interface is answered with what it reads and nothing else', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    const parts = ['groups', 'apps', 'apps.deployments', 'apps.counts', 'apps.readiness'];
    const query = parts.map((part) => `embed=group.${part}`).join('&');
    const root = await marathon.group(`?${query}`);
    hasShape(root);
    expect(root.groups[0]?.apps[0]).toMatchObject({
      id: '/shop/web',
      tasksRunning: 0,
      tasksStaged: 0,
      tasksHealthy: 0,
      tasksUnhealthy: 0,
      deployments: [{ id: expect.any(String) }],
      readinessCheckResults: [],
    });
  });

  test('what was read may be put again, without its version, and changes nothing', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', {
      ...SHOP,
      apps: [
        {
          ...RUN,
          id: 'docker',
          cmd: null,
          container: { docker: { image: 'a/b' }, portMappings: [{ containerPort: 80 }] },
          networks: [{ mode: 'container/bridge' }],
          healthChecks: [{ path: '/' }],
          constraints: [['hostname', 'unique']],
        },
      ],
    });
    const { version: _version, ...shop } = await marathon.group('/shop?embed=group.apps.counts');
    expect(await marathon.preview('/shop', shop)).toEqual([]);
    const { version: _newest, ...root } = await marathon.group();
    expect(await marathon.preview('', root)).toEqual([]);
  });

  test('apps of a group are listed flat', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    await marathon.ok('POST', '/v2/apps', { ...RUN, id: '/alone' });
    const ids = async (path: string): Promise<readonly string[]> => {
      const list = (await marathon.ok('GET', path)) as unknown as { id: string }[];
      return list.map(({ id }) => id).sort();
    };
    expect(await ids('/v2/groups/shop/apps')).toEqual([
      '/shop/db/pg',
      '/shop/db/redis',
      '/shop/web',
    ]);
    expect(await ids('/v2/groups/apps')).toEqual(marathon.apps());
  });

  test('a group that is not there is a 404 everywhere', async () => {
    const marathon = new Groups();
    const message = "Group '/none' does not exist";
    for (const [method, path, body] of [
      ['GET', '/v2/groups/none'],
      ['GET', '/v2/groups/none/apps'],
      ['GET', '/v2/groups/none/versions'],
      ['DELETE', '/v2/groups/none'],
      ['PATCH', '/v2/groups/none', { enforceRole: true }],
      ['PUT', '/v2/groups/none', { scaleBy: 2 }],
    ] as const) {
      const reply = await marathon.send(method, path, body);
      expect([reply.status, jsonOf(reply)]).toEqual([404, { message }]);
    }
    const at = await marathon.send('GET', '/v2/groups/none/versions/2026-01-01T00:00:00.000Z');
    expect([at.status, jsonOf(at)]).toEqual([
      404,
      { message: `${message} in version 2026-01-01T00:00:00.000Z` },
    ]);
    expect((await marathon.send('GET', '/v2/groups/versions/yesterday')).status).toBe(422);
  });
});

describe('enforceRole by itself', () => {
  test('case 74: is set on top-level groups and seen there, and nowhere deeper', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    const reply = await marathon.send('PATCH', '/v2/groups/shop', { enforceRole: true });
    expect([reply.status, jsonOf(reply)]).toEqual([200, undefined]);
    expect((await marathon.group('/shop')).enforceRole).toBe(true);
    expect((await marathon.group('/shop')).dependencies).toEqual(['/base']);
    const nested = await marathon.send('PATCH', '/v2/groups/shop/db', { enforceRole: true });
    expect(faultsOf(nested)).toEqual(['/: Path needs to be top-level']);
    expect(faultsOf(await marathon.send('PATCH', '/v2/groups/shop', {}))).toEqual([
      '/enforceRole: error.path.missing',
    ]);
  });

  test('comes to a group that is there by its apps alone, whose next apps get the role', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/apps', { ...RUN, id: '/dev/a' });
    await marathon.ok('PATCH', '/v2/groups/dev', { enforceRole: true });
    await marathon.ok('POST', '/v2/apps', { ...RUN, id: '/dev/b' });
    expect(marathon.kernel.app('/dev/a')?.role).toBe('*');
    expect(marathon.kernel.app('/dev/b')?.role).toBe('dev');
    // The role that an app has already stays allowed.
    await marathon.ok('PUT', '/v2/apps/dev/a?force=true', { mem: 64 });
  });

  test('does not change together with services', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    const body = { enforceRole: true, apps: [] };
    expect(faultsOf(await marathon.send('PUT', '/v2/groups/shop', body))).toEqual([
      '/enforceRole: enforceRole cannot be modified in a request that adds, removes or modifies ' +
        'services; please make these changes in separate requests.',
    ]);
    const inRoot = { groups: [{ id: 'shop', enforceRole: true, groups: [] }] };
    expect(faultsOf(await marathon.send('PUT', '/v2/groups', inRoot))[0]).toMatch(
      /^\/groups\(0\)\/enforceRole: /,
    );
    // Apps that are sent along and stay what they are do not stand in its way.
    const apps = SHOP.apps.map((app) => ({ ...app, role: '*' }));
    await marathon.ok('PUT', '/v2/groups/shop', { enforceRole: true, apps });
    expect((await marathon.group('/shop')).enforceRole).toBe(true);
  });
});

describe('a preview', () => {
  test('case 65: of a new app has two steps, Start and Scale, and nothing comes of it', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', { id: '/shop' });
    const before = [...marathon.kernel.disk.keys()];
    const heard = marathon.kernel.announced.length;
    const apps = [{ ...RUN, id: 'web' }];
    expect(await marathon.preview('/shop', { apps })).toEqual([
      ['Start /shop/web'],
      ['Scale /shop/web'],
    ]);
    const whole = await marathon.ok('PUT', '/v2/groups/new?dryRun=true', { apps });
    expect(compileSchema({ ...GroupPreviewSchema })(whole)).toEqual({ ok: true, value: whole });
    expect(await marathon.preview('/new', { apps })).toEqual([
      ['Start /new/web'],
      ['Scale /new/web'],
    ]);
    expect(marathon.apps()).toEqual([]);
    expect((await marathon.send('GET', '/v2/groups/new')).status).toBe(404);
    expect([...marathon.kernel.disk.keys()]).toEqual(before);
    expect(marathon.kernel.announced).toHaveLength(heard);
    expect(marathon.kernel.deployments()).toEqual([]);
  });

  test('is given while a deployment holds the apps, and tells the faults of a change', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', SHOP);
    expect(marathon.kernel.deployments()).toHaveLength(1);
    expect(await marathon.preview('/shop', { scaleBy: 2 })).toEqual([
      ['Scale /shop/db/pg', 'Scale /shop/db/redis'],
      ['Scale /shop/web'],
    ]);
    expect(await marathon.preview('', { groups: [] })).toEqual([
      ['Stop /shop/db/pg', 'Stop /shop/db/redis', 'Stop /shop/web'],
    ]);
    expect(await marathon.preview('/shop', {})).toEqual([]);
    const cyclic = { apps: [{ ...RUN, id: 'web', dependencies: ['web'] }] };
    const reply = await marathon.send('PUT', '/v2/groups/shop?dryRun=true', cyclic);
    expect(faultsOf(reply)).toEqual([
      '/apps(0)/dependencies: Dependency graph has cyclic dependencies.',
    ]);
  });

  test('is given when the disk is full', async () => {
    const marathon = new Groups();
    await marathon.ok('POST', '/v2/groups', { id: '/shop' });
    marathon.kernel.diskWorks = false;
    expect((await marathon.send('DELETE', '/v2/groups/shop')).status).toBe(503);
    expect(await marathon.preview('/shop', { apps: [{ ...RUN, id: 'a' }] })).toHaveLength(2);
  });
});
