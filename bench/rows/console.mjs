// The console in a real browser, beside a bare page of the same server: what it loads, when it is read, how it
// scrolls and filters 2,000 apps, and what 500 events a second cost it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConsoleFeed } from '../console-feed.mjs';
import {
  BenchBrowser,
  measureFrames,
  measureHeap,
  measureScroll,
  watchLoad,
} from '../console-page.mjs';
import { quantile } from '../statistics.mjs';

const HOME = join(import.meta.dirname, '../..');
const FLAT = '/ui/apps/?view=flat';
const BARE = '/bare';
const SCROLL = { pixels: 30_000, speed: 6_000 };
/** As fast as the scroll above at 60 frames a second. */
const FRAMES = { frames: 200, pixels: 100 };
const EVENTS_PER_SECOND = 500;
const TICK_MS = 20;
const SHARE_WINDOW_MS = 10_000;
/** Of these 2,500 instances end: all that the page bounds has reached its bound. */
const CHURN_EVENTS = 20_000;
const CHURN_PER_SECOND = 2_000;
const SEEN_SAMPLES = 15;
const FILTER_WORDS = ['service-01', 'team-1f', 'srvc'];

function build(directory) {
  const vite = join(HOME, 'node_modules/vite/bin/vite.js');
  const args = ['build', 'ui', '--logLevel', 'error', '--outDir', directory, '--emptyOutDir'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const done = spawnSync(process.execPath, [vite, ...args], { cwd: HOME, env, stdio: 'inherit' });
  if (done.status !== 0)
    throw new Error('the console could not be built; the lines above tell why');
}

/** Opens an address; when `isReadable` became true and was painted, in milliseconds from the navigation. */
async function load(page, address, isReadable) {
  await page.goto(address, { waitUntil: 'commit' });
  return page.evaluate(
    `probes.untilPainted(${isReadable}).then((at) => at - performance.timeOrigin)`,
  );
}

const headIs = (words) => `() => ${words}.test(document.querySelector('h1')?.textContent ?? '')`;
const openApps = async (page, origin) => {
  await load(page, origin + FLAT, headIs('/^2,000 apps/'));
  await page.locator('[data-row]').first().waitFor();
};
const openBare = (page, origin, query = '') => load(page, origin + BARE + query, headIs('/bare/'));

/** Tells the feed's churn to all pages until the returned function is called or so many were told. */
function startChurn(feed, { perSecond, count = Infinity }) {
  const churn = feed.apps.churn();
  const startedAt = performance.now();
  let told = 0;
  let finish;
  const done = new Promise((resolve) => {
    finish = resolve;
  });
  const timer = setInterval(() => {
    // By the clock, not by the tick: a late tick tells more.
    const due = Math.min(count, ((performance.now() - startedAt) * perSecond) / 1000);
    const events = [];
    for (; told < due; told += 1) events.push(churn.next().value);
    if (events.length > 0) feed.tell(events);
    if (told >= count) stop();
  }, TICK_MS);
  function stop() {
    clearInterval(timer);
    finish();
  }
  return { stop, done };
}

async function measureLoads({ feed, browser, rounds }) {
  const [sizes, readable, bare, spent] = [[], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await browser.withPage(async (page, session) => {
      const bytes = await watchLoad(session);
      const before = await browser.pageTime();
      readable.push(await load(page, `${feed.origin}/ui/`, headIs('/2,000 apps/')));
      spent.push((await browser.pageTime()) - before);
      await page.evaluate(() => document.fonts.ready);
      sizes.push(bytes);
    });
    bare.push(await browser.withPage((page) => openBare(page, feed.origin)));
  }
  const kilobytes = (pick) => sizes.map((bytes) => pick(bytes) / 1000);
  const sum = (bytes) => Object.values(bytes).reduce((total, one) => total + one, 0);
  return [
    { what: 'console: first load, all files as they are sent', unit: 'kB', values: kilobytes(sum) },
    {
      what: 'console: of these the scripts',
      unit: 'kB',
      values: kilobytes(({ script }) => script),
    },
    {
      what: 'console: overview of 2,000 apps readable, nothing cached',
      ...{ unit: 'ms', values: readable, control: bare, controlWhat: 'bare page' },
    },
    { what: 'console: processor time of the page until then', unit: 'ms', values: spent },
  ];
}

/**
 * What the main thread has to do for each frame of the same scroll; the first frames meet code that is not compiled
 * yet. At 55 frames a second there are 18 ms.
 */
async function measureFrameWork({ feed, browser, rounds }) {
  const [values, longest, control] = [[], [], []];
  const work = async (page, session, selector) => {
    const given = { selector, ...FRAMES };
    await measureFrames(page, session, { ...given, frames: FRAMES.frames / 2 });
    return measureFrames(page, session, given);
  };
  for (let round = 0; round < rounds; round += 1) {
    await browser.withPage(async (page, session) => {
      await openBare(page, feed.origin);
      control.push(quantile(await work(page, session, '#list'), 0.5));
    });
    await browser.withPage(async (page, session) => {
      await openApps(page, feed.origin);
      const times = await work(page, session, '.table-scroll');
      values.push(quantile(times, 0.5));
      longest.push(Math.max(...times));
    });
  }
  const what = 'console: processor time of the main thread for a frame of 100 px of that scroll';
  return [
    { what, unit: 'ms', values, control, controlWhat: 'bare page' },
    { what: 'console: the same, the dearest frame', unit: 'ms', values: longest },
  ];
}

async function measureScrolls({ feed, browser, rounds }) {
  const figures = { quiet: [], busy: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    await browser.withPage(async (page, session) => {
      await openBare(page, feed.origin);
      figures.bare.push(await measureScroll(page, session, SCROLL));
    });
    await browser.withPage(async (page, session) => {
      await openApps(page, feed.origin);
      figures.quiet.push(await measureScroll(page, session, SCROLL));
      const { stop } = startChurn(feed, { perSecond: EVENTS_PER_SECOND });
      figures.busy.push(await measureScroll(page, session, { ...SCROLL, pixels: -SCROLL.pixels }));
      stop();
    });
  }
  const rows = [
    ['quiet', 'scroll of 2,000 apps'],
    ['busy', `the same while ${EVENTS_PER_SECOND} events a second come`],
  ];
  return rows.flatMap(([kind, words]) => {
    const pick = (of, name) => of.map((one) => one[name]);
    const controlWhat = 'bare page';
    const [values, control] = [figures[kind], figures.bare];
    return [
      {
        ...{ what: `console: ${words}`, unit: 'frames/s', controlWhat },
        ...{ values: pick(values, 'perSecond'), control: pick(control, 'perSecond') },
      },
      {
        ...{ what: `console: ${words}, longest frame`, unit: 'ms', controlWhat },
        ...{ values: pick(values, 'longest'), control: pick(control, 'longest') },
      },
    ];
  });
}

/** From each letter's key to the frame that shows the list as narrowed by it. */
async function measureFilter({ feed, browser, rounds }) {
  const values = [];
  await browser.withPage(async (page) => {
    await openApps(page, feed.origin);
    await page.evaluate(() => {
      globalThis.strokes = [];
      document.addEventListener(
        'keydown',
        ({ timeStamp }) => {
          void globalThis.probes.painted().then((at) => globalThis.strokes.push(at - timeStamp));
        },
        { capture: true },
      );
    });
    const field = page.getByLabel('Filter by name');
    for (const word of FILTER_WORDS.slice(0, Math.max(1, rounds))) {
      await field.fill('');
      await field.pressSequentially(word, { delay: 200 });
    }
    values.push(...(await page.evaluate(() => globalThis.strokes)));
    const shown = await page.locator('[data-row]').count();
    if (shown === 0) throw new Error('the filter shows nothing');
  });
  return [
    { what: 'console: filter of 2,000 apps, key to its frame', unit: 'ms', values },
    { what: 'console: the same, the slowest key', unit: 'ms', values: [Math.max(...values)] },
  ];
}

/** The share of one core that the page takes over some seconds. */
async function shareOf(browser) {
  const [startedAt, before] = [performance.now(), await browser.pageTime()];
  await pause(SHARE_WINDOW_MS);
  const spent = (await browser.pageTime()) - before;
  return (100 * spent) / (performance.now() - startedAt);
}

async function measureShares({ feed, browser, rounds }) {
  const shown = [
    ['the list of apps', (page) => openApps(page, feed.origin)],
    ['the overview', (page) => load(page, `${feed.origin}/ui/`, headIs('/2,000 apps/'))],
  ];
  const figures = [];
  for (const [words, open] of shown) {
    const [values, control] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      await browser.withPage(async (page) => {
        await open(page);
        await pause(2_000);
        control.push(await shareOf(browser));
        const { stop } = startChurn(feed, { perSecond: EVENTS_PER_SECOND });
        await pause(2_000);
        values.push(await shareOf(browser));
        stop();
      });
    }
    const what = `console: processor of the page, ${EVENTS_PER_SECOND} events a second, ${words}`;
    figures.push({ what, unit: '%', values, control, controlWhat: 'the same page, no events' });
  }
  return figures;
}

/** Milliseconds from the moment the feed tells of a scaled app to the frame that shows it. */
async function untilSeen({ feed, page, id, instances, find }) {
  const seen = page.evaluate(`probes.untilPainted(${find})`);
  // The page has to be looking before it is told.
  await page.evaluate(() => globalThis.probes.painted());
  const toldAt = performance.timeOrigin + performance.now();
  feed.tell([feed.apps.scale(id, instances)]);
  return (await seen) - toldAt;
}

async function measureSeen({ feed, browser }) {
  const id = feed.apps.idAt(3);
  const figures = { values: [], control: [] };
  const sample = async (page, into, find) => {
    for (let at = 0; at < SEEN_SAMPLES; at += 1) {
      // At every phase of the page's own rhythm.
      await pause(700 + at * 37);
      const instances = 6 + at;
      into.push(await untilSeen({ feed, page, id, instances, find: find(instances) }));
    }
  };
  await browser.withPage(async (page) => {
    await openApps(page, feed.origin);
    const row = JSON.stringify(`[data-row="${id}"]`);
    await sample(page, figures.values, (instances) => {
      const words = JSON.stringify(`/ ${instances}`);
      return `() => document.querySelector(${row})?.textContent.includes(${words})`;
    });
  });
  await browser.withPage(async (page) => {
    await openBare(page, feed.origin, '?events');
    await pause(500);
    await sample(page, figures.control, (instances) => {
      return `() => document.getElementById('told').textContent === '${instances}'`;
    });
  });
  const what = 'console: an app is scaled elsewhere, event to the frame that shows it';
  const worst = { values: [Math.max(...figures.values)], control: [Math.max(...figures.control)] };
  return [
    { what, unit: 'ms', ...figures, controlWhat: 'bare page' },
    { what: 'console: the same, the slowest', unit: 'ms', ...worst, controlWhat: 'bare page' },
  ];
}

async function measureChurn({ feed, browser, rounds }) {
  const [values, control] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await browser.withPage(async (page, session) => {
      await openApps(page, feed.origin);
      const churn = { perSecond: CHURN_PER_SECOND, count: CHURN_EVENTS };
      await startChurn(feed, churn).done;
      await pause(1_000);
      control.push(await measureHeap(session));
      await startChurn(feed, churn).done;
      await pause(1_000);
      values.push(await measureHeap(session));
    });
  }
  const what = `console: heap after ${2 * CHURN_EVENTS} events`;
  return [{ what, unit: 'MiB', values, control, controlWhat: `after ${CHURN_EVENTS}` }];
}

/** The row of the console. */
export async function measureConsole({ directory, rounds }) {
  const path = process.env.STOA_CHROMIUM;
  if (path === undefined) {
    console.log('== without a browser: STOA_CHROMIUM names none');
    return [];
  }
  const files = join(directory, 'console');
  build(files);
  const feed = await ConsoleFeed.start(files);
  const browser = await BenchBrowser.launch(path);
  const given = { feed, browser, rounds };
  const figures = [];
  try {
    const parts = [measureLoads, measureScrolls, measureFrameWork, measureFilter, measureSeen];
    for (const measure of [...parts, measureShares, measureChurn]) {
      figures.push(...(await measure(given)));
    }
    return figures;
  } finally {
    await browser.close();
    await feed.close();
  }
}
