export { MarathonKernel } from './marathon-kernel.ts';
export { MarathonView } from './marathon-view.ts';
export type { Announcement, MarathonEffect } from './effects.ts';
export type { MarathonEvent, StoredEntry } from './events.ts';
export type { MarathonConfig } from './state.ts';
export type { MarathonTraceName } from './trace-events.ts';
export * from './apps/index.ts';
export type * from './read-view.ts';
export type * from './requests.ts';
