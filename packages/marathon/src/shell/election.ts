import { join, resolve } from 'node:path';
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
