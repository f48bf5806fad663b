import { expect, test } from '@jest/globals';
import { mangleDomain, mangleLabel, type ClusterChange } from '@stoa/mesos-dns/core';
import fc from 'fast-check';
import {
  aFramework,
  allRecords,
  anAgent,
  aSnapshot,
  aTask,
  KernelHarness,
} from '../unit/mesos-dns/dns-builders.ts';

const AGENTS = ['f0-S0', 'f0-S1', 'f0-S2'];
const FRAMEWORKS = ['f0-0000', 'f0-0001'];
const anAddress = fc.integer({ min: 1, max: 4 }).map((last) => `10.0.0.${last}`);
const agentId = fc.constantFrom(...AGENTS);
const frameworkId = fc.constantFrom(...FRAMEWORKS);
const taskId = fc.constantFrom('t0', 't1', 't2', 't3', 't4', 't5');

const task = fc
  .record({
    id: taskId,
    frameworkId,
    agentId,
    name: fc.constantFrom('web', 'Web.Prod', 'x'),
    isRunning: fc.boolean(),
    isHealthy: fc.constantFrom(undefined, true, false),
    addresses: fc.record({
      netinfo: fc.array(anAddress, { maxLength: 2 }),
      docker: fc.constant([]),
      mesos: fc.array(anAddress, { maxLength: 1 }),
    }),
    ports: fc.array(fc.integer({ min: 31_000, max: 31_003 }), { maxLength: 2 }),
    discovery: fc.option(
      fc.record({
        name: fc.constantFrom('web', 'web.prod'),
        ports: fc.array(
          fc.record({
            number: fc.integer({ min: 0, max: 70_000 }),
            name: fc.constantFrom('', 'http'),
            protocol: fc.constantFrom('', 'tcp', 'udp,tcp'),
          }),
          { maxLength: 2 },
        ),
      }),
      { nil: undefined },
    ),
  })
  .map((given) => aTask(given));

const change: fc.Arbitrary<ClusterChange> = fc.oneof(
  task.map((each) => ({ kind: 'taskSet' as const, task: each })),
  fc
    .record({
      taskId,
      frameworkId,
      isRunning: fc.boolean(),
      isEnded: fc.boolean(),
      isHealthy: fc.constantFrom(undefined, true, false),
      addresses: fc.constant(undefined),
      at: fc.integer({ min: 0, max: 3 }),
    })
    .map((status) => ({ kind: 'taskStatus' as const, status })),
  fc
    .tuple(agentId, fc.array(anAddress, { maxLength: 2 }), fc.constantFrom(5051, 5052))
    .map(([id, addresses, port]) => ({
      kind: 'agentSet' as const,
      agent: anAgent({ id, addresses, port }),
    })),
  agentId.map((id) => ({ kind: 'agentRemoved' as const, agentId: id })),
  fc
    .tuple(frameworkId, fc.constantFrom('marathon', 'Team/A.spark', '%'))
    .map(([id, name]) => ({ kind: 'frameworkSet' as const, framework: aFramework({ id, name }) })),
  frameworkId.map((id) => ({ kind: 'frameworkRemoved' as const, frameworkId: id })),
);

/** What the cluster is after these changes, by a plain reading of them. */
function reread(changes: readonly ClusterChange[]): ReturnType<typeof aSnapshot> {
  const agents = new Map(aSnapshot().agents.map((each) => [each.id, each]));
  const frameworks = new Map(aSnapshot().frameworks.map((each) => [each.id, each]));
  const tasks = new Map<string, ReturnType<typeof aTask>>();
  for (const each of changes) {
    if (each.kind === 'agentSet') agents.set(each.agent.id, each.agent);
    if (each.kind === 'agentRemoved') agents.delete(each.agentId);
    if (each.kind === 'frameworkSet') frameworks.set(each.framework.id, each.framework);
    if (each.kind === 'frameworkRemoved') frameworks.delete(each.frameworkId);
    if (each.kind === 'taskSet') tasks.set(`${each.task.frameworkId} ${each.task.id}`, each.task);
    if (each.kind !== 'taskStatus') continue;
    const { status } = each;
    const key = `${status.frameworkId} ${status.taskId}`;
    const before = tasks.get(key);
    if (before === undefined) continue;
    const isHealthy = status.isHealthy ?? before.isHealthy;
    if (status.isEnded) tasks.delete(key);
    else tasks.set(key, { ...before, isRunning: status.isRunning, isHealthy });
  }
  return aSnapshot({
    agents: [...agents.values()],
    frameworks: [...frameworks.values()],
    tasks: [...tasks.values()],
  });
}

test('a set of records equals its recomputation, whatever led to it', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.boolean(), (changes, healthyOnly) => {
      const incremental = new KernelHarness({ healthyOnly });
      incremental.start();
      incremental.follow(aSnapshot());
      const serials = [incremental.records.serial];
      for (const each of changes) {
        incremental.change(each);
        serials.push(incremental.records.serial);
      }
      expect(serials).toEqual([...serials].sort((left, right) => left - right));
      const whole = reread(changes);
      const anew = new KernelHarness({ healthyOnly });
      anew.start();
      anew.follow(whole);
      expect(allRecords(incremental.records)).toEqual(allRecords(anew.records));
      // The same state taken as a whole on top changes nothing.
      incremental.follow(whole);
      expect(allRecords(incremental.records)).toEqual(allRecords(anew.records));
    }),
    { numRuns: 150 },
  );
});

test('taking everything away leaves nothing but what the masters and the server have', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const harness = new KernelHarness();
      harness.start();
      const empty = aSnapshot({ agents: [], frameworks: [] });
      harness.follow(empty);
      const before = allRecords(harness.records);
      for (const each of changes) harness.change(each);
      harness.follow(empty);
      expect(allRecords(harness.records)).toEqual(before);
      expect(harness.kernel.view.taskCount).toBe(0);
    }),
  );
});

test('every text becomes a label of its rule, and a label stays as it is', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '.', '_', '%'), maxLength: 200 }),
  );
  fc.assert(
    fc.property(text, (given) => {
      const label = mangleLabel(given, 'rfc1123');
      expect(label).toMatch(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$/);
      expect(mangleLabel(label, 'rfc1123')).toBe(label);
      expect(mangleLabel(given, 'rfc952')).toMatch(/^([a-z]([a-z0-9-]{0,22}[a-z0-9])?)?$/);
      expect(mangleDomain(given, 'rfc1123')).not.toMatch(/^\.|\.\.|\.$/);
    }),
    { numRuns: 1_000 },
  );
});
