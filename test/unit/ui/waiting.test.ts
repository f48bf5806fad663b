import { describe, expect, test } from '@jest/globals';
import type { FunnelRowJson, WaitingJson, WaitingOfferJson } from '@stoa/proto/stoa';
import { renderPlace } from '../../../ui/src/model/address.ts';
import { listWaitingActs } from '../../../ui/src/model/waiting-acts.ts';
import { listFunnel, listReasons, sentenceOf } from '../../../ui/src/model/waiting.ts';
import { aModel, appOf, aTask } from './console-builders.ts';

const AT = '2026-03-01T10:00:00.000Z';

const row = (reason: FunnelRowJson['reason'], of: number, passed: number): FunnelRowJson => ({
  reason,
  of,
  passed,
  stopped: of - passed,
});

const waiting = (changes: Partial<WaitingJson>): WaitingJson => ({
  app: '/ml/train',
  role: '*',
  since: AT,
  count: 1,
  delay: { timeLeftSeconds: 0, overdue: true, failures: 0 },
  kind: 'mem',
  sentence: 'No agent has 7 GiB of memory free.',
  values: {},
  funnel: [],
  largest: {},
  help: [],
  notOffered: [],
  offers: [],
  ...changes,
});

const offer = (checks: WaitingOfferJson['checks']): WaitingOfferJson => ({
  agent: 'S1',
  host: 'agent-1',
  reason: 'InsufficientMemory',
  checks,
  seen: AT,
});

describe('what can be done about an app that waits', () => {
  const app = (definition: object = {}) =>
    appOf(aModel([{ id: '/ml/train', instances: 1, ...definition }]), '/ml/train');
  const acts = (kind: WaitingJson['kind'], values: WaitingJson['values'] = {}, given = app()) => {
    const model = aModel(
      [given.definition],
      [1, 2].map((at) => aTask('/shop/web', at)),
    );
    return listWaitingActs(waiting({ kind, values }), given, model.instances).map(
      ({ label, place, query, hash }) => {
        const asked = new URLSearchParams(query).toString();
        return [label, `${renderPlace(place)}?${asked}#${hash ?? ''}`];
      },
    );
  };

  test('leads to the field and to the agents with the most room', () => {
    expect(acts('mem')).toEqual([
      ['Edit memory', '/apps/ml/train/~edit?#/mem'],
      ['Show agents', '/agents?sort=mem&down=true#'],
    ]);
    expect(acts('reservation')[0]).toEqual([
      ...['Edit the accepted roles', '/apps/ml/train/~edit?#/acceptedResourceRoles'],
    ]);
    const help = [{ kind: 'askLess', text: 'Ask for at most 6 GiB.', field: 'mem' } as const];
    const besideHelp = listWaitingActs(waiting({ help }), app(), []);
    expect(besideHelp.map(({ label }) => label)).toEqual(['Show agents']);
  });

  test('names who has the port, and the member in which the app asks for it', () => {
    expect(acts('ports', { port: 31001 })).toEqual([
      ['Who uses it', '/apps/shop/web?q=31001#'],
      ['Edit ports', '/apps/ml/train/~edit?#/portDefinitions'],
    ]);
    const mapped = app({ container: { type: 'DOCKER', portMappings: [{ containerPort: 80 }] } });
    expect(acts('ports', { port: 9 }, mapped)).toEqual([
      ['Edit ports', '/apps/ml/train/~edit?#/container/portMappings'],
    ]);
  });

  test('of a constraint shows the agents that have the attribute', () => {
    const placement = ['Edit placement', '/apps/ml/train/~edit?#/constraints'];
    expect(acts('constraint', { constraint: 'rack LIKE a' })).toEqual([
      placement,
      ['Show agents', '/agents?q=rack%3D#'],
    ]);
    expect(acts('constraint', { constraint: 'hostname UNIQUE' })).toEqual([
      placement,
      ['Show agents', '/agents?#'],
    ]);
  });
});

describe('why an app waits', () => {
  test('the first row that lets nothing through is marked, and those behind it were not reached', () => {
    const funnel = [
      { ...row('UnfulfilledRole', 9, 9), asked: '*' },
      { ...row('InsufficientCpus', 9, 6), asked: '2', most: '1.5' },
      { ...row('InsufficientMemory', 6, 0), asked: '7 GiB', most: '6 GiB' },
      row('InsufficientDisk', 0, 0),
    ];
    const rows = listFunnel(waiting({ funnel }));
    expect(rows.map(({ name, passed, stopped, state }) => [name, passed, stopped, state])).toEqual([
      ['Role', '9 of 9', '', 'pass'],
      ['CPUs', '6 of 9', '3 agents, most 1.5', 'pass'],
      ['Memory', '0 of 6', '6 agents, most 6 GiB', 'stop'],
      ['Disk', '0 of 0', '', 'unreached'],
    ]);
    expect(rows[1]?.share).toBeCloseTo(2 / 3);
  });

  test('rare rules are shown only where they stopped something', () => {
    const funnel = [row('AgentMaintenance', 2, 2), row('DeclinedScarceResources', 2, 1)];
    expect(listFunnel(waiting({ funnel })).map(({ name, stopped }) => [name, stopped])).toEqual([
      ['Scarce resources', '1 agent'],
    ]);
  });

  test('the table of agents has a column for each rule that was asked', () => {
    const offers = [
      offer([
        { reason: 'UnfulfilledRole', fits: true },
        { reason: 'AgentMaintenance', fits: true },
        { reason: 'InsufficientMemory', fits: false, offered: '6 GiB' },
      ]),
      offer([
        { reason: 'UnfulfilledRole', fits: true },
        { reason: 'DeclinedScarceResources', fits: false },
      ]),
    ];
    expect(listReasons(offers)).toEqual([
      'UnfulfilledRole',
      'InsufficientMemory',
      'DeclinedScarceResources',
    ]);
  });

  test('a back-off is told by its cause: the page counts down itself', () => {
    const values = { cause: 'exit code 1', failures: 6 };
    const delayed = waiting({ kind: 'delayed', sentence: 'Next try in 2:40.', values });
    expect(sentenceOf(delayed, 160_000)).toBe(
      'The last start failed (exit code 1). The next try is in 2:40, after 6 failures.',
    );
    expect(sentenceOf(waiting({}), 0)).toBe('No agent has 7 GiB of memory free.');
  });
});
