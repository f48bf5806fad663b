import { isTerminal, Resources } from '@stoa/proto';
import type { MasterNode } from '../master-node.ts';
import type { Simulator } from '../simulator.ts';

/**
 * Looks at a master's books as a whole. Laws: on each agent what is offered and what is used never
 * exceed what it has, so nothing is in two offers at once; the allocator's own sums agree with the
 * offers and tasks that there are; every agent that takes part is in the durable registry.
 */
export function checkConservation(simulator: Simulator, master: MasterNode): void {
  const view = master.kernel?.view;
  if (view?.isRecovered !== true) return;
  const held = heldByAgent(view.frameworks);
  let booked = Resources.of([]);
  for (const agent of view.agents) {
    const id = agent.info.id?.value ?? '';
    const parts = held.get(id) ?? [];
    const sum = parts.reduce((total, part) => total.add(part), Resources.of([]));
    if (!agent.total.contains(sum)) {
      simulator.fail(`agent ${id} has ${agent.total.toString()} but gave out ${sum.toString()}`);
    }
    const ports = parts.reduce((count, part) => count + (part.quantities().get('ports') ?? 0), 0);
    if (ports !== (sum.quantities().get('ports') ?? 0)) {
      simulator.fail(`agent ${id} gave out a port twice: ${parts.map(String).join(' and ')}`);
    }
    booked = booked.add(sum);
    if (!master.isAdmitted(id)) simulator.fail(`agent ${id} takes part and is not registered`);
  }
  for (const name of ['cpus', 'mem']) {
    const told = view.allocator.offeredOrAllocated.get(name) ?? 0;
    const counted = Math.round(booked.scalar(name) * 1000);
    if (told !== counted) {
      simulator.fail(
        `the allocator holds ${told / 1000} ${name} for given out, offers and tasks make ${counted / 1000}`,
      );
    }
  }
}

type View = NonNullable<MasterNode['kernel']>['view'];

function heldByAgent(frameworks: View['frameworks']): ReadonlyMap<string, Resources[]> {
  const held = new Map<string, Resources[]>();
  const add = (agentId: string, resources: Resources): void => {
    const parts = held.get(agentId);
    if (parts === undefined) held.set(agentId, [resources]);
    else parts.push(resources);
  };
  for (const framework of frameworks) {
    for (const offer of framework.offers) {
      add(offer.agent_id.value, Resources.of(offer.resources ?? []).unallocated());
    }
    for (const task of framework.tasks) {
      if (isTerminal(task.state)) continue;
      add(task.agent_id.value, Resources.of(task.resources ?? []).unallocated());
    }
  }
  return held;
}
