import { renderIsoTime } from '@stoa/common';
import { reservationRole, type Attribute, type Resource } from '@stoa/proto';
import type { UnusedOfferJson } from '@stoa/proto/marathon';
import type { InspectedOffer } from '../core/matching/inspect-offer.ts';

/** An offer that was not used, as the launch queue shows it (marathon-api.md §7). */
export function unusedOfferJson({ offer, checks, at }: InspectedOffer): UnusedOfferJson {
  return {
    offer: {
      id: offer.id.value,
      hostname: offer.hostname,
      agentId: offer.agent_id.value,
      resources: (offer.resources ?? []).map((resource) => ({
        name: resource.name,
        role: reservationRole(resource) ?? '*',
        ...valueJson(resource),
      })),
      attributes: (offer.attributes ?? []).map((attribute) => ({
        name: attribute.name,
        ...(attribute.text === undefined ? {} : { text: attribute.text.value }),
        ...valueJson(attribute),
      })),
    },
    reason: checks.filter(({ fits }) => !fits).map(({ reason }) => reason),
    timestamp: renderIsoTime(at),
  };
}

function valueJson({
  scalar,
  ranges,
  set,
}: Pick<Resource | Attribute, 'scalar' | 'ranges' | 'set'>) {
  if (scalar !== undefined) return { scalar: scalar.value };
  if (ranges !== undefined) {
    return { ranges: (ranges.range ?? []).map(({ begin, end }) => ({ begin, end })) };
  }
  return set === undefined ? {} : { set: set.item ?? [] };
}
