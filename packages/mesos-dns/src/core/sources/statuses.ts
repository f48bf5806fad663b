import { NO_ADDRESSES, type StatusAddresses } from '../facts.ts';

/** The parts of a status that addresses are in; both forms of a master's JSON and wire have them. */
export interface AddressedStatus {
  readonly labels: readonly { readonly key: string; readonly value?: string }[];
  /** Of every network: its list of addresses. */
  readonly several: readonly string[];
  /** The form before several addresses were possible. */
  readonly single: readonly string[];
}

const LABEL_OF = {
  docker: 'Docker.NetworkSettings.IPAddress',
  mesos: 'MesosContainerizer.NetworkSettings.IPAddress',
} as const;

/** The addresses that one running status names, by source (mesos-dns.md §6). */
export function readStatusAddresses({ labels, several, single }: AddressedStatus): StatusAddresses {
  const docker = labelled(labels, LABEL_OF.docker);
  const mesos = labelled(labels, LABEL_OF.mesos);
  const netinfo = several.length > 0 ? several : single;
  if (netinfo.length + docker.length + mesos.length === 0) return NO_ADDRESSES;
  return { netinfo: exactly(netinfo), docker, mesos };
}

function labelled(labels: AddressedStatus['labels'], key: string): readonly string[] {
  // Few have any, and there is a status in every task.
  if (labels.length === 0) return NO_TEXTS;
  return exactly(labels.flatMap((label) => (label.key === key ? (label.value ?? []) : [])));
}

const NO_TEXTS: readonly string[] = [];

/** Without the room for more that a list keeps which grew: there is one in every task. */
function exactly(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? NO_TEXTS : texts.slice();
}

/**
 * The newest of the running statuses; the later one wins where times are equal. `timeOf` is undefined
 * for one that is not running.
 */
export function newestRunning<Status>(
  statuses: readonly Status[],
  timeOf: (status: Status) => number | undefined,
): Status | undefined {
  let newest: Status | undefined;
  let newestAt = -Infinity;
  for (const status of statuses) {
    const at = timeOf(status);
    if (at === undefined || at < newestAt) continue;
    newest = status;
    newestAt = at;
  }
  return newest;
}
