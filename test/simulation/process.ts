import type {
  CancelTimerEffect,
  Kernel,
  PersistedEvent,
  PersistEffect,
  PersistFailedEvent,
  StartTimerEffect,
  StoreWrite,
  TimerFiredEvent,
  TraceEffect,
} from '@stoa/common';
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

/** Where a process keeps what outlives it. */
export interface ProcessStore {
  /** Writes all or nothing; `settle` hears the fault, if there was one. */
  commit(writes: readonly StoreWrite[], settle: (fault: string | undefined) => void): void;
  /** The process is gone. */
  crash(): void;
}

/** What facts pass on their way to the kernel. */
export interface ProcessGate<Event> {
  pass(event: Event): void;
  close(): void;
}

/** What a process is made of. */
export interface ProcessPlan<Event, Effect extends { readonly kind: string }> {
  readonly simulator: Simulator;
  readonly name: string;
  readonly store: ProcessStore;
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
  /** Made for each life; without it facts go straight to the kernel. */
  readonly createGate?: (deliver: (event: Event) => void) => ProcessGate<Event>;
  /** Stopped in the middle of what it does (`SIGSTOP`), drawn before each effect: for so long, in ms. */
  readonly pauseAtEffectMs?: () => number | undefined;
  /** It stops, or goes on after a stop. */
  readonly onPause?: (isPaused: boolean) => void;
}

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
  #gate: ProcessGate<Event> | undefined;
  #isPaused = false;
  #steps = 0;
  /** What came while it was stopped; happens when it goes on. */
  #held: (() => void)[] = [];
  /** The effects behind the one at which it was stopped. */
  #undone: readonly Effect[] = [];

  constructor(plan: ProcessPlan<Event, Effect>) {
    this.#plan = plan;
  }

  get name(): string {
    return this.#plan.name;
  }

  /** How many steps kernels made here: as long as it stays the same, so does what the kernel knows. */
  get steps(): number {
    return this.#steps;
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
        if (life.isOver) return;
        if (this.#isPaused) this.#held.push(() => life.deliver(event));
        else if (this.#gate === undefined) this.#deliver(event);
        else this.#gate.pass(event);
      },
    };
    this.#life = life;
    this.#kernel = this.#plan.createKernel();
    this.#gate = this.#plan.createGate?.((event) => {
      if (!life.isOver) this.#deliver(event);
    });
    this.#tell('process.started');
    this.#plan.begin(life);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Does something in the process: at once, or when it goes on after a stop. */
  whenAwake(happen: () => void): void {
    if (this.#isPaused) this.#held.push(happen);
    else happen();
  }

  /** `SIGSTOP`, and `SIGCONT` after `lengthMs`. */
  pause(lengthMs: number): void {
    const life = this.#life;
    if (life === undefined || this.#isPaused) return;
    this.#isPaused = true;
    this.#tell('process.stopped');
    this.#plan.onPause?.(true);
    this.#plan.simulator.after(lengthMs, () => {
      if (!life.isOver) this.#goOn(life);
    });
  }

  #goOn(life: Life<Event>): void {
    this.#tell('process.continued');
    this.#isPaused = false;
    const undone = this.#undone;
    this.#undone = [];
    // As in a step: what performers deliver waits for the last of the effects.
    this.#isStepping = true;
    try {
      this.#perform(undone, life);
    } finally {
      this.#isStepping = false;
    }
    this.#drain();
    const held = this.#held;
    this.#held = [];
    for (const happen of held) {
      // It may be stopped again, or have died, meanwhile.
      if (this.#isPaused) this.#held.push(happen);
      else if (!life.isOver) happen();
    }
    if (!life.isOver && !this.#isPaused) this.#plan.onPause?.(false);
  }

  /** `kill -9`. Its disk keeps what a log that was cut would keep. */
  crash(): void {
    if (this.#life === undefined) return;
    this.#life.isOver = true;
    this.#life = undefined;
    this.#kernel = undefined;
    this.#timers = new Map();
    this.#mailbox = [];
    this.#gate?.close();
    this.#gate = undefined;
    this.#isPaused = false;
    this.#held = [];
    this.#undone = [];
    this.#plan.store.crash();
    this.#tell('process.crashed');
    this.#plan.onCrash();
  }

  #deliver(event: Event): void {
    this.#mailbox.push(event);
    if (!this.#isStepping) this.#drain();
  }

  #drain(): void {
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      while (!this.#isPaused && this.#mailbox.length > 0) {
        // Nearly always it is the only one.
        const next = this.#mailbox.length === 1 ? this.#mailbox.pop() : this.#mailbox.shift();
        if (next !== undefined) this.#step(next);
      }
    } finally {
      this.#isStepping = false;
    }
  }

  #step(event: Event): void {
    const life = this.#life;
    const kernel = this.#kernel;
    if (life === undefined || kernel === undefined) return;
    this.#steps += 1;
    this.#perform(this.#effectsOf(kernel, event), life);
  }

  #perform(effects: readonly Effect[], life: Life<Event>): void {
    const { pauseAtEffectMs } = this.#plan;
    let at = 0;
    for (const effect of effects) {
      if (life.isOver) return;
      const pauseMs = pauseAtEffectMs?.();
      if (pauseMs !== undefined) this.pause(pauseMs);
      if (this.#isPaused) {
        this.#undone = effects.slice(at);
        return;
      }
      at += 1;
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
      this.#fire(timer, count, life);
    });
  }

  #fire(timer: string, count: number, life: Life<Event>): void {
    if (life.isOver || this.#timers.get(timer) !== count) return;
    if (this.#isPaused) {
      this.#held.push(() => this.#fire(timer, count, life));
      return;
    }
    this.#timers.delete(timer);
    life.deliver(common({ kind: 'timerFired', timer }));
  }

  #persist({ token, writes }: PersistEffect, life: Life<Event>): void {
    const { simulator, store, crashAtWriteChance } = this.#plan;
    if (simulator.random.chance(crashAtWriteChance())) {
      this.crash();
      return;
    }
    store.commit(writes, (fault) => {
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
  switch (effect.kind) {
    case 'persist':
    case 'startTimer':
    case 'cancelTimer':
    case 'trace':
      return true;
    default:
      return false;
  }
}

/** Every kernel's events hold these; the compiler cannot see it through the parameter. */
function common<Event>(event: CommonEvent): Event {
  return event as Event;
}
