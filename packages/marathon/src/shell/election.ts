import { join, resolve } from 'node:path';
import {
  isZooKeeperUrl,
  marathonPlace,
  openEmbeddedCoordination,
  openZooKeeperCoordination,
  parseZooKeeperUrl,
  readAddress,
  readZooKeeperUrl,
  renderMasterPlace,
  renderZooKeeperUrl,
  watchMasters,
  type Coordination,
} from '@stoa/coordination';
import { isOperatorFault, StartupError, type Log } from '@stoa/runtime';
import { parseMasters, type MasterLocator } from '@stoa/sdk';
import type { MarathonFlags } from '../flags.ts';

/** Opens what outlives the process: in ZooKeeper with `--zk`, else under `--work_dir`. */
export async function openCoordination(flags: MarathonFlags, log: Log): Promise<Coordination> {
  const { zk, work_dir, zk_session_timeout: sessionTimeoutMs } = flags;
  if (zk !== undefined) {
    const place = marathonPlace(await readZooKeeperUrl(zk));
    return openZooKeeperCoordination({ place, sessionTimeoutMs, log });
  }
  if (work_dir === undefined) {
    throw new StartupError('--work_dir is required: name a directory for apps, or give --zk');
  }
  const directory = resolve(work_dir);
  try {
    return await openEmbeddedCoordination(join(directory, 'store'));
  } catch (cause) {
    if (isOperatorFault(cause)) throw cause;
    throw new StartupError(`cannot keep apps in ${directory}: choose another --work_dir`, {
      cause,
    });
  }
}

/** How the leading master is found: an address or several, or who looks it up in ZooKeeper. */
export async function readMaster(flags: MarathonFlags, log: Log): Promise<string | MasterLocator> {
  const address = await readAddress(flags.master);
  if (isZooKeeperUrl(address)) return locate(address, flags, log);
  const masters = parseMasters(address);
  if (!masters.ok) throw new StartupError(`--master: ${masters.error}`);
  return address;
}

/** An address as it may be shown: without the password. */
export function shownAddress(address: string): string {
  const url = parseZooKeeperUrl(address);
  return url.ok ? renderZooKeeperUrl(url.value) : address;
}

async function locate(address: string, flags: MarathonFlags, log: Log): Promise<MasterLocator> {
  const url = await readZooKeeperUrl(address);
  const sessionTimeoutMs = flags.zk_session_timeout;
  return {
    watch: (listener) => {
      const watch = watchMasters({
        url,
        sessionTimeoutMs,
        log,
        listener: ([leader]) => {
          const place = leader && renderMasterPlace(leader);
          log.info('master.detected', { leader: place });
          listener(place);
        },
      });
      return () => {
        watch.close().catch((error: unknown) => {
          log.warn('master.watchNotClosed', { reason: String(error) });
        });
      };
    },
  };
}
