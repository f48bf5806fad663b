import { describe, expect, test } from '@jest/globals';
import { Random, timestamp } from '@stoa/common';
import {
  type AgentId,
  type AgentInfo,
  type FrameworkId,
  type FrameworkInfo,
  type FrameworkInfo_Capability_Type,
  type Resource,
  Resources,
} from '@stoa/proto';
import {
  type Allocation,
  Allocator,
} from '../../../../packages/master/src/core/allocator/allocator.ts';

const NONE: ReadonlySet<string> = new Set();

function resources(
  amounts: Readonly<Record<string, number>>,
  extra: Partial<Resource> = {},
): Resources {
  return Resources.of(
    Object.entries(amounts).map(([name, value]): Resource => ({
      name,
      type: 'SCALAR',
      scalar: { value },
      ...extra,
    })),
  );
}

const WHOLE = { cpus: 4, mem: 4096 };

function agentId(name: string): AgentId {
  return name as AgentId;
}

function frameworkId(name: string): FrameworkId {
  return name as FrameworkId;
}

function agentInfo(name: string): AgentInfo {
  return { hostname: name, id: { value: name } };
}

function frameworkInfo(
  roles: readonly string[],
  capabilities: readonly FrameworkInfo_Capability_Type[] = [],
): FrameworkInfo {
  return {
    user: 'root',
    name: roles.join('+'),
    roles,
    capabilities: ['MULTI_ROLE' as const, 'RESERVATION_REFINEMENT' as const, ...capabilities].map(
      (type) => ({ type }),
    ),
  };
}

function anAllocator(): Allocator {
  return new Allocator({ random: new Random(7) });
}

function addAgents(allocator: Allocator, count: number, total = resources(WHOLE)): void {
  for (let n = 1; n <= count; n++) {
    allocator.addAgent(agentId(`S${n}`), agentInfo(`S${n}`), total, new Map());
  }
}

function subscribe(
  allocator: Allocator,
  name: string,
  roles: readonly string[],
  capabilities: readonly FrameworkInfo_Capability_Type[] = [],
): FrameworkId {
  const id = frameworkId(name);
  allocator.addFramework(id, frameworkInfo(roles, capabilities), true, NONE);
  return id;
}

function countByRole(allocations: readonly Allocation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { role } of allocations) counts[role] = (counts[role] ?? 0) + 1;
  return counts;
}

function amount(allocations: readonly Allocation[], name: string): number {
  return allocations.reduce((sum, one) => sum + one.resources.scalar(name), 0);
}

/** Gives everything back, refusing it for so long. */
function decline(
  allocator: Allocator,
  allocations: readonly Allocation[],
  refuseMs: number,
  at: number,
): void {
  for (const one of allocations) {
    allocator.recover(one.frameworkId, one.agentId, one.resources, { refuseMs }, timestamp(at));
  }
}

describe('who is offered what', () => {
  test('one framework gets every agent whole, marked with its role', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['web']);
    addAgents(allocator, 2);
    const allocations = allocator.allocate(timestamp(0));
    expect(allocations.map(({ agentId: id }) => id).sort()).toEqual(['S1', 'S2']);
    for (const { role, resources: offered } of allocations) {
      expect(role).toBe('web');
      expect(offered.scalar('cpus')).toBe(4);
      expect(offered.toList().every((one) => one.allocation_info?.role === 'web')).toBe(true);
    }
    expect(allocator.allocate(timestamp(1000))).toEqual([]);
  });

  test.each([
    [4, { a: 1, b: 2, c: 1 }],
    [8, { a: 2, b: 4, c: 2 }],
  ])('%d agents go to three roles by weight', (agents, expected) => {
    const allocator = anAllocator();
    for (const role of ['a', 'b', 'c']) subscribe(allocator, `F-${role}`, [role]);
    allocator.setWeight('b', 2);
    addAgents(allocator, agents);
    expect(countByRole(allocator.allocate(timestamp(0)))).toEqual(expected);
  });

  test('a subtree of roles counts as one', () => {
    const allocator = anAllocator();
    for (const role of ['a/b', 'a/c', 'd']) subscribe(allocator, `F-${role}`, [role]);
    addAgents(allocator, 4);
    expect(countByRole(allocator.allocate(timestamp(0)))).toEqual({ 'a/b': 1, 'a/c': 1, d: 2 });
  });

  test('a role that has roles below it shares with them', () => {
    const allocator = anAllocator();
    for (const role of ['a', 'a/b', 'd']) subscribe(allocator, `F-${role}`, [role]);
    allocator.setWeight('a', 3);
    addAgents(allocator, 8);
    expect(countByRole(allocator.allocate(timestamp(0)))).toEqual({ a: 3, 'a/b': 3, d: 2 });
  });

  test('frameworks of one role take turns', () => {
    const allocator = anAllocator();
    for (const name of ['F1', 'F2', 'F3']) subscribe(allocator, name, ['*']);
    addAgents(allocator, 9);
    const byFramework = new Map<string, number>();
    for (const { frameworkId: id } of allocator.allocate(timestamp(0))) {
      byFramework.set(id, (byFramework.get(id) ?? 0) + 1);
    }
    expect([...byFramework.values()]).toEqual([3, 3, 3]);
  });

  test('what frameworks used before counts towards their share', () => {
    const allocator = anAllocator();
    const used = resources({ cpus: 3, mem: 64 }, { allocation_info: { role: 'a' } });
    allocator.addAgent(agentId('S1'), agentInfo('S1'), resources(WHOLE), new Map([['F1', used]]));
    subscribe(allocator, 'F1', ['a']);
    subscribe(allocator, 'F2', ['b']);
    expect(allocator.dominantShare('a')).toBeCloseTo(0.75);
    const [first] = allocator.allocate(timestamp(0));
    expect(first?.frameworkId).toBe('F2');
    expect(first?.resources.scalar('cpus')).toBe(1);
  });
});

describe('what is worth offering', () => {
  test.each([
    [{ cpus: 0.009, mem: 31 }, 0],
    [{ cpus: 0.01 }, 1],
    [{ mem: 32 }, 1],
    [{ disk: 20000 }, 0],
  ])('%j makes %d offers', (total, expected) => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1, resources(total));
    expect(allocator.allocate(timestamp(0))).toHaveLength(expected);
  });

  test('reserved and unreserved amounts are summed for the minimum', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['a']);
    const reserved = resources({ cpus: 0.006 }, { reservations: [{ type: 'STATIC', role: 'a' }] });
    addAgents(allocator, 1, reserved.add(resources({ cpus: 0.004 })));
    expect(allocator.allocate(timestamp(0))).toHaveLength(1);
  });

  test('agents with GPUs wait for frameworks that know of GPUs', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1, resources({ ...WHOLE, gpus: 1 }));
    expect(allocator.allocate(timestamp(0))).toEqual([]);
    subscribe(allocator, 'F2', ['*'], ['GPU_RESOURCES']);
    expect(allocator.allocate(timestamp(1)).map((one) => one.frameworkId)).toEqual(['F2']);
  });

  test('revocable resources go to those who can lose them', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1, resources(WHOLE).add(resources({ cpus: 2 }, { revocable: {} })));
    expect(amount(allocator.allocate(timestamp(0)), 'cpus')).toBe(4);
    subscribe(allocator, 'F2', ['*'], ['REVOCABLE_RESOURCES']);
    const [offer] = allocator.allocate(timestamp(1));
    expect(offer?.frameworkId).toBe('F2');
    expect(offer?.resources.scalar('cpus')).toBe(2);
  });

  test('a reservation is offered to its role and those below, never beside or above', () => {
    const total = resources({ cpus: 0.5 }, { reservations: [{ type: 'STATIC', role: 'eng' }] }).add(
      resources(
        { cpus: 1.5 },
        {
          reservations: [
            { type: 'STATIC', role: 'eng' },
            { type: 'DYNAMIC', role: 'eng/prod', principal: 'p' },
          ],
        },
      ),
    );
    const offeredTo = (role: string): number => {
      const allocator = anAllocator();
      subscribe(allocator, 'F1', [role]);
      addAgents(allocator, 1, total);
      return amount(allocator.allocate(timestamp(0)), 'cpus');
    };
    expect(offeredTo('eng/prod')).toBe(2);
    expect(offeredTo('eng/prod/x')).toBe(2);
    expect(offeredTo('eng')).toBe(0.5);
    expect(offeredTo('eng/dev')).toBe(0.5);
    expect(offeredTo('ops')).toBe(0);
  });

  test('refined reservations are kept from those who do not understand them', () => {
    const allocator = anAllocator();
    allocator.addFramework(
      frameworkId('F1'),
      { user: 'root', name: 'old', role: 'eng/prod' },
      true,
      NONE,
    );
    const stack = [
      { type: 'STATIC' as const, role: 'eng' },
      { type: 'DYNAMIC' as const, role: 'eng/prod' },
    ];
    addAgents(allocator, 1, resources({ cpus: 1 }, { reservations: stack }).add(resources(WHOLE)));
    expect(amount(allocator.allocate(timestamp(0)), 'cpus')).toBe(4);
  });
});

describe('refusals', () => {
  function refused(refuseMs: number): { allocator: Allocator; id: FrameworkId } {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1);
    decline(allocator, allocator.allocate(timestamp(0)), refuseMs, 400);
    return { allocator, id };
  }

  test.each([
    [0, 1000],
    [500, 2000],
    [3000, 4000],
    [-1, 6000],
    [5000, 6000],
  ])('one of %d ms is over at the tick of %d ms', (refuseMs, expected) => {
    const { allocator } = refused(refuseMs);
    let at = 0;
    for (let offers = 0; offers === 0; offers = allocator.allocate(timestamp(at)).length)
      at += 1000;
    expect(at).toBe(expected);
  });

  test('one that ends at the very tick outlives it', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1);
    decline(allocator, allocator.allocate(timestamp(0)), 2000, 0);
    expect(allocator.allocate(timestamp(2000))).toEqual([]);
    expect(allocator.allocate(timestamp(3000))).toHaveLength(1);
  });

  test('the same or less stays refused, more is offered whole', () => {
    const allocator = anAllocator();
    const other = subscribe(allocator, 'F0', ['*']);
    addAgents(allocator, 1);
    const [all] = allocator.allocate(timestamp(0));
    const task = resources({ cpus: 1, mem: 1024 }, { allocation_info: { role: '*' } });
    if (all === undefined) throw new Error('no offer');
    const rest = all.resources.subtract(task);
    allocator.recover(other, agentId('S1'), rest, { refuseMs: 600_000 }, timestamp(1));
    expect(allocator.activeFilters('*', timestamp(2))).toBe(1);
    expect(allocator.allocate(timestamp(1000))).toEqual([]);
    allocator.recover(other, agentId('S1'), task, undefined, timestamp(1500));
    const [again] = allocator.allocate(timestamp(2000));
    expect(again?.resources.scalar('cpus')).toBe(4);
  });

  test("REVIVE forgets them, and they are the role's own", () => {
    const { allocator, id } = refused(600_000);
    expect(allocator.allocate(timestamp(1000))).toEqual([]);
    allocator.revive(id);
    expect(allocator.allocate(timestamp(1001))).toHaveLength(1);
  });

  test('another framework is offered what the first refused', () => {
    const { allocator } = refused(600_000);
    subscribe(allocator, 'F2', ['*']);
    expect(allocator.allocate(timestamp(1000)).map((one) => one.frameworkId)).toEqual(['F2']);
  });

  test('disconnecting forgets them', () => {
    const { allocator, id } = refused(600_000);
    allocator.deactivateFramework(id);
    expect(allocator.allocate(timestamp(1000))).toEqual([]);
    allocator.activateFramework(id);
    expect(allocator.allocate(timestamp(2000))).toHaveLength(1);
  });
});

describe('suppression', () => {
  test('holds per role until revived', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['a', 'b']);
    allocator.suppress(id, ['a']);
    addAgents(allocator, 1);
    const first = allocator.allocate(timestamp(0));
    expect(countByRole(first)).toEqual({ b: 1 });
    decline(allocator, first, 0, 1);
    allocator.suppress(id);
    expect(allocator.allocate(timestamp(1000))).toEqual([]);
    expect(allocator.isSuppressed(id, 'b')).toBe(true);
    allocator.revive(id, ['a']);
    expect(countByRole(allocator.allocate(timestamp(1001)))).toEqual({ a: 1 });
  });

  test('of everybody ends a round, and all agents are looked at when somebody wants again', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['a']);
    addAgents(allocator, 10);
    decline(allocator, allocator.allocate(timestamp(0), 3), 0, 1);
    expect(allocator.isUnfinished).toBe(true);
    allocator.suppress(id);
    expect(allocator.allocate(timestamp(1000), 3)).toEqual([]);
    expect([allocator.isUnfinished, allocator.candidateCount]).toEqual([false, 0]);
    allocator.revive(id);
    expect(allocator.allocate(timestamp(1001))).toHaveLength(10);
  });

  test('can come with the subscription and go with an update', () => {
    const allocator = anAllocator();
    const id = frameworkId('F1');
    allocator.addFramework(id, frameworkInfo(['a']), true, new Set(['a']));
    addAgents(allocator, 1);
    expect(allocator.allocate(timestamp(0))).toEqual([]);
    allocator.updateFramework(id, frameworkInfo(['a']), NONE);
    expect(allocator.allocate(timestamp(1000))).toHaveLength(1);
  });
});

describe('agents and frameworks that come and go', () => {
  test('a deactivated agent is not offered', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1);
    allocator.deactivateAgent(agentId('S1'));
    expect(allocator.allocate(timestamp(0))).toEqual([]);
    allocator.activateAgent(agentId('S1'));
    expect(allocator.allocate(timestamp(1000))).toHaveLength(1);
  });

  test('a removed agent takes what was held on it out of the shares', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['a']);
    addAgents(allocator, 2);
    allocator.allocate(timestamp(0));
    expect(allocator.dominantShare('a')).toBe(1);
    allocator.removeAgent(agentId('S1'));
    expect(allocator.totals.get('cpus')).toBe(4000);
    expect(allocator.offeredOrAllocated.get('cpus')).toBe(4000);
    allocator.removeAgent(agentId('S2'));
    expect(allocator.dominantShare('a')).toBe(0);
  });

  test('a removed framework frees what it held, and its role is forgotten', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['a']);
    subscribe(allocator, 'F2', ['b']);
    allocator.suppress(frameworkId('F2'));
    addAgents(allocator, 1);
    expect(allocator.allocate(timestamp(0))).toHaveLength(1);
    allocator.removeFramework(id);
    expect(allocator.knownRoles()).toEqual(['b']);
    allocator.revive(frameworkId('F2'));
    expect(amount(allocator.allocate(timestamp(1)), 'cpus')).toBe(4);
  });

  test('a role that was left counts until its tasks end', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['a']);
    addAgents(allocator, 1);
    const held = allocator.allocate(timestamp(0));
    allocator.updateFramework(id, frameworkInfo(['b']), NONE);
    expect(allocator.knownRoles()).toEqual(['a', 'b']);
    decline(allocator, held, 0, 1);
    expect(allocator.knownRoles()).toEqual(['b']);
    expect(countByRole(allocator.allocate(timestamp(1000)))).toEqual({ b: 1 });
  });

  test('more resources are offered, fewer are not missed twice', () => {
    const allocator = anAllocator();
    subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1);
    const held = allocator.allocate(timestamp(0));
    allocator.updateAgent(agentId('S1'), resources({ cpus: 6, mem: 4096 }));
    expect(amount(allocator.allocate(timestamp(1)), 'cpus')).toBe(2);
    allocator.updateAgent(agentId('S1'), resources({ cpus: 3, mem: 4096 }));
    decline(allocator, held, 0, 2);
    expect(amount(allocator.allocate(timestamp(1000)), 'cpus')).toBe(1);
  });

  test('an operation turns what is held and the total alike', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['a']);
    subscribe(allocator, 'F2', ['b']);
    addAgents(allocator, 1);
    const [offer] = allocator.allocate(timestamp(0));
    if (offer === undefined) throw new Error('no offer');
    expect(offer.frameworkId).toBe(id);
    const mark = { allocation_info: { role: 'a' } };
    const reserved = { ...mark, reservations: [{ type: 'DYNAMIC' as const, role: 'a' }] };
    const before = resources({ cpus: 1 }, mark);
    const after = resources({ cpus: 1 }, reserved);
    allocator.updateAllocation(id, agentId('S1'), before, after);
    const left = offer.resources.subtract(before).add(after);
    allocator.suppress(id);
    allocator.recover(id, agentId('S1'), left, undefined, timestamp(1));
    expect(amount(allocator.allocate(timestamp(1000)), 'cpus')).toBe(3);
  });

  test('giving back what is not held changes nothing', () => {
    const allocator = anAllocator();
    const id = subscribe(allocator, 'F1', ['*']);
    addAgents(allocator, 1);
    const held = allocator.allocate(timestamp(0));
    decline(allocator, held, 0, 1);
    decline(allocator, held, 0, 2);
    allocator.recover(id, agentId('S9'), resources(WHOLE), undefined, timestamp(3));
    expect(allocator.offeredOrAllocated.size).toBe(0);
    expect(amount(allocator.allocate(timestamp(1000)), 'cpus')).toBe(4);
  });
});
