import { Random } from '@stoa/common';
import { parseResources } from '@stoa/proto';
import { AgentMachine } from './agent-machine.ts';
import { ContainerLedger } from './checkers/container-ledger.ts';
import { CapacityBounds } from './checkers/capacity-bounds.ts';
import { Promises } from './checkers/promises.ts';
import { UpdateOrder } from './checkers/update-order.ts';
import { CALM_CONTAINERS } from './containers.ts';
import { STEADY_DISK } from './disk.ts';
import { MarathonNode } from './marathon-node.ts';
import { MasterNode } from './master-node.ts';
import { CALM_NETWORK, Network } from './network.ts';
import { Simulator } from './simulator.ts';

/** A whole cluster under virtual time: one master, agents, Marathon. */
export class SimulatedCluster {
  readonly simulator: Simulator;
  readonly network: Network;
  readonly master: MasterNode;
  readonly marathon: MarathonNode;
  readonly agents: readonly AgentMachine[];
  readonly ledger: ContainerLedger;
  /** Chance of a crash at each write, before and after it. */
  crashAtWriteChance = 0;
  /** Chance that a probe of a task that runs fails all the same. */
  probeFailChance = 0;
  /** Who stays down, and until when (ms since the beginning). */
  readonly downUntil = new Map<string, number>();
  readonly #byName = new Map<string, AgentMachine>();

  constructor(options: {
    readonly seed: number;
    readonly agents: number;
    readonly resources: string;
  }) {
    const random = new Random(options.seed);
    const simulator = new Simulator(random.split());
    this.simulator = simulator;
    this.network = new Network(simulator, random.split());
    this.ledger = new ContainerLedger(
      simulator,
      (name, containerId) => this.#byName.get(name)?.disk.has(`task/${containerId}`) === true,
    );
    const common = {
      simulator,
      network: this.network,
      crashAtWriteChance: () => this.crashAtWriteChance,
    };
    const order = new UpdateOrder(simulator);
    const promises = new Promises({
      simulator,
      master: () => this.master,
      marathon: () => this.marathon,
    });
    const bounds = new CapacityBounds(simulator, () => this.marathon);
    this.master = new MasterNode({
      ...common,
      random: random.split(),
      witness: {
        eventSent: (streamId, event) => order.eventSent(streamId, event),
        callTaken: (call) => order.callTaken(call),
        agentTold: (event) => promises.agentTold(event),
      },
    });
    const resources = parseResources(options.resources);
    if (!resources.ok) throw new Error(resources.error);
    this.agents = Array.from({ length: options.agents }, (_, index) => {
      const agent = new AgentMachine({
        ...common,
        random: random.split(),
        index: index + 1,
        resources: resources.value,
        attributes: [],
        masterAt: () => this.master,
        witness: this.ledger,
        onCall: (machine, call) => promises.agentCalled(machine, call),
      });
      this.#byName.set(agent.name, agent);
      return agent;
    });
    this.marathon = new MarathonNode({
      ...common,
      random: random.split(),
      master: () => this.master,
      isRunning: (frameworkId, taskId) => this.ledger.isRunning(frameworkId, taskId),
      probeFailChance: () => this.probeFailChance,
      witness: {
        called: (call) => promises.marathonCalled(call),
        told: (event) => promises.marathonTold(event),
        traced: (event, fields) => bounds.traced(event, fields),
      },
    });
  }

  /** Ends every trouble: from here on all works as it should. */
  calm(): void {
    this.crashAtWriteChance = 0;
    this.probeFailChance = 0;
    this.downUntil.clear();
    this.network.temper = CALM_NETWORK;
    this.network.healAll();
    for (const { disk } of [this.master, this.marathon, ...this.agents]) disk.temper = STEADY_DISK;
    for (const { containers } of this.agents) containers.temper = CALM_CONTAINERS;
  }

  start(): void {
    this.master.process.start();
    for (const agent of this.agents) agent.process.start();
    this.marathon.process.start();
  }
}
