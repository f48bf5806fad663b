import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { EmulatedCluster } from '../../tools/console/server.mjs';
import { calm } from '../../tools/console/sets.mjs';
import {
  CHROMIUM,
  describeWithBrowser,
  ELSEWHERE,
  findBarriers,
  launchBrowser,
  openPage,
} from '../support/console-browser.ts';

// What a person sees when something is wrong (console.md §10, `faults`): a real browser, and a server that can
// be made to refuse, to be silent, to lie and to go.

const PATIENCE_MS = 25_000;

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

beforeEach(() => {
  if (CHROMIUM === undefined) return;
  cluster.take(calm());
  cluster.fault = () => undefined;
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
});

const isPage = (path: string) => path.startsWith('/ui');
const open = (path: string) => page.goto(`${cluster.origin}/ui${path}`);
const sentence = (words: string | RegExp) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: words }).waitFor();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const age = (words: string | RegExp) => page.locator('.age').filter({ hasText: words }).waitFor();

/** Fills in a new app and asks for it. */
async function deployNew(): Promise<void> {
  await open('/new');
  await page.getByLabel('Name', { exact: true }).fill('/typed');
  await page.getByLabel('Command', { exact: true }).first().fill('echo typed');
  await button('Review and deploy').click();
  await button('Deploy').click();
}

/** All is well again; the page comes back by itself, at once when the browser says that it is online. */
async function heal(): Promise<void> {
  await button('Try now').or(button('Sign in')).waitFor();
  cluster.fault = () => undefined;
  await page.evaluate("window.dispatchEvent(new Event('online'))");
}

const refuse = (status: number, body: unknown) => (method: string, path: string) =>
  method !== 'GET' && !path.endsWith('/plan') ? { status, body } : undefined;

describeWithBrowser('a console whose server has faults', () => {
  test.each([
    [401, /not signed in/, 'not signed in'],
    [503, /no leader right now/, 'no leader'],
  ] as const)('%i is told in words, and heals when it is over', async (status, words, chip) => {
    cluster.fault = (_, path) => (isPage(path) ? undefined : { status, body: {} });
    await open('/');
    await page.getByText(words).first().waitFor();
    await age(chip);
    expect(await findBarriers(page)).toEqual([]);
    await heal();
    await sentence('All 5 apps are well');
    await age('live');
  });

  test('an answer that is no JSON is told, and the next one is taken', async () => {
    cluster.fault = (_, path) =>
      path.startsWith('/v2/groups') ? { status: 200, body: '{"id":' } : undefined;
    await open('/');
    await page.getByText(/the answer is no JSON/).waitFor();
    cluster.fault = () => undefined;
    await sentence('All 5 apps are well');
  });

  test('a server that says nothing leaves a page that says what it waits for', async () => {
    cluster.fault = (_, path) => (path.startsWith('/v2/') ? 'hang' : undefined);
    await open('/');
    await sentence('Looking at the cluster');
    cluster.fault = () => undefined;
  });

  test('a stream that is cut is told within its time; what happened meanwhile is seen', async () => {
    await open('/apps/shop/web');
    await sentence('All 5 instances are healthy.');
    cluster.fault = (_, path) => (isPage(path) ? undefined : 'cut');
    cluster.cut();
    await age('reconnecting');
    await page.getByText(/No connection to Stoa since/).waitFor();
    const set = calm();
    const made = set.made.map((one: { readonly app: { readonly id: string } }) =>
      one.app.id === '/shop/web' ? { ...one, app: { ...one.app, instances: 7 } } : one,
    );
    cluster.take({ ...set, made });
    await heal();
    await sentence('Only 5 of 7 instances run.');
    await age('live');
  });

  test('what was typed survives a refusal and a server that went', async () => {
    cluster.fault = refuse(403, { message: 'ci may not create /typed' });
    await deployNew();
    await page
      .getByText(/ci may not create/)
      .first()
      .waitFor();
    expect(await page.getByText(/ci may not create/).count()).toBe(1);
    await button('Copy the request').click();
    await page.getByText('Request copied').waitFor();
    cluster.fault = (_, path) => (isPage(path) ? undefined : 'cut');
    cluster.cut();
    await page.getByText(/No connection to Stoa since/).waitFor();
    await button('Back to the form').click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('/typed');
    expect(await page.getByLabel('Command', { exact: true }).first().inputValue()).toBe(
      'echo typed',
    );
  });

  test('a fault of the document is told at its field', async () => {
    const details = [{ path: '/cmd', errors: ['must not echo'] }];
    cluster.fault = refuse(422, { message: 'Object is not valid', details });
    await deployNew();
    await page.getByText('must not echo').first().waitFor();
    const field = page.getByLabel('Command', { exact: true }).first();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const messages = page.getByRole('region', { name: 'Messages' });
    expect(await messages.innerText()).toBe('');
  });

  test('a deployment in the way is named, and can be stopped', async () => {
    await open('/apps/shop/web');
    await button('Scale').click();
    await page.getByRole('spinbutton', { name: 'Instances' }).fill('8');
    cluster.fault = refuse(409, { message: 'locked', deployments: [{ id: '5f9e1a44' }] });
    await page.getByRole('dialog').getByRole('button', { name: 'Scale', exact: true }).click();
    const locked = page.getByRole('alertdialog');
    await locked.getByRole('link', { name: 'Deployment 5f9e1a44' }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    cluster.fault = refuse(200, { version: '', deploymentId: '1' });
    await locked.getByRole('button', { name: 'Stop it and apply mine' }).click();
    await page
      .getByText(/\/shop\/web is/)
      .first()
      .waitFor();
    expect(asked.filter((one) => one.startsWith('PUT')).join()).toMatch(/force=true/);
  });

  test('over plain HTTP from elsewhere a text is copied all the same, or said to be not', async () => {
    await page.goto(`http://${ELSEWHERE}:${new URL(cluster.origin).port}/ui/apps/shop/web`);
    expect(await page.evaluate('window.isSecureContext')).toBe(false);
    const copy = page.getByRole('button', { name: 'Copy id' }).first();
    const id = ((await copy.getAttribute('title')) ?? '').replace('Copy ', '');
    await copy.click();
    await page.getByRole('button', { name: 'Copied id' }).waitFor();
    const field = page.getByLabel('Filter instances');
    await field.press('ControlOrMeta+v');
    expect(await field.inputValue()).toBe(id);
    await page.evaluate('document.execCommand = () => false');
    await page.getByRole('button', { name: 'Copy id' }).first().click();
    await page.getByText(`copy nothing. Take it from here: ${id}`).waitFor();
  });

  test('on a phone the name of an app stands beside its tick', async () => {
    const phone = await openPage(browser, faults, { theme: 'light', isNarrow: true });
    await phone.goto(`${cluster.origin}/ui/apps/`);
    const tick = await phone.getByRole('checkbox', { name: 'Choose /docs' }).boundingBox();
    const name = await phone.getByRole('link', { name: 'docs' }).boundingBox();
    expect((name?.x ?? 0) - (tick?.x ?? 0) - (tick?.width ?? 0)).toBeLessThan(32);
    await phone.close();
  });

  test('no page broke', () => {
    expect(faults).toEqual([]);
  });
});
