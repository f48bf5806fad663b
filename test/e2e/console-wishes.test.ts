import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { EmulatedCluster } from '../../tools/console/server.mjs';
import { calm } from '../../tools/console/sets.mjs';
import {
  CHROMIUM,
  describeWithBrowser,
  launchBrowser,
  openPage,
} from '../support/console-browser.ts';

// What a person asked for is seen at once, beside what is real, and never as if it were done.

const PATIENCE_MS = 25_000;
/** A wish of which nothing is heard is taken back after ten seconds, and not long before. */
const SILENCE_MIN_MS = 9_500;
const REAL = 'All 5 instances are healthy.';

const faults: string[] = [];
let cluster: EmulatedCluster;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await new EmulatedCluster().listen();
  browser = await launchBrowser();
  page = await openPage(browser, faults);
  page.setDefaultTimeout(PATIENCE_MS);
});

beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  cluster.take(calm());
  cluster.fault = () => undefined;
  await page.goto(`${cluster.origin}/ui/apps/shop/web`);
  await sentence(REAL);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const sentence = (words: string) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: words }).waitFor();
const wish = () => page.locator('main [data-wish]');
const alert = (words: RegExp) => page.getByRole('alert').filter({ hasText: words });

const answer = (given: 'hang' | { status: number; body: unknown }) => (method: string) =>
  method === 'GET' ? undefined : given;

async function scaleTo(instances: number): Promise<void> {
  await button('Scale').click();
  await page.getByRole('spinbutton', { name: 'Instances' }).fill(String(instances));
  await page.getByRole('dialog').getByRole('button', { name: 'Scale', exact: true }).click();
}

async function confirmMenu(entry: string, act: string): Promise<void> {
  await button('Menu of /shop/web').click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click();
}

/** The app as it would be with so many instances, told by an event as Marathon tells it. */
function tellScaled(instances: number): void {
  const { made } = calm();
  const appDefinition = {
    ...made.find(({ app }: { app: { id: string } }) => app.id === '/shop/web').app,
    instances,
  };
  const timestamp = new Date().toISOString();
  cluster.tell({ eventType: 'api_post_event', timestamp, appDefinition });
}

describeWithBrowser('a wish in the page', () => {
  test('is seen before the server answers, beside the real value, until an event tells of it', async () => {
    cluster.fault = answer('hang');
    await scaleTo(8);
    await wish().filter({ hasText: '5 → 8 …' }).waitFor();
    await sentence(REAL);
    tellScaled(8);
    await sentence('5 of 8 instances run, 3 are starting.');
    expect(await wish().count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test.each([
    [409, { message: 'the app is being changed by another' }, /scale \/shop\/web.*by another/],
    [503, { message: 'no leader' }, /scale \/shop\/web.*no leader right now/],
  ])('that is refused with %i is gone, and a message says why', async (status, body, words) => {
    cluster.fault = answer({ status, body });
    await scaleTo(8);
    await alert(words).waitFor();
    expect(await wish().count()).toBe(0);
    await sentence(REAL);
  });

  test('that another deployment is in the way of is gone, and the dialog names it', async () => {
    const deployments = [{ id: '5f9e1a44' }];
    cluster.fault = answer({ status: 409, body: { message: 'locked', deployments } });
    await confirmMenu('Suspend…', 'Suspend /shop/web');
    await page.getByRole('alertdialog').getByText('5f9e1a44').first().waitFor();
    expect(await wish().count()).toBe(0);
  });

  test('is taken back with a message when the server does not answer for 10 s', async () => {
    cluster.fault = answer('hang');
    await confirmMenu('Suspend…', 'Suspend /shop/web');
    await wish().filter({ hasText: '5 → 0 …' }).waitFor();
    const shownAt = Date.now();
    await alert(/has not answered the wish to suspend \/shop\/web for 10 s/).waitFor();
    expect(Date.now() - shownAt).toBeGreaterThan(SILENCE_MIN_MS);
    expect(await wish().count()).toBe(0);
    await sentence(REAL);
  });

  test('is taken back when the server agreed and nothing is heard of it', async () => {
    cluster.fault = answer({ status: 200, body: { version: '', deploymentId: '1' } });
    await button('Restart…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restart /shop/web' }).click();
    await wish().filter({ hasText: 'restart asked for …' }).waitFor();
    await alert(/took the wish to restart \/shop\/web, but nothing was heard/).waitFor();
    expect(await wish().count()).toBe(0);
  });

  test('of a row of the list stands in the list', async () => {
    await page.goto(`${cluster.origin}/ui/apps/?view=flat`);
    cluster.fault = answer('hang');
    await button('Menu of /shop/web').click();
    await page.getByRole('menuitem', { name: 'Scale…', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Instances' }).fill('6');
    await page.getByRole('dialog').getByRole('button', { name: 'Scale', exact: true }).click();
    const row = page.locator('[data-row="/shop/web"]');
    await row.getByText('5 → 6 …').waitFor();
    tellScaled(6);
    await row.getByText('5 / 6').waitFor();
  });

  test('no page broke', () => {
    expect(faults).toEqual([]);
  });
});
