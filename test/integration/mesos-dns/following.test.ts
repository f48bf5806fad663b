import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MasterEvent, TaskState } from '@stoa/proto';
import { dnsFlags, startMesosDns, type RunningMesosDns } from '@stoa/mesos-dns';
import { parseFlags } from '@stoa/runtime';
import { until } from '../../support/until.ts';
import { addressesOf, aQuestion, askOverTcp } from './dns-client.ts';
import { aState, aStateTask, StandInMaster } from './stand-in-master.ts';
import { silent, startDns } from './test-dns.ts';

const WEB = 'web-prod.marathon.mesos';
/** What a change may take from the master's word to the answer. */
const PROMISE_MS = 200;

const closing: (() => Promise<void>)[] = [];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stoa-dns-'));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(directory, { recursive: true, force: true });
});

async function aMaster(port = 0): Promise<StandInMaster> {
  const master = await StandInMaster.start(port);
  closing.push(() => master.close());
  return master;
}

async function aDns(...given: Parameters<typeof startDns>): ReturnType<typeof startDns> {
  const dns = await startDns(...given);
  closing.push(() => dns.close());
  return dns;
}

const SUBSCRIBED: MasterEvent = {
  type: 'SUBSCRIBED',
  subscribed: {
    heartbeat_interval_seconds: 0.2,
    get_state: {
      get_agents: {
        agents: [
          {
            agent_info: { id: { value: 'f0-S1' }, hostname: 'agent-1', port: 5051 },
            active: true,
            version: '1.12.0',
            pid: 'slave(1)@10.0.0.7:5051',
          },
        ],
      },
      get_frameworks: {
        frameworks: [
          {
            framework_info: { id: { value: 'f0-0000' }, user: 'root', name: 'marathon' },
            active: true,
            connected: true,
            recovered: false,
          },
        ],
      },
    },
  },
};

const ADDED: MasterEvent = {
  type: 'TASK_ADDED',
  task_added: {
    task: {
      name: 'web.prod',
      task_id: { value: 'web.prod.1' },
      framework_id: { value: 'f0-0000' },
      agent_id: { value: 'f0-S1' },
      state: 'TASK_STAGING',
    },
  },
};

function updated(state: TaskState): MasterEvent {
  return {
    type: 'TASK_UPDATED',
    task_updated: {
      framework_id: { value: 'f0-0000' },
      status: {
        task_id: { value: 'web.prod.1' },
        state,
        timestamp: 1,
        container_status: {
          network_infos: [{ ip_addresses: [{ protocol: 'IPv4', ip_address: '10.0.0.9' }] }],
        },
      },
      state,
    },
  };
}

/** How long it takes until a name has these addresses. */
async function answered(port: number, expected: readonly string[]): Promise<number> {
  const began = performance.now();
  for (;;) {
    const found = await addressesOf(port, WEB);
    const ms = performance.now() - began;
    if (found.join() === expected.join()) return ms;
    if (ms > 10_000) throw new Error(`${WEB} is ${found.join()} after ${ms} ms`);
  }
}

/** Keeps a stream from being silent. */
function beat(master: StandInMaster): void {
  const timer = setInterval(() => master.tell({ type: 'HEARTBEAT' }), 100);
  closing.push(() => Promise.resolve(clearInterval(timer)));
}

describe('by the event stream', () => {
  test('names follow their tasks at once', async () => {
    const master = await aMaster();
    master.subscribed = SUBSCRIBED;
    beat(master);
    const dns = await aDns([master.address]);
    expect(await addressesOf(dns.port, 'slave.mesos')).toEqual(['10.0.0.7']);
    expect(await addressesOf(dns.port, 'leader.mesos')).toEqual(['127.0.0.1']);
    master.tell(ADDED);
    expect(await answered(dns.port, [])).toBeLessThan(PROMISE_MS);
    master.tell(updated('TASK_RUNNING'));
    expect(await answered(dns.port, ['10.0.0.9'])).toBeLessThan(PROMISE_MS);
    master.tell(updated('TASK_KILLED'));
    expect(await answered(dns.port, [])).toBeLessThan(PROMISE_MS);
    expect(master.requests.map(({ url }) => url)).toEqual(['/api/v1']);
  });

  test('the leader is found by redirects, and its names stay when all masters are gone', async () => {
    const follower = await aMaster();
    const leader = await aMaster();
    follower.redirectTo = leader.address;
    leader.subscribed = SUBSCRIBED;
    beat(leader);
    const dns = await aDns([follower.address]);
    leader.tell(ADDED);
    leader.tell(updated('TASK_RUNNING'));
    await answered(dns.port, ['10.0.0.9']);
    const { port } = leader;
    await leader.close();
    await follower.close();
    closing.splice(closing.length - 4, 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    const health = (await (await fetch(`${dns.http}/health`)).json()) as { age_seconds: number };
    expect(health).toMatchObject({ source: 'none' });
    expect(health.age_seconds).toBeGreaterThan(0.3);
    // Another leader at the same place, which knows of no task.
    const next = await aMaster(port);
    next.subscribed = SUBSCRIBED;
    beat(next);
    expect(await answered(dns.port, [])).toBeLessThan(3_000);
  });

  test('a stream that falls silent is left, and opened anew', async () => {
    const master = await aMaster();
    master.subscribed = SUBSCRIBED;
    await aDns([master.address]);
    await until('a second stream', () => (master.requests.length >= 2 ? true : undefined), 3_000);
  });

  test('a stream that breaks in a record is opened anew', async () => {
    const master = await aMaster();
    master.subscribed = SUBSCRIBED;
    beat(master);
    const dns = await aDns([master.address]);
    master.cutStreams();
    await until('a second stream', () =>
      master.requests.length === 2 && master.streams === 1 ? true : undefined,
    );
    master.tell(ADDED);
    master.tell(updated('TASK_RUNNING'));
    await answered(dns.port, ['10.0.0.9']);
  });
});

describe('by polling', () => {
  test('names come and go with the refresh, and stay when a state is broken', async () => {
    const master = await aMaster();
    master.state = aState(master.address, [aStateTask('web.prod')]);
    const dns = await aDns([master.address], { refresh_seconds: 1 });
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    const states = (): number => master.requests.filter(({ url }) => url !== '/api/v1').length;
    for (const broken of ['{"leader":', '{"leader":""}', 'x'.repeat(1_000_000)]) {
      master.state = broken;
      const before = states();
      await until('two more loads', () => (states() >= before + 2 ? true : undefined));
      expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    }
    master.state = {
      ...aState(master.address, []),
      slaves: [{ id: 'f0-S1', pid: 'slave(1)@no.such.host.invalid:5051' }],
    };
    const before = states();
    await until('two more loads', () => (states() >= before + 2 ? true : undefined));
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
    master.state = aState(master.address, []);
    await answered(dns.port, []);
  }, 30_000);

  test('a state that names another leader is fetched from there, on the port that was asked', async () => {
    const follower = await aMaster();
    follower.state = aState('127.0.0.2:1', [aStateTask('web.prod')]);
    // Nobody listens at that address: the state of a master that does not lead is not believed.
    const start = startDns([follower.address], { refresh_seconds: 1 });
    await until('two loads', () => (follower.requests.length >= 4 ? true : undefined));
    follower.state = aState(follower.address, [aStateTask('web.prod')]);
    const dns = await start;
    closing.push(() => dns.close());
    expect(await addressesOf(dns.port, 'leader.mesos')).toEqual(['127.0.0.1']);
  }, 20_000);

  test('credentials go along, and the secret is not shown', async () => {
    const master = await aMaster();
    master.state = aState(master.address, []);
    const config = join(directory, 'config.json');
    const mesosCredentials = { principal: 'dns', secret: 'deep' };
    await writeFile(
      config,
      JSON.stringify({ Masters: ['10.9.9.9:1'], mesosAuthentication: 'basic', mesosCredentials }),
    );
    const dns = await aDns([master.address], { config });
    const expected = `Basic ${Buffer.from('dns:deep').toString('base64')}`;
    expect(master.requests.map(({ headers }) => headers.authorization)).toEqual([
      expected,
      expected,
    ]);
    const shown = await (await fetch(`${dns.http}/v1/config`)).text();
    expect(shown).not.toContain('deep');
    expect(JSON.parse(shown)).toMatchObject({
      File: config,
      MesosCredentials: { Principal: 'dns' },
    });
  });
});

describe('starting', () => {
  test('nothing is answered before the first state; then everything', async () => {
    const probe = await StandInMaster.start();
    const { port } = probe;
    await probe.close();
    const free = await StandInMaster.start();
    const dnsPort = free.port;
    await free.close();
    const start = startDns([`127.0.0.1:${port}`], { port: dnsPort });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(askOverTcp(dnsPort, aQuestion(WEB))).rejects.toThrow(/ECONNREFUSED/);
    const master = await aMaster(port);
    master.state = aState(master.address, [aStateTask('web.prod')]);
    const dns = await start;
    closing.push(() => dns.close());
    expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
  });

  test('can be given up while no master answers', async () => {
    const abort = new AbortController();
    const start = startMesosDns(
      { masters: ['127.0.0.1:1'] },
      { log: silent, signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 100);
    await expect(start).rejects.toThrow(/ended before any master gave its state/);
  });

  async function refused(flags: Parameters<typeof startMesosDns>[0]): Promise<string> {
    let running: RunningMesosDns;
    try {
      running = await startMesosDns(flags, { log: silent });
    } catch (error) {
      return String(error);
    }
    await running.close();
    return 'started';
  }

  test('a taken port is told with its flag', async () => {
    const master = await aMaster();
    master.state = aState(master.address, []);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => taken.close(() => resolve())));
    const { port } = taken.address() as { port: number };
    const masters = [master.address];
    expect(await refused({ masters, port, http_port: 0 })).toMatch(
      /TCP port \d+ of 127\.0\.0\.1 is taken, wanted by dns: choose another with --port/,
    );
    expect(await refused({ masters, port: 0, http_port: port })).toMatch(/with --http_port/);
  });

  test.each<[string, object | string, RegExp]>([
    [
      'an unknown field',
      { masters: ['a:1'], refeshSeconds: 1 },
      /refeshSeconds is not known; did you mean refreshSeconds\?/,
    ],
    ['a wrong value', { masters: ['a:1'], ttl: 'x' }, /config\.json: ttl must be integer/],
    ['two faults', { masters: [], domain: '_' }, /masters specify Mesos masters.*\n.*domain '_'/],
    ['no JSON', '{', /config\.json is not JSON/],
  ])('a configuration file with %s does not start', async (_what, content, expected) => {
    const config = join(directory, 'config.json');
    await writeFile(config, typeof content === 'string' ? content : JSON.stringify(content));
    expect(await refused({ config })).toMatch(expected);
  });

  test('a missing file, and listening beyond loopback, are told in one line', async () => {
    expect(await refused({ config: join(directory, 'none.json') })).toMatch(/--config: ENOENT/);
    expect(await refused({ masters: ['a:1'], listener: '0.0.0.0' })).toMatch(
      /listening on 0\.0\.0\.0 lets anyone .* give --insecure/,
    );
  });

  test('flags have the names of the fields and win over the file', () => {
    const flags = parseFlags(
      dnsFlags,
      ['--masters=a:1,b:2', '--refresh-seconds=5', '--no-external', '--ip=::1'],
      { MESOS_DNS_TTL: '9' },
    );
    expect(flags).toMatchObject({
      masters: ['a:1', 'b:2'],
      refresh_seconds: 5,
      external: false,
      listener: '::1',
      ttl: 9,
      domain: undefined,
    });
  });
});
