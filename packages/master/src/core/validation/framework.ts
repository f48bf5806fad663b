import { validateId } from '@stoa/proto';
import type { FrameworkInfo, SchedulerOfferConstraints } from '@stoa/proto';
import { rolesOf } from '../allocator/framework-entry.ts';
import { DURATION_SECONDS_MAX } from '../limits.ts';
import type { MasterConfig } from '../state.ts';
import { renderSet, validateFrameworkRoles, validateSuppressedRoles } from './roles.ts';

/** What a framework says of itself when it comes, or changes. */
export interface FrameworkClaim {
  readonly info: FrameworkInfo;
  readonly suppressedRoles: readonly string[] | undefined;
  readonly offerConstraints: SchedulerOfferConstraints | undefined;
}

/** What is wrong with a framework's info by itself, in the words of mesos-http.md §4.3. */
export function validateFrameworkInfo(info: FrameworkInfo): string | undefined {
  const id = info.id?.value ?? '';
  return (
    validateFrameworkRoles(info) ??
    (id === '' ? undefined : validateId(id)) ??
    validateFailoverTimeout(info) ??
    validateOfferFilters(info)
  );
}

/** The first reason why this master does not take the framework in. */
export function validateClaim(config: MasterConfig, claim: FrameworkClaim): string | undefined {
  return (
    validateFrameworkInfo(claim.info) ??
    validateAllowed(config, claim.info) ??
    validateSuppressedRoles(claim.info, claim.suppressedRoles) ??
    validateOfferConstraints(claim.info, claim.offerConstraints)
  );
}

function validateAllowed(config: MasterConfig, info: FrameworkInfo): string | undefined {
  const { roles } = config;
  if (roles !== undefined) {
    const foreign = [...rolesOf(info)].filter((role) => role !== '*' && !roles.has(role));
    if (foreign.length > 0) {
      return `Roles ${renderSet(foreign)} are not present in the master's --roles`;
    }
  }
  if (info.user !== 'root' || config.rootSubmissions) return undefined;
  return "User 'root' is not allowed to run frameworks without --root_submissions set";
}

// A negative one is taken for none at all.
function validateFailoverTimeout({
  failover_timeout: timeout = 0,
}: FrameworkInfo): string | undefined {
  if (Math.abs(timeout) <= DURATION_SECONDS_MAX) return undefined;
  return `The framework failover_timeout (${timeout}) is invalid`;
}

function validateOfferFilters(info: FrameworkInfo): string | undefined {
  for (const [role, { min_allocatable_resources }] of Object.entries(info.offer_filters ?? {})) {
    for (const { quantities = {} } of min_allocatable_resources?.quantities ?? []) {
      const amounts = Object.values(quantities);
      if (amounts.length === 0)
        return `Offer filters of role ${role} hold an empty set of quantities`;
      if (!amounts.every(({ value }) => Number.isFinite(value) && value >= 0)) {
        return `Offer filters of role ${role} hold a quantity that is negative or not finite`;
      }
    }
  }
  return undefined;
}

/** The shape alone; what a group demands is the allocator's to read. */
export function validateOfferConstraints(
  info: FrameworkInfo,
  constraints: SchedulerOfferConstraints | undefined,
): string | undefined {
  const own = rolesOf(info);
  for (const [role, { groups = [] }] of Object.entries(constraints?.role_constraints ?? {})) {
    // The missing blank is the original's.
    if (!own.has(role)) {
      return `Offer constraints specify \`role_constraints\` for a role '${role}'not contained in the set of roles`;
    }
    if (groups.length === 0) {
      return `Offer constraints are not valid: 'OfferConstraints::role_constraints' has an empty 'RoleConstraints::groups' for role ${role}`;
    }
    if (groups.some(({ attribute_constraints = [] }) => attribute_constraints.length === 0)) {
      return `Offer constraints are not valid: 'OfferConstraints::RoleConstraints::groups' for role ${role}contains an empty RoleConstraints::Group`;
    }
  }
  return undefined;
}
