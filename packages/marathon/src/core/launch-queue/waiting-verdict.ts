import { between, renderIsoTime, toSeconds, type Timestamp } from '@stoa/common';
import type { WaitingHelpJson, WaitingKind } from '@stoa/proto/stoa';
import type { App, Constraint } from '../apps/app.ts';
import type { InspectedOffer, OfferCheck } from '../matching/inspect-offer.ts';
import { SCALARS } from '../matching/match-offer.ts';
import type { NoMatchReason } from '../matching/no-match.ts';
import { hostPortDemands } from '../matching/ports.ts';
import {
  theAgentsText,
  amountText,
  constraintText,
  countdownText,
  resourceText,
} from './waiting-words.ts';
import type { FunnelRow, RefusedAgent } from './waiting.ts';

/** What holds an app: the fact in words, the numbers in it, and what would help. */
export interface WaitingVerdict {
  readonly kind: WaitingKind;
  /** Names the fact and the number that is missing; a person can act on it. */
  readonly sentence: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly help: readonly WaitingHelpJson[];
}

/** What the verdict is made of. */
export interface WaitingFacts {
  readonly app: App;
  readonly at: Timestamp;
  readonly since: Timestamp;
  readonly delayedUntil: Timestamp | undefined;
  readonly failures: number;
  /** All of its instances have an offer already. */
  readonly isLaunching: boolean;
  readonly isConnected: boolean;
  readonly frameworkName: string;
  /** How the last task ended that ended badly. */
  readonly lastFailure: string | undefined;
  readonly funnel: readonly FunnelRow[];
  readonly offers: readonly InspectedOffer[];
  readonly refused: readonly RefusedAgent[];
}

/** Which of the reasons is the one to act on: the first row of the funnel that nothing passes. */
export function judgeWaiting(facts: WaitingFacts): WaitingVerdict {
  const { funnel, delayedUntil } = facts;
  if (delayedUntil !== undefined) return delayed(facts, delayedUntil);
  const first = funnel[0];
  if (!facts.isConnected) return notConnected(facts);
  if (facts.isLaunching) return starting();
  if (first === undefined || first.of === 0) return noOffers(facts);
  const row = funnel.find(({ of, passed }) => of > 0 && passed === 0);
  return row === undefined ? starting() : stoppedAt(facts, row);
}

function stoppedAt(facts: WaitingFacts, row: FunnelRow): WaitingVerdict {
  const agents = row.stopped.length;
  switch (row.reason) {
    case 'UnfulfilledRole':
      return wrongRole(facts, agents);
    case 'UnfulfilledConstraint':
      return constrained(row);
    case 'NoCorrespondingReservationFound':
      return {
        kind: 'reservation',
        sentence: `${facts.app.id} has persistent volumes, and no agent offers a reservation of its own.`,
        values: { role: facts.app.role, agents },
        help: [{ kind: 'editPlacement', text: 'Use host volumes instead.', field: 'container' }],
      };
    case 'AgentMaintenance':
      return {
        kind: 'maintenance',
        sentence: `${theAgentsText(agents)} with room will be maintained soon.`,
        values: { agents },
        help: [{ kind: 'wait', text: 'Wait for the end of the maintenance.' }],
      };
    case 'InsufficientPorts':
      return portsTaken(facts, row);
    case 'DeclinedScarceResources':
      return scarce(agents);
    case 'InsufficientCpus':
    case 'InsufficientMemory':
    case 'InsufficientDisk':
    case 'InsufficientGpus':
      return tooLittle(facts, row);
  }
}

/** Cpus, memory, disk or GPUs: the largest hole, and how much is missing in it. */
function tooLittle(facts: WaitingFacts, row: FunnelRow): WaitingVerdict {
  const { app, offers } = facts;
  const name = SCALARS.find(([, reason]) => reason === row.reason)?.[0] ?? 'cpus';
  const kept = row.stopped.filter((offer) => (checkOf(offer, row.reason)?.total ?? 0) >= app[name]);
  if (kept.length > 0) return reserved(app, kept);
  const asked = app[name];
  const best = largest(row.stopped, row.reason);
  const hasOther = offers.some((offer) => (checkOf(offer, row.reason)?.amount ?? 0) >= asked);
  const subject = hasOther ? 'No agent that fits otherwise' : 'No agent';
  const what = resourceText(name, asked);
  const hole = amountText(name, best.amount);
  const missing = amountText(name, Math.ceil((asked - best.amount) * 1000) / 1000);
  return {
    kind: name,
    sentence: `${subject} has ${what} free. The largest hole is ${hole} on ${best.host}.`,
    values: { asked, largest: best.amount, host: best.host },
    help: [
      ...(best.amount > 0 ? [askLess(name, best)] : []),
      { kind: 'freeRoom', text: `Free ${missing} on ${best.host}.`, host: best.host },
      { kind: 'addAgent', text: `Add an agent with at least ${what} free.` },
    ],
  };
}

function askLess(
  name: 'cpus' | 'mem' | 'disk' | 'gpus',
  best: { readonly amount: number },
): WaitingHelpJson {
  const text = `Ask for at most ${amountText(name, best.amount)}.`;
  return { kind: 'askLess', text, field: name, value: best.amount };
}

function largest(
  offers: readonly InspectedOffer[],
  reason: NoMatchReason,
): { readonly amount: number; readonly host: string } {
  let best = { amount: -1, host: '' };
  for (const offer of offers) {
    const amount = checkOf(offer, reason)?.amount ?? 0;
    if (amount > best.amount) best = { amount, host: offer.offer.hostname };
  }
  return { ...best, amount: Math.max(0, best.amount) };
}

function reserved(app: App, kept: readonly InspectedOffer[]): WaitingVerdict {
  const agents = kept.length;
  const reservedFor = kept.find((one) => one.reservedFor !== undefined)?.reservedFor;
  const accepted = app.acceptedResourceRoles?.join(', ') ?? app.role;
  const verb = agents === 1 ? 'is' : 'are';
  const fact =
    reservedFor === undefined
      ? `${verb} not reserved for anybody`
      : `${verb} reserved for role ${reservedFor}`;
  return {
    kind: 'reservation',
    sentence: `${theAgentsText(agents)} with room ${fact}; this app takes only what is of role ${accepted}.`,
    values: { agents, role: app.role, reservedFor: reservedFor ?? '*', accepted },
    help: [
      {
        kind: 'changeRole',
        text: 'Let it take both kinds of resources.',
        field: 'acceptedResourceRoles',
      },
      { kind: 'addAgent', text: `Add an agent with room of role ${accepted}.` },
    ],
  };
}

function wrongRole({ app, offers }: WaitingFacts, agents: number): WaitingVerdict {
  const offered = offers[0]?.checks[0]?.text ?? '*';
  return {
    kind: 'role',
    sentence: `${theAgentsText(agents)} with room are offered to role ${offered}; this app runs as ${app.role}.`,
    values: { agents, role: app.role, offered },
    help: [{ kind: 'changeRole', text: `Run it as role ${offered}.`, field: 'role' }],
  };
}

function constrained({ stopped }: FunnelRow): WaitingVerdict {
  const unmet = commonest(
    stopped.flatMap(({ checks }) => {
      const constraint = checks[1]?.constraint;
      return constraint === undefined ? [] : [constraint];
    }),
  );
  const text = constraintText(unmet);
  const agents = stopped.length;
  return {
    kind: 'constraint',
    sentence: `${text} leaves no agent: ${whyUnmet(unmet, stopped)}.`,
    values: { constraint: text, agents },
    help: [
      { kind: 'editPlacement', text: `Loosen ${text}.`, field: 'constraints' },
      { kind: 'addAgent', text: 'Add an agent that meets it.' },
    ],
  };
}

function whyUnmet(
  [field = '', operator = '', value = '']: Constraint,
  stopped: readonly InspectedOffer[],
): string {
  const agents = stopped.length;
  const each = agents === 1 ? 'the only one' : `each of the ${agents}`;
  const none = agents === 1 ? 'the only one has no' : `none of the ${agents} has`;
  switch (operator.toUpperCase()) {
    case 'UNIQUE':
      if (field.replace('@', '') === 'hostname') return whyNoHost(stopped, each);
      return `${each} shares its ${field} with one that runs`;
    case 'MAX_PER':
      return `${each} shares its ${field} with ${value} already`;
    case 'GROUP_BY':
      return `${each} is in a group that holds its share already`;
    case 'UNLIKE':
      return `${each} matches`;
    case 'CLUSTER':
      return value === '' ? `${each} is apart from those that run` : `${none} this ${field}`;
    default:
      return `${none} such a ${field}`;
  }
}

/** Several agents may stand on one host: the constraint counts hosts. */
function whyNoHost(stopped: readonly InspectedOffer[], each: string): string {
  const hosts = [...new Set(stopped.map(({ offer }) => offer.hostname))];
  const agents = stopped.length;
  if (hosts.length === agents) return `${each} runs one already`;
  if (hosts.length === 1) return `all ${agents} are on host ${hosts[0]}, which runs one already`;
  return `the ${agents} are on ${hosts.length} hosts, and each of those runs one already`;
}

function commonest(constraints: readonly Constraint[]): Constraint {
  const counts = new Map<string, number>();
  let best: Constraint = [];
  for (const constraint of constraints) {
    const text = constraintText(constraint);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if ((counts.get(text) ?? 0) > (counts.get(constraintText(best)) ?? 0)) best = constraint;
  }
  return best;
}

function portsTaken({ app }: WaitingFacts, { stopped }: FunnelRow): WaitingVerdict {
  const agents = stopped.length;
  const where = agents === 1 ? 'on the one agent that fits' : `on all ${agents} agents that fit`;
  const port = stopped.flatMap((offer) => checkOf(offer, 'InsufficientPorts')?.port ?? [])[0];
  if (port !== undefined) {
    return {
      kind: 'ports',
      sentence: `Port ${port} is taken ${where} otherwise.`,
      values: { port, agents },
      help: [
        {
          kind: 'editPlacement',
          text: 'Let the port be chosen, or ask for another.',
          field: 'portDefinitions',
        },
        { kind: 'addAgent', text: `Add an agent that offers port ${port}.` },
      ],
    };
  }
  const asked = hostPortDemands(app).filter((demand) => demand !== 'none').length;
  const most = largest(stopped, 'InsufficientPorts');
  const ports = asked === 1 ? '1 port' : `${asked} ports`;
  return {
    kind: 'ports',
    sentence: `Fewer than ${ports} are free ${where} otherwise: at most ${most.amount}, on ${most.host}.`,
    values: { asked, agents, largest: most.amount, host: most.host },
    help: [{ kind: 'addAgent', text: `Add an agent that offers ${ports}.` }],
  };
}

function scarce(agents: number): WaitingVerdict {
  const verb = agents === 1 ? 'has' : 'have';
  return {
    kind: 'scarce',
    sentence: `${theAgentsText(agents)} with room ${verb} GPUs, which are kept for apps that ask for them.`,
    values: { agents },
    help: [
      { kind: 'addAgent', text: 'Add an agent without GPUs.' },
      {
        kind: 'askLess',
        text: 'Let apps without GPUs use those agents (--gpu_scheduling_behavior).',
      },
    ],
  };
}

function delayed(facts: WaitingFacts, until: Timestamp): WaitingVerdict {
  const { at, failures, lastFailure } = facts;
  const leftSeconds = Math.ceil(toSeconds(between(at, until)));
  const told = lastFailure?.trim() ?? '';
  const cause = told === '' ? '' : ` (${told})`;
  const after = failures === 1 ? '1 failure' : `${failures} failures`;
  return {
    kind: 'delayed',
    sentence: `The last start failed${cause}. The next try is in ${countdownText(leftSeconds)}, after ${after}.`,
    values: { failures, cause: told, leftSeconds, until: renderIsoTime(until) },
    help: [{ kind: 'tryNow', text: 'Reset the delay to try now.' }],
  };
}

function notConnected({ frameworkName, since, app }: WaitingFacts): WaitingVerdict {
  return {
    kind: 'noOffers',
    sentence: `${frameworkName} has no connection to a master, so nothing is offered.`,
    values: { framework: frameworkName, role: app.role, since: renderIsoTime(since), connected: 0 },
    help: [{ kind: 'wait', text: 'See whether a master leads and can be reached.' }],
  };
}

function noOffers({ frameworkName, since, app, refused }: WaitingFacts): WaitingVerdict {
  const time = renderIsoTime(since);
  return {
    kind: 'noOffers',
    sentence:
      `${frameworkName} got no offers for role ${app.role} since ${time.slice(11, 19)} UTC: ` +
      'the agents are full, draining or kept for others, or the role has used its quota.',
    values: { framework: frameworkName, role: app.role, since: time, refused: refused.length },
    help: [
      { kind: 'addAgent', text: 'Add an agent, or free room on one.' },
      { kind: 'changeRole', text: `See what is kept for others, and the quota of ${app.role}.` },
    ],
  };
}

function starting(): WaitingVerdict {
  return {
    kind: 'starting',
    sentence: 'Nothing holds it: it found room, and its start is under way.',
    values: {},
    help: [{ kind: 'wait', text: 'It takes as long as its image and its command need.' }],
  };
}

function checkOf({ checks }: InspectedOffer, reason: NoMatchReason): OfferCheck | undefined {
  return checks.find((check) => check.reason === reason);
}
