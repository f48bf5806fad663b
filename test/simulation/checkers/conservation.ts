import { isTerminal, type Resource, type Resources } from '@stoa/proto';
import type { MasterNode } from '../master-node.ts';
import type { Simulator } from '../simulator.ts';

/** What is given out on one agent: amounts in thousandths by name, and port ranges as they came. */
interface Held {
  /** In the order of their first coming; there are a handful, and a list is looked through sooner. */
  readonly names: string[];
  readonly amounts: number[];
  readonly ports: { readonly begin: number; readonly end: number }[];
}

/**
 * Looks at a master's books as a whole. Laws: on each agent what is offered and what is used never
 * exceed what it has, so nothing is in two offers at once; the allocator's own sums agree with the
 * offers and tasks that there are; every agent that takes part is in the durable registry.
 *
 * Plain sums rather than the arithmetic of `Resources`: the check must not lean on what it checks.
 */
export function checkConservation(simulator: Simulator, master: MasterNode): void {
  const view = master.kernel?.view;
  if (view?.isRecovered !== true) return;
  const held = heldByAgent(view.frameworks);
  const booked = new Map<string, number>();
  for (const { info, total } of view.agents) {
    const id = info.id?.value ?? '';
    if (!master.isAdmitted(id)) simulator.fail(`agent ${id} takes part and is not registered`);
    const own = held.get(id);
    if (own === undefined) continue;
    checkAgent(simulator, id, total, own);
    own.names.forEach((name, at) => {
      booked.set(name, (booked.get(name) ?? 0) + (own.amounts[at] ?? 0));
    });
  }
  for (const name of ['cpus', 'mem']) {
    const told = view.allocator.offeredOrAllocated.get(name) ?? 0;
    const counted = booked.get(name) ?? 0;
    if (told !== counted) {
      simulator.fail(
        `the allocator gave out ${told / 1000} ${name}, offers and tasks make ${counted / 1000}`,
      );
    }
  }
}

function checkAgent(simulator: Simulator, id: string, total: Resources, own: Held): void {
  own.names.forEach((name, at) => {
    const amount = own.amounts[at] ?? 0;
    const has = Math.round(total.scalar(name) * 1000);
    if (amount > has) {
      simulator.fail(`agent ${id} has ${has / 1000} ${name} and gave out ${amount / 1000}`);
    }
  });
  const ports = own.ports.sort((left, right) => left.begin - right.begin);
  let before = -1;
  for (const { begin, end } of ports) {
    if (before >= begin) simulator.fail(`agent ${id} gave out port ${begin} twice`);
    before = end;
  }
}

type View = NonNullable<MasterNode['kernel']>['view'];

function heldByAgent(frameworks: View['frameworks']): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  for (const framework of frameworks) {
    for (const { agent_id, resources } of framework.offers) add(held, agent_id.value, resources);
    for (const { agent_id, resources, state } of framework.tasks) {
      if (!isTerminal(state)) add(held, agent_id.value, resources);
    }
  }
  return held;
}

function add(held: Map<string, Held>, agentId: string, resources: readonly Resource[] = []): void {
  let own = held.get(agentId);
  if (own === undefined) {
    own = { names: [], amounts: [], ports: [] };
    held.set(agentId, own);
  }
  for (const { name, scalar, ranges } of resources) {
    if (scalar !== undefined) {
      const amount = Math.round(scalar.value * 1000);
      const known = own.names.indexOf(name);
      if (known < 0) own.amounts[own.names.push(name) - 1] = amount;
      else own.amounts[known] = (own.amounts[known] ?? 0) + amount;
    } else if (name === 'ports') for (const range of ranges?.range ?? []) own.ports.push(range);
  }
}
