// `node tools/console-sheet.mjs DIRECTORY [SET | SET/PAGE …]`: pictures of the built console with a frozen clock and made-up
// clusters, `<page>.<width>.<theme>.<set>.png`, and one page that shows them all (console.md §10). Chromium is
// the one of STOA_CHROMIUM.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { before, instanceId, NOW, SECOND } from './console/builders.mjs';
import { EmulatedCluster } from './console/server.mjs';
import { calm, forms, locked, SETS, trouble } from './console/sets.mjs';

const WIDE = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 390, height: 844 };
const BOTH = ['light', 'dark'];
/** Each view as it is seen on which screen, in which theme. */
const EVERYWHERE = [...BOTH.map((theme) => [WIDE, theme]), ...BOTH.map((theme) => [PHONE, theme])];
const FAULT_VIEWS = [
  [WIDE, 'light'],
  [PHONE, 'dark'],
];

const WEB = '/apps/shop/web';
const FIRST = instanceId('/shop/web', 0);
const LISTS = { overview: '/', apps: '/apps/', deployments: '/deployments', waiting: '/waiting' };
const APP = {
  app: WEB,
  config: `${WEB}/~config?against=${encodeURIComponent(calm().versions['/shop/web'][1].version)}`,
  debug: `${WEB}/~debug`,
  endpoints: `${WEB}/~endpoints`,
};
const DEEP = {
  instance: `/instances/${FIRST}`,
  files: `/instances/${FIRST}/~files/?open=stdout`,
  logs: '/logs?app=/shop/web',
  agents: '/agents',
  agent: '/agents/8f1e63c2-5b1d-4a8e-9a86-3d1f6a1f8c10-S1',
};

const refuse = (status, body) => (method, path) =>
  method !== 'GET' || path.startsWith('/v2/apps/') ? { status, body } : undefined;

/** Faults, each where it shows: what is asked, what is done, and what goes wrong meanwhile. */
const FAULTS = {
  401: {
    path: '/',
    fault: (_, path) => (path.startsWith('/ui') ? undefined : { status: 401, body: {} }),
  },
  403: { path: WEB, act: scale, fault: refuse(403, { message: 'ci may not update /shop/web' }) },
  409: {
    path: WEB,
    act: scale,
    data: locked,
    fault: refuse(409, { message: 'locked', deployments: locked().deployments }),
  },
  422: { path: '/new', act: deploy, fault: invalid },
  503: {
    path: '/',
    fault: (_, path) => (path.startsWith('/ui') ? undefined : { status: 503, body: {} }),
  },
  'no-master': {
    path: '/',
    fault: (_, path) =>
      path.endsWith('/summary')
        ? { status: 503, body: { message: 'no master is heard' } }
        : undefined,
  },
  offline: { path: '/', act: cut, fault: () => undefined },
  stale: { path: '/', act: fallSilent, fault: () => undefined },
  overtaken: { path: `${WEB}/~edit`, act: overtake, fault: () => undefined },
  'sandbox-gone': {
    path: DEEP.files,
    fault: (_, path) =>
      path.endsWith('/sandbox')
        ? { status: 404, body: { kind: 'sandboxGone', message: 'its files were removed' } }
        : undefined,
  },
};

function invalid(method) {
  if (method === 'GET') return undefined;
  const details = [
    { path: '/id', errors: ['must be lower case'] },
    { path: '/cpus', errors: ['must be at least 0'] },
  ];
  return { status: 422, body: { message: 'Object is not valid', details } };
}

/** Goes on with what is not filled in. */
async function leaveOut(page) {
  await page.getByLabel('CPUs', { exact: true }).fill('-1');
  await page.keyboard.press('Control+Enter');
}

async function scale(page) {
  await page.getByRole('button', { name: 'Scale', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'Instances' }).fill('8');
  await page.getByRole('dialog').getByRole('button', { name: 'Scale', exact: true }).click();
}

async function deploy(page) {
  await page.getByLabel('Name', { exact: true }).fill('/shop/web2');
  await page.getByLabel('Command', { exact: true }).first().fill('exec sleep 1000');
  await page.getByRole('button', { name: 'Review and deploy' }).click();
  const send = page.getByRole('button', { name: 'Deploy', exact: true });
  if (await send.isVisible()) await send.click();
}

async function cut(page, cluster) {
  cluster.fault = (_, path) => (path.startsWith('/ui') ? undefined : 'cut');
  cluster.cut();
  await page.clock.setFixedTime(NOW + 45_000);
}

/** The stream stays and says nothing any more. */
async function fallSilent(page, cluster) {
  cluster.silence();
  await page.clock.setFixedTime(NOW + 45_000);
}

/** Somebody else deploys while this one writes. */
async function overtake(page, cluster) {
  await page.getByLabel('Image', { exact: true }).fill('shop/web:2.0.0');
  const set = calm();
  const [{ app }] = set.made;
  const version = before(SECOND);
  const next = {
    ...app,
    version,
    versionInfo: { lastScalingAt: version, lastConfigChangeAt: version },
  };
  const versions = { '/shop/web': [next, ...set.versions['/shop/web']] };
  cluster.take({ ...set, made: [{ ...set.made[0], app: next }, ...set.made.slice(1)], versions });
  cluster.tell({
    eventType: 'api_post_event',
    timestamp: version,
    clientIp: '10.0.0.9',
    uri: '/v2/apps/shop/web',
    appDefinition: next,
  });
}

async function review(page) {
  await page.getByLabel('Command', { exact: true }).first().fill('exec ./serve --fast');
  await page.getByRole('button', { name: 'Review and deploy' }).click();
}

const scrollTo = (row) => async (page) => {
  await page.evaluate(`document.querySelector('.table-scroll').scrollTop = ${row} * 40`);
};

/** What is taken of each data set: name, address, what is done there, and the views. */
function listShots() {
  const of = (set, pages, views, more = {}) =>
    Object.entries(pages).map(([name, path]) => ({ set, name, path, views, ...more }));
  const edits = { new: '/new', edit: `${WEB}/~edit`, 'edit-long': '/apps/settings/~edit' };
  const formViews = [...EVERYWHERE.slice(0, 2), [PHONE, 'light']];
  return [
    ...of('empty', { ...LISTS, logs: '/logs', agents: '/agents' }, EVERYWHERE),
    ...of('calm', { ...LISTS, ...APP, why: `${WEB}/~why`, ...DEEP, about: '/about' }, EVERYWHERE),
    ...of(
      'trouble',
      {
        ...{
          ...LISTS,
          ...APP,
          ...DEEP,
          why: '/apps/ml/train/~why',
          delayed: '/apps/jobs/mail/~why',
        },
        deployment: '/deployments/5f9e1a44-0d6c-4be2-93b3-0f3d1f1f8a01',
        long: `/apps/teams/${encodeURIComponent(trouble().made.at(-1).app.id.split('/')[2])}/web/~config?show=all`,
      },
      [...EVERYWHERE, [TABLET, 'light']],
    ),
    ...of(
      'large',
      {
        ...{ overview: '/', apps: '/apps/?view=flat', tree: '/apps/', agents: '/agents' },
        logs: '/logs?app=/team-0/gateway',
      },
      EVERYWHERE.slice(0, 2),
      {
        act: async (page) => {
          if (page.url().includes('/apps/')) await scrollTo(1500)(page);
          else await page.waitForTimeout(1_500);
        },
      },
    ),
    ...of('forms', edits, formViews),
    { set: 'forms', name: 'review', path: edits.edit, views: formViews, act: review },
    { set: 'forms', name: 'faulty', path: '/new', views: formViews, act: leaveOut },
    ...Object.entries(FAULTS).map(([name, fault]) => ({
      set: 'faults',
      name,
      views: FAULT_VIEWS,
      ...fault,
    })),
  ];
}

const DATA = { ...SETS, forms, faults: calm };

async function take(browser, cluster, shot, [viewport, theme], directory) {
  const look = { viewport, colorScheme: theme, reducedMotion: 'reduce', locale: 'en-GB' };
  const page = await browser.newPage({ ...look, timezoneId: 'UTC' });
  page.setDefaultTimeout(20_000);
  try {
    await page.clock.setFixedTime(NOW);
    // What is read must not fail where only an act is meant to.
    const isAct = shot.act === scale;
    cluster.fault = isAct
      ? (method, path) => (method === 'GET' ? undefined : shot.fault(method, path))
      : (shot.fault ?? (() => undefined));
    await page.goto(`${cluster.origin}/ui${shot.path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.evaluate('document.fonts.ready');
    await page.waitForTimeout(400);
    await shot.act?.(page, cluster);
    await page.waitForTimeout(shot.act === undefined ? 100 : 1_200);
    const name = `${shot.name}.${viewport.width}.${theme}.${shot.set}.png`;
    await page.screenshot({ path: join(directory, name) });
    const isWide = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (isWide) console.log(`${name}: scrolls sideways`);
    return name;
  } catch (error) {
    console.log(
      `${shot.set} ${shot.name} ${viewport.width} ${theme}: ${error.message.split('\n')[0]}`,
    );
    return undefined;
  } finally {
    cluster.fault = () => undefined;
    cluster.take((shot.data ?? DATA[shot.set])());
    await page.close();
  }
}

function renderSheet(names) {
  const pictures = names.map(
    (name) => `<figure><img src="${name}" loading="lazy"><figcaption>${name}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>The console</title><style>
    body { font: 14px system-ui; display: flex; flex-wrap: wrap; gap: 16px; background: #888 }
    figure { margin: 0 } img { height: 420px; display: block }</style>${pictures.join('\n')}`;
}

const [directory, ...sets] = process.argv.slice(2);
if (directory === undefined || sets.some((set) => !Object.hasOwn(DATA, set.split('/')[0]))) {
  console.error(`usage: console-sheet.mjs DIRECTORY [${Object.keys(DATA).join(' | ')}] …`);
  process.exit(2);
}
mkdirSync(directory, { recursive: true });
const cluster = await new EmulatedCluster().listen();
const browser = await chromium.launch({
  executablePath: process.env.STOA_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  const names = [];
  for (const shot of listShots()) {
    const isAsked = sets.includes(shot.set) || sets.includes(`${shot.set}/${shot.name}`);
    if (sets.length > 0 && !isAsked) continue;
    const data = shot.data ?? DATA[shot.set];
    cluster.take(data());
    for (const view of shot.views) names.push(await take(browser, cluster, shot, view, directory));
  }
  const taken = names.filter((name) => name !== undefined);
  writeFileSync(join(directory, 'index.html'), renderSheet(taken));
  console.log(`${taken.length} pictures in ${resolve(directory)}`);
} finally {
  await browser.close();
  await cluster.close();
}
