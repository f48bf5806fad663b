import { promisify } from 'node:util';
import { ACL, createClient, CreateMode, type Client } from 'node-zookeeper-client';

/** What somebody else does in the tree: the bare library, with nothing of ours around it. */
export class RawZooKeeper {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(servers: string, credentials?: string): Promise<RawZooKeeper> {
    const client = createClient(servers, {
      sessionTimeout: 20_000,
      spinDelay: 50,
      retries: 0,
    });
    if (credentials !== undefined) client.addAuthInfo('digest', Buffer.from(credentials));
    await new Promise<void>((resolve) => {
      (client as unknown as { once(event: string, listener: () => void): void }).once(
        'connected',
        resolve,
      );
      client.connect();
    });
    return new RawZooKeeper(client);
  }

  async create(
    path: string,
    text: string | Buffer,
    kind: 'persistent' | 'ephemeral' = 'persistent',
  ) {
    const mode = kind === 'persistent' ? CreateMode.PERSISTENT : CreateMode.EPHEMERAL_SEQUENTIAL;
    return new Promise<string>((resolve, reject) => {
      this.#client.create(path, Buffer.from(text), ACL.OPEN_ACL_UNSAFE, mode, (error, at) =>
        error ? reject(error) : resolve(at ?? path),
      );
    });
  }

  /** As `create`, but only whoever gave the same credentials may touch or see it. */
  async createPrivate(path: string, text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const bytes = Buffer.from(text);
      this.#client.create(path, bytes, ACL.CREATOR_ALL_ACL, CreateMode.PERSISTENT, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  async children(path: string): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.#client.getChildren(path, undefined, (error, names) =>
        error ? reject(error) : resolve([...(names ?? [])].sort()),
      );
    });
  }

  async read(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#client.getData(path, undefined, (error, bytes) =>
        error ? reject(error) : resolve(String(bytes ?? '')),
      );
    });
  }

  async set(path: string, text: string): Promise<void> {
    await promisify(this.#client.setData.bind(this.#client))(path, Buffer.from(text), -1);
  }

  async remove(path: string): Promise<void> {
    await promisify(this.#client.remove.bind(this.#client))(path, -1);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#client.connectionManager.socket?.once('close', () => resolve());
      this.#client.close();
    });
  }
}
