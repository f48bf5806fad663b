import type { Faults } from './faults.ts';
import type { AppSettings } from '../settings.ts';

/** Notes the use of a feature that no flag turned on. */
export function requireFeature(
  feature: string,
  { features }: AppSettings,
  faults: Faults,
  member: string,
): void {
  // The parenthesis without a partner is part of the text that clients know.
  faults.require(
    features.has(feature),
    member,
    `Feature ${feature} is not enabled. Enable with --enable_features ${feature})`,
  );
}
