import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The browser of this machine, when it has one. */
export const CHROMIUM = process.env['STOA_CHROMIUM'];

/** Describes what needs a browser: left out, and counted as such, where there is none. */
export const describeWithBrowser = CHROMIUM === undefined ? describe.skip : describe;

/** A name of this machine that a browser does not know for its own: plain HTTP from it is not secure. */
export const ELSEWHERE = 'elsewhere.test';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`,
];

/** A browser of its own, without a profile. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** How a page is looked at. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly isNarrow: boolean;
}

/** A page that notes every fault it tells of; motion is off. */
export async function openPage(
  browser: Browser,
  faults: string[],
  look: Look = { theme: 'light', isNarrow: false },
): Promise<Page> {
  const page = await browser.newPage({
    viewport: look.isNarrow ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: look.theme,
    reducedMotion: 'reduce',
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  return page;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or worse: the rule and the first place of each. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // The page's policy lets no text become a script; the test reaches around it by the debugger.
  await page.evaluate(AXE);
  return page.evaluate(`axe
    .run(document, { resultTypes: ['violations'] })
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160)))`);
}
