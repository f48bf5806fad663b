import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { instanceId } from '../../tools/console/builders.mjs';
import { EmulatedCluster } from '../../tools/console/server.mjs';
import { trouble } from '../../tools/console/sets.mjs';
import {
  CHROMIUM,
  describeWithBrowser,
  launchBrowser,
  openPage,
} from '../support/console-browser.ts';

// Each page by the keyboard alone (console.md §8 and §9): a real browser, a troubled cluster that is only told.

const PATIENCE_MS = 25_000;
/** More tabs than any page has before its first field. */
const TABS_MAX = 60;

const faults: string[] = [];
let cluster: EmulatedCluster;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await new EmulatedCluster().listen();
  cluster.take(trouble());
  browser = await launchBrowser();
});

beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  page = await openPage(browser, faults);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  page.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
});

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const sentence = (words: string | RegExp) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: words }).waitFor();
const open = async (path: string, words: string | RegExp) => {
  await page.goto(`${cluster.origin}/ui${path}`);
  await sentence(words);
};
const dialog = () => page.getByRole('dialog').or(page.getByRole('alertdialog'));
const focused = () => page.locator(':focus');
const arriveAt = (path: string) => page.waitForURL(`**/ui${path}`);

/** Goes on by Tab until something of that name has the focus. */
async function tabTo(name: string): Promise<void> {
  const isThere = () =>
    page.evaluate(`(() => {
      const here = document.activeElement;
      const label = here?.labels?.[0]?.textContent ?? here?.getAttribute('aria-label');
      return (label ?? here?.textContent)?.trim() === ${JSON.stringify(name)};
    })()`);
  for (let tabs = 0; tabs < TABS_MAX && (await isThere()) !== true; tabs += 1) await press('Tab');
  expect(await isThere()).toBe(true);
}

describeWithBrowser('the console by keys alone', () => {
  test('from the alarm to its cause in three: the overview, the app, its log', async () => {
    await open('/', '3 of 11 apps need attention');
    await press('j', 'Enter');
    await arriveAt('/apps/shop/web');
    await sentence(/2 of 5 instances fail GET \/health/);
    expect(await focused().evaluate((here) => here.tagName)).toBe('H1');
    await press('l');
    await arriveAt('/logs?app=%2Fshop%2Fweb');
    await page.getByRole('log').waitFor();
    await press('/');
    await focused().and(page.getByRole('searchbox')).waitFor();
  });

  test('apps: filter, rows, ticks, menus and what a row lets one do', async () => {
    await open('/apps/?view=flat', /11 apps/);
    await press('/');
    await page.keyboard.type('unique');
    await page.getByRole('status').filter({ hasText: '1 app' }).waitFor();
    await press('Escape', 'j', 'x');
    await page.getByRole('toolbar', { name: 'Chosen apps' }).getByText('1 chosen').waitFor();
    await press('x', 's');
    await dialog().getByRole('spinbutton', { name: 'Instances' }).waitFor();
    await press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await focused()
      .and(page.getByRole('treegrid', { name: 'Apps' }))
      .waitFor();
    await press('.');
    await page.getByRole('menuitem', { name: 'Restart…' }).waitFor();
    await press('Escape');
    await page.getByRole('treegrid', { name: 'Apps' }).focus();
    await press('i');
    await page.getByText('Copied /ml/unique').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('/ml/unique');
    await press('Escape');
    await page.getByRole('status').filter({ hasText: '11 apps' }).waitFor();
    await press('y');
    await arriveAt('/apps/ml/unique/~why');
  });

  test('an app: its tabs in both directions, its menu, and one level up', async () => {
    await open('/apps/shop/web', '/shop/web');
    for (const tab of ['config', 'endpoints', 'debug', 'why']) {
      await press(']');
      await arriveAt(`/apps/shop/web/~${tab}`);
    }
    await press('[');
    await arriveAt('/apps/shop/web/~debug');
    await page.getByText(/ended with exit code 1/).waitFor();
    await press('.');
    await page.getByRole('menuitem', { name: 'Suspend…' }).waitFor();
    await press('Escape', 'u');
    await arriveAt('/apps/shop/web');
    await press('Alt+ArrowUp');
    await arriveAt('/apps/shop/');
    await press('u', 'u');
    await arriveAt('/');
  });

  test('a configuration is rolled back: the consequence is read, and the focus comes back', async () => {
    await open('/apps/shop/web/~config', '/shop/web');
    await page.getByRole('button', { name: 'Roll back', exact: true }).waitFor();
    await tabTo('Roll back');
    await press('Enter');
    await dialog()
      .getByText(/brings \/shop\/web from v3 to v2 and replaces 5 instances/)
      .waitFor();
    await press('Escape');
    await focused()
      .and(page.getByRole('button', { name: 'Roll back', exact: true }))
      .waitFor();
  });

  test('deployments, waiting and agents: along the rows, into one, and back', async () => {
    await open('/deployments', '1 deployment is running');
    await press('j', 'Tab', 'Enter');
    await sentence('Step 2 of 3: 6 of 10 instances are new and healthy.');
    await tabTo('Stop where it stands…');
    await press('Enter');
    await dialog()
      .getByText(/\/shop\/api stay half way/)
      .waitFor();
    await press('Escape', 'u');
    await arriveAt('/deployments');
    await press('g', 'w');
    await sentence('4 apps wait');
    await press('j', 'j', 'k', 'y');
    await arriveAt('/apps/ml/unique/~why');
    // From the reason to the field that is its cause.
    await tabTo('Edit placement');
    await press('Enter');
    await focused().and(page.locator('[data-pointer="/constraints/0/0"]')).waitFor();
    await page.goBack();
    await arriveAt('/apps/ml/unique/~why');
    await press('g', 'n');
    await sentence('7 agents');
    await press('j', 'j', 'Enter');
    await sentence('agent-2 is active');
  });

  test('an instance and its files: into a file, out of it, and up', async () => {
    const id = instanceId('/shop/web', 0);
    await open(`/instances/${id}`, 'is healthy on agent-1');
    await tabTo('Files');
    await press('Enter');
    await sentence('The sandbox holds 2 files');
    await press('j', 'Enter');
    await page.getByRole('heading', { name: 'stdout' }).waitFor();
    await press('u');
    await arriveAt(`/instances/${id}`);
    await press('i');
    await page.getByText(`Copied ${id}`).waitFor();
  });

  test('a form: from its faults to the first field, and through the review', async () => {
    await open('/new', 'New app');
    await press('ControlOrMeta+Enter');
    await page.getByText('2 fields need a change before this can be deployed.').waitFor();
    await focused()
      .and(page.getByLabel('Name', { exact: true }))
      .waitFor();
    await press('ControlOrMeta+a');
    await page.keyboard.type('/typed');
    await tabTo('Command');
    await page.keyboard.type('exec sleep 1');
    await press('ControlOrMeta+Enter');
    await sentence('Review: new app');
    const asked = page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/v2/apps'),
    );
    await press('ControlOrMeta+Enter');
    await asked;
  });

  test('the keys of a page are listed, and letters can be switched off', async () => {
    await open('/about', /Stoa/);
    await press('?');
    await dialog().getByText('One level up').waitFor();
    expect(await dialog().getByText('Previous tab, next tab').count()).toBe(0);
    await tabTo('Single letters act');
    await press('Space', 'Escape');
    await dialog().waitFor({ state: 'detached' });
    await press('g', 'a');
    expect(new URL(page.url()).pathname).toBe('/ui/about');
    await press('Alt+ArrowUp');
    await arriveAt('/');
  });

  test('regions, theme, density, and a page that stands still', async () => {
    await open('/apps/', /11 apps/);
    const look = () =>
      page.evaluate(
        '[document.documentElement.dataset.theme, document.documentElement.dataset.density].join()',
      );
    expect(await look()).toBe('light,comfortable');
    await press('T', 'T', 'D');
    expect(await look()).toBe('dark,compact');
    await press('F6');
    const first = await focused().evaluate((here) => here.outerHTML);
    await press('F6');
    expect(await focused().evaluate((here) => here.outerHTML)).not.toBe(first);
    await press('p');
    await page.getByRole('button', { name: 'Paused · go on' }).waitFor();
    const set = trouble();
    cluster.take({ ...set, made: set.made.slice(1) });
    cluster.tell({
      eventType: 'app_terminated_event',
      timestamp: new Date().toISOString(),
      appId: '/shop/web',
    });
    await page.waitForTimeout(500);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^11 apps/);
    await press('p');
    await sentence(/^10 apps/);
  });

  test('no page broke', () => {
    expect(faults).toEqual([]);
  });
});
