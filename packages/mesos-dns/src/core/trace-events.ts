/** What the daemon can tell. Names are stable: logs and counters are built on them. */
export type DnsTraceName =
  /** The leader's event stream is followed: `leader`, `names`, `serial`. */
  | 'master.followed'
  /** A master has no event stream, so its state is polled: `master`, `reason`. */
  | 'master.polled'
  /** The stream ended or could not be had: `master`, `reason`. */
  | 'master.lost'
  /** ZooKeeper says who stands for election, the leader first: `masters`. */
  | 'masters.detected'
  /** A load failed; the old records stay: `master`, `reason`. */
  | 'state.load_failed'
  /** A state was loaded: `leader`, `names`, `serial`. */
  | 'state.loaded'
  /** Records changed by an event: `names`, `serial`. */
  | 'records.changed'
  /** Names were given up whose agents did not come back to a new leader: `tasks`. */
  | 'records.carried_dropped';
