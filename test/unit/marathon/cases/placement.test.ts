// Cases of placement from marathon-behaviour.md §13, through the API on the real kernel.
import { describe, expect, test } from '@jest/globals';
import type { OfferShape } from '../../../support/marathon-harness.ts';
import { MarathonServer } from '../../../support/marathon-server.ts';

const APP = { id: '/x', cmd: 'sleep 1000', cpus: 0.1, mem: 32 };
const TWO_HOSTS: readonly OfferShape[] = [{ host: 'a' }, { host: 'b' }];

/** Agents `a` and `b` whose attribute `rack` is what is said of each. */
function racks(...values: readonly (string | undefined)[]): readonly OfferShape[] {
  return values.map((rack, index) => ({
    host: `h${index + 1}`,
    ...(rack === undefined ? {} : { attributes: { rack } }),
  }));
}

/** Hosts of what runs, each as often as there are tasks on it. */
function hosts(server: MarathonServer): readonly string[] {
  return server.master
    .running()
    .map(({ host }) => host)
    .sort();
}

async function place(
  agents: readonly OfferShape[],
  app: Readonly<Record<string, unknown>>,
): Promise<MarathonServer> {
  const server = new MarathonServer({ agents });
  await server.run({ ...APP, ...app });
  server.master.pass(15);
  return server;
}

describe('constraints', () => {
  test('case 47: UNIQUE on two hosts runs two of three, and says why the third waits', async () => {
    const server = await place(TWO_HOSTS, { instances: 3, constraints: [['hostname', 'UNIQUE']] });
    expect(hosts(server)).toEqual(['a', 'b']);
    expect(await server.waiting('/x')).toMatchObject({ count: 1 });
    expect(Object.keys(await server.declined('/x'))).toEqual(['UnfulfilledConstraint']);
  });

  test('case 48: CLUSTER on a value puts all on agents that have it', async () => {
    const constraints = [['rack', 'CLUSTER', 'r2']];
    const server = await place(racks('r1', 'r2', 'r2'), { instances: 4, constraints });
    expect(hosts(server)).toHaveLength(4);
    expect(hosts(server)).not.toContain('h1');
  });

  test('case 49: CLUSTER on no value puts all where the first one is', async () => {
    const constraints = [['rack', 'CLUSTER']];
    const agents = racks('r1', 'r2', 'r3').map((agent) => ({ ...agent, cpus: 0.4 }));
    const server = await place(agents, { instances: 4, constraints });
    expect(hosts(server)).toHaveLength(4);
    expect(new Set(hosts(server)).size).toBe(1);
  });

  test('case 50: LIKE runs nothing where no agent is like that', async () => {
    const constraints = [['rack', 'LIKE', 'r[3-9]']];
    const server = await place(racks('r1', 'r2', undefined), { instances: 2, constraints });
    expect(hosts(server)).toEqual([]);
    expect(Object.keys(await server.declined('/x'))).toEqual(['UnfulfilledConstraint']);
  });

  test('case 51: UNLIKE runs all on agents that lack the attribute', async () => {
    const constraints = [['rack', 'UNLIKE', 'r.*']];
    const server = await place(racks(undefined, undefined), { instances: 3, constraints });
    expect(hosts(server)).toHaveLength(3);
  });

  test('case 52: MAX_PER of one host is the same as UNIQUE', async () => {
    const constraints = [['hostname', 'MAX_PER', '1']];
    const server = await place(TWO_HOSTS, { instances: 3, constraints });
    expect(hosts(server)).toEqual(['a', 'b']);
    expect(await server.waiting('/x')).toMatchObject({ count: 1 });
  });

  test('case 53: GROUP_BY of two puts four evenly into two zones', async () => {
    const agents = [
      { host: 'a', zone: 'z1' },
      { host: 'b', zone: 'z2' },
    ];
    const constraints = [['@zone', 'GROUP_BY', '2']];
    const server = await place(agents, { instances: 4, constraints });
    expect(hosts(server)).toEqual(['a', 'a', 'b', 'b']);
  });

  test.each(['YOUNGEST_FIRST', 'OLDEST_FIRST'])(
    'case 54: GROUP_BY scaled from six to four stays even, %s',
    async (killSelection) => {
      const agents = [
        { host: 'a', zone: 'z1' },
        { host: 'b', zone: 'z2' },
      ];
      const constraints = [['@zone', 'GROUP_BY', '2']];
      const server = await place(agents, { instances: 6, constraints, killSelection });
      expect(hosts(server)).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
      await server.ok('PUT', '/v2/apps/x', { instances: 4 });
      server.master.settle();
      expect(hosts(server)).toEqual(['a', 'a', 'b', 'b']);
      await server.ok('PUT', '/v2/apps/x', { instances: 1 });
      server.master.settle();
      expect(hosts(server)).toHaveLength(1);
    },
  );

  test('case 55: IS on the host takes that host only, and numbers are equal as numbers', async () => {
    const onHost = await place(TWO_HOSTS, { instances: 2, constraints: [['hostname', 'IS', 'b']] });
    expect(hosts(onHost)).toEqual(['b', 'b']);
    const constraints = [['rack', 'IS', '50.0']];
    expect(hosts(await place(racks('50', '51'), { instances: 2, constraints }))).toEqual([
      'h1',
      'h1',
    ]);
  });

  test('case 56: an upgrade of a UNIQUE app on as many agents comes to its end', async () => {
    const server = await place(TWO_HOSTS, { instances: 2, constraints: [['hostname', 'UNIQUE']] });
    await server.ok('PUT', '/v2/apps/x', { cmd: 'sleep 2000' });
    server.master.pass(30);
    expect(server.deployments()).toEqual([]);
    expect(hosts(server)).toEqual(['a', 'b']);
    expect(server.master.running().map(({ info }) => info.command?.value)).toEqual([
      'sleep 2000',
      'sleep 2000',
    ]);
  });
});

describe('agents', () => {
  test('case 57: of another region are for those who ask for it', async () => {
    const far = [{ host: 'far', region: 'there', zone: 'z9' }];
    const server = new MarathonServer({ agents: far });
    server.marathon.subscribe('here');
    server.master.resubscribed();
    await server.run(APP);
    expect(hosts(server)).toEqual([]);
    expect(Object.keys(await server.declined('/x'))).toEqual(['UnfulfilledConstraint']);
    await server.run({ ...APP, id: '/y', constraints: [['@region', 'IS', 'there']] });
    await server.run({ ...APP, id: '/z', constraints: [['@zone', 'IS', 'z8']] });
    server.master.pass(15);
    expect(server.master.running().map(({ app }) => app)).toEqual(['/y']);
  });

  test('case 58: with GPUs are kept for those who want one', async () => {
    const flags = { enable_features: ['gpu_resources'] };
    const server = new MarathonServer({ agents: [{ gpus: 4 }], flags });
    await server.run(APP);
    expect(server.master.running()).toEqual([]);
    expect(Object.keys(await server.declined('/x'))).toEqual(['DeclinedScarceResources']);
    await server.run({ ...APP, id: '/y', gpus: 1 });
    expect(server.master.running().map(({ app }) => app)).toEqual(['/y']);
  });

  test('case 59: in maintenance get nothing, an app without others waits', async () => {
    const now = Date.UTC(2026, 0, 1);
    const server = new MarathonServer({
      agents: [{ unavailable: { from: now - 1000, seconds: 60 } }],
      flags: { decline_offer_duration: 1000 },
    });
    await server.run(APP);
    expect(server.master.running()).toEqual([]);
    expect(Object.keys(await server.declined('/x'))).toEqual(['AgentMaintenance']);
    server.master.pass(70);
    expect(server.master.running()).toHaveLength(1);
  });

  test('case 59: get nothing in the time before their maintenance that is set for draining', async () => {
    const agents = [{ unavailable: { from: Date.UTC(2026, 0, 1, 0, 10) } }];
    const early = new MarathonServer({ agents, flags: { draining_seconds: 900 } });
    await early.run(APP);
    expect(early.master.running()).toEqual([]);
    const late = new MarathonServer({ agents, flags: { draining_seconds: 60 } });
    await late.run(APP);
    expect(late.master.running()).toHaveLength(1);
    const unaware = new MarathonServer({
      agents,
      flags: { draining_seconds: 900, maintenance_mode: false },
    });
    await unaware.run(APP);
    expect(unaware.master.running()).toHaveLength(1);
  });

  test('case 60: give to a role what is allocated to it, and only free resources to those who say so', async () => {
    const flags = { mesos_role: 'dev' };
    const reserved = { host: 'own', role: 'dev', reservedFor: 'dev' };
    const free = { host: 'free', role: 'dev' };
    const other = { host: 'other', role: 'qa' };
    const server = new MarathonServer({ agents: [other, reserved, free], flags });
    await server.run({ ...APP, role: 'dev', acceptedResourceRoles: ['dev'], instances: 2 });
    expect(hosts(server)).toEqual(['own', 'own']);
    await server.run({ ...APP, id: '/y', role: 'dev', acceptedResourceRoles: ['*'], instances: 2 });
    expect(hosts(server)).toEqual(['free', 'free', 'own', 'own']);
  });
});
