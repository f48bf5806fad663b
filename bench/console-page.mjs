// A real browser's page, and what can be asked of it: what it loaded, its frames, its processor time, its heap.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const VIEWPORT = { width: 1440, height: 900 };

/** Runs in the page before everything else: when a frame has been painted after something happened. */
function installProbes() {
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(undefined);
      });
    });
  /** When `find` has found something and it has been painted, in milliseconds since 1970. */
  const untilPainted = (find) =>
    new Promise((resolve) => {
      let observer;
      const look = () => {
        if (!find()) return false;
        observer?.disconnect();
        void painted().then((at) => resolve(performance.timeOrigin + at));
        return true;
      };
      if (look()) return;
      observer = new MutationObserver(look);
      const all = { childList: true, subtree: true, characterData: true, attributes: true };
      observer.observe(document, all);
    });
  /** When each frame began, until the returned function is called. */
  const recordFrames = () => {
    const frames = [];
    let isRecording = true;
    const note = (at) => {
      frames.push(at);
      if (isRecording) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    return () => {
      isRecording = false;
      return frames;
    };
  };
  globalThis.probes = { painted, untilPainted, recordFrames };
}

/** One browser; each page has a profile of its own, so nothing is in a cache. */
export class BenchBrowser {
  #browser;
  #session;

  /** Starts the Chromium at `path`. */
  static async launch(path) {
    const browser = new BenchBrowser();
    browser.#browser = await chromium.launch({ executablePath: path, args: FLAGS });
    browser.#session = await browser.#browser.newBrowserCDPSession();
    return browser;
  }

  /** Runs `use` with a fresh page, and with the debugger's line to it. */
  async withPage(use) {
    const context = await this.#browser.newContext({ viewport: VIEWPORT });
    try {
      const page = await context.newPage();
      await page.addInitScript(installProbes);
      return await use(page, await context.newCDPSession(page));
    } finally {
      await context.close();
    }
  }

  /** Processor time so far of all pages, all threads, in milliseconds. One page at a time is open. */
  async pageTime() {
    const { processInfo } = await this.#session.send('SystemInfo.getProcessInfo');
    const pages = processInfo.filter(({ type }) => type === 'renderer');
    return pages.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
  }

  close() {
    return this.#browser.close();
  }
}

/** Bytes that went over the wire for the files of a page; answers of the API are not among them. */
export async function watchLoad(session) {
  const wanted = new Map();
  const bytes = { script: 0, style: 0, font: 0, other: 0 };
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (!new URL(response.url).pathname.startsWith('/ui/')) return;
    const kinds = { Script: 'script', Stylesheet: 'style', Font: 'font' };
    wanted.set(requestId, kinds[type] ?? 'other');
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = wanted.get(requestId);
    if (kind !== undefined) bytes[kind] += encodedDataLength;
  });
  await session.send('Network.enable');
  return bytes;
}

/** Scrolls what is under the middle of the page down by the finger's or wheel's way; frames a second and the longest. */
export async function measureScroll(page, session, { pixels, speed }) {
  await page.evaluate(() => {
    globalThis.endFrames = globalThis.probes.recordFrames();
  });
  await session.send('Input.synthesizeScrollGesture', {
    ...{ x: VIEWPORT.width / 2, y: VIEWPORT.height / 2 },
    ...{ yDistance: -pixels, speed, gestureSourceType: 'mouse' },
  });
  const frames = await page.evaluate(() => globalThis.endFrames());
  const gaps = frames.slice(1).map((at, index) => at - frames[index]);
  const elapsed = frames.at(-1) - frames[0];
  return { perSecond: (gaps.length * 1000) / elapsed, longest: Math.max(...gaps) };
}

/** MiB that are in use once everything that may go is gone. */
export async function measureHeap(session) {
  // What the first collection frees may hold something that only the second one finds.
  for (let turn = 0; turn < 2; turn += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

const FRAME = 'ProxyMain::BeginMainFrame';

/**
 * Moves what scrolls on by so many pixels before each frame; the processor time that the page's main thread spends
 * on each of the frames, in milliseconds. Unlike frames a second it does not tell what else the machine does.
 */
export async function measureFrames(page, session, { selector, frames, pixels }) {
  const told = [];
  const gather = ({ value }) =>
    told.push(...value.filter(({ name, tdur }) => name === FRAME && tdur !== undefined));
  session.on('Tracing.dataCollected', gather);
  const traceConfig = { includedCategories: ['cc'], excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await page.evaluate(
    async ([found, count, step]) => {
      const list = document.querySelector(found);
      for (let at = 0; at < count; at += 1) {
        list.scrollTop += step;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    [selector, frames, pixels],
  );
  const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await done;
  session.off('Tracing.dataCollected', gather);
  const times = told.map(({ tdur }) => tdur / 1000);
  // All of them, or it was not this page that was traced.
  if (times.length < frames / 2) throw new Error(`${times.length} frames of ${frames} were told`);
  return times;
}
