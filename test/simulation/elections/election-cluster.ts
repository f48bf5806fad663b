import { must, Random } from '@stoa/common';
import { latchForm, readMasterPlace, renderMasterPlace, type Leader } from '@stoa/coordination';
import { REGISTRY_PREFIX } from '@stoa/master/core';
import { parseResources } from '@stoa/proto';
import { MASTER_FORM } from '../../../packages/coordination/src/zookeeper/election-form.ts';
import {
  decodeEntry,
  entryPath,
} from '../../../packages/coordination/src/zookeeper/store-layout.ts';
import type { ZooKeeperPlace } from '../../../packages/coordination/src/zookeeper/zookeeper-coordination.ts';
import { parseZooKeeperUrl } from '../../../packages/coordination/src/zookeeper/zookeeper-url.ts';
import { AgentMachine, type MasterDetector } from '../agent-machine.ts';
import { CapacityBounds } from '../checkers/capacity-bounds.ts';
import { ContainerLedger } from '../checkers/container-ledger.ts';
import { Promises } from '../checkers/promises.ts';
import { UpdateOrder } from '../checkers/update-order.ts';
import { CALM_CONTAINERS } from '../containers.ts';
import { STEADY_DISK } from '../disk.ts';
import { MarathonNode } from '../marathon-node.ts';
import { MasterNode } from '../master-node.ts';
import { CALM_NETWORK, Network } from '../network.ts';
import { Simulator } from '../simulator.ts';
import { CALM_ENSEMBLE, Ensemble } from './ensemble.ts';
import { LeadershipLaws } from './laws.ts';
import { Seat } from './seat.ts';

export const MASTERS = '/mesos';
export const MARATHONS = '/marathon/leader-curator';
const REGISTRY = '/mesos/log_replicas/stoa';
const STATE = '/marathon/stoa';

/** Three masters and two marathons that stand for election, and agents that follow who leads. */
export class ElectionCluster {
  readonly simulator: Simulator;
  readonly network: Network;
  readonly ensemble: Ensemble;
  readonly laws: LeadershipLaws;
  readonly ledger: ContainerLedger;
  readonly masters: readonly MasterNode[];
  readonly marathons: readonly MarathonNode[];
  readonly agents: readonly AgentMachine[];
  /** The seats of masters and marathons, and those from which others follow who leads, by host. */
  readonly seats = new Map<string, Seat[]>();
  crashAtWriteChance = 0;
  probeFailChance = 0;
  /** Chance of a stop before each effect of a leader, and how long one lasts at most (ms). */
  pauseAtEffectChance = 0;
  pauseMsMax = 30_000;
  /** Who stays down, and until when (ms since the beginning). */
  readonly downUntil = new Map<string, number>();
  readonly #random: Random;
  readonly #order: UpdateOrder;

  constructor(options: {
    readonly seed: number;
    readonly agents: number;
    readonly resources: string;
  }) {
    const random = new Random(options.seed);
    const simulator = new Simulator(random.split());
    this.#random = random;
    this.simulator = simulator;
    this.network = new Network(simulator, random.split());
    this.ensemble = new Ensemble(simulator, random.split());
    this.laws = new LeadershipLaws(simulator, [REGISTRY, STATE]);
    this.ensemble.witness = this.laws;
    this.ledger = new ContainerLedger(
      simulator,
      (name, containerId) =>
        this.agents.find((agent) => agent.name === name)?.disk.has(`task/${containerId}`) === true,
    );
    this.#order = new UpdateOrder(simulator);
    this.masters = [1, 2, 3].map((index) => this.#createMaster(index));
    this.marathons = [1, 2].map((index) => this.#createMarathon(index));
    this.agents = Array.from({ length: options.agents }, (_, at) =>
      this.#createAgent(at + 1, options.resources),
    );
  }

  /** Whom requests go to: the one that leads, or the first when none does. */
  get marathon(): MarathonNode {
    const leading = this.marathons.find(({ isLeading }) => isLeading);
    return leading ?? must(this.marathons[0], 'a marathon');
  }

  get processes(): readonly (MasterNode | MarathonNode | AgentMachine)[] {
    return [...this.masters, ...this.marathons, ...this.agents];
  }

  start(): void {
    for (const { process } of this.processes) process.start();
  }

  /** Ends every trouble: from here on all works as it should. */
  calm(): void {
    this.crashAtWriteChance = 0;
    this.probeFailChance = 0;
    this.pauseAtEffectChance = 0;
    this.downUntil.clear();
    this.network.temper = CALM_NETWORK;
    this.network.healAll();
    this.ensemble.temper = CALM_ENSEMBLE;
    this.ensemble.setAway(false);
    this.ensemble.rejoinAll();
    for (const { disk, containers } of this.agents) {
      disk.temper = STEADY_DISK;
      containers.temper = CALM_CONTAINERS;
    }
  }

  #common() {
    const { simulator, network } = this;
    const random = this.#random.split();
    return { simulator, network, random, crashAtWriteChance: () => this.crashAtWriteChance };
  }

  #createMaster(index: number): MasterNode {
    const name = `master-${index}`;
    const seat = this.#seat(name, () => placeOf(MASTERS, REGISTRY, MASTER_FORM));
    const promises = this.#promises(() => master);
    const master: MasterNode = new MasterNode({
      ...this.#common(),
      witness: {
        eventSent: (streamId, event) => this.#order.eventSent(streamId, event),
        callTaken: (call) => this.#order.callTaken(call),
        agentTold: (event) => promises.agentTold(event),
      },
      election: {
        name,
        index,
        seat,
        isAdmitted: (agentId) =>
          this.#stored(REGISTRY, `${REGISTRY_PREFIX}agents/${agentId}`) !== undefined,
        pauseAtEffectMs: () => this.#pauseMs(seat),
        onStep: () => this.laws.checkServing(name, REGISTRY, seat),
      },
    });
    return master;
  }

  #createMarathon(index: number): MarathonNode {
    const name = `marathon-${index}`;
    const { random, ...common } = this.#common();
    const seat = this.#seat(name, () => placeOf(MARATHONS, STATE, latchForm(random.uuid())));
    const { detector, master } = this.#detector(name);
    const promises = this.#promises(
      () => must(this.masters[0], 'a master'),
      () => marathon,
    );
    const bounds = new CapacityBounds(this.simulator, () => marathon);
    const marathon: MarathonNode = new MarathonNode({
      ...common,
      random,
      master,
      isRunning: (frameworkId, taskId) => this.ledger.isRunning(frameworkId, taskId),
      probeFailChance: () => this.probeFailChance,
      witness: {
        // What one says that goes on after a stop is about a state that another one has changed since:
        // the master takes nothing from the stream that it lost.
        called: (call) => {
          if (!this.laws.isDeposed(STATE, seat)) promises.marathonCalled(call);
        },
        told: (event) => promises.marathonTold(event),
        traced: (event, fields) => bounds.traced(event, fields),
      },
      election: {
        name,
        seat,
        detector,
        stored: (key) => this.#stored(STATE, key),
        pauseAtEffectMs: () => this.#pauseMs(seat),
        onRequest: () => this.laws.checkServing(name, STATE, seat),
      },
    });
    return marathon;
  }

  #createAgent(index: number, resources: string): AgentMachine {
    const parsed = parseResources(resources);
    if (!parsed.ok) throw new Error(parsed.error);
    const promises = this.#promises(() => must(this.masters[0], 'a master'));
    return new AgentMachine({
      ...this.#common(),
      index,
      resources: parsed.value,
      attributes: [],
      masterAt: (address) => must(this.#masterAt(address), `a master at ${address}`),
      detector: this.#detector(`agent-${index}`).detector,
      witness: this.ledger,
      onCall: (machine, call) => promises.agentCalled(machine, call),
    });
  }

  #promises(master: () => MasterNode, marathon?: () => MarathonNode): Promises {
    const { simulator } = this;
    return new Promises({ simulator, master, marathon: marathon ?? (() => this.marathon) });
  }

  #seat(host: string, place: () => ZooKeeperPlace): Seat {
    const { ensemble, laws } = this;
    const seat = new Seat({ ensemble, host, random: this.#random.split(), place, witness: laws });
    this.seats.set(host, [...(this.seats.get(host) ?? []), seat]);
    return seat;
  }

  /** Follows the leading master as agents and marathons do: by a connection of its own. */
  #detector(host: string): {
    readonly detector: MasterDetector;
    readonly master: () => MasterNode | undefined;
  } {
    const seat = this.#seat(host, () => placeOf(MASTERS, REGISTRY, MASTER_FORM));
    let master: MasterNode | undefined;
    const detector: MasterDetector = {
      follow: (listener: (address: string | undefined) => void) => {
        master = undefined;
        seat.open();
        seat.watchLeader((leader) => {
          const address = leader && addressOf(leader);
          master = address === undefined ? undefined : this.#masterAt(address);
          listener(address);
        });
      },
      crash: () => seat.crash(),
      setPaused: (isPaused) => seat.setPaused(isPaused),
    };
    return { detector, master: () => master };
  }

  #masterAt(address: string): MasterNode | undefined {
    return this.masters.find((master) => master.address === address);
  }

  #pauseMs(seat: Seat): number | undefined {
    if (!seat.isLeading || !this.simulator.random.chance(this.pauseAtEffectChance))
      return undefined;
    return this.simulator.random.fraction() * this.pauseMsMax;
  }

  #stored(store: string, key: string): Uint8Array | undefined {
    const node = this.ensemble.tree.get(entryPath(store, key));
    const entry = node && decodeEntry(node.bytes);
    return entry?.ok === true && entry.value.kind === 'whole' ? entry.value.value : undefined;
  }
}

function addressOf(leader: Leader): string | undefined {
  const place = readMasterPlace(leader);
  return place.ok ? renderMasterPlace(place.value) : undefined;
}

function placeOf(
  electionPath: string,
  storePath: string,
  form: ZooKeeperPlace['form'],
): ZooKeeperPlace {
  const url = parseZooKeeperUrl(`zk://ensemble:2181${electionPath}`);
  if (!url.ok) throw new Error(url.error);
  return { url: url.value, electionPath, storePath, form };
}
