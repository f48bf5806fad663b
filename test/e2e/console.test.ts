import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  CHROMIUM,
  describeWithBrowser,
  findBarriers,
  launchBrowser,
  openPage,
} from '../support/console-browser.ts';
import { followEvents } from '../support/event-reader.ts';
import { endTasksBelow } from '../support/proc.ts';
import { endPrograms, LocalCluster, scratchDirectory } from '../support/stoa-process.ts';
import { until } from '../support/until.ts';

// The console as a person meets it: a real browser, a real cluster, real tasks.

/** This machine may be busy with everything else. */
const PATIENCE_MS = 25_000;
/** All pages are looked at one after another. */
const BARRIERS_MS = 300_000;

const scratch = scratchDirectory();
const faults: string[] = [];
let browser: Browser;
let page: Page;
let cluster: LocalCluster;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  cluster = await LocalCluster.start(scratch.path);
  browser = await launchBrowser();
  page = await openPage(browser, faults);
  page.setDefaultTimeout(PATIENCE_MS);
});

afterAll(async () => {
  await browser?.close();
  await endPrograms();
  endTasksBelow(scratch.path);
  scratch.remove();
});

const open = (path: string, on: Page = page) =>
  on.goto(`http://${cluster.endpoints.marathon}/ui${path}`);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const sentence = (words: string | RegExp) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: words }).waitFor();
const inDialog = () => page.getByRole('dialog').or(page.getByRole('alertdialog'));

async function deployWith(command: string): Promise<void> {
  await page.getByLabel('Command', { exact: true }).first().fill(command);
  await button('Review and deploy').click();
  await button('Deploy').click();
}

const instances = () => page.getByRole('grid', { name: 'Instances of /shop/web' });
/** Rows of instances that are there; what has ended stays greyed for some seconds. */
const living = () => instances().locator('[data-row][data-gone="false"]');
const rowOf = (id: string) => page.locator(`[data-row="${id}"]`);
const idsOf = (rows: ReturnType<typeof living>) =>
  rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-row')));

/** What a menu offers for a thing. */
async function chooseFrom(menu: string | RegExp, entry: string): Promise<void> {
  await button(menu).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** The task that an instance is run by, as Marathon tells it. */
async function taskOf(instance: string): Promise<string | undefined> {
  const tasks = await cluster.runningTasks('/shop/web', 5);
  return tasks.find(({ id }) => id.startsWith(`${instance}.`))?.id;
}

const isFocused = (field: ReturnType<typeof living>) =>
  field.evaluate((element) => element.matches(':focus'));

const confirm = (act: string) => inDialog().getByRole('button', { name: act, exact: true }).click();

const quiet = (name: string) => ({ id: `/quiet/${name}`, cmd: 'exit', instances: 0 });

describeWithBrowser('a person at the console', () => {
  test('an empty cluster is a welcome that leads to a first app', async () => {
    await open('/');
    await sentence('Nothing runs here yet');
    await page.getByRole('link', { name: 'Create your first app' }).click();
    await page.getByLabel('Name', { exact: true }).fill('/shop/web');
    await page.getByLabel('CPUs', { exact: true }).fill('0.1');
    await page.getByLabel('Memory in MiB', { exact: true }).fill('32');
    await deployWith('echo first line; exec sleep 1000');
    await sentence('Its instance runs.');
  });

  test('the app is scaled from 1 to 5 in the page, and five are seen running', async () => {
    await button('Scale').click();
    await inDialog().getByRole('spinbutton', { name: 'Instances' }).fill('5');
    await confirm('Scale');
    await sentence('All 5 instances run.');
    await living().getByText('Running').nth(4).waitFor();
    expect(await living().count()).toBe(5);
  });

  test('a killed instance is seen to go and to come back in its place', async () => {
    const before = await idsOf(living());
    const [victim = ''] = before;
    const short = await rowOf(victim).getByRole('link').first().innerText();
    const old = await taskOf(victim);
    await chooseFrom(`Menu of ${short}`, 'Kill');
    await confirm('Kill');
    await until('another run of it', async () => {
      const task = await taskOf(victim);
      return task !== undefined && task !== old ? task : undefined;
    });
    await living().getByText('Running').nth(4).waitFor();
    await sentence('All 5 instances run.');
    expect(await idsOf(living())).toEqual(before);
    await page.getByLabel('Ended (1)').check();
    await rowOf(old ?? '')
      .getByText('Killed')
      .waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).first().click();
    await page.getByText(`${short} of /shop/web was killed`).waitFor();
  });

  test('logs are followed as they are written, and files are read to the byte', async () => {
    await open('/apps/shop/web');
    await page.getByRole('main').getByRole('link', { name: 'Logs', exact: true }).click();
    await page.getByRole('log').getByText('first line').first().waitFor();
    await open('/apps/shop/web');
    await living().first().getByRole('link').first().click();
    await page.getByRole('link', { name: 'Files', exact: true }).click();
    await page.getByRole('button', { name: 'stdout', exact: true }).click();
    await page.getByText('first line', { exact: true }).waitFor();
  });

  test('a bad version is rolled out, its fault is read, and it is rolled back', async () => {
    await open('/apps/shop/web');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    // A version with a check is not ready before it is healthy: this one never is, so the deployment stays.
    await button('Add health check').click();
    await page.getByLabel('Protocol', { exact: true }).last().selectOption('COMMAND');
    await page.getByLabel('Command', { exact: true }).last().fill('true');
    await page.getByLabel('First delay after a failure in s').fill('3600');
    await deployWith('echo cannot open the database >&2; exit 3');
    await sentence('A deployment is running');
    await open('/apps/shop/web/~debug');
    await page.getByRole('heading', { name: /ended with exit code 3/ }).waitFor();
    await page.getByText('cannot open the database').first().waitFor();
    await page.getByRole('link', { name: 'Show the deployment' }).click();
    await button('Roll back').click();
    await confirm('Roll back');
    await page.getByText('The deployment is being rolled back').waitFor();
    await open('/apps/shop/web');
    await sentence('All 5 instances run.');
    // For a moment those of the version that is given up are there as well.
    await living().nth(5).waitFor({ state: 'detached' });
    expect(await living().count()).toBe(5);
  });

  test('what somebody else does is seen at once', async () => {
    const events = await followEvents(`http://${cluster.endpoints.marathon}/v2/events`);
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('h1').textContent.includes('6')) window.seenAt ??= Date.now();
    }).observe(document, { subtree: true, childList: true, characterData: true })`);
    await cluster.marathon('PUT', '/v2/apps/shop/web', { instances: 6 });
    await sentence('All 6 instances run.');
    const told = await events.find(({ eventType }) => eventType === 'api_post_event');
    const seenAt = Number(await page.evaluate('window.seenAt'));
    console.log(`scaled elsewhere: ${seenAt - Date.parse(told.timestamp)} ms from event to page`);
    events.close();
    expect(seenAt).toBeGreaterThan(0);
  });

  test('rows stay where they are under the pointer, and what vanished is told', async () => {
    for (const name of ['first', 'second']) await cluster.marathon('POST', '/v2/apps', quiet(name));
    await open('/apps/?view=flat&sort=updated&q=/quiet');
    await rowOf('/quiet/second').waitFor();
    await rowOf('/quiet/first').hover();
    const order = () => idsOf(page.getByRole('treegrid', { name: 'Apps' }).locator('[data-row]'));
    const labels = { changed: 'yes' };
    await cluster.marathon('PUT', '/v2/apps/quiet/first', { ...quiet('first'), labels });
    await button('order changed · sort').waitFor();
    expect(await order()).toEqual(['/quiet/first', '/quiet/second']);
    await button('order changed · sort').click();
    await button('order changed · sort').waitFor({ state: 'detached' });
    expect(await order()).toEqual(['/quiet/second', '/quiet/first']);
    await cluster.marathon('DELETE', '/v2/apps/quiet/second');
    await rowOf('/quiet/second').getByText('Destroyed', { exact: true }).waitFor();
    await rowOf('/quiet/second').waitFor({ state: 'detached' });
    expect(await order()).toEqual(['/quiet/first']);
  });

  test('an app that waits says why in the words of the server, and what would help', async () => {
    await cluster.marathon('POST', '/v2/apps', { id: '/big', cmd: 'exit', cpus: 1000 });
    const told = await until('the server knows why it waits', async () => {
      const { status, json } = await cluster.marathon('GET', '/stoa/v1/apps/big/waiting');
      return status === 200 && json.kind === 'cpus' ? String(json.sentence) : undefined;
    });
    await open('/apps/big/~why');
    await page.getByRole('heading', { name: told }).waitFor();
    await page.getByRole('link', { name: 'Edit cpus' }).click();
    await page.getByLabel('CPUs', { exact: true }).and(page.locator(':focus')).waitFor();
    await cluster.marathon('DELETE', '/v2/apps/big?force=true');
  });

  test('text of an app is never markup', async () => {
    await fetch(`http://${cluster.endpoints.marathon}/v2/apps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        id: '/hostile',
        cmd: `echo '<img src=x onerror="window.hit=1">'; touch '<b>.html'; exec sleep 1000`,
        cpus: 0.1,
        mem: 32,
        labels: { '<img src=x onerror="window.hit=1">': 'javascript:window.hit=1' },
        env: { NAME: '<script>window.hit=1</script>' },
      }),
    });
    await open('/apps/hostile');
    await sentence('Its instance runs.');
    await open('/apps/hostile/~config?show=all');
    await page.getByText('<script>window.hit=1</script>').first().waitFor();
    await open('/logs?app=/hostile');
    await page.getByRole('log').getByText('<img src=x').first().waitFor();
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  test('the pages are reached and used by keys alone', async () => {
    await open('/');
    await sentence(/well|attention/);
    for (const [key, words] of [
      ['a', /apps?:/],
      ['d', /deployment/],
      ['w', /wait/i],
      ['n', /agent/],
      ['l', /Whose log/],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await sentence(words);
    }
    await open('/apps/?view=flat');
    const grid = page.getByRole('treegrid', { name: 'Apps' });
    await grid.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await sentence('/shop/web');
    await page.keyboard.press('s');
    await inDialog().getByRole('spinbutton', { name: 'Instances' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press(']');
    await page.getByRole('link', { name: 'Configuration', exact: true, disabled: false }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ui/apps/shop/web/~config');
    for (const tab of ['endpoints', 'debug', 'why']) {
      await page.keyboard.press(']');
      await page.waitForURL(`**/~${tab}`);
    }
    await page.keyboard.press('u');
    await living().first().waitFor();
  });

  test('an instance, its files and logs, an agent and the form are used by keys alone', async () => {
    await open('/apps/shop/web');
    await living().first().waitFor();
    await instances().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Files', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await sentence(/sandbox/);
    await page.keyboard.press('u');
    await sentence(/ is .* on /);
    await open('/agents');
    await page.getByRole('grid', { name: 'Agents' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/agents/*');
    await open('/apps/shop/web');
    await living().first().waitFor();
    await page.keyboard.press('l');
    await page.getByRole('log').getByText('first line').first().waitFor();
    await page.keyboard.press('c');
    await sentence('New app');
    const name = page.getByLabel('Name', { exact: true });
    for (let tabs = 0; tabs < 40 && !(await isFocused(name)); tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('/typed/by-keys');
    await page.keyboard.press('Tab');
    await page.keyboard.type('exec sleep 1');
    await page.keyboard.press('ControlOrMeta+Enter');
    await sentence('Review: new app');
  });

  // Every page in both themes, every page on both screens: the four together cost twice as much.
  test.each([
    ['light', false],
    ['dark', true],
  ] as const)(
    'nothing bars the way in the %s theme (on a phone: %s)',
    async (theme, isNarrow) => {
      const other = await openPage(browser, faults, { theme, isNarrow });
      other.setDefaultTimeout(PATIENCE_MS);
      const found: string[] = [];
      await cluster.marathon('POST', '/v2/apps', { id: '/stuck', cmd: 'exit', cpus: 1000 });
      for (const path of [...PAGES, ...(await listPagesOfThings())]) {
        await open(path, other);
        await other.getByRole('heading', { level: 1 }).waitFor();
        await other.waitForLoadState('load');
        // A form that tells of its faults.
        if (path === '/new') await other.keyboard.press('ControlOrMeta+Enter');
        found.push(...(await findBarriers(other)).map((barrier) => `${path} ${barrier}`));
        const isWide = await other.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        if (isWide === true) found.push(`${path} scrolls sideways`);
      }
      await other.close();
      await cluster.marathon('DELETE', '/v2/apps/stuck?force=true');
      expect(found).toEqual([]);
    },
    BARRIERS_MS,
  );

  test('no page told of a fault or broke its policy', () => {
    expect(faults).toEqual([]);
  });
});

/** Addresses of what runs now: an instance, its files, its agent, a deployment that cannot end. */
async function listPagesOfThings(): Promise<readonly string[]> {
  const [task] = await cluster.runningTasks('/shop/web', 6);
  const { json } = await cluster.marathon('GET', '/v2/deployments');
  const deployments: readonly { id: string; affectedApps: readonly string[] }[] = json;
  const stuck = deployments.find(({ affectedApps }) => affectedApps.includes('/stuck'));
  const instance = /^(.*)\._app\.\d+$/.exec(task?.id ?? '')?.[1] ?? '';
  return [
    `/instances/${instance}`,
    `/instances/${instance}/~files/?open=stdout`,
    `/agents/${task?.slaveId ?? ''}`,
    `/deployments/${stuck?.id ?? ''}`,
    '/apps/stuck/~why',
  ];
}

const PAGES = [
  '/',
  '/apps/',
  '/apps/shop/web',
  '/apps/shop/web/~config',
  '/apps/shop/web/~endpoints',
  '/apps/shop/web/~debug',
  '/apps/shop/web/~why',
  '/apps/shop/web/~edit',
  '/new',
  '/deployments',
  '/waiting',
  '/agents',
  '/logs?app=/shop/web',
  '/about',
  '/nowhere',
];
