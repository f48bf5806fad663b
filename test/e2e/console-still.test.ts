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
    expect(faults).toEqual([]);
  });
});
