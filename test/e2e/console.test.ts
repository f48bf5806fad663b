import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, findBarriers, launchBrowser, openPage } from '../support/console-browser.ts';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, LocalCluster, scratchDirectory } from '../support/stoa-process.ts';

// The console as a person meets it: a real browser, a real cluster, real tasks.

const describeWithBrowser = CHROMIUM === undefined ? describe.skip : describe;
/** This machine may be busy with everything else. */
const PATIENCE_MS = 60_000;

const scratch = scratchDirectory();
const faults: string[] = [];
let browser: Browser;
let page: Page;
let cluster: LocalCluster;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await LocalCluster.start(scratch.path);
  browser = await launchBrowser();
  page = await openPage(browser, faults);
  page.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const open = (path: string, on: Page = page) =>
  on.goto(`http://${cluster.endpoints.marathon}/ui${path}`);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const sentence = (words: string | RegExp) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: words }).waitFor();
const inDialog = () => page.getByRole('dialog').or(page.getByRole('alertdialog'));

async function deployWith(command: string): Promise<void> {
  await page.getByLabel('Command', { exact: true }).fill(command);
  await button('Review and deploy').click();
  await button('Deploy').click();
}

describeWithBrowser('a person at the console', () => {
  test('an empty cluster is a welcome that leads to a first app', async () => {
    await open('/');
    await sentence('Nothing runs here yet');
    await page.getByRole('link', { name: 'Create your first app' }).click();
    await page.getByLabel('Name', { exact: true }).fill('/shop/web');
    await deployWith('echo first line; exec sleep 1000');
    await sentence('Its instance runs.');
  });

  test('the app is scaled from 1 to 5 in the page, and five are seen running', async () => {
    await button('Scale').click();
    await inDialog().getByRole('spinbutton', { name: 'Instances' }).fill('5');
    await inDialog().getByRole('button', { name: 'Scale', exact: true }).click();
    await sentence('All 5 instances run.');
    expect(
      await page.getByRole('grid', { name: 'Instances of /shop/web' }).getByText('Running').count(),
    ).toBe(5);
  });

  test('text of an app is never markup', async () => {
    await fetch(`http://${cluster.endpoints.marathon}/v2/apps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        id: '/hostile',
        cmd: `echo '<img src=x onerror="window.hit=1">'; touch '<b>.html'; exec sleep 1000`,
        cpus: 0.1,
        mem: 32,
        labels: { '<img src=x onerror="window.hit=1">': 'javascript:window.hit=1' },
        env: { NAME: '<script>window.hit=1</script>' },
      }),
    });
    await open('/apps/hostile');
    await sentence('Its instance runs.');
    await open('/apps/hostile/~config?show=all');
    await page.getByText('<script>window.hit=1</script>').first().waitFor();
    await open('/logs?app=/hostile');
    await page.getByRole('log').getByText('<img src=x').first().waitFor();
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  test('the pages are reached and used by keys alone', async () => {
    await open('/');
    await sentence(/well|attention/);
    for (const [key, words] of [
      ['a', /apps/],
      ['d', /deployment/],
      ['w', /wait/i],
      ['n', /agent/],
      ['l', /Whose log/],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await sentence(words);
    }
    await open('/apps/?view=flat');
    const grid = page.getByRole('treegrid', { name: 'Apps' });
    await grid.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await sentence('/shop/web');
    await page.keyboard.press('s');
    await inDialog().getByRole('spinbutton', { name: 'Instances' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press(']');
    await page.getByRole('link', { name: 'Configuration', exact: true, disabled: false }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ui/apps/shop/web/~config');
  });

  test.each([
    ['light', false],
    ['dark', false],
    ['light', true],
    ['dark', true],
  ] as const)('nothing bars the way in the %s theme (on a phone: %s)', async (theme, isNarrow) => {
    const other = await openPage(browser, faults, { theme, isNarrow });
    other.setDefaultTimeout(PATIENCE_MS);
    const found: string[] = [];
    for (const path of PAGES) {
      await open(path, other);
      await other.getByRole('heading', { level: 1 }).waitFor();
      await other.waitForLoadState('load');
      found.push(...(await findBarriers(other)).map((barrier) => `${path} ${barrier}`));
      const isWide = await other.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      if (isWide === true) found.push(`${path} scrolls sideways`);
    }
    await other.close();
    expect(found).toEqual([]);
  });

  test('no page told of a fault or broke its policy', () => {
    expect(faults).toEqual([]);
  });
});

const PAGES = [
  '/',
  '/apps/',
  '/apps/shop/web',
  '/apps/shop/web/~config',
  '/apps/shop/web/~endpoints',
  '/apps/shop/web/~debug',
  '/apps/shop/web/~why',
  '/apps/shop/web/~edit',
  '/new',
  '/deployments',
  '/waiting',
  '/agents',
  '/logs?app=/shop/web',
  '/about',
  '/nowhere',
];
