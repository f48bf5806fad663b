// The part of the library that is used, its inner parts included: several of its faults can only be
// mended from there (docs/adr/0008-zookeeper-client.md).
declare module 'node-zookeeper-client' {
  import type { Socket } from 'node:net';

  export interface Exception extends Error {
    readonly code: number;
  }

  export interface Stat {
    readonly version: number;
    readonly ephemeralOwner: Buffer;
  }

  export interface Acl {
    readonly permission: number;
  }

  export interface TransactionResult {
    readonly type: number;
    readonly err?: number;
    readonly path?: string;
  }

  export interface Transaction {
    create(path: string, data: Buffer, acls: readonly Acl[], mode: number): Transaction;
    setData(path: string, data: Buffer, version: number): Transaction;
    check(path: string, version: number): Transaction;
    remove(path: string, version: number): Transaction;
    commit(
      callback: (
        error: Exception | null | undefined,
        results?: readonly TransactionResult[],
      ) => void,
    ): void;
  }

  export interface Packet {
    readonly request: { readonly header: { readonly type: number } | null };
    readonly callback?: (error: Exception) => void;
  }

  export interface ConnectionManager {
    state: number;
    servers: { host: string; port: number }[];
    socket?: Socket;
    pendingBuffer: Buffer | null;
    xid: number;
    zxid: Buffer;
    readonly pendingQueue: readonly Packet[];
    readonly packetQueue: { readonly queue: readonly Packet[]; shift(): Packet | undefined };
    connectTimeoutHandler: NodeJS.Timeout | null;
    connect(): void;
    onSocketConnected(): void;
    onSocketData(bytes: Buffer): void;
    onSocketClosed(hasError: boolean): void;
    on(event: 'state', listener: (state: number) => void): void;
  }

  export interface Client {
    readonly connectionManager: ConnectionManager;
    connect(): void;
    close(): void;
    addAuthInfo(scheme: string, auth: Buffer): void;
    getSessionId(): Buffer;
    getSessionPassword(): Buffer;
    getSessionTimeout(): number;
    create(
      path: string,
      data: Buffer,
      acls: readonly Acl[],
      mode: number,
      callback: (error: Exception | null, path?: string) => void,
    ): void;
    remove(path: string, version: number, callback: (error: Exception | null) => void): void;
    setData(
      path: string,
      data: Buffer,
      version: number,
      callback: (error: Exception | null, stat?: Stat) => void,
    ): void;
    getData(
      path: string,
      watcher: (() => void) | undefined,
      callback: (error: Exception | null, data?: Buffer, stat?: Stat) => void,
    ): void;
    exists(
      path: string,
      watcher: (() => void) | undefined,
      callback: (error: Exception | null, stat?: Stat | null) => void,
    ): void;
    getChildren(
      path: string,
      watcher: (() => void) | undefined,
      callback: (error: Exception | null, children?: readonly string[]) => void,
    ): void;
    transaction(): Transaction;
  }

  export function createClient(
    servers: string,
    options: {
      sessionTimeout: number;
      spinDelay: number;
      retries: number;
      sessionId?: Buffer;
      sessionPassword?: Buffer;
    },
  ): Client;

  export const ACL: {
    readonly OPEN_ACL_UNSAFE: readonly Acl[];
    readonly CREATOR_ALL_ACL: readonly Acl[];
    readonly READ_ACL_UNSAFE: readonly Acl[];
  };

  export const CreateMode: {
    readonly PERSISTENT: number;
    readonly EPHEMERAL_SEQUENTIAL: number;
  };
}
