/** What became of a call. With `unknown` it may have taken effect: read back before deciding. */
export type ZooKeeperFault =
  | 'unknown'
  | 'expired'
  | 'closed'
  | 'noNode'
  | 'noAuth'
  | 'authFailed'
  | 'badVersion'
  | 'nodeExists'
  | 'notEmpty'
  | 'invalidAcl'
  | 'ephemeralParent'
  | 'unsendable'
  | 'refused';

const FAULTS: ReadonlyMap<number, ZooKeeperFault> = new Map([
  [-4, 'unknown'],
  [-7, 'unknown'],
  [-8, 'unsendable'],
  [-101, 'noNode'],
  [-102, 'noAuth'],
  [-103, 'badVersion'],
  [-108, 'ephemeralParent'],
  [-110, 'nodeExists'],
  [-111, 'notEmpty'],
  [-112, 'expired'],
  [-114, 'invalidAcl'],
  [-115, 'authFailed'],
  // Another server has the session by now, and this one did nothing.
  [-118, 'unknown'],
]);

const MEANINGS: Readonly<Record<ZooKeeperFault, string>> = {
  unknown: 'contact was lost before the answer came',
  expired: 'the session has expired',
  closed: 'the connection is closed',
  noNode: 'there is no such node',
  noAuth: 'not permitted: give the user:password that created it, or mend its access list',
  authFailed: 'the ensemble refuses the user:password',
  badVersion: 'somebody else has changed it',
  nodeExists: 'it is there already',
  notEmpty: 'it has children',
  invalidAcl: 'the access list is not accepted: user:password is missing',
  ephemeralParent: 'its parent is ephemeral; choose another path',
  unsendable: 'it was not sent',
  refused: 'the server refused it',
};

/** A call to ZooKeeper that did not do what was asked. */
export class ZooKeeperError extends Error {
  override readonly name = 'ZooKeeperError';
  readonly fault: ZooKeeperFault;

  constructor(what: string, fault: ZooKeeperFault, detail?: string) {
    super(
      `cannot ${what} in ZooKeeper: ${MEANINGS[fault]}${detail === undefined ? '' : `, ${detail}`}`,
    );
    this.fault = fault;
  }
}

/** The fault behind the library's number. */
export function faultOf(code: number): ZooKeeperFault {
  return FAULTS.get(code) ?? 'refused';
}

/** Whether an error is that fault. */
export function hasFault(error: unknown, ...faults: readonly ZooKeeperFault[]): boolean {
  return error instanceof ZooKeeperError && faults.includes(error.fault);
}
