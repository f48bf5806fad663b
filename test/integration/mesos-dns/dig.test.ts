import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { taskHash } from '@stoa/mesos-dns/core';
import { createHash } from 'node:crypto';
import { startAgent, type RunningAgent } from '@stoa/agent';
import { startMarathon, type RunningMarathon } from '@stoa/marathon';
import { startMaster, type RunningMaster } from '@stoa/master';
import { endTasksBelow } from '../../support/proc.ts';
import { callJson, HOME, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';
import { addressesOf, lookUp } from './dns-client.ts';
import { aState, aStateTask, StandInMaster } from './stand-in-master.ts';
import { silent, startDns } from './test-dns.ts';

// The program that everybody asks with, against names of real tasks and of a state that was told.

const hasDig = spawnSync('dig', ['-v']).error === undefined;
const describeWithDig = hasDig ? describe : describe.skip;

/** What dig prints, in lines. */
function dig(port: number, ...words: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const argv = ['@127.0.0.1', '-p', String(port), '+tries=1', '+time=5', ...words];
    const child = spawn('dig', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.on('error', reject);
    child.on('close', () => resolve(text.split('\n').filter((line) => line !== '')));
  });
}

function short(port: number, ...words: readonly string[]): Promise<readonly string[]> {
  return dig(port, '+short', ...words).then((lines) => [...lines].sort());
}

describeWithDig('dig (left out where Debian’s dnsutils is not installed)', () => {
  describe('of a state that was told', () => {
    let master: StandInMaster;
    let dns: Awaited<ReturnType<typeof startDns>>;

    beforeAll(async () => {
      master = await StandInMaster.start();
      const discovery = {
        visibility: 'FRAMEWORK',
        name: 'web.prod',
        ports: { ports: [{ number: 8080, name: 'http', protocol: 'tcp' }] },
      };
      const many = Array.from({ length: 100 }, (_, at) =>
        aStateTask('many', { id: `many.${at}`, slave_id: `f0-S${at}` }),
      );
      const state = aState(master.address, [
        aStateTask('web.prod', { id: 'test', discovery }),
        ...many,
      ]);
      const slaves = Array.from({ length: 100 }, (_, at) => ({
        id: `f0-S${at}`,
        pid: `slave(1)@10.2.0.${at}:5051`,
      }));
      master.state = { ...state, slaves };
      dns = await startDns([master.address], { refresh_seconds: 3_600 });
    });

    afterAll(async () => {
      await dns.close();
      await master.close();
    });

    test.each([
      ['web-prod.marathon.mesos', 'A', ['10.0.0.9']],
      ['web.prod.marathon.mesos', 'A', ['10.0.0.9']],
      ['web-prod.marathon.slave.mesos', 'A', ['10.2.0.1']],
      ['web-prod-iffe9-s1.marathon.mesos', 'A', ['10.0.0.9']],
      ['_web-prod._tcp.marathon.mesos', 'SRV', ['0 1 8080 web-prod-iffe9-s1.marathon.mesos.']],
      [
        '_http._web-prod._tcp.marathon.mesos',
        'SRV',
        ['0 1 8080 web-prod-iffe9-s1.marathon.mesos.'],
      ],
      [
        '_web.prod._udp.marathon.slave.mesos',
        'SRV',
        ['0 1 31000 web.prod-iffe9-s1.marathon.slave.mesos.'],
      ],
      ['leader.mesos', 'A', ['127.0.0.1']],
      ['master0.mesos', 'A', ['127.0.0.1']],
      ['ns1.mesos', 'A', ['127.0.0.1']],
      ['_slave._tcp.mesos', 'SRV', ['0 1 5051 slave.mesos.']],
    ])('%s %s', async (name, type, expected) => {
      for (const transport of ['+notcp', '+tcp', '+noedns']) {
        expect(await short(dns.port, transport, name, type)).toEqual(expected);
      }
    });

    test('shows the codes and the authority of what is missing', async () => {
      const missing = await dig(dns.port, 'none.marathon.mesos', 'A');
      expect(missing.join('\n')).toMatch(/status: NXDOMAIN.*flags: qr aa rd ra;.*AUTHORITY: 1/s);
      expect(missing).toContainEqual(
        expect.stringMatching(
          /^none\.marathon\.mesos\.\s+60\s+IN\s+SOA\s+ns1\.mesos\. root\.ns1\.mesos\. \d+ 60 600 86400 60$/,
        ),
      );
      const nodata = (await dig(dns.port, 'web-prod.marathon.mesos', 'AAAA')).join('\n');
      expect(nodata).toMatch(/status: NOERROR.*ANSWER: 0, AUTHORITY: 1/s);
      const service = (await dig(dns.port, '_none._tcp.marathon.mesos', 'SRV')).join('\n');
      expect(service).toMatch(/status: NOERROR.*ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0/s);
    });

    test('comes back over TCP by itself when an answer was cut', async () => {
      const ignored = (await dig(dns.port, '+ignore', '_many._tcp.marathon.mesos', 'SRV')).join(
        '\n',
      );
      expect(ignored).toMatch(/flags: qr aa tc rd ra/);
      const whole = (await dig(dns.port, '_many._tcp.marathon.mesos', 'SRV')).join('\n');
      expect(whole).toMatch(/ANSWER: 100, AUTHORITY: 0, ADDITIONAL: 100/);
    });

    test('finds nothing wrong with any answer', async () => {
      for (const type of ['A', 'AAAA', 'SRV', 'SOA', 'NS', 'ANY', 'TXT']) {
        const text = (await dig(dns.port, '+notcp', 'Web-Prod.marathon.mesos', type)).join('\n');
        expect(text).toContain('status: ');
        expect(text).not.toMatch(/Warning|malformed|Got bad packet|extra bytes/i);
      }
    });
  });

  describe('of real tasks in a cluster of ours', () => {
    const scratch = scratchDirectory();
    let master: RunningMaster;
    let agent: RunningAgent;
    let marathon: RunningMarathon;
    let dns: Awaited<ReturnType<typeof startDns>>;

    beforeAll(async () => {
      const below = (name: string): string => join(scratch.path, name);
      master = await startMaster({ port: 0, work_dir: below('master') }, { log: silent });
      agent = await startAgent(
        {
          master: [master.address],
          port: 0,
          work_dir: below('agent'),
          resources: 'cpus:4;mem:1024;disk:1024;ports:[31000-31100]',
          docker_socket: '/nonexistent/docker.sock',
        },
        { log: silent },
      );
      marathon = await startMarathon(
        { master: master.address, http_port: 0, work_dir: below('marathon') },
        { log: silent },
      );
      dns = await startDns([master.address]);
    }, 60_000);

    afterAll(async () => {
      await dns?.close();
      await marathon?.close();
      await agent?.close({ stopTasks: true });
      await master?.close();
      endTasksBelow(scratch.path);
      scratch.remove();
    });

    const call = (method: string, path: string, body?: unknown) =>
      callJson(method, `http://${marathon.address}${path}`, body);

    const APP = { id: '/prod/web', cmd: 'exec sleep 1000', cpus: 0.1, mem: 32, instances: 2 };
    const WEB = 'web-prod.marathon.mesos';

    /** How long after both tasks run their name is there. */
    async function startTasks(): Promise<number> {
      const ports = { portDefinitions: [{ port: 0, name: 'http', protocol: 'tcp' }] };
      expect((await call('POST', '/v2/apps', { ...APP, ...ports })).status).toBe(201);
      await until('both run', async () => {
        const { json } = await call('GET', '/v2/apps//prod/web');
        return json.app.tasksRunning === 2 ? true : undefined;
      });
      return untilNamed('_web-prod._tcp.marathon.mesos', 2);
    }

    /** How long after the last task ended its name is gone. */
    async function endTasks(): Promise<number> {
      await call('DELETE', '/v2/apps//prod/web');
      await until('no task is left', async () => {
        const { json } = await callJson('GET', `http://${master.address}/tasks`);
        const isLive = (task: { state: string }): boolean =>
          /RUNNING|STAGING|STARTING|KILLING/.test(task.state);
        return json.tasks.some(isLive) ? undefined : true;
      });
      return untilNamed('_web-prod._tcp.marathon.mesos', 0);
    }

    async function untilNamed(name: string, count: number): Promise<number> {
      const began = performance.now();
      await until(`${name} has ${count} records`, async () =>
        (await lookUp(dns.port, name, 'SRV')).answers?.length === count ? true : undefined,
      );
      return performance.now() - began;
    }

    test('names come and go within 200 ms of their tasks', async () => {
      const coming: number[] = [];
      const going: number[] = [];
      // A busy machine may be late once; whoever polls would be late every time.
      for (let round = 0; round < 3; round++) {
        coming.push(await startTasks());
        going.push(await endTasks());
      }
      expect(Math.min(...coming)).toBeLessThan(200);
      expect(Math.min(...going)).toBeLessThan(200);
    }, 60_000);

    test('an app of Marathon has both its names, and services that lead to its ports', async () => {
      await startTasks();
      const { json } = await call('GET', '/v2/apps//prod/web');
      const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
      const expected = json.app.tasks.map(
        (task: { id: string; ports: number[] }) =>
          `0 1 ${task.ports[0]} web-prod-${taskHash(task.id, sha1)}-s0.marathon.mesos.`,
      );
      const service = '_web-prod._tcp.marathon.mesos';
      expect(await short(dns.port, service, 'SRV')).toEqual(expected.sort());
      expect(await short(dns.port, WEB)).toEqual(['127.0.0.1']);
      expect(await short(dns.port, 'web.prod.marathon.mesos')).toEqual(['127.0.0.1']);
      await endTasks();
      expect(await short(dns.port, WEB)).toEqual([]);
    }, 60_000);

    test('names stay through a restart of the master, and are followed again after it', async () => {
      const app = { id: '/steady', cmd: 'exec sleep 1000', cpus: 0.1, mem: 32 };
      expect((await call('POST', '/v2/apps', app)).status).toBe(201);
      const name = 'steady.marathon.mesos';
      await until('it has a name', async () =>
        (await addressesOf(dns.port, name)).length === 1 ? true : undefined,
      );
      const port = Number(master.address.split(':')[1]);
      await master.close();
      let lost = 0;
      const watch = setInterval(() => {
        void addressesOf(dns.port, name).then((found) => (lost += found.length === 1 ? 0 : 1));
      }, 10);
      const work_dir = join(scratch.path, 'master');
      master = await startMaster({ port, work_dir }, { log: silent });
      await until('the agent is back', async () => {
        const numbers = await (await fetch(`${dns.http}/metrics`)).text();
        const isBack = /^stoa_dns_carried_tasks 0$/m.test(numbers);
        return isBack && /^stoa_dns_following 1$/m.test(numbers) ? true : undefined;
      });
      clearInterval(watch);
      expect(lost).toBe(0);
      expect(await addressesOf(dns.port, name)).toEqual(['127.0.0.1']);
      await until('marathon is back', async () =>
        (await call('DELETE', '/v2/apps//steady')).status === 200 ? true : undefined,
      );
      await until('the name is gone', async () =>
        (await addressesOf(dns.port, name)).length === 0 ? true : undefined,
      );
    }, 60_000);

    test('in examples/discovery one app finds the other by SRV and A', async () => {
      const example = (name: string): { id: string; env?: object } =>
        JSON.parse(readFileSync(join(HOME, 'examples/discovery', name), 'utf8')) as { id: string };
      await call('POST', '/v2/apps', example('clock.json'));
      const reader = example('reader.json');
      const env = { ...reader.env, DNS: `127.0.0.1:${dns.port}` };
      expect((await call('POST', '/v2/apps', { ...reader, env })).status).toBe(201);
      const said = await until('both instances were asked', () => {
        const outputs = readdirSync(scratch.path, { recursive: true, encoding: 'utf8' })
          .filter((path) => path.endsWith('/stdout'))
          .map((path) => readFileSync(join(scratch.path, path), 'utf8'));
        const lines = outputs.flatMap((text) => text.split('\n'));
        const found = lines.flatMap(
          (line) => /^clock-(\w{5})-s0\.marathon\.mesos at \S+ says 20/.exec(line)?.[1] ?? [],
        );
        return new Set(found).size === 2 ? found : undefined;
      });
      expect(said.length).toBeGreaterThanOrEqual(2);
      for (const { id } of [example('clock.json'), reader]) await call('DELETE', `/v2/apps/${id}`);
    }, 60_000);

    test('the cluster itself has names', async () => {
      const port = master.address.split(':')[1];
      expect(await short(dns.port, 'leader.mesos')).toEqual(['127.0.0.1']);
      expect(await short(dns.port, '_leader._tcp.mesos', 'SRV')).toEqual([
        `0 1 ${port} leader.mesos.`,
      ]);
      expect(await short(dns.port, 'slave.mesos')).toEqual(['127.0.0.1']);
      const health: unknown = await (await fetch(`${dns.http}/health`)).json();
      expect(health).toMatchObject({ source: 'stream', leader: master.address });
    });
  });
});
