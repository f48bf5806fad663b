import type {
  CancelTimerEffect,
  Kernel,
  PersistedEvent,
  PersistEffect,
  PersistFailedEvent,
  StartTimerEffect,
  TimerFiredEvent,
  TraceEffect,
} from '@stoa/common';
import type { Disk } from './disk.ts';
import type { Simulator } from './simulator.ts';

type CommonEffect = PersistEffect | StartTimerEffect | CancelTimerEffect | TraceEffect;
type CommonEvent = PersistedEvent | PersistFailedEvent | TimerFiredEvent;
/** What is left to the daemon's own performer. */
type OwnEffect<Effect> = Exclude<Effect, CommonEffect>;

/** One life of a process: from a start to a crash. What comes for it later is lost. */
export interface Life<Event> {
  readonly isOver: boolean;
  /** Hands a fact to the kernel, unless this life is over. */
  deliver(event: Event): void;
}

/** What a process is made of. */
export interface ProcessPlan<Event, Effect extends { readonly kind: string }> {
  readonly simulator: Simulator;
  readonly name: string;
  readonly disk: Disk;
  /** Builds a fresh kernel. */
  readonly createKernel: () => Kernel<Event, Effect, unknown>;
  /** Performs the daemon's own effects. */
  readonly perform: (effect: OwnEffect<Effect>, life: Life<Event>) => void;
  /** The first facts of a life. */
  readonly begin: (life: Life<Event>) => void;
  /** Chance of a `kill -9` just before, and just after, a write is durable. */
  readonly crashAtWriteChance: () => number;
  /** The process is gone; whoever holds connections to it learns of it. */
  readonly onCrash: () => void;
  /** Hears what the kernel tells of itself. */
  readonly onTrace?: (effect: TraceEffect) => void;
}

const COMMON = new Set(['persist', 'startTimer', 'cancelTimer', 'trace']);

/**
 * Runs one real kernel under virtual time, as `KernelDriver` does under the real one: one event at a
 * time and to the end; what a performer delivers waits. `kill -9` at any moment, and between any two
 * effects of a write.
 */
export class SimulatedProcess<Event, Effect extends { readonly kind: string }> {
  readonly #plan: ProcessPlan<Event, Effect>;
  #kernel: Kernel<Event, Effect, unknown> | undefined;
  #life: { isOver: boolean; deliver(event: Event): void } | undefined;
  #timers = new Map<string, number>();
  #timerCount = 0;
  #mailbox: Event[] = [];
  #isStepping = false;

  constructor(plan: ProcessPlan<Event, Effect>) {
    this.#plan = plan;
  }

  get name(): string {
    return this.#plan.name;
  }

  get isUp(): boolean {
    return this.#life !== undefined;
  }

  /** The life under way, if any. */
  get life(): Life<Event> | undefined {
    return this.#life;
  }

  start(): void {
    const life = {
      isOver: false,
      deliver: (event: Event): void => {
        if (!life.isOver) this.#deliver(event);
      },
    };
    this.#life = life;
    this.#kernel = this.#plan.createKernel();
    this.#tell('process.started');
    this.#plan.begin(life);
  }

  /** `kill -9`. Its disk keeps what a log that was cut would keep. */
  crash(): void {
    if (this.#life === undefined) return;
    this.#life.isOver = true;
    this.#life = undefined;
    this.#kernel = undefined;
    this.#timers = new Map();
    this.#mailbox = [];
    this.#plan.disk.crash();
    this.#tell('process.crashed');
    this.#plan.onCrash();
  }

  #deliver(event: Event): void {
    this.#mailbox.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#mailbox.shift(); next !== undefined; next = this.#mailbox.shift()) {
        this.#step(next);
      }
    } finally {
      this.#isStepping = false;
    }
  }

  #step(event: Event): void {
    const life = this.#life;
    const kernel = this.#kernel;
    if (life === undefined || kernel === undefined) return;
    for (const effect of this.#effectsOf(kernel, event)) {
      if (life.isOver) return;
      if (isCommon(effect)) this.#performCommon(effect, life);
      else this.#plan.perform(effect as OwnEffect<Effect>, life);
    }
  }

  #effectsOf(kernel: Kernel<Event, Effect, unknown>, event: Event): readonly Effect[] {
    const { simulator, name } = this.#plan;
    try {
      return kernel.step(event, simulator.now);
    } catch (error) {
      return simulator.fail(`${name} threw: ${String(error)}`, error);
    }
  }

  #performCommon(effect: CommonEffect, life: Life<Event>): void {
    const { simulator, name } = this.#plan;
    switch (effect.kind) {
      case 'trace':
        simulator.trace(name, effect);
        this.#plan.onTrace?.(effect);
        return;
      case 'startTimer':
        this.#startTimer(effect, life);
        return;
      case 'cancelTimer':
        this.#timers.delete(effect.timer);
        return;
      case 'persist':
        this.#persist(effect, life);
        return;
    }
  }

  #startTimer({ timer, delay }: StartTimerEffect, life: Life<Event>): void {
    const count = ++this.#timerCount;
    this.#timers.set(timer, count);
    this.#plan.simulator.after(Math.max(0, delay), () => {
      if (life.isOver || this.#timers.get(timer) !== count) return;
      this.#timers.delete(timer);
      life.deliver(common({ kind: 'timerFired', timer }));
    });
  }

  #persist({ token, writes }: PersistEffect, life: Life<Event>): void {
    const { simulator, disk, crashAtWriteChance } = this.#plan;
    if (simulator.random.chance(crashAtWriteChance())) {
      this.crash();
      return;
    }
    disk.commit(writes, (fault) => {
      if (life.isOver) return;
      if (simulator.random.chance(crashAtWriteChance())) this.crash();
      else if (fault === undefined) life.deliver(common({ kind: 'persisted', token }));
      else life.deliver(common({ kind: 'persistFailed', token, reason: fault }));
    });
  }

  #tell(event: string): void {
    this.#plan.simulator.trace(this.#plan.name, { level: 'info', event, fields: {} });
  }
}

function isCommon(effect: { readonly kind: string }): effect is CommonEffect {
  return COMMON.has(effect.kind);
}

/** Every kernel's events hold these; the compiler cannot see it through the parameter. */
function common<Event>(event: CommonEvent): Event {
  return event as Event;
}
