import type { FrameworkInfo, FrameworkInfo_Capability_Type } from '@stoa/proto';

/** Whether a framework said that it can deal with this. */
export function hasCapability(info: FrameworkInfo, type: FrameworkInfo_Capability_Type): boolean {
  return info.capabilities?.some((capability) => capability.type === type) ?? false;
}
