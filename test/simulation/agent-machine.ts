import type { Random } from '@stoa/common';
import { AgentKernel, decodeCheckpoint } from '@stoa/agent/core';
import type { AgentConfig, AgentEffect, AgentEvent } from '@stoa/agent/core';
import type { Attribute, LinkCall, LinkEvent, Resources } from '@stoa/proto';
import { milliseconds, seconds, timestamp } from '@stoa/common';
import { SimulatedContainers, type ContainerWitness } from './containers.ts';
import { Disk } from './disk.ts';
import type { MasterNode } from './master-node.ts';
import type { Network, Stream } from './network.ts';
import { SimulatedProcess, type Life } from './process.ts';
import type { Simulator } from './simulator.ts';

/** Follows which master leads, for one life of a process. */
export interface MasterDetector {
  follow(listener: (address: string | undefined) => void): void;
  crash(): void;
  /** The process is stopped, or goes on. */
  setPaused(isPaused: boolean): void;
}

/** What a machine is made of. */
export interface AgentMachinePlan {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly network: Network;
  readonly index: number;
  readonly resources: Resources;
  readonly attributes: readonly Attribute[];
  /** The master at an address, `host:port`. */
  readonly masterAt: (address: string) => MasterNode;
  /** Tells an agent where the leading master is; without it there is one master. */
  readonly detector?: MasterDetector;
  readonly witness: ContainerWitness;
  /** Told of each call that leaves the agent. */
  readonly onCall: (agent: AgentMachine, call: LinkCall) => void;
  readonly crashAtWriteChance: () => number;
}

interface OpenLink {
  readonly master: MasterNode;
  readonly linkId: string;
  readonly life: Life<AgentEvent>;
  isOpen: boolean;
  /** Calls that wait: one is in flight at a time. */
  calls: LinkCall[];
  isSending: boolean;
}

/** One machine: an agent with its disk, and containers that outlive it. */
export class AgentMachine {
  readonly name: string;
  readonly disk: Disk;
  readonly containers: SimulatedContainers;
  readonly process: SimulatedProcess<AgentEvent, AgentEffect>;
  readonly #plan: AgentMachinePlan;
  #kernel: AgentKernel | undefined;
  #link: OpenLink | undefined;
  #stream: Stream<LinkEvent> | undefined;
  #lives = 0;

  constructor(plan: AgentMachinePlan) {
    const { simulator, random } = plan;
    this.#plan = plan;
    this.name = `agent-${plan.index}`;
    this.disk = new Disk(simulator, random.split());
    this.containers = new SimulatedContainers({
      simulator,
      random: random.split(),
      agent: this.name,
      witness: plan.witness,
    });
    this.process = new SimulatedProcess({
      simulator,
      name: this.name,
      store: this.disk,
      createKernel: () => {
        this.#kernel = new AgentKernel(this.#config(), random.split());
        return this.#kernel;
      },
      perform: (effect, life) => this.#perform(effect, life),
      begin: (life) => this.#begin(life),
      crashAtWriteChance: plan.crashAtWriteChance,
      onCrash: () => {
        this.#leaveLink();
        plan.detector?.crash();
      },
    });
  }

  /** The agent's own view, while it is up. */
  get kernel(): AgentKernel | undefined {
    return this.process.isUp ? this.#kernel : undefined;
  }

  /** Whether the disk holds this update of a task. */
  isWritten(taskId: string, uuid: string): boolean {
    for (const record of this.#kernel?.view.tasks.values() ?? []) {
      // What is sought is plain ASCII: the bytes need not become a text.
      if (record.taskId !== taskId) continue;
      const value = this.disk.get(`run/${record.container.containerId}`);
      return value !== undefined && asBuffer(value).includes(uuid, 'latin1');
    }
    // Forgotten in the same step: its last word was for the master alone.
    return true;
  }

  #begin(life: Life<AgentEvent>): void {
    const checkpoint = decodeCheckpoint(this.disk.load());
    if (!checkpoint.ok) this.#plan.simulator.fail(`${this.name}: ${checkpoint.error}`);
    this.containers.attach((event) => life.deliver(event));
    const known = checkpoint.value.tasks.map(({ containerId }) => containerId);
    const observations = this.containers.observe(known);
    life.deliver({ kind: 'recovered', checkpoint: checkpoint.value, observations });
    this.#plan.detector?.follow((address) => life.deliver({ kind: 'masterDetected', address }));
  }

  #perform(effect: AgentEffect, life: Life<AgentEvent>): void {
    switch (effect.kind) {
      case 'openLink':
        this.#open(effect.address, effect.call, life);
        return;
      case 'closeLink':
        this.#leaveLink();
        return;
      case 'sendCall':
        this.#send(effect.call);
        return;
      case 'launchContainer':
        this.containers.launch(effect.spec);
        return;
      case 'stopContainer':
        this.containers.stop(effect.container, effect.force);
        return;
      case 'removeContainer':
        this.containers.remove(effect.container);
        return;
      case 'probe':
        this.#answerProbe(effect.order, life);
        return;
      // A container tells its end to whoever is attached; nothing is to be taken up.
      case 'adoptContainer':
      case 'terminate':
        return;
      default:
        this.#plan.simulator.fail(`${this.name} has no performer for ${effect.kind}`);
    }
  }

  #answerProbe(
    { containerId, role }: Extract<AgentEffect, { readonly kind: 'probe' }>['order'],
    life: Life<AgentEvent>,
  ): void {
    const isRunning = this.containers.running().includes(containerId);
    this.#plan.simulator.after(5, () =>
      life.deliver({
        kind: 'probeEnded',
        containerId,
        role,
        outcome: isRunning ? { kind: 'command', exitCode: 0 } : { kind: 'failed', message: 'gone' },
      }),
    );
  }

  #open(address: string, call: LinkCall, life: Life<AgentEvent>): void {
    this.#leaveLink();
    const { network } = this.#plan;
    const master = this.#plan.masterAt(address);
    const link: OpenLink = {
      master,
      linkId: network.random.uuid(),
      life,
      isOpen: true,
      calls: [],
      isSending: false,
    };
    this.#link = link;
    network.call<Stream<LinkEvent>>({
      from: this.name,
      to: master.name,
      mayRepeat: false,
      arrive: () =>
        master.acceptAgent({
          linkId: link.linkId,
          agent: this.name,
          ip: this.#address(),
          call,
          onEvent: (event) => {
            if (link.isOpen) life.deliver({ kind: 'linkEvent', event });
          },
          onEnd: (reason) => this.#closed(link, reason),
        }),
      settle: (stream) => {
        if (stream === undefined) this.#closed(link, 'the master does not answer');
        else if (link.isOpen) this.#stream = stream;
        else stream.endByClient();
      },
    });
  }

  #send(call: LinkCall): void {
    const link = this.#link;
    if (link?.isOpen !== true) return;
    this.#plan.onCall(this, call);
    link.calls.push(call);
    if (!link.isSending) this.#sendNext(link);
  }

  #sendNext(link: OpenLink): void {
    const call = link.calls.shift();
    link.isSending = call !== undefined && link.isOpen;
    if (call === undefined || !link.isOpen) return;
    const { master } = link;
    this.#plan.network.call<'taken'>({
      from: this.name,
      to: master.name,
      mayRepeat: true,
      arrive: () => master.takeAgentCall(link.linkId, call),
      settle: (answer) => {
        if (answer === undefined) this.#closed(link, 'a call was not answered');
        else this.#sendNext(link);
      },
    });
  }

  #closed(link: OpenLink, reason: string): void {
    if (!link.isOpen || this.#link !== link) return;
    this.#leaveLink();
    link.life.deliver({ kind: 'linkClosed', reason, leader: undefined });
  }

  #leaveLink(): void {
    if (this.#link !== undefined) this.#link.isOpen = false;
    this.#link = undefined;
    this.#stream?.endByClient();
    this.#stream = undefined;
  }

  #address(): string {
    const { index } = this.#plan;
    return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  }

  #config(): AgentConfig {
    const { simulator, resources, attributes } = this.#plan;
    this.#lives += 1;
    return {
      toldIp: undefined,
      processId: `${this.name}-life-${this.#lives}`,
      build: { version: '1.12.0', build_date: '', build_time: 0, build_user: '' },
      startedAt: timestamp(simulator.now),
      hostname: this.name,
      ip: this.#address(),
      port: 5051,
      workDir: '/var/lib/stoa',
      resources,
      attributes,
      domain: undefined,
      masters: this.#plan.detector === undefined ? ['master:5050'] : [],
      bootId: 'boot-1',
      registrationBackoff: seconds(1),
      executorShutdownGrace: seconds(5),
      executorReregistrationTimeout: seconds(2),
      executorEnvironment: {},
      sandboxDirectory: '/mnt/mesos/sandbox',
      canSwitchUser: false,
      frameworksHome: '',
      containerizers: ['docker', 'mesos'],
      hasCpuQuota: false,
      dockerGrace: milliseconds(5000),
      flags: {},
    };
  }
}

/** The same bytes, where Node can search them. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
