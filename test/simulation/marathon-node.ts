import { encodeUtf8, milliseconds, minutes, seconds, type Random } from '@stoa/common';
import { MarathonKernel } from '@stoa/marathon/core';
import type {
  ApiOutcome,
  ApiRequest,
  MarathonConfig,
  MarathonEffect,
  MarathonEvent,
  ProbeOrder,
  ProbeOutcome,
} from '@stoa/marathon/core';
import type { FrameworkInfo, SchedulerCall, SchedulerEvent } from '@stoa/proto';
import type { MasterDetector } from './agent-machine.ts';
import { Disk } from './disk.ts';
import type { Seat } from './elections/seat.ts';
import type { CallAnswer, MasterNode } from './master-node.ts';
import type { CallLine, Network, Stream } from './network.ts';
import { SimulatedProcess, type Life } from './process.ts';
import type { Simulator } from './simulator.ts';

/** Told of what Marathon asks for, for the checkers. */
export interface MarathonWitness {
  /** A call leaves Marathon. */
  called(call: SchedulerCall): void;
  /** An event is handed to Marathon. */
  told(event: SchedulerEvent): void;
  /** Marathon told something of itself. */
  traced(event: string, fields: Readonly<Record<string, unknown>>): void;
}

export interface MarathonNodePlan {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly network: Network;
  /** The leading master, as far as is known. */
  readonly master: () => MasterNode | undefined;
  readonly witness: MarathonWitness;
  readonly crashAtWriteChance: () => number;
  /** Whether a task truly runs. */
  readonly isRunning: (frameworkId: string, taskId: string) => boolean;
  /** Chance that a probe of a task that runs fails all the same. */
  readonly probeFailChance: () => number;
  /** Among others: it stands for election, and its state lies with the ensemble. */
  readonly election?: MarathonElection;
}

/** What a Marathon among others has beside. */
export interface MarathonElection {
  readonly name: string;
  readonly seat: Seat;
  readonly detector: MasterDetector;
  readonly stored: (key: string) => Uint8Array | undefined;
  readonly pauseAtEffectMs: () => number | undefined;
  /** A request is handed to the kernel, to be answered. */
  readonly onRequest: (marathon: MarathonNode) => void;
}

interface Subscription {
  readonly master: MasterNode | undefined;
  readonly life: Life<MarathonEvent>;
  isOpen: boolean;
  streamId: string | undefined;
  stream: Stream<SchedulerEvent> | undefined;
  frameworkId: string | undefined;
  /** Records that overtook the head of the answer: on a real connection they come behind it. */
  early: SchedulerEvent[];
  /** Calls go out on one connection, a number of them before the first is answered, as in `sdk`. */
  readonly line: CallLine;
  readonly calls: SchedulerCall[];
  inFlight: number;
}

/** As many as `sdk` has under way. */
const CALLS_IN_FLIGHT_MAX = 32;
/** Calls that do no harm when they arrive twice. */
const REPEATABLE = new Set(['KILL', 'ACKNOWLEDGE', 'RECONCILE', 'DECLINE', 'REVIVE', 'SUPPRESS']);

/** A Marathon with its store, linked to the master as `packages/sdk` links it. */
export class MarathonNode {
  readonly name: string;
  readonly disk: Disk;
  readonly process: SimulatedProcess<MarathonEvent, MarathonEffect>;
  readonly #plan: MarathonNodePlan;
  readonly #waiting = new Map<number, (outcome: ApiOutcome | undefined) => void>();
  #kernel: MarathonKernel | undefined;
  #subscription: Subscription | undefined;
  #wanted:
    { readonly framework: FrameworkInfo; readonly suppressedRoles: readonly string[] } | undefined;
  #requests = 0;
  #attempts = 0;
  /** Leads, with its state loaded, as far as it was told. */
  #isReady = false;
  #isSuspended = false;

  constructor(plan: MarathonNodePlan) {
    const { simulator, random, election } = plan;
    this.#plan = plan;
    this.name = election?.name ?? 'marathon';
    this.disk = new Disk(simulator, random.split());
    this.process = new SimulatedProcess({
      simulator,
      name: this.name,
      store: election?.seat ?? this.disk,
      createKernel: () => {
        this.#kernel = new MarathonKernel(createConfig(), random.split());
        return this.#kernel;
      },
      perform: (effect, life) => this.#perform(effect, life),
      begin: (life) => this.#begin(life),
      crashAtWriteChance: plan.crashAtWriteChance,
      onCrash: () => this.#crashed(),
      onTrace: (effect) => plan.witness.traced(effect.event, effect.fields),
      ...(election && {
        pauseAtEffectMs: election.pauseAtEffectMs,
        onPause: (isPaused: boolean) => {
          election.seat.setPaused(isPaused);
          election.detector.setPaused(isPaused);
        },
      }),
    });
  }

  get kernel(): MarathonKernel | undefined {
    return this.process.isUp ? this.#kernel : undefined;
  }

  /** Whether it would answer for itself, rather than send a request on to another. */
  get isLeading(): boolean {
    if (!this.process.isUp) return false;
    const seat = this.#plan.election?.seat;
    return seat === undefined || (this.#isReady && !this.#isSuspended && seat.isLeading);
  }

  /** What is stored under a key, for the checkers. */
  stored(key: string): Uint8Array | undefined {
    const { election } = this.#plan;
    return election === undefined ? this.disk.get(key) : election.stored(key);
  }

  #begin(life: Life<MarathonEvent>): void {
    const { election } = this.#plan;
    this.#isReady = false;
    this.#isSuspended = false;
    if (election === undefined) {
      life.deliver({ kind: 'loaded', entries: this.disk.load() });
      return;
    }
    const { seat, detector, name } = election;
    seat.open();
    detector.follow(() => this.#leaveFormerMaster());
    seat.campaign(encodeUtf8(name), (event) => {
      if (life.isOver) return;
      if (event.kind === 'lost') this.process.crash();
      else if (event.kind !== 'elected') this.#isSuspended = event.kind === 'suspended';
      else {
        seat.load('', (entries) => {
          if (life.isOver) return;
          life.deliver({ kind: 'loaded', entries });
          this.#isReady = true;
        });
      }
    });
  }

  /** Who follows the leading master by the ensemble leaves a stream that another one holds. */
  #leaveFormerMaster(): void {
    const subscription = this.#subscription;
    if (subscription?.isOpen !== true || subscription.master === this.#plan.master()) return;
    subscription.stream?.endByClient();
    this.#ended(subscription, 'another master leads');
  }

  /** A request of the API; `settle` hears the outcome, or nothing when the process died first. */
  request(request: ApiRequest, settle: (outcome: ApiOutcome | undefined) => void): void {
    const { life } = this.process;
    // One that is stopped answers when it goes on, or the client has given up: nobody knows.
    if (life === undefined || !this.isLeading || this.process.isPaused) {
      settle(undefined);
      return;
    }
    this.#plan.election?.onRequest(this);
    const replyTo = ++this.#requests;
    this.#waiting.set(replyTo, settle);
    life.deliver({ kind: 'apiRequest', replyTo, request });
  }

  #perform(effect: MarathonEffect, life: Life<MarathonEvent>): void {
    switch (effect.kind) {
      case 'subscribe':
        this.#wanted = { framework: effect.framework, suppressedRoles: effect.suppressedRoles };
        this.#attempts = 0;
        this.#leave();
        this.#subscribe(life);
        return;
      case 'call':
        this.#plan.witness.called(effect.call);
        this.#call(effect.call);
        return;
      case 'reply': {
        const settle = this.#waiting.get(effect.replyTo);
        this.#waiting.delete(effect.replyTo);
        settle?.(effect.outcome);
        return;
      }
      case 'probe':
        this.#probe(effect.order, life);
        return;
      case 'announce':
      case 'abdicate':
        return;
      case 'fail':
        this.#failed(effect.reason);
        return;
      default:
        this.#plan.simulator.fail(`Marathon has no performer for ${effect.kind}`);
    }
  }

  /** A task that truly runs answers, unless it is ill just now; another's port is closed. */
  #probe(order: ProbeOrder, life: Life<MarathonEvent>): void {
    const { simulator, random, isRunning, probeFailChance } = this.#plan;
    const { purpose, taskId, check, attempt, timeout } = order;
    const subject = { purpose, taskId, check, attempt };
    const isIll = random.chance(probeFailChance());
    const isHung = isIll && random.chance(0.5);
    const delay = isHung ? timeout : 5 * random.fraction();
    simulator.after(delay, () => {
      const isThere = isRunning(this.#wanted?.framework.id?.value ?? '', taskId);
      life.deliver({ kind: 'probeEnded', subject, outcome: outcomeOf(order, isThere, isIll) });
    });
  }

  /** The daemon ends with a reason; its supervisor starts it again, which must be able to help. */
  #failed(reason: string): void {
    if (!reason.includes('failed over')) this.#plan.simulator.fail(`Marathon gave up: ${reason}`);
    this.#plan.simulator.after(0, () => this.process.crash());
  }

  #subscribe(life: Life<MarathonEvent>): void {
    const wanted = this.#wanted;
    if (wanted === undefined || life.isOver) return;
    const { network } = this.#plan;
    const master = this.#plan.master();
    const subscription: Subscription = {
      master,
      life,
      isOpen: true,
      streamId: undefined,
      stream: undefined,
      frameworkId: wanted.framework.id?.value,
      early: [],
      line: { lastArrivalMs: 0, isBroken: false },
      calls: [],
      inFlight: 0,
    };
    this.#subscription = subscription;
    const call: SchedulerCall = {
      type: 'SUBSCRIBE',
      framework_id: wanted.framework.id,
      subscribe: {
        framework_info: wanted.framework,
        suppressed_roles: wanted.suppressedRoles,
      },
    };
    if (master === undefined) {
      this.#plan.simulator.after(0, () => this.#ended(subscription, 'no master leads'));
      return;
    }
    network.call<{ readonly streamId: string; readonly stream: Stream<SchedulerEvent> }>({
      from: this.name,
      to: master.name,
      mayRepeat: false,
      arrive: () =>
        master.acceptFramework({
          framework: this.name,
          call,
          onEvent: (event) => this.process.whenAwake(() => this.#received(subscription, event)),
          onEnd: (reason) => this.process.whenAwake(() => this.#ended(subscription, reason)),
        }),
      settle: (answer) => {
        if (answer === undefined) this.#ended(subscription, 'the master does not answer');
        else if (!subscription.isOpen) answer.stream.endByClient();
        else {
          subscription.streamId = answer.streamId;
          subscription.stream = answer.stream;
          for (const event of subscription.early.splice(0)) this.#received(subscription, event);
        }
      },
    });
  }

  #received(subscription: Subscription, event: SchedulerEvent): void {
    if (!subscription.isOpen) return;
    if (subscription.streamId === undefined) {
      subscription.early.push(event);
      return;
    }
    const { life } = subscription;
    if (event.subscribed !== undefined) {
      const frameworkId = event.subscribed.framework_id.value;
      subscription.frameworkId = frameworkId;
      if (this.#wanted !== undefined) {
        const framework = { ...this.#wanted.framework, id: { value: frameworkId } };
        this.#wanted = { ...this.#wanted, framework };
      }
      this.#attempts = 0;
      life.deliver({ kind: 'subscribed', frameworkId, master: 'master:5050' });
    } else if (event.type === 'ERROR') {
      this.#leave();
      life.deliver({ kind: 'refused', reason: event.error?.message ?? '' });
    } else if (event.type !== 'HEARTBEAT') {
      this.#plan.witness.told(event);
      life.deliver({ kind: 'schedulerEvent', event });
    }
  }

  #ended(subscription: Subscription, reason: string): void {
    if (!subscription.isOpen) return;
    subscription.isOpen = false;
    this.#failWaiting(subscription);
    const { life } = subscription;
    life.deliver({ kind: 'disconnected', reason });
    const pause = Math.min(15_000, 250 * 2 ** this.#attempts++);
    this.#plan.simulator.after(pause * (0.5 + this.#plan.random.fraction() / 2), () => {
      this.process.whenAwake(() => {
        if (this.#subscription === subscription) this.#subscribe(life);
      });
    });
  }

  #call(call: SchedulerCall): void {
    const subscription = this.#subscription;
    if (subscription?.isOpen !== true || subscription.frameworkId === undefined) {
      this.#lost(this.process.life, call, true);
      return;
    }
    subscription.calls.push({ ...call, framework_id: { value: subscription.frameworkId } });
    this.#sendWaiting(subscription);
  }

  #sendWaiting(subscription: Subscription): void {
    while (subscription.isOpen && subscription.inFlight < CALLS_IN_FLIGHT_MAX) {
      const call = subscription.calls.shift();
      if (call === undefined) return;
      subscription.inFlight += 1;
      this.#send(subscription, call);
    }
  }

  #send(subscription: Subscription, call: SchedulerCall): void {
    const { master } = subscription;
    if (master === undefined) return;
    this.#plan.network.call<CallAnswer>({
      from: this.name,
      to: master.name,
      mayRepeat: REPEATABLE.has(call.type ?? ''),
      line: subscription.line,
      arrive: () => master.takeFrameworkCall(subscription.streamId ?? '', call),
      settle: (answer) => this.process.whenAwake(() => this.#answered(subscription, call, answer)),
    });
  }

  #answered(subscription: Subscription, call: SchedulerCall, answer: CallAnswer | undefined): void {
    subscription.inFlight -= 1;
    if (answer?.status === 202 || answer?.status === 200) {
      this.#sendWaiting(subscription);
      return;
    }
    this.#lost(subscription.life, call, answer !== undefined);
    subscription.stream?.endByClient();
    this.#ended(subscription, `${call.type} failed: ${answer?.text ?? 'no answer'}`);
  }

  #failWaiting(subscription: Subscription): void {
    for (const call of subscription.calls.splice(0)) this.#lost(subscription.life, call, true);
  }

  #lost(life: Life<MarathonEvent> | undefined, call: SchedulerCall, isCertain: boolean): void {
    if (call.accept === undefined) return;
    const taskIds = (call.accept.operations ?? [])
      .flatMap(({ launch }) => launch?.task_infos ?? [])
      .map(({ task_id }) => task_id.value);
    if (taskIds.length > 0) life?.deliver({ kind: 'acceptFailed', taskIds, isCertain });
  }

  #leave(): void {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    if (subscription === undefined) return;
    subscription.isOpen = false;
    subscription.stream?.endByClient();
  }

  #crashed(): void {
    this.#plan.election?.detector.crash();
    this.#plan.witness.traced('process.crashed', {});
    const subscription = this.#subscription;
    this.#subscription = undefined;
    this.#wanted = undefined;
    if (subscription !== undefined) {
      subscription.isOpen = false;
      subscription.stream?.abandonByClient();
    }
    for (const settle of this.#waiting.values()) settle(undefined);
    this.#waiting.clear();
  }
}

function outcomeOf({ target }: ProbeOrder, isThere: boolean, isIll: boolean): ProbeOutcome {
  if (!isThere) return { kind: 'failed', message: 'connection refused', isHeard: true };
  if (isIll) return { kind: 'failed', message: 'no answer', isHeard: false };
  if (target.kind === 'tcp') return { kind: 'connected' };
  return { kind: 'http', status: 200, contentType: 'text/plain', body: '' };
}

function createConfig(): MarathonConfig {
  return {
    settings: {
      defaultRole: '*',
      defaultNetworkName: undefined,
      bridgeName: 'mesos-bridge',
      features: new Set(),
      doNewGroupsEnforceRole: false,
    },
    address: 'marathon:8080',
    frameworkName: 'marathon',
    user: 'root',
    hostname: 'marathon',
    webuiUrl: undefined,
    principal: undefined,
    checkpoint: true,
    failoverTimeoutSeconds: 604_800,
    envVarsPrefix: '',
    executor: '//cmd',
    localPorts: { min: 10_000, max: 20_000 },
    acceptedRolesDefault: 'any',
    declineDuration: seconds(120),
    minReviveInterval: milliseconds(20),
    isSuppressing: true,
    maxInstancesPerOffer: 5,
    launchTokens: 100,
    launchTokenInterval: seconds(30),
    launchConfirmTimeout: seconds(300),
    launchTimeout: seconds(300),
    killsInFlightMax: 3,
    killRetryTimeout: seconds(30),
    reconciliationInitialDelay: seconds(15),
    reconciliationInterval: minutes(10),
    maxRunningDeployments: 100,
    maxVersions: 50,
    drainingTime: seconds(0),
    isGpuRestricted: true,
  };
}
