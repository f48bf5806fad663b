import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { timestamp } from '@stoa/common';
import { AppStanding } from '../../packages/marathon/src/core/deployments/app-standing.ts';
import type { Instance } from '../../packages/marathon/src/core/instances/instance.ts';
import type { AppRecord, Step } from '../../packages/marathon/src/core/state.ts';

type App = NonNullable<AppRecord['current']>;

const CONDITIONS = [
  'Scheduled',
  'Provisioned',
  'Staging',
  'Running',
  'Killing',
  'Unreachable',
  'UnreachableInactive',
  'Failed',
] as const;

function anApp(at: number, checked: boolean): App {
  return {
    versionInfo: { lastConfigChangeAt: timestamp(at) },
    healthChecks: checked ? [{}] : [],
    readinessChecks: [],
  } as unknown as App;
}

const change = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'expunge', 'app'),
  id: fc.integer({ min: 0, max: 5 }),
  condition: fc.constantFrom(...CONDITIONS),
  goal: fc.constantFrom('Running', 'Decommissioned'),
  configVersion: fc.integer({ min: 1, max: 2 }),
  healthy: fc.constantFrom(undefined, true, false),
  looks: fc.boolean(),
});

describe('the standing of an app', () => {
  test('kept as sums is what counting all its instances gives', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.boolean(), (changes, checked) => {
        const instances = new Map<string, Instance>();
        const step = { state: { instances, health: { readiness: new Map() } } } as unknown as Step;
        const record = { id: '/web', instanceIds: new Set<string>() } as unknown as AppRecord;
        const kept = new AppStanding();
        let app = anApp(1, checked);
        for (const { kind, id, looks, ...members } of changes) {
          const key = `web.instance-${id}`;
          if (kind === 'app') app = anApp(members.configVersion, checked);
          else if (kind === 'expunge') {
            instances.delete(key);
            record.instanceIds.delete(key);
          } else {
            instances.set(key, { ...members, id: key } as unknown as Instance);
            record.instanceIds.add(key);
          }
          if (kind !== 'app') kept.stir(key);
          if (!looks) continue;
          expect(kept.look(step, record, app)).toEqual(new AppStanding().look(step, record, app));
        }
      }),
    );
  });
});
