import { join, resolve } from 'node:path';
import { encodeUtf8 } from '@stoa/common';
import { openEmbeddedCoordination, type Coordination } from '@stoa/coordination';
import { isOperatorFault, StartupError } from '@stoa/runtime';

/** Opens what outlives the process, under `--work_dir`. */
export async function openCoordination(workDir: string): Promise<Coordination> {
  const directory = resolve(workDir);
  try {
    return await openEmbeddedCoordination(join(directory, 'store'));
  } catch (cause) {
    if (isOperatorFault(cause)) throw cause;
    throw new StartupError(`cannot keep apps in ${directory}: choose another --work_dir`, {
      cause,
    });
  }
}

/**
 * Stands for election and resolves when this instance leads. `onLost` hears when it leads no longer:
 * it then has to end, because another one may already change what is stored.
 */
export function becomeLeader(
  coordination: Coordination,
  onLost: (error: Error) => void,
): Promise<void> {
  return new Promise((elected) => {
    coordination.campaign(encodeUtf8('marathon'), (event) => {
      if (event.kind === 'elected') elected();
      else if (event.kind === 'lost') {
        onLost(new StartupError(`leadership is lost: ${event.reason}; start it anew`));
      }
    });
  });
}
