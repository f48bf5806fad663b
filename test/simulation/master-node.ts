import { encodeUtf8, minutes, must, seconds, type Random } from '@stoa/common';
import { renderMasterRecord, type LeadershipEvent } from '@stoa/coordination';
import { MasterKernel, REGISTRY_PREFIX } from '@stoa/master/core';
import type { MasterConfig, MasterEffect, MasterEvent } from '@stoa/master/core';
import type { LinkCall, LinkEvent, SchedulerCall, SchedulerEvent } from '@stoa/proto';
import { LeadershipGate } from '@stoa/runtime';
import { Disk } from './disk.ts';
import type { Seat } from './elections/seat.ts';
import type { Network, Stream } from './network.ts';
import { SimulatedProcess, type Life } from './process.ts';
import type { Simulator } from './simulator.ts';

/** Told of what passes between the master and others, for the checkers. */
export interface MasterWitness {
  /** An event is on its way to a framework. */
  eventSent(streamId: string, event: SchedulerEvent): void;
  /** A call of a framework arrived. */
  callTaken(call: SchedulerCall): void;
  /** Something is on its way to an agent. */
  agentTold(event: LinkEvent): void;
}

/** What a framework is answered. */
export interface CallAnswer {
  readonly status: number;
  readonly text: string | undefined;
}

/** What a master is made of. */
export interface MasterNodePlan {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly network: Network;
  readonly witness: MasterWitness;
  readonly crashAtWriteChance: () => number;
  /** Among others: it stands for election, and its registry lies with the ensemble. */
  readonly election?: MasterElection;
}

/** What a master among others has beside. */
export interface MasterElection {
  readonly name: string;
  /** The last number of its address. */
  readonly index: number;
  readonly seat: Seat;
  readonly isAdmitted: (agentId: string) => boolean;
  readonly pauseAtEffectMs: () => number | undefined;
  /** The kernel is about to take a fact. */
  readonly onStep: (master: MasterNode) => void;
}

interface AgentEnd {
  readonly linkId: string;
  readonly agent: string;
  readonly ip: string;
  readonly call: LinkCall;
  readonly onEvent: (event: LinkEvent) => void;
  readonly onEnd: (reason: string) => void;
}

interface FrameworkEnd {
  readonly framework: string;
  readonly call: SchedulerCall;
  readonly onEvent: (event: SchedulerEvent) => void;
  readonly onEnd: (reason: string) => void;
}

/** A master with its registry's disk. */
export class MasterNode {
  readonly name: string;
  readonly disk: Disk;
  readonly process: SimulatedProcess<MasterEvent, MasterEffect>;
  readonly #plan: MasterNodePlan;
  readonly #agents = new Map<string, Stream<LinkEvent>>();
  readonly #frameworks = new Map<string, Stream<SchedulerEvent>>();
  /** The answer to the call under way: the kernel gives it in the same step. */
  readonly #replies = new Map<number, CallAnswer>();
  #kernel: MasterKernel | undefined;
  #config: MasterConfig | undefined;
  #requests = 0;
  #isElected = false;
  #gate: LeadershipGate<MasterEvent> | undefined;

  constructor(plan: MasterNodePlan) {
    const { simulator, random, election } = plan;
    this.#plan = plan;
    this.name = election?.name ?? 'master';
    this.disk = new Disk(simulator, random.split());
    this.process = new SimulatedProcess({
      simulator,
      name: this.name,
      store: election?.seat ?? this.disk,
      createKernel: () => {
        this.#config = createConfig(simulator, random, this.#host);
        this.#kernel = new MasterKernel(this.#config, random.split());
        return this.#kernel;
      },
      perform: (effect, life) => this.#perform(effect, life),
      begin: (life) => this.#begin(life),
      crashAtWriteChance: plan.crashAtWriteChance,
      onCrash: () => this.#abandonAll(),
      ...(election && {
        createGate: (deliver: (event: MasterEvent) => void) => this.#createGate(deliver, election),
        pauseAtEffectMs: election.pauseAtEffectMs,
        onPause: (isPaused: boolean) => election.seat.setPaused(isPaused),
      }),
    });
  }

  /** `ip:port`. */
  get address(): string {
    return `${this.#host.ip}:5050`;
  }

  get #host(): { readonly name: string; readonly ip: string } {
    return { name: this.name, ip: `10.255.0.${this.#plan.election?.index ?? 1}` };
  }

  #createGate(
    deliver: (event: MasterEvent) => void,
    { seat, onStep }: MasterElection,
  ): LeadershipGate<MasterEvent> {
    const { simulator } = this.#plan;
    this.#gate = new LeadershipGate<MasterEvent>({
      isOpen: () => !this.#isElected || seat.isLeading,
      deliver: (event) => {
        onStep(this);
        deliver(event);
      },
      overflow: () => this.process.crash(),
      later: (afterMs, happen) => {
        let isForgotten = false;
        simulator.after(afterMs, () => {
          if (!isForgotten) happen();
        });
        return () => {
          isForgotten = true;
        };
      },
    });
    return this.#gate;
  }

  #begin(life: Life<MasterEvent>): void {
    const seat = this.#plan.election?.seat;
    this.#isElected = false;
    if (seat === undefined) {
      life.deliver({ kind: 'becameLeader' });
      return;
    }
    seat.open();
    const { master } = must(this.#config, 'the configuration of a life');
    seat.campaign(encodeUtf8(renderMasterRecord(master)), (event) => this.#judge(event, life));
  }

  #judge(event: LeadershipEvent, life: Life<MasterEvent>): void {
    if (life.isOver) return;
    if (event.kind === 'elected') {
      this.#isElected = true;
      life.deliver({ kind: 'becameLeader' });
    } else if (event.kind === 'lost') this.process.crash();
    else this.#gate?.release();
  }

  /** The master's own view, while it is up. */
  get kernel(): MasterKernel | undefined {
    return this.process.isUp ? this.#kernel : undefined;
  }

  /** Whether the durable registry knows an agent. */
  isAdmitted(agentId: string): boolean {
    const { election } = this.#plan;
    if (election !== undefined) return election.isAdmitted(agentId);
    return this.disk.has(`${REGISTRY_PREFIX}agents/${agentId}`);
  }

  /** SUBSCRIBE on the agent link; undefined: nobody answers, or the API is not open yet. */
  acceptAgent(end: AgentEnd): Stream<LinkEvent> | undefined {
    const { life } = this.process;
    if (life === undefined || this.#kernel?.view.isRecovered !== true) return undefined;
    const { linkId, agent, ip, call, onEvent, onEnd } = end;
    const stream = this.#plan.network.openStream<LinkEvent>({
      server: this.name,
      client: agent,
      onRecord: onEvent,
      onClientEnd: onEnd,
      onServerEnd: () => {
        this.#agents.delete(linkId);
        life.deliver({ kind: 'agentLinkClosed', linkId });
      },
    });
    this.#agents.set(linkId, stream);
    life.deliver({ kind: 'agentSubscribed', linkId, call, ip });
    return stream;
  }

  /** Any other call of an agent; undefined when its link is not open here. */
  takeAgentCall(linkId: string, call: LinkCall): 'taken' | undefined {
    const { life } = this.process;
    if (life === undefined || !this.#agents.has(linkId)) return undefined;
    life.deliver({ kind: 'agentCall', linkId, call });
    // Nobody answers for a process that is stopped; what was sent is there when it goes on.
    return this.process.isPaused ? undefined : 'taken';
  }

  /** SUBSCRIBE of a framework, with the stream id that the head of the answer tells. */
  acceptFramework(
    end: FrameworkEnd,
  ): { readonly streamId: string; readonly stream: Stream<SchedulerEvent> } | undefined {
    const { life } = this.process;
    if (life === undefined || this.#kernel?.view.isRecovered !== true) return undefined;
    const streamId = this.#plan.random.uuid();
    const stream = this.#plan.network.openStream<SchedulerEvent>({
      server: this.name,
      client: end.framework,
      onRecord: end.onEvent,
      onClientEnd: end.onEnd,
      onServerEnd: () => {
        this.#frameworks.delete(streamId);
        life.deliver({ kind: 'frameworkStreamClosed', streamId });
      },
    });
    this.#frameworks.set(streamId, stream);
    life.deliver({ kind: 'frameworkSubscribed', streamId, call: end.call, principal: undefined });
    return { streamId, stream };
  }

  /** Any other call of a framework; undefined: nobody answers. */
  takeFrameworkCall(streamId: string, call: SchedulerCall): CallAnswer | undefined {
    const { life } = this.process;
    if (life === undefined) return undefined;
    if (this.#kernel?.view.isRecovered !== true) {
      return { status: 503, text: 'Master has not finished recovery' };
    }
    this.#plan.witness.callTaken(call);
    const requestId = ++this.#requests;
    life.deliver({ kind: 'schedulerCall', requestId, call, streamId, principal: undefined });
    const answer = this.#replies.get(requestId);
    this.#replies.delete(requestId);
    return answer;
  }

  #perform(effect: MasterEffect, life: Life<MasterEvent>): void {
    switch (effect.kind) {
      case 'loadRegistry':
        this.#load(life);
        return;
      case 'reply':
        this.#replies.set(effect.requestId, effect);
        return;
      case 'sendEvent':
        this.#plan.witness.eventSent(effect.streamId, effect.event);
        this.#frameworks.get(effect.streamId)?.send(effect.event);
        return;
      case 'closeStream':
        this.#frameworks.get(effect.streamId)?.endByServer();
        this.#frameworks.delete(effect.streamId);
        return;
      case 'sendAgent':
        this.#plan.witness.agentTold(effect.event);
        this.#agents.get(effect.linkId)?.send(effect.event);
        return;
      case 'closeAgentLink':
        this.#agents.get(effect.linkId)?.endByServer();
        this.#agents.delete(effect.linkId);
        return;
      case 'clusterChanged':
        return;
      default:
        this.#plan.simulator.fail(`the master has no performer for ${effect.kind}`);
    }
  }

  #load(life: Life<MasterEvent>): void {
    const seat = this.#plan.election?.seat;
    if (seat !== undefined) {
      seat.load(REGISTRY_PREFIX, (entries) => life.deliver({ kind: 'registryLoaded', entries }));
      return;
    }
    this.#plan.simulator.after(1, () =>
      life.deliver({ kind: 'registryLoaded', entries: this.disk.load(REGISTRY_PREFIX) }),
    );
  }

  #abandonAll(): void {
    for (const stream of this.#agents.values()) stream.abandonByServer();
    for (const stream of this.#frameworks.values()) stream.abandonByServer();
    this.#agents.clear();
    this.#frameworks.clear();
    this.#replies.clear();
  }
}

function createConfig(
  simulator: Simulator,
  random: Random,
  { name, ip }: { readonly name: string; readonly ip: string },
): MasterConfig {
  return {
    master: {
      id: random.uuid(),
      ip: 16_842_506,
      port: 5050,
      pid: `master@${ip}:5050`,
      hostname: name,
      version: '1.12.0',
      address: { hostname: name, ip, port: 5050 },
    },
    build: { version: '1.12.0' },
    startedAt: simulator.now,
    flags: new Map(),
    roles: undefined,
    rootSubmissions: true,
    requireAgentDomain: false,
    allocationInterval: seconds(1),
    agentPingTimeout: seconds(15),
    maxAgentPingTimeouts: 5,
    agentReregisterTimeout: minutes(10),
    offerTimeout: undefined,
    maxCompletedFrameworks: 50,
    maxCompletedTasksPerFramework: 1000,
    maxUnreachableTasksPerFramework: 1000,
    minAllocatable: undefined,
    filterGpuResources: true,
    fairSharingExcludedResourceNames: [],
  };
}
