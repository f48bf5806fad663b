import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, LocalCluster, scratchDirectory } from '../support/stoa-process.ts';

// The wall against the browser, met by a real one: pages of other origins try to drive the daemons.

const CHROMIUM = process.env['STOA_CHROMIUM'];
const describeWithBrowser = CHROMIUM === undefined ? describe.skip : describe;

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // What a rebound DNS name is: somebody else's name with our address.
  '--host-resolver-rules=MAP rebound.example 127.0.0.1',
];

interface Attempts {
  readonly looks: readonly string[];
  readonly writes: readonly {
    readonly method: string;
    readonly url: string;
    readonly body: string;
  }[];
}

let browser: Browser;
let page: Server;
let port: number;
const scratch = scratchDirectory();
const marker = join(scratch.path, 'launched');

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const html = readFileSync(join(import.meta.dirname, 'fixtures/stranger.html'));
  page = createServer((_, reply) => {
    reply.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  }).listen(0, '127.0.0.1');
  await once(page, 'listening');
  ({ port } = page.address() as { port: number });
});

afterAll(async () => {
  await browser?.close();
  page?.close();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const app = (id: string) => ({
  id,
  cmd: `echo ${id} >> ${marker}; exec sleep 1000`,
  cpus: 0.1,
  mem: 32,
});

/** What a page of that origin could read. */
async function visit(origin: string, attempts: Attempts): Promise<Record<string, string>> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.goto(origin);
    return await tab.evaluate(`visit(${JSON.stringify(attempts)})`);
  } finally {
    await context.close();
  }
}

function attemptsOn(cluster: LocalCluster, frameworkId: string): Attempts {
  const { master, agents, marathon } = cluster.endpoints;
  const [agent = ''] = agents;
  const subscribe = {
    type: 'SUBSCRIBE',
    subscribe: { framework_info: { user: 'root', name: 'stranger' } },
  };
  const teardown = {
    type: 'TEARDOWN',
    framework_id: { value: frameworkId },
  };
  const write = (method: string, url: string, body: unknown = {}) => ({
    method,
    url: `http://${url}`,
    body: JSON.stringify(body),
  });
  return {
    looks: [
      `http://${marathon}/v2/apps`,
      `http://${marathon}/v2/info`,
      `http://${master}/master/state`,
      `http://${master}/slaves`,
      `http://${agent}/state`,
      `http://${agent}/files/browse?path=/`,
    ],
    writes: [
      write('POST', `${marathon}/v2/apps`, app('/stranger')),
      write('PUT', `${marathon}/v2/apps/kept`, { instances: 0 }),
      write('DELETE', `${marathon}/v2/apps/kept`),
      write('DELETE', `${marathon}/v2/leader`),
      write('POST', `${marathon}/v2/tasks/delete`, { ids: [] }),
      write('POST', `${master}/api/v1/scheduler`, subscribe),
      write('POST', `${master}/api/v1/scheduler`, teardown),
      write('POST', `${master}/teardown`, { frameworkId }),
      write('POST', `${master}/api/v1`, { type: 'GET_STATE' }),
      write('POST', `${agent}/api/v1`, { type: 'GET_STATE' }),
    ],
  };
}

async function frameworksOf(cluster: LocalCluster): Promise<readonly unknown[]> {
  const { json } = await cluster.master('/state');
  return [...json.frameworks, ...json.completed_frameworks].map(({ id, name, active }) => ({
    id,
    name,
    active,
  }));
}

describeWithBrowser(
  'a page of another origin in a real browser (left out unless STOA_CHROMIUM names one)',
  () => {
    test('launches nothing, changes nothing and reads nothing', async () => {
      const cluster = await LocalCluster.start(join(scratch.path, 'closed'));
      await cluster.marathon('POST', '/v2/apps', app('/kept'));
      const [kept] = await cluster.runningTasks('/kept');
      const before = await frameworksOf(cluster);
      const [{ id: frameworkId }] = before as [{ id: string }];
      const attempts = attemptsOn(cluster, frameworkId);
      // Another site, and another port of the same host: browsers call that one the same site.
      for (const host of ['localhost', '127.0.0.1']) {
        expect(await visit(`http://${host}:${port}/`, attempts)).toEqual({});
      }
      const { json } = await cluster.marathon('GET', '/v2/apps');
      const apps: readonly { id: string; instances: number }[] = json.apps;
      expect(apps.map(({ id, instances }) => ({ id, instances }))).toEqual([
        { id: '/kept', instances: 1 },
      ]);
      expect((await cluster.runningTasks('/kept')).map(({ id }) => id)).toEqual([kept?.id]);
      expect(await frameworksOf(cluster)).toEqual(before);
      expect(readFileSync(marker, 'utf8')).toBe('/kept\n');
      await cluster.destroy('/kept');
      await cluster.stop();
    });

    test('is refused under a name that was rebound to this machine', async () => {
      const cluster = await LocalCluster.start(join(scratch.path, 'rebound'));
      const context = await browser.newContext();
      const tab = await context.newPage();
      for (const address of [
        `${cluster.endpoints.marathon}/v2/apps`,
        `${cluster.endpoints.master}/state`,
        `${cluster.endpoints.agents[0]}/state`,
      ]) {
        const answer = await tab.goto(`http://${address.replace('127.0.0.1', 'rebound.example')}`);
        expect(answer?.status()).toBe(403);
        expect(await answer?.text()).toContain('rebound.example');
      }
      await context.close();
      await cluster.stop();
    });

    test('may read and launch once its origin is listed: the same page, so the tries are real', async () => {
      const origin = `http://localhost:${port}`;
      const cluster = await LocalCluster.start(join(scratch.path, 'open'), [
        `--allowed-origins=${origin}`,
      ]);
      const { marathon, master } = cluster.endpoints;
      const read = await visit(`${origin}/`, {
        looks: [`http://${marathon}/v2/apps`, `http://${master}/master/state`],
        writes: [
          {
            method: 'POST',
            url: `http://${marathon}/v2/apps`,
            body: JSON.stringify(app('/listed')),
          },
        ],
      });
      expect(read[`GET http://${marathon}/v2/apps fetch`]).toMatch(/^200 \{"apps":\[\]\}/);
      expect(read[`GET http://${master}/master/state jsonp`]).toContain('version');
      expect(read[`POST http://${marathon}/v2/apps fetch`]).toMatch(/^201 /);
      await cluster.runningTasks('/listed');
      expect(existsSync(marker)).toBe(true);
      await cluster.destroy('/listed');
      await cluster.stop();
    });
  },
);
