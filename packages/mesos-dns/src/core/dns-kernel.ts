import {
  between,
  milliseconds,
  nextDelay,
  toSeconds,
  type Kernel,
  type Timestamp,
} from '@stoa/common';
import type { DnsConfig } from './config/dns-config.ts';
import { renderHostPort, type HostPort } from './config/host-port.ts';
import type { DnsEffect } from './effects.ts';
import type { DnsEvent, FollowFault } from './events.ts';
import type { ClusterSnapshot, MasterFacts } from './facts.ts';
import { CARRIED_MS, RETRY_DELAY_MAX_MS, RETRY_DELAY_MIN_MS, STEADY_MS } from './limits.ts';
import { ClusterBook } from './records/cluster-book.ts';
import type { Sha1 } from './records/names.ts';
import { generateServerRecords } from './records/record-generator.ts';
import { RecordBook } from './records/record-set.ts';
import type { DnsTraceName } from './trace-events.ts';
import type { DnsView, Source } from './view.ts';

/** What the kernel is given besides its configuration. */
export interface DnsKernelDeps {
  readonly sha1: Sha1;
  /** The addresses under which this server can be asked: those of its own name's record. */
  readonly serverAddresses: readonly string[];
}

/** How long to wait for the next round when no master answered. */
const RETRY_LIMITS = {
  min: milliseconds(RETRY_DELAY_MIN_MS),
  max: milliseconds(RETRY_DELAY_MAX_MS),
  factor: 2,
};

/**
 * Follows the leader and keeps the records (mesos-dns.md §1 to §3).
 *
 * | State | What ends it |
 * |---|---|
 * | (with ZooKeeper) nobody detected yet | detected → asking, the leader first; timer `detection` → giving up |
 * | asking a master for its stream | snapshot → following; refused → loading from it; lost → the next master |
 * | following | stream ends → asking again, the leader first; at once, unless it ended too soon |
 * | loading a master's state | loaded → waiting; failed → the next master |
 * | waiting, by poll | timer `refresh` → asking, the leader first |
 * | every master asked in vain | timer `retry` → asking, the leader first |
 *
 * Records change only by what a leader said. While there is none the last good ones stay in force.
 */
export class DnsKernel implements Kernel<DnsEvent, DnsEffect, DnsView> {
  readonly view: DnsView;
  readonly #config: DnsConfig;
  readonly #records = new RecordBook();
  readonly #cluster: ClusterBook;
  #effects: DnsEffect[] = [];
  #masters: readonly MasterFacts[] = [];
  // Whom ZooKeeper names as the leader; asked before all others.
  #elected: MasterFacts | undefined;
  #leader: MasterFacts | undefined;
  #source: Source = 'none';
  #isLoaded = false;
  #heardAt: Timestamp | undefined;
  #followedAt: Timestamp | undefined;
  #loadFailures = 0;
  // Who is asked, in order, in this round; and how many rounds were in vain.
  #round: HostPort[] = [];
  #asked: HostPort | undefined;
  #vainRounds = 0;

  constructor(config: DnsConfig, deps: DnsKernelDeps) {
    this.#config = config;
    const { domain, labelRule, ipSources, healthyOnly } = config;
    const settings = { domain, labelRule, ipSources, healthyOnly, sha1: deps.sha1 };
    this.#cluster = new ClusterBook(this.#records, settings);
    this.#records.add(generateServerRecords(config.soa.mname, deps.serverAddresses));
    this.view = this.#createView();
  }

  step(event: DnsEvent, at: Timestamp): readonly DnsEffect[] {
    this.#effects = [];
    this.#take(event, at);
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #take(event: DnsEvent, at: Timestamp): void {
    switch (event.kind) {
      case 'started':
        this.#masters = event.masters;
        if (this.#config.zk !== '') this.#awaitLeader();
        if (event.masters.length > 0 || this.#config.zk === '') this.#beginRound();
        break;
      case 'mastersDetected':
        this.#mastersDetected(event.masters, at);
        break;
      case 'followed':
        this.#source = 'stream';
        this.#followedAt = at;
        this.#takeSnapshot(event.leader, event.snapshot, at);
        this.#trace('info', 'master.followed', this.#leaderFields());
        this.#effects.push({ kind: 'cancelTimer', timer: 'refresh' });
        break;
      case 'changed':
        this.#heardAt = at;
        this.#cluster.apply(event.change);
        this.#commit(at);
        break;
      case 'heard':
        this.#heardAt = at;
        break;
      case 'followEnded':
        this.#followEnded(event.fault, at);
        break;
      case 'loaded':
        this.#source = 'poll';
        this.#vainRounds = 0;
        this.#takeSnapshot(event.leader, event.snapshot, at);
        this.#trace('debug', 'state.loaded', this.#leaderFields());
        this.#startTimer('refresh', this.#config.refreshSeconds * 1000);
        break;
      case 'loadFailed':
        this.#loadFailures++;
        this.#trace('warn', 'state.load_failed', {
          master: this.#askedText(),
          reason: event.reason,
        });
        this.#askNext();
        break;
      case 'timerFired':
        this.#timerFired(event.timer, at);
        break;
    }
  }

  #timerFired(timer: string, at: Timestamp): void {
    switch (timer) {
      case 'retry':
      case 'refresh':
        // Whoever was polled is asked for its stream again: the next leader may have one.
        this.#beginRound();
        break;
      case 'detection': {
        const seconds = this.#config.zkDetectionTimeout;
        const reason = `ZooKeeper has named no leading master for ${seconds} seconds (zkDetectionTimeout)`;
        this.#effects.push({ kind: 'giveUp', reason });
        break;
      }
      case 'carried': {
        const { carriedCount } = this.#cluster;
        this.#cluster.dropCarried();
        this.#commit(at);
        if (carriedCount > 0) {
          this.#trace('warn', 'records.carried_dropped', { tasks: carriedCount });
        }
        break;
      }
    }
  }

  /** A new leader, or other masters beside it, are asked at once (mesos-dns.md §1). */
  #mastersDetected(masters: readonly MasterFacts[], at: Timestamp): void {
    const text = masters.map(renderHostPort).join(',');
    this.#trace('info', 'masters.detected', { masters: text });
    const [elected] = masters;
    // Nobody leads: the last good records stay, and so does a stream that is still open.
    if (elected === undefined) {
      this.#awaitLeader();
      return;
    }
    this.#effects.push({ kind: 'cancelTimer', timer: 'detection' });
    this.#masters = masters;
    this.#elected = elected;
    const followed = this.#followedAt === undefined ? undefined : this.#leader;
    if (followed !== undefined && renderHostPort(followed) === renderHostPort(elected)) {
      this.#cluster.setMasters(followed, masters);
      this.#commit(at);
      return;
    }
    this.#followedAt = undefined;
    for (const timer of ['retry', 'refresh']) this.#effects.push({ kind: 'cancelTimer', timer });
    this.#beginRound();
  }

  #awaitLeader(): void {
    const seconds = this.#config.zkDetectionTimeout;
    // 0 means never to give up.
    if (seconds > 0) this.#startTimer('detection', seconds * 1000);
  }

  #takeSnapshot(leader: MasterFacts, snapshot: ClusterSnapshot, at: Timestamp): void {
    this.#leader = leader;
    this.#heardAt = at;
    this.#round = [];
    this.#cluster.setMasters(leader, this.#masters);
    this.#cluster.replaceAll(snapshot);
    this.#records.commit(toSeconds(at), true);
    if (this.#cluster.carriedCount > 0) this.#startTimer('carried', CARRIED_MS);
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    this.#effects.push({ kind: 'serve' });
  }

  #followEnded({ reason, isRefused }: FollowFault, at: Timestamp): void {
    const followedAt = this.#followedAt;
    this.#followedAt = undefined;
    if (isRefused && followedAt === undefined) {
      // Once, not at every refresh.
      if (this.#source !== 'poll') {
        this.#trace('info', 'master.polled', { master: this.#askedText(), reason });
      }
      this.#loadFrom(this.#asked);
      return;
    }
    this.#trace('warn', 'master.lost', { master: this.#askedText(), reason });
    this.#source = 'none';
    if (followedAt === undefined) {
      this.#askNext();
    } else if (between(followedAt, at) >= STEADY_MS) {
      // A steady stream ended with its leader: the next may lead already, so ask at once.
      this.#vainRounds = 0;
      this.#beginRound();
    } else {
      // One that ends as soon as it begins would have us read the whole state again and again.
      this.#waitForRound();
    }
  }

  /**
   * Asks the leader that ZooKeeper names, or that we knew, then every master in its order, those of
   * the configuration last, until one answers (mesos-dns.md §2).
   */
  #beginRound(): void {
    const leader = this.#elected ?? this.#leader;
    const others = [...this.#masters, ...this.#config.masters];
    const order: readonly HostPort[] = leader === undefined ? others : [leader, ...others];
    const seen = new Set<string>();
    this.#round = order
      .map(({ host, port }) => ({ host, port }))
      .filter((master) => {
        const text = renderHostPort(master);
        const isNew = !seen.has(text);
        seen.add(text);
        return isNew;
      });
    this.#askNext();
  }

  #askNext(): void {
    const master = this.#round.shift();
    if (master === undefined) {
      this.#source = 'none';
      this.#waitForRound();
      return;
    }
    this.#asked = master;
    this.#effects.push({ kind: 'follow', master });
  }

  #waitForRound(): void {
    this.#startTimer('retry', nextDelay(this.#vainRounds, RETRY_LIMITS));
    this.#vainRounds++;
  }

  #loadFrom(master: HostPort | undefined): void {
    if (master === undefined) return;
    this.#asked = master;
    this.#effects.push({ kind: 'load', master });
  }

  #commit(at: Timestamp): void {
    if (!this.#records.commit(toSeconds(at), false)) return;
    const { size: names, serial } = this.#records;
    this.#trace('debug', 'records.changed', { names, serial });
  }

  #startTimer(timer: string, delayMs: number): void {
    this.#effects.push({ kind: 'startTimer', timer, delay: milliseconds(delayMs) });
  }

  #trace(
    level: 'info' | 'warn' | 'debug',
    event: DnsTraceName,
    fields: Readonly<Record<string, string | number | undefined>>,
  ): void {
    this.#effects.push({ kind: 'trace', level, event, fields });
  }

  #leaderFields(): Readonly<Record<string, string | number | undefined>> {
    const leader = this.#leader === undefined ? undefined : renderHostPort(this.#leader);
    return { leader, names: this.#records.size, serial: this.#records.serial };
  }

  #askedText(): string | undefined {
    return this.#asked === undefined ? undefined : renderHostPort(this.#asked);
  }

  #createView(): DnsView {
    const read = {
      source: () => this.#source,
      leader: () => this.#leader,
      isLoaded: () => this.#isLoaded,
      heardAt: () => this.#heardAt,
      loadFailures: () => this.#loadFailures,
    };
    const cluster = this.#cluster;
    return {
      config: this.#config,
      records: this.#records,
      get isLoaded() {
        return read.isLoaded();
      },
      get source() {
        return read.source();
      },
      get leader() {
        return read.leader();
      },
      get heardAt() {
        return read.heardAt();
      },
      get loadFailures() {
        return read.loadFailures();
      },
      get agentCount() {
        return cluster.agentCount;
      },
      get taskCount() {
        return cluster.taskCount;
      },
      get carriedCount() {
        return cluster.carriedCount;
      },
      frameworks: () => cluster.frameworks(),
      publishedTasks: (frameworkId) => cluster.publishedTasks(frameworkId),
    };
  }
}
