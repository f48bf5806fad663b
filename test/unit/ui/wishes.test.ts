import { beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterModel } from '../../../ui/src/model/cluster-model.ts';
import { parseEvent } from '../../../ui/src/model/events.ts';
import { describeWish, type Wish } from '../../../ui/src/model/wishes.ts';

const ID = '/shop/web';
const AT = '2026-03-01T10:00:00.000Z';
const LATER = '2026-03-01T10:00:01.000Z';
const NOW = Date.parse(AT);
const EIGHT: Wish = { kind: 'scale', to: 8 };

const A_SUMMARY = {
  processedOffersCount: 0,
  unusedOffersCount: 0,
  rejectSummaryLastOffers: [],
  rejectSummaryLaunchAttempt: [],
};
const anApp = (instances: number, version = AT) => ({ id: ID, instances, cpus: 0.5, version });
const aDeployment = (id: string) => ({
  ...{ id, version: AT, affectedApps: [ID], affectedPods: [], steps: [], currentActions: [] },
  ...{ currentStep: 1, totalSteps: 1 },
});
const delayed = (timeLeftSeconds: number) => ({
  app: { id: ID },
  count: 1,
  since: AT,
  ...{ role: '*', processedOffersSummary: A_SUMMARY },
  delay: { timeLeftSeconds, overdue: timeLeftSeconds === 0 },
});

let model: ClusterModel;

/** What the page shows: the value, and the wish beside it. */
function shown(): string {
  const app = model.app(ID);
  const wish = app?.wish === undefined ? '' : ` | ${describeWish(app.wish, app.counts.wanted)}`;
  return `${app?.counts.wanted}${wish}`;
}

function tellDefined(instances: number): void {
  const appDefinition = anApp(instances);
  const data = JSON.stringify({ eventType: 'api_post_event', timestamp: AT, appDefinition });
  const event = parseEvent({ event: 'api_post_event', data, id: undefined });
  if (event === undefined) throw new Error('the model does not know the event');
  model.apply(event);
}

beforeEach(() => {
  model = new ClusterModel();
  model.takeGroups({ id: '/', apps: [anApp(5)] });
});

describe('a wish', () => {
  test('stands beside the real value until the new one is told', () => {
    expect(model.wish(ID, EIGHT)).toBe(true);
    expect(shown()).toBe('5 | 5 → 8 …');
    tellDefined(6);
    expect(shown()).toBe('6 | 6 → 8 …');
    tellDefined(8);
    expect(shown()).toBe('8');
    expect(model.dropWish(ID, EIGHT)).toBe(false);
    tellDefined(5);
    expect(shown()).toBe('5');
  });

  test('that is taken back leaves the old value', () => {
    model.wish(ID, EIGHT);
    expect(model.dropWish(ID, EIGHT)).toBe(true);
    expect(shown()).toBe('5');
  });

  test('takes the place of an older one, which can then not take it back', () => {
    model.wish(ID, EIGHT);
    const three: Wish = { kind: 'scale', to: 3 };
    model.wish(ID, three);
    expect(model.dropWish(ID, EIGHT)).toBe(false);
    expect(shown()).toBe('5 | 5 → 3 …');
  });

  test('for what is so already is none', () => {
    expect(model.wish(ID, { kind: 'scale', to: 5 })).toBe(false);
    expect(model.wish('/nowhere', EIGHT)).toBe(false);
    expect(shown()).toBe('5');
  });

  test('for a restart is heard of by a deployment that is new, or by a new version', () => {
    model.takeDeployments([aDeployment('before')]);
    model.wish(ID, { kind: 'restart' });
    model.takeDeployments([aDeployment('before')]);
    expect(shown()).toBe('5 | restart asked for …');
    model.takeDeployments([aDeployment('before'), aDeployment('restart')]);
    expect(shown()).toBe('5');
    model.wish(ID, { kind: 'restart' });
    model.takeGroups({ id: '/', apps: [anApp(5, LATER)] });
    expect(shown()).toBe('5');
  });

  test('for the end of a delay is heard of when the queue holds it no longer', () => {
    model.takeQueue([delayed(90)], NOW);
    model.wish(ID, { kind: 'try' });
    model.takeQueue([delayed(89)], NOW);
    expect(shown()).toBe('5 | try asked for …');
    model.takeQueue([delayed(0)], NOW);
    expect(shown()).toBe('5');
  });

  test('goes with its app', () => {
    model.wish(ID, EIGHT);
    model.dropApp(ID);
    tellDefined(5);
    expect(shown()).toBe('5');
  });
});
