import { minutes, seconds, type Random } from '@stoa/common';
import { MasterKernel, REGISTRY_PREFIX } from '@stoa/master/core';
import type { MasterConfig, MasterEffect, MasterEvent } from '@stoa/master/core';
import type { LinkCall, LinkEvent, SchedulerCall, SchedulerEvent } from '@stoa/proto';
import { Disk } from './disk.ts';
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
  readonly name = 'master';
  readonly disk: Disk;
  readonly process: SimulatedProcess<MasterEvent, MasterEffect>;
  readonly #plan: MasterNodePlan;
  readonly #agents = new Map<string, Stream<LinkEvent>>();
  readonly #frameworks = new Map<string, Stream<SchedulerEvent>>();
  /** The answer to the call under way: the kernel gives it in the same step. */
  readonly #replies = new Map<number, CallAnswer>();
  #kernel: MasterKernel | undefined;
  #requests = 0;

  constructor(plan: MasterNodePlan) {
    const { simulator, random } = plan;
    this.#plan = plan;
    this.disk = new Disk(simulator, random.split());
    this.process = new SimulatedProcess({
      simulator,
      name: this.name,
      disk: this.disk,
      createKernel: () => {
        this.#kernel = new MasterKernel(createConfig(simulator, random), random.split());
        return this.#kernel;
      },
      perform: (effect, life) => this.#perform(effect, life),
      begin: (life) => life.deliver({ kind: 'becameLeader' }),
      crashAtWriteChance: plan.crashAtWriteChance,
      onCrash: () => this.#abandonAll(),
    });
  }

  /** The master's own view, while it is up. */
  get kernel(): MasterKernel | undefined {
    return this.process.isUp ? this.#kernel : undefined;
  }

  /** Whether the durable registry knows an agent. */
  isAdmitted(agentId: string): boolean {
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
    return 'taken';
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
        this.#plan.simulator.after(1, () =>
          life.deliver({ kind: 'registryLoaded', entries: this.disk.load(REGISTRY_PREFIX) }),
        );
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

  #abandonAll(): void {
    for (const stream of this.#agents.values()) stream.abandonByServer();
    for (const stream of this.#frameworks.values()) stream.abandonByServer();
    this.#agents.clear();
    this.#frameworks.clear();
    this.#replies.clear();
  }
}

function createConfig(simulator: Simulator, random: Random): MasterConfig {
  const ip = '10.255.0.1';
  return {
    master: {
      id: random.uuid(),
      ip: 16_842_506,
      port: 5050,
      pid: `master@${ip}:5050`,
      hostname: 'master',
      version: '1.12.0',
      address: { hostname: 'master', ip, port: 5050 },
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
