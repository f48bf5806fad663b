import type { Timestamp } from '@stoa/common';
import type { AppId } from '../apps/app-id.ts';

/**
 * What a group has of its own: it was made by name, or waits for others, or hands its name down as
 * role. A group that is nothing but the place of apps has no such record: it is there as long as they
 * are.
 */
export interface Group {
  readonly id: AppId;
  /** The moment of the change that made it what it is. */
  readonly version: Timestamp;
  /** Apps and groups that every app in it waits for. */
  readonly dependencies: readonly AppId[];
  /** Top-level groups alone: whether their name is the role of the apps in them (marathon-app.md §11). */
  readonly enforceRole?: boolean;
}

/** One group's record from what it was to what it shall be; `undefined`: there is none. */
export interface GroupTransition {
  readonly id: AppId;
  readonly before: Group | undefined;
  readonly after: Group | undefined;
}
