import type { SchedulerCall_UpdateFramework } from '@stoa/proto';
import { rolesOf } from '../allocator/framework-entry.ts';
import { offersOf, rescindOffer } from '../offers/offer-book.ts';
import { trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';
import { validateClaim, validateFrameworkInfo } from '../validation/framework.ts';
import { hasCapability } from './capabilities.ts';
import { isSame, principalFault, takeClaim, tellUpdated } from './subscription.ts';

/** Without one of these, offers that are out may hold what the framework can no longer take. */
const OFFER_CAPABILITIES = [
  'REVOCABLE_RESOURCES',
  'SHARED_RESOURCES',
  'GPU_RESOURCES',
  'RESERVATION_REFINEMENT',
  'MULTI_ROLE',
  'REGION_AWARE',
] as const;

/**
 * Replaces what a subscribed framework says of itself, all or nothing (mesos-allocator.md §3.5).
 * Gives the refusal, if any.
 */
export function updateFramework(
  step: Step,
  framework: FrameworkRecord,
  update: SchedulerCall_UpdateFramework,
): { readonly status: number; readonly text: string } | undefined {
  const fault = updateFault(step, framework, update);
  if (fault !== undefined) return { status: 400, text: fault };
  const before = framework.info;
  takeClaim(step, framework, {
    info: update.framework_info,
    suppressedRoles: update.suppressed_roles,
    offerConstraints: update.offer_constraints,
  });
  rescindUnfit(step, framework, before);
  if (!isSame(before, framework.info)) tellUpdated(step, framework);
  trace(step, 'info', 'framework.updated', { frameworkId: framework.id });
  return undefined;
}

function updateFault(
  { state }: Step,
  framework: FrameworkRecord,
  update: SchedulerCall_UpdateFramework,
): string | undefined {
  const { framework_info: info, suppressed_roles, offer_constraints } = update;
  const infoFault = validateFrameworkInfo(info);
  if (infoFault !== undefined) return `Supplied FrameworkInfo is not valid: ${infoFault}`;
  const changeFault = changed(framework, info);
  if (changeFault !== undefined) return `FrameworkInfo update is not valid: ${changeFault}`;
  const claim = { info, suppressedRoles: suppressed_roles, offerConstraints: offer_constraints };
  const claimFault = validateClaim(state.config, claim);
  return claimFault && `'UpdateFramework' call is not valid: ${claimFault}`;
}

function changed(
  { info: before }: FrameworkRecord,
  after: SchedulerCall_UpdateFramework['framework_info'],
): string | undefined {
  const principal = principalFault(before, after);
  if (principal !== undefined) return principal;
  for (const name of ['user', 'checkpoint'] as const) {
    const [from, to] = [before, after].map((info) => String(info[name] ?? false));
    if (from === to) continue;
    return `Updating 'FrameworkInfo.${name}' is unsupported; attempted to update from '${from}' to '${to}'`;
  }
  return undefined;
}

function rescindUnfit(
  step: Step,
  framework: FrameworkRecord,
  before: FrameworkRecord['info'],
): void {
  const lost = OFFER_CAPABILITIES.some(
    (type) => hasCapability(before, type) && !hasCapability(framework.info, type),
  );
  const roles = rolesOf(framework.info);
  for (const offer of offersOf(step, [...framework.offers])) {
    if (lost || !roles.has(offer.role)) rescindOffer(step, offer, 'the framework changed');
  }
}
