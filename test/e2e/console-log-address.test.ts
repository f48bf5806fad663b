import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { EmulatedCluster } from '../../tools/console/server.mjs';
import { calm } from '../../tools/console/sets.mjs';
import { CHROMIUM, describeWithBrowser, launchBrowser } from '../support/console-browser.ts';
import { until } from '../support/until.ts';

// Every line of a log has an address, and whoever is sent it sees that line (console.md §2.2).

const PATIENCE_MS = 25_000;
const LINES = 20_000;
/** Some 1 MB: far more than is read at once, and not of one byte per letter. */
const lineOf = (at: number) => `line ${at} of a long log, größer als ein Stück`;
const LOG = Array.from({ length: LINES }, (_, at) => `${lineOf(at)}\n`);
const byteOf = (at: number) => Buffer.byteLength(LOG.slice(0, at).join(''));

let cluster: EmulatedCluster;
let browser: Browser;
let page: Page;
let instance: string;

const write = (lines: readonly string[]) =>
  cluster.take({ ...calm(), files: { stdout: lines.join('') } });

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await new EmulatedCluster().listen();
  write(LOG);
  const { made } = calm();
  const [task] = made.find(({ app }: { app: { id: string } }) => app.id === '/shop/web').tasks;
  instance = task.id.replace(/\._app.*/, '');
  browser = await launchBrowser();
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
});

const view = () => new URLSearchParams({ app: '/shop/web', instance }).toString();
const addressOf = (byte: number) => `${cluster.origin}/ui/logs?${view()}#${instance}:${byte}`;
/** Opened as by somebody who was sent it: a page that is left first keeps nothing of the last one. */
async function open(address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
}
const marked = () => page.locator('.log-line[data-found="true"]');
const lines = () => page.locator('.log-line');
const log = () => page.getByRole('log');

/** Scrolls until the numbers of the lines in view are as wanted. */
async function scrollUntil(by: number, isThere: (shown: readonly number[]) => boolean) {
  await until('lines further away', async () => {
    await log().evaluate((box, pixels) => box.scrollBy(0, pixels), by);
    const shown = await lines().allInnerTexts();
    return isThere(shown.map((text) => Number(/line (\d+)/.exec(text)?.[1]))) || undefined;
  });
}

describeWithBrowser('the address of a line of a log', () => {
  test('shows that line, with what is before and after, and goes on from there', async () => {
    await open(addressOf(byteOf(9_000)));
    await marked().getByText(lineOf(9_000), { exact: true }).waitFor();
    expect(await marked().isVisible()).toBe(true);
    await lines().getByText(lineOf(8_999), { exact: true }).waitFor();
    await lines().getByText(lineOf(9_001), { exact: true }).waitFor();
    // Both ways, further than was read at first.
    await scrollUntil(8_000, (shown) => Math.max(...shown) > 10_500);
    await scrollUntil(-8_000, (shown) => Math.min(...shown) < 8_000);
    expect(
      await lines()
        .getByText(lineOf(LINES - 1), { exact: true })
        .count(),
    ).toBe(0);
    await page.getByRole('button', { name: 'Go to the end' }).click();
    await lines()
      .getByText(lineOf(LINES - 1), { exact: true })
      .waitFor();
    expect(await marked().count()).toBe(0);
  });

  test('is told by the line itself, and any byte of the line will do', async () => {
    await open(addressOf(byteOf(500) + 20));
    await marked().getByText(lineOf(500), { exact: true }).waitFor();
    await page.getByRole('button', { name: `Address of the line at byte ${byteOf(502)}` }).click();
    await page.getByText('Address copied').waitFor();
    expect(page.url()).toBe(addressOf(byteOf(502)));
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(page.url());
    await marked().getByText(lineOf(502), { exact: true }).waitFor();
    await open(page.url());
    await marked().getByText(lineOf(502), { exact: true }).waitFor();
  });

  test('is told by what was looked for and found', async () => {
    await open(addressOf(byteOf(700)));
    await marked().waitFor();
    const field = page.getByLabel('Find in the log');
    await field.fill('line 712 ');
    await field.press('Enter');
    await marked().getByText('712').waitFor();
    const found = new URL(page.url());
    expect([found.searchParams.get('q'), found.hash]).toEqual([
      'line 712 ',
      `#${instance}:${byteOf(712)}`,
    ]);
    await open(found.href);
    await marked().getByText('712').waitFor();
    expect(await field.inputValue()).toBe('line 712 ');
  });

  test('without its instance in the query names it alone', async () => {
    await open(`${cluster.origin}/ui/logs#${instance}:${byteOf(9_000)}`);
    await marked().getByText(lineOf(9_000), { exact: true }).waitFor();
  });

  test('with both files in view marks the line of its file, for whoever is sent it too', async () => {
    cluster.take({ ...calm(), files: { stdout: 'out a\nout b\n', stderr: 'err a\nerr b\n' } });
    await open(`${cluster.origin}/ui/logs?${view()}&file=both`);
    await lines().getByText('err b', { exact: true }).waitFor();
    await page
      .locator('.log-line', { hasText: 'err b' })
      .getByRole('button', { name: 'Address of the line at byte 6' })
      .click();
    await marked().getByText('err b', { exact: true }).waitFor();
    expect(page.url()).toBe(`${cluster.origin}/ui/logs?${view()}&file=both#${instance}/stderr:6`);
    await open(page.url());
    await marked().getByText('err b', { exact: true }).waitFor();
    await lines().getByText('out b', { exact: true }).waitFor();
    write(LOG);
  });

  test('of a byte that is gone says so, and the end of the file is shown', async () => {
    write(LOG.slice(0, 100));
    await open(addressOf(byteOf(9_000)));
    await lines().getByText(lineOf(99), { exact: true }).waitFor();
    // It stays in view beside the end of the file.
    await page.getByText(`Byte ${byteOf(9_000)} is not in this file any more`).waitFor();
    expect(await marked().count()).toBe(0);
  });

  test('leads there from the last lines of an instance', async () => {
    write(Array.from({ length: 1_000 }, (_, at) => `plain ${at}\n`));
    await open(`${cluster.origin}/ui/instances/${instance}`);
    const tail = page.getByRole('figure').filter({ hasText: 'The last lines of stdout' });
    const [first = ''] = (await tail.locator('pre').innerText()).split('\n');
    expect(first).toMatch(/^plain 9\d\d$/);
    await tail.getByRole('link').click();
    await marked().getByText(first, { exact: true }).waitFor();
  });
});
