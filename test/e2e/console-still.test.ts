import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ConsoleFeed } from '../../bench/console-feed.mjs';
import {
  CHROMIUM,
  describeWithBrowser,
  launchBrowser,
  openPage,
} from '../support/console-browser.ts';
import { HOME } from '../support/stoa-process.ts';

// Nothing moves under the hand (console.md §1, P4): 2,000 apps of which something is told fifty times a second.

const PATIENCE_MS = 25_000;
const EVENTS_PER_SECOND = 50;
const HELD_MS = 10_000;
const ROW = 1_200;

const faults: string[] = [];
let feed: ConsoleFeed;
let browser: Browser;
let page: Page;
let churning: ReturnType<typeof setInterval> | undefined = undefined;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  feed = await ConsoleFeed.start(join(HOME, 'ui/dist'));
  browser = await launchBrowser();
  page = await openPage(browser, faults);
  page.setDefaultTimeout(PATIENCE_MS);
  const churn = feed.apps.churn();
  churning = setInterval(() => feed.tell([churn.next().value]), 1_000 / EVENTS_PER_SECOND);
});

afterAll(async () => {
  clearInterval(churning);
  await browser?.close();
  await feed?.close();
});

interface Seen {
  readonly rows: readonly { readonly id: string; readonly at: number }[];
  readonly selected: string;
}

// Run in the page, where the test's types are not.
const LOOK = `(() => {
  const scroller = document.querySelector('.table-scroll');
  const { top } = scroller.getBoundingClientRect();
  const rows = [...document.querySelectorAll('[data-row]')]
    .map((row) => ({ id: row.dataset.row, at: Math.round(row.getBoundingClientRect().top) }))
    .filter(({ at }) => at >= top && at < innerHeight);
  const menu = document.querySelector('[role="menu"]:popover-open');
  return {
    rows,
    scrollTop: scroller.scrollTop,
    filter: document.querySelector('[data-filter]').value,
    selected: document.getSelection().toString(),
    menu: menu?.getAttribute('aria-label'),
    entries: menu?.innerText,
    focus: document.activeElement.textContent,
  };
})()`;
const COUNT_CHANGES = `new Promise((resolve) => {
  let changes = 0;
  const observer = new MutationObserver((told) => {
    changes += told.filter(({ type }) => type !== 'attributes').length;
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  setTimeout(() => resolve(changes), ${HELD_MS});
})`;
/** What of the rows does not hold: each shows one app, in its place, and they are read in the order they stand in. */
const FAULTS_OF_ROWS = `(() => {
  const rows = [...document.querySelectorAll('.table-body > [data-row]')];
  const faults = rows.flatMap((row, at) => {
    const { row: id } = row.dataset;
    const link = row.querySelector('a');
    const isOne =
      link.getAttribute('aria-label') === id &&
      link.pathname === '/ui/apps' + id &&
      link.textContent === id.slice(1) &&
      row.querySelector('input').getAttribute('aria-label') === 'Choose ' + id &&
      row.querySelector('[data-menu]').getAttribute('aria-label') === 'Menu of ' + id;
    const above = rows[at - 1];
    const isNext =
      above === undefined ||
      (row.ariaRowIndex - above.ariaRowIndex === 1 &&
        Math.round(row.getBoundingClientRect().top - above.getBoundingClientRect().bottom) === 0);
    return isOne && isNext ? [] : [id];
  });
  return rows.length < 20 ? ['too few rows'] : faults;
})()`;
const scrollTo = (top: number) =>
  page.locator('.table-scroll').evaluate((box, to) => {
    box.scrollTop = to;
  }, top);
const selectName = (id: string) => `document.getSelection().selectAllChildren(
  document.querySelector('[data-row="${id}"] .name'))`;

/** What is under the hand and what stands around it. */
const look = () => page.evaluate<Seen>(LOOK);

describeWithBrowser('under fifty events a second', () => {
  test('an open menu, selected text, a typed filter and the place in the list stay', async () => {
    await page.goto(`${feed.origin}/ui/apps/?view=flat`);
    await page.locator('[data-row]').first().waitFor();
    const filter = page.getByLabel('Filter by name');
    await filter.pressSequentially('service');
    await page.locator('.table-scroll').evaluate((box, row) => {
      box.scrollTop = row * (box.querySelector('[data-row]')?.clientHeight ?? 0);
    }, ROW);
    // The pointer is not above the rows, so that nothing but their own rest holds them.
    await page.waitForTimeout(500);
    const { rows } = await look();
    const middle = rows[Math.floor(rows.length / 2)]?.id ?? '';
    await page.getByRole('button', { name: `Menu of ${middle}`, exact: true }).click();
    await page.getByRole('menuitem', { name: 'Restart…' }).waitFor();
    await page.evaluate(selectName(middle));
    const before = await look();
    expect(before).toMatchObject({ filter: 'service', menu: `Menu of ${middle}` });
    expect(before.selected).toContain('service');
    expect(before.rows.length).toBeGreaterThan(10);
    const heard = page.evaluate<number>(COUNT_CHANGES);
    for (let turn = 0; turn < 10; turn += 1) {
      await page.waitForTimeout(HELD_MS / 10);
      expect(await look()).toEqual(before);
    }
    // The page did not merely stand still: it told of what came.
    expect(await heard).toBeGreaterThan(10);
  });

  test('what is typed goes on where it was', async () => {
    await page.keyboard.press('Escape');
    const filter = page.getByLabel('Filter by name');
    await filter.press('End');
    await filter.pressSequentially('-01', { delay: 300 });
    expect(await filter.inputValue()).toBe('service-01');
    await page.getByText(/^\d+ apps$/).waitFor();
  });

  test('a list that was scrolled far is read from row to row', async () => {
    await page.getByLabel('Filter by name').fill('');
    for (const top of [9_000, 9_300, 60_000, 59_700, 59_400, 100, 1_000_000, 40_000]) {
      await scrollTo(top);
      await page.waitForTimeout(50);
    }
    await page.waitForFunction(`(${FAULTS_OF_ROWS}).length === 0`);
  });

  test('what has the focus or is open stays of its own app while the rows go by', async () => {
    const { rows } = await look();
    const [id = '', other = ''] = rows.slice(4).map((row) => row.id);
    const link = page.getByRole('link', { name: id, exact: true });
    await link.focus();
    await scrollTo(ROW);
    await page.waitForTimeout(100);
    const here = "document.activeElement.closest('[data-row]')?.dataset.row";
    expect([undefined, id]).toContain(await page.evaluate(here));
    await scrollTo(40_000);
    const button = (of: string) => page.getByRole('button', { name: `Menu of ${of}`, exact: true });
    const menu = (of: string) => page.getByRole('menu', { name: `Menu of ${of}`, exact: true });
    await button(id).click();
    await menu(id).waitFor();
    await button(other).click();
    await menu(other).waitFor();
    await button(other).click();
    await menu(other).waitFor({ state: 'detached' });
    await button(other).press('Enter');
    await menu(other).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').innerText()).toBe('Edit');
    await page.keyboard.press('Escape');
    await menu(other).waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe(`Menu of ${other}`);
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
