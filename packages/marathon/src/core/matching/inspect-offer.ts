import type { Resources } from '@stoa/proto';
import { reservationRole } from '@stoa/proto';
import { isResident, type App, type Constraint } from '../apps/app.ts';
import type { Instance } from '../instances/instance.ts';
import type { TriedOffer } from '../launch-queue/offer-statistics.ts';
import { unmetConstraint } from './constraints.ts';
import { acceptedKinds, placedOf, placeOf, SCALARS, type MatchConfig } from './match-offer.ts';
import type { NoMatchReason } from './no-match.ts';
import { OfferPool } from './offer-pool.ts';
import { choosePorts, hostPortDemands, missingPort } from './ports.ts';
import { Random } from '@stoa/common';

/** One thing that was asked of an offer. */
export interface OfferCheck {
  readonly reason: NoMatchReason;
  readonly fits: boolean;
  /** What of it the app may use: cpus, MiB or ports. */
  readonly amount?: number;
  /** What of it is there, whoever it is kept for. */
  readonly total?: number;
  /** A role, or the value of the field of the constraint. */
  readonly text?: string;
  /** The constraint that is not met. */
  readonly constraint?: Constraint;
  /** The port demanded that is not there. */
  readonly port?: number;
}

/** An offer that was not used, with everything that was asked of it in the order of asking. */
export interface InspectedOffer extends TriedOffer {
  readonly reason: NoMatchReason;
  readonly checks: readonly OfferCheck[];
  /** The role for which some of it is reserved. */
  readonly reservedFor: string | undefined;
}

export interface InspectInput {
  readonly app: App;
  /** The app's instances, for constraints. */
  readonly instances: readonly Instance[];
  readonly config: MatchConfig;
}

/**
 * Everything that speaks against an offer, where matching stops at the first. What was found then
 * counts even if it would be found otherwise now. Looks at nothing but its input and changes nothing.
 */
export function inspectOffer(
  tried: TriedOffer & { readonly reason: NoMatchReason },
  input: InspectInput,
): InspectedOffer {
  const { app, config } = input;
  const usable = new OfferPool(tried.offer, tried.left).usable(acceptedKinds(app, config));
  const checks: readonly OfferCheck[] = [
    roleCheck(tried, app),
    constraintCheck(tried, input),
    { reason: 'NoCorrespondingReservationFound', fits: !isResident(app) },
    { reason: 'AgentMaintenance', fits: true },
    ...scalarChecks(tried, app, usable),
    portCheck(app, usable),
    scarceCheck(input, usable),
  ];
  const found = checks.map((check) =>
    check.reason === tried.reason ? { ...check, fits: false } : check,
  );
  const reserved = tried.left.toList().map(reservationRole);
  return { ...tried, checks: found, reservedFor: reserved.find((role) => role !== undefined) };
}

function roleCheck({ offer }: TriedOffer, app: App): OfferCheck {
  const role = offer.allocation_info?.role ?? '*';
  return { reason: 'UnfulfilledRole', fits: role === app.role, text: role };
}

function constraintCheck({ offer, left }: TriedOffer, input: InspectInput): OfferCheck {
  const { app, instances } = input;
  const place = placeOf(new OfferPool(offer, left));
  const wanted = app.instances;
  const unmet = unmetConstraint(app.constraints, place, {
    placed: placedOf(app, instances),
    wanted,
  });
  const reason = 'UnfulfilledConstraint';
  // The commonest reason why a check of old no longer fails: another instance went. Name the first.
  const constraint = unmet?.constraint ?? app.constraints[0];
  if (constraint === undefined) return { reason, fits: true };
  const text = `${constraint[0] ?? ''}=${unmet?.actual ?? ''}`;
  return unmet === undefined
    ? { reason, fits: true, constraint }
    : { reason, fits: false, constraint, text: unmet.actual === undefined ? 'none' : text };
}

function scalarChecks({ left }: TriedOffer, app: App, usable: Resources): readonly OfferCheck[] {
  return SCALARS.map(([name, reason]) => {
    const amount = usable.scalar(name);
    return { reason, fits: amount >= app[name], amount, total: left.scalar(name) };
  });
}

function portCheck(app: App, usable: Resources): OfferCheck {
  const offered = usable.ranges('ports');
  const demands = hostPortDemands(app);
  // Which of the free ones are chosen does not matter here.
  const fits = choosePorts(demands, offered, new Random(1)) !== undefined;
  const amount = offered.reduce((sum, { begin, end }) => sum + end - begin + 1, 0);
  const port = missingPort(demands, offered);
  const check = { reason: 'InsufficientPorts', fits, amount } as const;
  return port === undefined ? check : { ...check, port };
}

function scarceCheck({ app, config }: InspectInput, usable: Resources): OfferCheck {
  const isScarce = config.isGpuRestricted && app.gpus === 0 && usable.scalar('gpus') > 0;
  return { reason: 'DeclinedScarceResources', fits: !isScarce };
}
