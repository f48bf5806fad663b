import { rmSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { ALIVE_DESCRIPTOR, ALIVE_FILE } from './supervisor.ts';

/** How often a supervisor is looked at where its end cannot be noticed, in milliseconds. */
const LOOK_MS = 1000;
/** The same for one that has let its files go and is a zombie in a moment. */
const LAST_LOOK_MS = 10;

/** Notices the end of a supervisor that is no child of this process. */
export interface AliveWatch {
  close(): void;
}

/**
 * Calls `onSign` whenever the supervisor may have ended, at the moment it does: the file behind its
 * descriptor loses its name here, so the kernel tells of its deletion when the last who holds it
 * open goes, and that is the supervisor, however it ended. Where files cannot be watched (no more
 * watches, a file system without them) the caller is asked to look every second.
 */
export function watchAlive(
  pid: number,
  options: { readonly control: string; readonly onSign: () => void },
): AliveWatch {
  const { control, onSign } = options;
  let timer: NodeJS.Timeout | undefined;
  const look = (every = LOOK_MS): void => {
    timer ??= setInterval(onSign, every);
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(`/proc/${pid}/fd/${ALIVE_DESCRIPTOR}`);
    watcher.on('change', (kind) => {
      // Before the sign: whoever hears it may close this watch.
      if (kind === 'rename') look(LAST_LOOK_MS);
      onSign();
    });
    watcher.on('error', () => look());
    rmSync(join(control, ALIVE_FILE), { force: true });
  } catch {
    // It ended just now, or nothing can be watched: looking tells.
    look();
  }
  return {
    close: () => {
      watcher?.close();
      clearInterval(timer);
    },
  };
}
