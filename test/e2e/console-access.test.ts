import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, describeWithBrowser, launchBrowser } from '../support/console-browser.ts';
import { startCluster, type InProcessCluster } from '../support/in-process-cluster.ts';
import { HOME } from '../support/stoa-process.ts';

// A real Marathon that asks who is there: the browser asks its person, and the page says what is missing.

const PATIENCE_MS = 25_000;
const CONSOLE = join(HOME, 'ui/dist');

let browser: Browser;
let cluster: InProcessCluster;
let context: BrowserContext;
let page: Page;

const startGuarded = (port: number, password: string) =>
  startCluster({
    console_dir: CONSOLE,
    http_port: port,
    http_credentials: `ann:${password}`,
  });

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await startGuarded(0, 'first');
  browser = await launchBrowser();
  context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
});

const age = (words: string) => page.locator('.age').filter({ hasText: words }).waitFor();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (label: string) => page.getByLabel(label, { exact: true }).first();

/** What a person does whom the browser has asked: from then on it knows the password for this server. */
async function signIn(password: string): Promise<void> {
  const asking = await context.newPage();
  await asking.goto(`http://ann:${password}@${cluster.marathon}/ui/about`);
  await asking.close();
}

async function deploy(name: string): Promise<void> {
  await page.goto(`http://${cluster.marathon}/ui/new`);
  await field('Name').fill(name);
  await field('Command').fill('exec sleep 1000');
  await button('Review and deploy').click();
  await button('Deploy').click();
}

async function expectTyped(name: string): Promise<void> {
  await button('Back to the form').click();
  expect([await field('Name').inputValue(), await field('Command').inputValue()]).toEqual([
    name,
    'exec sleep 1000',
  ]);
}

describeWithBrowser('a console behind a password', () => {
  test('is not opened without it: the browser is told to ask', async () => {
    page = await context.newPage();
    // Nobody answers the browser's question here, so it gives up.
    const opening = page.goto(`http://${cluster.marathon}/ui/`);
    await expect(opening).rejects.toThrow('ERR_INVALID_AUTH_CREDENTIALS');
  });

  test('is live once the person was asked', async () => {
    await signIn('first');
    await page.goto(`http://${cluster.marathon}/ui/`);
    await age('live');
    await deploy('/first');
    await page
      .getByRole('heading', { level: 1 })
      .filter({ hasText: 'Its instance runs' })
      .waitFor();
  });

  test('says when the password holds no longer, keeps what was typed, and goes on with the new one', async () => {
    await page.goto(`http://${cluster.marathon}/ui/new`);
    await field('Name').fill('/third');
    await field('Command').fill('exec sleep 1000');
    await age('live');
    const port = Number(cluster.marathon.split(':')[1]);
    await cluster.close();
    cluster = await startGuarded(port, 'second');
    await age('not signed in');
    // The browser asks its person, who does not know better.
    await context.setHTTPCredentials({ username: 'ann', password: 'first' });
    await button('Review and deploy').click();
    await button('Deploy').click();
    await page.getByRole('alert').filter({ hasText: 'You are not signed in' }).waitFor();
    await expectTyped('/third');
    await context.setHTTPCredentials({ username: 'ann', password: 'second' });
    // The page goes on by itself once the browser knows the new one.
    await signIn('second');
    await age('live');
    await button('Review and deploy').click();
    await button('Deploy').click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: '/third' }).waitFor();
  });
});
