import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, describeWithBrowser, launchBrowser } from '../support/console-browser.ts';
import { CountingProxy } from '../support/counting-proxy.ts';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, LocalCluster, scratchDirectory } from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// One person, many tabs: a browser has six connections to a server for all of them together.

const PATIENCE_MS = 25_000;
const TABS = 8;
/** Within this a loss is shown, and the tabs that are left go on (console.md §6). */
const SOON_MS = 3_000;

const scratch = scratchDirectory();
let browser: Browser;
let context: BrowserContext;
let cluster: LocalCluster;
let proxy: CountingProxy;
let tabs: Page[] = [];

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await LocalCluster.start(scratch.path);
  const app = { id: '/shop/web', cmd: 'echo first line; exec sleep 1000', cpus: 0.1, mem: 32 };
  await cluster.marathon('POST', '/v2/apps', app);
  await cluster.runningTasks('/shop/web');
  proxy = await CountingProxy.open(Number(cluster.endpoints.marathon.split(':')[1]));
  browser = await launchBrowser();
  context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

async function openTab(path: string): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(`${proxy.origin}/ui${path}`);
  return tab;
}

const age = (words: string) => (tab: Page) => tab.locator('.age').filter({ hasText: words });
const all = (found: (tab: Page) => ReturnType<Page['locator']>, timeout = PATIENCE_MS) =>
  Promise.all(tabs.map((tab) => found(tab).first().waitFor({ timeout })));

/** Every tab shows how many instances the app is to have, soon after the server has told it. */
async function scaleEverywhere(instances: number, timeout: number): Promise<void> {
  await cluster.marathon('PUT', '/v2/apps/shop/web?force=true', { instances });
  const words = `of ${instances}`;
  await all(
    (tab) => tab.locator('main').getByText(new RegExp(`${words}|${instances} inst`)),
    timeout,
  );
}

describeWithBrowser('eight tabs of one console', () => {
  test('are all live over one stream, and hear of what happens elsewhere', async () => {
    for (let at = 0; at < TABS; at += 1) tabs.push(await openTab('/apps/shop/web'));
    await all(age('live'));
    await scaleEverywhere(2, SOON_MS);
    await until('one stream that stands', () => proxy.standing.length === 1 || undefined);
    expect(proxy.standing).toEqual(['/stoa/v1/events']);
  });

  test('that follow logs keep one connection more between them', async () => {
    const logs = [await openTab('/logs?app=/shop/web'), await openTab('/logs?app=/shop/web')];
    for (const tab of logs) await tab.getByText('first line').first().waitFor();
    const [first] = await cluster.runningTasks('/shop/web', 2);
    const instance = first?.id.replace(/\._app.*/, '') ?? '';
    for (const tab of logs) {
      await tab.goto(`${proxy.origin}/ui/logs?instance=${instance}`);
      await tab.getByText('first line').waitFor();
    }
    const reads = () => proxy.standing.filter((path) => path.endsWith('/files/read')).length;
    await until('a log that is waited for', () => reads() === 1 || undefined);
    // The one whose turn it is goes; the other one waits in its place.
    await logs[0]?.close();
    await until('the other one', () => reads() === 1 || undefined);
    await logs[1]?.close();
    expect(proxy.standingMax).toBe(2);
  });

  test('go on when the one that came first is closed', async () => {
    const [first, ...others] = tabs;
    await first?.close();
    tabs = others;
    await scaleEverywhere(3, SOON_MS);
    await all(age('live'), SOON_MS);
  });

  test('tell of a loss at once, and heal', async () => {
    proxy.cut();
    await all(age('reconnecting'), SOON_MS);
    await cluster.marathon('PUT', '/v2/apps/shop/web?force=true', { instances: 1 });
    proxy.mend();
    await all(age('live'));
    await all((tab) => tab.getByRole('heading', { level: 1 }).filter({ hasText: 'Its instance' }));
  });

  test('go on when one of them crashes, be it with what it held for all', async () => {
    const [first, ...others] = tabs;
    await first?.goto('chrome://crash').catch(() => undefined);
    tabs = others;
    const isWellAgain = 2 * SOON_MS;
    await scaleEverywhere(2, isWellAgain);
    await all(age('live'), isWellAgain);
    await until('one stream that stands', () => proxy.standing.length === 1 || undefined);
  });

  test('go on when what holds the stream for all is killed', async () => {
    const debug = await browser.newBrowserCDPSession();
    const { targetInfos } = await debug.send('Target.getTargets');
    const workers = targetInfos.filter(({ type }) => type === 'shared_worker');
    expect(workers).toHaveLength(1);
    for (const { targetId } of workers) await debug.send('Target.closeTarget', { targetId });
    await scaleEverywhere(4, 2 * SOON_MS);
    await all(age('live'), 2 * SOON_MS);
    await until('one stream that stands', () => proxy.standing.length === 1 || undefined);
  });

  test('leave nothing behind', async () => {
    for (const tab of tabs) await tab.close();
    await until('no stream', () => proxy.standing.length === 0 || undefined);
    expect(proxy.standingMax).toBe(2);
  });
});
