import { NO_ADDRESSES, type StatusAddresses } from '../facts.ts';

/** The parts of a status that addresses are in; both forms of a master's JSON and wire have them. */
export interface AddressedStatus {
  readonly labels: readonly { readonly key: string; readonly value?: string }[];
  readonly networks: readonly {
    readonly addresses: readonly string[];
    /** The form before several addresses were possible. */
    readonly address: string | undefined;
  }[];
}

const LABEL_OF = {
  docker: 'Docker.NetworkSettings.IPAddress',
  mesos: 'MesosContainerizer.NetworkSettings.IPAddress',
} as const;

/** The addresses that one running status names, by source (mesos-dns.md §6). */
export function readStatusAddresses(status: AddressedStatus): StatusAddresses {
  const { labels, networks } = status;
  const several = networks.flatMap(({ addresses }) => addresses);
  const single = networks.flatMap(({ address }) => address ?? []);
  const labelled = (key: string): readonly string[] =>
    exactly(labels.flatMap((label) => (label.key === key ? (label.value ?? []) : [])));
  const docker = labelled(LABEL_OF.docker);
  const mesos = labelled(LABEL_OF.mesos);
  const netinfo = several.length > 0 ? several : single;
  if (netinfo.length + docker.length + mesos.length === 0) return NO_ADDRESSES;
  return { netinfo: exactly(netinfo), docker, mesos };
}

const NO_TEXTS: readonly string[] = [];

/** Without the room for more that a list keeps which grew: there is one in every task. */
function exactly(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? NO_TEXTS : texts.slice();
}

/** The newest of the running statuses; the later one wins where times are equal. */
export function newestRunning<Status>(
  statuses: readonly Status[],
  read: (status: Status) => { readonly isRunning: boolean; readonly at: number },
): { readonly status: Status; readonly at: number } | undefined {
  let newest: { readonly status: Status; readonly at: number } | undefined;
  for (const status of statuses) {
    const { isRunning, at } = read(status);
    if (isRunning && (newest === undefined || at >= newest.at)) newest = { status, at };
  }
  return newest;
}
