/// <reference path="./node-zookeeper-client.d.ts" />
import {
  ACL,
  createClient,
  CreateMode,
  type Acl,
  type Client,
  type Packet,
} from 'node-zookeeper-client';
import { REQUEST_NUMBER_MAX, SPIN_DELAY_MS } from './limits.ts';
import type { ZooKeeperUrl } from './zookeeper-url.ts';

/** What the library knows a session by; whoever holds both is that session. */
export interface SessionKey {
  readonly id: Buffer;
  readonly password: Buffer;
  /** The newest change it has seen: a server that is behind it must not serve it. */
  readonly seen: Buffer;
}

/** The library's states, by its numbers. */
export const LIBRARY_STATE = {
  disconnected: 0,
  connecting: 1,
  connected: 2,
  expired: -3,
  authFailed: -4,
} as const;

const CONNECTION_LOSS = -4;
const PING_OR_AUTH: ReadonlySet<number> = new Set([11, 100, 101]);

/**
 * A client of the library that takes no paths for granted and whose faults are mended from outside:
 * half an answer no longer poisons the next connection, an answer it does not know ends the connection
 * instead of the process, calls that were not sent are told so when the connection drops.
 */
export function createLibraryClient(options: {
  readonly url: ZooKeeperUrl;
  readonly sessionTimeoutMs: number;
  readonly session: SessionKey | undefined;
  readonly onState: (state: number) => void;
  /** A server greeted in no form of ZooKeeper: `address:port`. */
  readonly onForeign: (server: string) => void;
}): Client {
  const { url, session } = options;
  // The library misreads IPv6 and paths, so it gets a stand-in and then the list as we read it.
  const client = createClient('stand-in:1', {
    sessionTimeout: options.sessionTimeoutMs,
    spinDelay: SPIN_DELAY_MS,
    retries: 0,
    ...(session && { sessionId: session.id, sessionPassword: session.password }),
  });
  const connection = client.connectionManager;
  if (session !== undefined) connection.zxid = session.seen;
  connection.servers = shuffle(url.servers.map(({ host, port }) => ({ host, port })));
  if (url.credentials !== undefined) {
    const { user, password } = url.credentials;
    client.addAuthInfo('digest', Buffer.from(`${user}:${password}`));
  }
  const read = connection.onSocketData.bind(connection);
  let isGreeting = false;
  connection.onSocketData = (bytes) => {
    if (isGreeting && !mayBeGreeting(Buffer.concat([connection.pendingBuffer ?? NOTHING, bytes]))) {
      // The library would wait for gigabytes, or take any number for the end of our session.
      const { remoteAddress, remotePort } = connection.socket ?? {};
      options.onForeign(`${remoteAddress}:${remotePort}`);
      connection.socket?.destroy();
      return;
    }
    try {
      read(bytes);
    } catch {
      // An error number or a record that the library does not know. What follows cannot be framed.
      connection.pendingBuffer = null;
      connection.socket?.destroy();
    }
  };
  connection.on('state', (state) => {
    isGreeting = state === LIBRARY_STATE.connecting;
    if (state === LIBRARY_STATE.disconnected) {
      connection.pendingBuffer = null;
      refuseUnsent(client);
    }
    options.onState(state);
  });
  return client;
}

const NOTHING = Buffer.alloc(0);
// With the byte that says "read only", as servers since 3.4 do, and without.
const GREETING_BYTES: ReadonlySet<number> = new Set([36, 37]);

/** Whether bytes begin as the answer of a server to a new connection: its length, then version 0. */
function mayBeGreeting(bytes: Buffer): boolean {
  if (bytes.length >= 4 && !GREETING_BYTES.has(bytes.readUInt32BE(0))) return false;
  return bytes.length < 8 || bytes.readUInt32BE(4) === 0;
}

/** Begins the request numbers anew when nothing is under way; the library throws at 2^31. */
export function renewRequestNumbers(client: Client): void {
  const { connectionManager: connection } = client;
  const isIdle = connection.pendingQueue.length === 0 && connection.packetQueue.queue.length === 0;
  if (isIdle && connection.xid > REQUEST_NUMBER_MAX) connection.xid = 0;
}

/** Ends a client for good, in whatever state: it connects no more and holds no socket. */
export function disposeLibraryClient(client: Client): void {
  const connection = client.connectionManager;
  connection.connect = () => undefined;
  connection.onSocketClosed = () => undefined;
  // A pause before the next server may still end in a socket.
  connection.onSocketConnected = () => connection.socket?.destroy();
  if (connection.connectTimeoutHandler !== null) clearTimeout(connection.connectTimeoutHandler);
  connection.socket?.destroy();
}

/** Access for everybody, or with credentials for the creator alone. */
export function creatorAccess(url: ZooKeeperUrl): readonly Acl[] {
  return url.credentials === undefined ? ACL.OPEN_ACL_UNSAFE : ACL.CREATOR_ALL_ACL;
}

/** As `creatorAccess`, and readable by everybody: what clients of others detect leaders by. */
export function publicAccess(url: ZooKeeperUrl): readonly Acl[] {
  return url.credentials === undefined
    ? ACL.OPEN_ACL_UNSAFE
    : [...ACL.CREATOR_ALL_ACL, ...ACL.READ_ACL_UNSAFE];
}

/** How a node is made. */
export const CREATE_MODE = {
  persistent: CreateMode.PERSISTENT,
  ephemeralSequential: CreateMode.EPHEMERAL_SEQUENTIAL,
} as const;

// What was queued and not written would be sent after the next connect, behind calls that were made
// later and already know that this one failed.
function refuseUnsent(client: Client): void {
  const { packetQueue } = client.connectionManager;
  let packet: Packet | undefined;
  while ((packet = packetQueue.shift()) !== undefined) {
    const type = packet.request.header?.type;
    if (type !== undefined && PING_OR_AUTH.has(type)) continue;
    packet.callback?.(Object.assign(new Error('connection loss'), { code: CONNECTION_LOSS }));
  }
}

function shuffle<T>(list: T[]): T[] {
  return list
    .map((value) => ({ value, order: Math.random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}
