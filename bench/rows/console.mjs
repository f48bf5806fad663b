// The console in a real browser before an emulated cluster of 2,000 apps with 10,000 tasks: what it loads, how
// soon it can be read, how it scrolls, filters, and what 500 events a second cost (console.md §6).
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { before, instanceId } from '../../tools/console/builders.mjs';
import { EmulatedCluster } from '../../tools/console/server.mjs';
import { calm, large } from '../../tools/console/sets.mjs';

const CHROMIUM = process.env.STOA_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'];
const APPS = 2000;
const EVENTS_A_SECOND = 500;
const BATCHES_A_SECOND = 20;
const CHURN_SECONDS = 5;
const SCROLL_SECONDS = 3;
const KIB = 1024;
const MIB = 2 ** 20;

const appOf = (at) => `/team-${at % 40}/service-${String(at).padStart(4, '0')}`;

/** What a busy cluster tells: checks that fail and heal, tasks that fail and are started anew. */
function eventOf(number) {
  const app = appOf((number * 7) % APPS);
  const id = instanceId(app, number % 5);
  const head = { timestamp: new Date().toISOString(), instanceId: id, runSpecId: app };
  const version = before(0);
  if (number % 4 < 2) {
    const healthy = number % 4 === 1;
    return {
      ...head,
      eventType: 'instance_health_changed_event',
      healthy,
      runSpecVersion: version,
    };
  }
  if (number % 4 === 2) {
    const task = { taskId: `${id}._app.1`, taskStatus: 'TASK_FAILED', appId: app, version };
    const place = { slaveId: 'S1', host: 'agent-1', ipAddresses: [], ports: [], message: 'exit' };
    return { ...head, eventType: 'status_update_event', ...task, ...place };
  }
  const change = { condition: 'Running', agentId: 'S1', host: 'agent-1', runSpecVersion: version };
  return { ...head, eventType: 'instance_changed_event', ...change };
}

async function churn(cluster, seconds) {
  let number = 0;
  for (let batch = 0; batch < seconds * BATCHES_A_SECOND; batch += 1) {
    const events = Array.from({ length: EVENTS_A_SECOND / BATCHES_A_SECOND }, () => {
      number += 1;
      return eventOf(number);
    });
    cluster.tell(...events);
    await new Promise((resolve) => setTimeout(resolve, 1000 / BATCHES_A_SECOND));
  }
}

/** Runs in the page: scrolls for some seconds, and tells how long each frame took. */
function scrollInPage(seconds) {
  const scroller = document.querySelector('.table-scroll');
  return new Promise((resolve) => {
    const frames = [];
    const begun = performance.now();
    let last = begun;
    const step = (now) => {
      frames.push(now - last);
      last = now;
      scroller.scrollTop += 120;
      if (now - begun < seconds * 1000) requestAnimationFrame(step);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(step);
  });
}

/** Runs in the page: types a filter, and tells how long it took until it was drawn. */
async function filterInPage(text) {
  const field = document.querySelector('[data-filter]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const begun = performance.now();
  set.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now() - begun;
}

/** Processor seconds of all pages so far: what else this machine does is not in it. */
async function spentBy(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function heapOf(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize / MIB;
}

async function openApps(browser, cluster) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${cluster.origin}/ui/apps/?view=flat`);
  await page.getByRole('heading', { level: 1 }).filter({ hasText: '2,000 apps' }).waitFor();
  await page.getByText('/ 5').first().waitFor();
  return page;
}

async function measureReading(browser, cluster) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const begun = performance.now();
  await page.goto(`${cluster.origin}/ui/`, { waitUntil: 'commit' });
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /well|attention/ })
    .waitFor();
  const ms = performance.now() - begun;
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.close();
  return ms;
}

async function measureChurn(browser, page, cluster) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await churn(cluster, 2);
  const heap = await heapOf(session);
  const [spent, begun] = [await spentBy(browser), performance.now()];
  await churn(cluster, CHURN_SECONDS);
  const share = (100_000 * ((await spentBy(browser)) - spent)) / (performance.now() - begun);
  return { share, growth: (100 * (await heapOf(session))) / heap - 100, heap };
}

/** The rows of the console; none where no browser is. */
export async function measureConsole({ rounds }) {
  if (!existsSync(CHROMIUM)) {
    console.log(`== without the console: no browser at ${CHROMIUM} (STOA_CHROMIUM)`);
    return [];
  }
  const cluster = await new EmulatedCluster().listen();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const taken = {
    read: [],
    readLarge: [],
    fps: [],
    worst: [],
    frame: [],
    filter: [],
    share: [],
    growth: [],
    heap: [],
  };
  try {
    cluster.take(calm());
    for (let round = 0; round < rounds; round += 1)
      taken.read.push(await measureReading(browser, cluster));
    taken.load = [[...cluster.sent.values()].reduce((sum, bytes) => sum + bytes, 0) / KIB];
    cluster.take(large());
    for (let round = 0; round < rounds; round += 1) {
      taken.readLarge.push(await measureReading(browser, cluster));
      const page = await openApps(browser, cluster);
      const spent = await spentBy(browser);
      const frames = await page.evaluate(scrollInPage, SCROLL_SECONDS);
      taken.frame.push((1000 * ((await spentBy(browser)) - spent)) / frames.length);
      taken.fps.push((1000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0));
      taken.worst.push(Math.max(...frames));
      for (const text of ['service-1', 'team-3', '77'])
        taken.filter.push(await page.evaluate(filterInPage, text));
      await page.evaluate(filterInPage, '');
      const { share, growth, heap } = await measureChurn(browser, page, cluster);
      taken.share.push(share);
      taken.growth.push(growth);
      taken.heap.push(heap);
      await page.close();
    }
  } finally {
    await browser.close();
    await cluster.close();
  }
  return [
    { what: 'console: first load, compressed (at most 300)', unit: 'KiB', values: taken.load },
    { what: 'console: overview readable, 5 apps (under 1,000)', unit: 'ms', values: taken.read },
    { what: 'console: overview readable, 10,000 tasks', unit: 'ms', values: taken.readLarge },
    {
      what: 'console: frames while 2,000 apps scroll (at least 55)',
      unit: '/s',
      values: taken.fps,
    },
    { what: 'console: longest frame meanwhile (at most 50)', unit: 'ms', values: taken.worst },
    { what: 'console: processor time of one such frame', unit: 'ms', values: taken.frame },
    {
      what: 'console: filter of 2,000 apps to its frame (under 100)',
      unit: 'ms',
      values: taken.filter,
    },
    { what: 'console: 500 events a second, of a core (under 30)', unit: '%', values: taken.share },
    { what: 'console: heap after the churn, grown by', unit: '%', values: taken.growth },
    { what: 'console: heap with 10,000 tasks', unit: 'MiB', values: taken.heap },
  ];
}
