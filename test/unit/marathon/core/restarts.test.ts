import { describe, expect, test } from '@jest/globals';
import type { MarathonEvent } from '../../../../packages/marathon/src/core/index.ts';
import { appId } from '../../../support/marathon-apps.ts';
import { GroupsHarness } from '../../../support/marathon-groups.ts';
import { ObedientMaster } from '../../../support/obedient-master.ts';

class Crash extends Error {}

/** Marathon that ends before one step of its kernel: what was written by then is all that is left. */
class MortalMarathon extends GroupsHarness {
  stepsTaken = 0;
  diesBefore: number | undefined;

  override step(event: MarathonEvent): void {
    if (this.stepsTaken++ === this.diesBefore) throw new Crash();
    super.step(event);
  }
}

/** Something asked for, and how things shall be once it is done. */
interface Scenario {
  readonly ask: (marathon: MortalMarathon) => void;
  /** Fewest of `/web` that run and most that live, at every instant. */
  readonly bounds: readonly [number, number];
  /** How many of each app there are in the end, and what they run. */
  readonly end: Readonly<Record<string, readonly [number, string]>>;
}

const RUN = { cmd: 'sleep 1', cpus: 0.1, mem: 32, backoffSeconds: 0 };
const STRATEGY = { minimumHealthCapacity: 0.5, maximumOverCapacity: 0.25 };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'a rolling upgrade': {
    ask: (marathon) => marathon.update('/web', { cmd: 'sleep 2' }),
    bounds: [2, 5],
    end: { '/web': [4, 'sleep 2'], '/db': [1, 'sleep 1'] },
  },
  'a scale up': {
    ask: (marathon) => marathon.update('/web', { instances: 7 }),
    bounds: [4, 7],
    end: { '/web': [7, 'sleep 1'], '/db': [1, 'sleep 1'] },
  },
  'a scale down': {
    ask: (marathon) => marathon.update('/web', { instances: 1 }),
    bounds: [1, 4],
    end: { '/web': [1, 'sleep 1'], '/db': [1, 'sleep 1'] },
  },
  'a restart': {
    ask: (marathon) => marathon.ask({ kind: 'restartApp', id: appId('/web'), force: false }),
    bounds: [2, 5],
    end: { '/web': [4, 'sleep 1'], '/db': [1, 'sleep 1'] },
  },
  'an update of the group around': {
    ask: (marathon) =>
      marathon.put('/', {
        apps: [
          { ...RUN, id: 'web', instances: 4, cmd: 'sleep 3', upgradeStrategy: STRATEGY },
          { ...RUN, id: 'new', instances: 2, dependencies: ['/web'] },
        ],
      }),
    bounds: [2, 5],
    end: { '/web': [4, 'sleep 3'], '/new': [2, 'sleep 1'] },
  },
  'the undoing of an upgrade half done': {
    ask: (marathon) => {
      const [deployment] = marathon.deployments();
      const deploymentId = deployment?.id ?? '';
      marathon.ask({ kind: 'cancelDeployment', deploymentId, force: false });
    },
    bounds: [2, 5],
    end: { '/web': [4, 'sleep 1'], '/db': [1, 'sleep 1'] },
  },
};

/** Two apps that run; for an undoing, with an upgrade under way. */
function begin(scenario: string): { marathon: MortalMarathon; master: ObedientMaster } {
  const marathon = new MortalMarathon();
  marathon.load();
  marathon.subscribe();
  const master = new ObedientMaster(marathon);
  marathon.create({ id: '/web', ...RUN, instances: 4, upgradeStrategy: STRATEGY });
  marathon.create({ id: '/db', ...RUN });
  master.settle();
  if (scenario.includes('undoing')) {
    marathon.update('/web', { cmd: 'sleep 2' });
    for (let turns = 0; turns < 6; turns++) master.turn();
    expect(marathon.deployments()).toHaveLength(1);
  }
  return { marathon, master };
}

/** Performs a scenario with a death before one step; gives how many steps it took. */
function perform(name: string, diesBefore: number | undefined): number {
  const scenario = SCENARIOS[name]!;
  const { marathon, master } = begin(name);
  const version = marathon.kernel.view.group(appId('/'))?.version;
  master.watch = () => {
    const [fewest, most] = scenario.bounds;
    expect(master.running('/web').length).toBeGreaterThanOrEqual(fewest);
    expect(master.alive('/web').length).toBeLessThanOrEqual(most);
  };
  marathon.stepsTaken = 0;
  marathon.diesBefore = diesBefore;
  let deaths = 0;
  const live = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      deaths += 1;
      marathon.restart();
      master.resubscribed();
    }
  };
  live(() => scenario.ask(marathon));
  // A client that got no answer looks, and asks again when nothing came of it.
  if (marathon.kernel.view.group(appId('/'))?.version === version) scenario.ask(marathon);
  live(() => master.pass(20));
  live(() => master.pass(20));
  expect(deaths).toBe(diesBefore === undefined ? 0 : 1);
  expect(marathon.deployments()).toEqual([]);
  for (const [app, [count, cmd]] of Object.entries(scenario.end)) {
    expect(marathon.running(app)).toHaveLength(count);
    expect(new Set(marathon.running(app))).toEqual(
      new Set(master.running(app).map(({ id }) => id)),
    );
    const commands = master.running(app).map(({ info }) => info.command?.value);
    expect(commands).toEqual(Array.from({ length: count }, () => cmd));
  }
  const wanted = Object.values(scenario.end).reduce((sum, [count]) => sum + count, 0);
  expect(master.alive()).toHaveLength(wanted);
  expect(marathon.keys('instance/')).toHaveLength(wanted);
  expect(marathon.keys('deployment/')).toEqual([]);
  return marathon.stepsTaken;
}

describe('a death of Marathon before any step', () => {
  test.each(Object.keys(SCENARIOS))('of %s leads to the same end within the bounds', (name) => {
    const steps = perform(name, undefined);
    expect(steps).toBeGreaterThan(10);
    let ended = 0;
    for (let diesBefore = 0; diesBefore < steps; diesBefore++) {
      try {
        perform(name, diesBefore);
      } catch (error) {
        throw new Error(`with a death before step ${diesBefore}: ${String(error)}`, {
          cause: error,
        });
      }
      ended += 1;
    }
    expect(ended).toBe(steps);
  });
});
