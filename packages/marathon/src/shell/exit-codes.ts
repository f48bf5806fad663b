import { StartupError } from '@stoa/runtime';

/** What Marathon's process exits with, for whoever starts it again (marathon-api.md §11). */
export const EXIT_CODE = {
  /** ZooKeeper will not have it: the password is wrong, or an access list is in the way. */
  zooKeeperRefused: 100,
  leadershipLost: 103,
  /** It was elected and could not take up what is stored. */
  leadershipFailed: 104,
  abdicated: 105,
} as const;

/** Whether it ended because somebody asked it to give up leadership: it may be started again at once. */
export function isAbdication(error: unknown): boolean {
  return error instanceof StartupError && error.exitCode === EXIT_CODE.abdicated;
}
