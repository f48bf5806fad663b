import { describe, expect, test } from '@jest/globals';
import { Random, timestamp } from '@stoa/common';
import { type AgentId, type FrameworkId, Resources } from '@stoa/proto';
import fc from 'fast-check';
import { type Allocation, Allocator } from '../../packages/master/src/core/allocator/allocator.ts';
import { ClusterTotals } from '../../packages/master/src/core/allocator/amounts.ts';
import { DrfSorter } from '../../packages/master/src/core/allocator/drf-sorter.ts';

const ROLES = ['a', 'a/b', 'a/c', 'd', '*'];
const AGENTS = ['S1', 'S2', 'S3', 'S4'];
const FRAMEWORKS = ['F1', 'F2', 'F3'];

type Step =
  | { readonly kind: 'addAgent' | 'removeAgent' | 'toggleAgent'; readonly agent: number }
  | { readonly kind: 'subscribe'; readonly framework: number; readonly roles: readonly string[] }
  | {
      readonly kind: 'removeFramework' | 'suppress' | 'revive' | 'disconnect' | 'connect';
      readonly framework: number;
    }
  | { readonly kind: 'giveBack'; readonly which: number; readonly refuseMs: number }
  | { readonly kind: 'allocate'; readonly waitMs: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('addAgent' as const, 'removeAgent' as const, 'toggleAgent' as const),
      agent: fc.nat(AGENTS.length - 1),
    }),
    fc.record({
      kind: fc.constant('subscribe' as const),
      framework: fc.nat(FRAMEWORKS.length - 1),
      roles: fc.subarray(ROLES, { minLength: 1 }),
    }),
    fc.record({
      kind: fc.constantFrom(
        'removeFramework' as const,
        'suppress' as const,
        'revive' as const,
        'disconnect' as const,
        'connect' as const,
      ),
      framework: fc.nat(FRAMEWORKS.length - 1),
    }),
    fc.record({
      kind: fc.constant('giveBack' as const),
      which: fc.nat(20),
      refuseMs: fc.constantFrom(0, 1500, 5000),
    }),
    fc.record({ kind: fc.constant('allocate' as const), waitMs: fc.constantFrom(10, 1000, 7000) }),
  ),
  { maxLength: 60 },
);

const TOTAL = Resources.of([
  { name: 'cpus', type: 'SCALAR', scalar: { value: 4 } },
  { name: 'mem', type: 'SCALAR', scalar: { value: 4096 } },
  { name: 'ports', type: 'RANGES', ranges: { range: [{ begin: 31000, end: 31100 }] } },
]);

/** Drives an allocator and keeps its own, plain book of what is out. */
class Harness {
  readonly allocator = new Allocator({ random: new Random(3) });
  readonly held: Allocation[] = [];
  readonly agents = new Map<string, boolean>();
  readonly frameworks = new Set<string>();
  now = 0;

  run(step: Step): void {
    switch (step.kind) {
      case 'addAgent':
      case 'removeAgent':
      case 'toggleAgent':
        this.#agentStep(step.kind, (AGENTS[step.agent] ?? 'S1') as AgentId);
        return;
      case 'giveBack':
        this.#giveBack(step.which, step.refuseMs);
        return;
      case 'allocate':
        this.now += step.waitMs;
        this.held.push(...this.allocator.allocate(timestamp(this.now)));
        return;
      case 'subscribe': {
        const id = (FRAMEWORKS[step.framework] ?? 'F1') as FrameworkId;
        const info = {
          user: 'u',
          name: id,
          roles: step.roles,
          capabilities: [{ type: 'MULTI_ROLE' as const }],
        };
        this.allocator.addFramework(id, info, true, new Set());
        this.frameworks.add(id);
        return;
      }
      default:
        this.#frameworkStep(step.kind, (FRAMEWORKS[step.framework] ?? 'F1') as FrameworkId);
    }
  }

  #agentStep(kind: 'addAgent' | 'removeAgent' | 'toggleAgent', id: AgentId): void {
    const isActive = this.agents.get(id);
    if (kind === 'addAgent' && isActive === undefined) {
      this.allocator.addAgent(id, { hostname: id }, TOTAL, new Map());
      this.agents.set(id, true);
    } else if (kind === 'removeAgent') {
      this.allocator.removeAgent(id);
      this.agents.delete(id);
      this.#forget((one) => one.agentId === id);
    } else if (kind === 'toggleAgent' && isActive !== undefined) {
      if (isActive) this.allocator.deactivateAgent(id);
      else this.allocator.activateAgent(id);
      this.agents.set(id, !isActive);
    }
  }

  #frameworkStep(
    kind: 'removeFramework' | 'suppress' | 'revive' | 'disconnect' | 'connect',
    id: FrameworkId,
  ): void {
    if (kind === 'removeFramework') {
      this.allocator.removeFramework(id);
      this.frameworks.delete(id);
      this.#forget((one) => one.frameworkId === id);
    } else if (kind === 'suppress') this.allocator.suppress(id);
    else if (kind === 'revive') this.allocator.revive(id);
    else if (kind === 'disconnect') this.allocator.deactivateFramework(id);
    else this.allocator.activateFramework(id);
  }

  #giveBack(which: number, refuseMs: number): void {
    const one = this.held[which % Math.max(1, this.held.length)];
    if (one === undefined) return;
    this.held.splice(this.held.indexOf(one), 1);
    const at = timestamp(this.now);
    this.allocator.recover(one.frameworkId, one.agentId, one.resources, { refuseMs }, at);
  }

  #forget(isGone: (one: Allocation) => boolean): void {
    const kept = this.held.filter((one) => !isGone(one));
    this.held.splice(0, this.held.length, ...kept);
  }
}

describe('the allocator', () => {
  test('never gives an agent away twice, and its books agree with what is out', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const harness = new Harness();
        for (const step of script) {
          harness.run(step);
          let cpus = 0;
          for (const agent of harness.agents.keys()) {
            const own = harness.held.filter((one) => one.agentId === agent);
            const sum = own.reduce(
              (all, one) => all.add(one.resources.unallocated()),
              Resources.of([]),
            );
            expect(TOTAL.contains(sum)).toBe(true);
            cpus += Math.round(sum.scalar('cpus') * 1000);
          }
          expect(harness.allocator.offeredOrAllocated.get('cpus') ?? 0).toBe(cpus);
          expect(harness.allocator.totals.get('cpus') ?? 0).toBe(harness.agents.size * 4000);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('leaves nothing lying that a willing framework could have', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const harness = new Harness();
        for (const step of script) harness.run(step);
        const id = 'F9' as FrameworkId;
        harness.allocator.addFramework(id, { user: 'u', name: id, role: '*' }, true, new Set());
        harness.run({ kind: 'allocate', waitMs: 10 });
        for (const [agent, isActive] of harness.agents) {
          if (!isActive) continue;
          const own = harness.held.filter((one) => one.agentId === agent);
          expect(own.reduce((sum, one) => sum + one.resources.scalar('cpus'), 0)).toBeCloseTo(4);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('keeps equal hungry frameworks within one agent of each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), (agents, n) => {
        const allocator = new Allocator({ random: new Random(agents) });
        for (let f = 0; f < n; f++) {
          const id = `F${f}` as FrameworkId;
          allocator.addFramework(id, { user: 'u', name: id, role: '*' }, true, new Set());
        }
        for (let a = 0; a < agents; a++) {
          allocator.addAgent(`S${a}` as AgentId, { hostname: 'h' }, TOTAL, new Map());
        }
        const counts = new Map<string, number>();
        for (const { frameworkId } of allocator.allocate(timestamp(0))) {
          counts.set(frameworkId, (counts.get(frameworkId) ?? 0) + 1);
        }
        const served = Array.from({ length: n }, (_, f) => counts.get(`F${f}`) ?? 0);
        expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the sorter', () => {
  const moves = fc.array(
    fc.record({
      client: fc.constantFrom('a', 'a/b', 'a/b/c', 'd', 'e/f', 'g'),
      move: fc.constantFrom('book', 'unbook', 'toggle', 'weigh', 'grow'),
      cpus: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 80 },
  );

  test('keeps as it goes the order that sorting anew would give', () => {
    fc.assert(
      fc.property(moves, (script) => {
        const totals = new ClusterTotals();
        totals.change(new Map([['cpus', 50_000]]), 1);
        const sorter = new DrfSorter(totals);
        const held = new Map<string, number[]>();
        for (const { client, move, cpus } of script) {
          if (!sorter.has(client)) sorter.add(client, true);
          const portion = { amounts: new Map([['cpus', cpus * 1000]]), shared: [] };
          const own = held.get(client) ?? [];
          held.set(client, own);
          if (move === 'book') {
            sorter.book(client, 'S', portion);
            own.push(cpus);
          } else if (move === 'unbook') {
            const last = own.pop();
            if (last !== undefined) {
              sorter.unbook(client, 'S', { amounts: new Map([['cpus', last * 1000]]), shared: [] });
            }
          } else if (move === 'toggle') sorter.setActive(client, !sorter.isActive(client));
          else if (move === 'weigh') sorter.setWeight(client, cpus);
          else totals.change(new Map([['cpus', 1000]]), 1);
          const kept = sorter.order();
          // A change of the totals that changes nothing makes the sorter begin anew.
          totals.change(new Map(), 1);
          expect(sorter.order()).toEqual(kept);
        }
      }),
      { numRuns: 200 },
    );
  });
});
