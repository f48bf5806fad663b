import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorMessage } from '@stoa/runtime';
import {
  isZooKeeperUrl,
  marathonPlace,
  masterPlace,
  openEmbeddedStore,
  openZooKeeperStorage,
  readZooKeeperUrl,
  renderZooKeeperUrl,
  StoreLockedError,
  type CoordinationLog,
  type DurableStore,
  type ZooKeeperPlace,
  type ZooKeeperStorage,
  type ZooKeeperUrl,
} from '@stoa/coordination';
import { EXIT, Refusal } from './refusal.ts';

/** Whose state it is. */
export type Owner = 'master' | 'marathon';

/** Where state is or is to be, as it was given. */
export type Place =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'zookeeper'; readonly url: ZooKeeperUrl };

/** One end of a copy, held so that nobody leads from it. */
export interface End {
  /** For people: the password crossed out. */
  readonly shown: string;
  readonly store: DurableStore;
  /** Makes `store` take writes. */
  beginWriting(): Promise<void>;
  /** Rejects with `Refusal` when somebody began to lead meanwhile. */
  assertUndisturbed(): Promise<void>;
  close(): Promise<void>;
}

/** What each daemon calls the folder in its `--work_dir`. */
const FOLDERS: Readonly<Record<Owner, string>> = { master: 'registry', marathon: 'store' };
const OWNERS: readonly Owner[] = ['master', 'marathon'];

/** Reads `--from` or `--to`: a `--work_dir`, a zk:// address, or file:// with one. */
export async function readPlace(text: string): Promise<Place> {
  if (!isZooKeeperUrl(text) && !text.startsWith('file://')) {
    return { kind: 'directory', path: resolve(text) };
  }
  const url = await readZooKeeperUrl(text);
  if (url.path === '/') {
    throw new Refusal(EXIT.usage, `${renderZooKeeperUrl(url)} names no path behind the servers`);
  }
  return { kind: 'zookeeper', url };
}

/** Whose state lies at a place. Rejects with `Refusal` when there is none, or that of both. */
export async function findOwner(place: Place, timeoutMs: number): Promise<Owner> {
  const found =
    place.kind === 'directory' ? await ownersIn(place.path) : await ownersAt(place.url, timeoutMs);
  const [owner, other] = found;
  const shown = showPlace(place);
  if (owner === undefined) {
    const where =
      place.kind === 'directory'
        ? 'name the --work_dir of a master or of Marathon (with stoa up: .stoa/master, .stoa/marathon)'
        : 'name the address that the daemon was given as --zk';
    throw new Refusal(
      EXIT.missing,
      `there is no state of a master or of Marathon in ${shown}`,
      where,
    );
  }
  if (other === undefined) return owner;
  const remedy = '--of=master or --of=marathon';
  throw new Refusal(EXIT.missing, `${shown} has the state of a master and of Marathon`, remedy);
}

/** Opens a place so that nobody can lead from it; rejects with `Refusal` while somebody does. */
export function openEnd(place: Place, owner: Owner, timeoutMs: number): Promise<End> {
  return place.kind === 'directory'
    ? openDirectory(place.path, owner)
    : openEnsemble(placeOf(place.url, owner), timeoutMs);
}

/** The place for people. */
export function showPlace(place: Place): string {
  return place.kind === 'directory' ? place.path : renderZooKeeperUrl(place.url);
}

async function ownersIn(path: string): Promise<readonly Owner[]> {
  const names = await readdir(path).catch((): string[] => []);
  return OWNERS.filter((owner) => names.includes(FOLDERS[owner]));
}

async function ownersAt(url: ZooKeeperUrl, timeoutMs: number): Promise<readonly Owner[]> {
  const found: Owner[] = [];
  for (const owner of OWNERS) {
    const storage = await openStorage(placeOf(url, owner), timeoutMs);
    if (await storage.exists()) found.push(owner);
    await storage.close();
  }
  return found;
}

function placeOf(url: ZooKeeperUrl, owner: Owner): ZooKeeperPlace {
  return owner === 'master' ? masterPlace(url) : marathonPlace(url);
}

async function openDirectory(path: string, owner: Owner): Promise<End> {
  const directory = join(path, FOLDERS[owner]);
  try {
    const store = await openEmbeddedStore(directory);
    return {
      shown: directory,
      store,
      // Nobody else can open it meanwhile.
      beginWriting: () => Promise.resolve(),
      assertUndisturbed: () => Promise.resolve(),
      close: () => store.close(),
    };
  } catch (error) {
    const code = error instanceof StoreLockedError ? EXIT.conflict : EXIT.failed;
    throw new Refusal(code, errorMessage(error), undefined, error);
  }
}

async function openEnsemble(place: ZooKeeperPlace, timeoutMs: number): Promise<End> {
  const storage = await openStorage(place, timeoutMs);
  const shown = renderZooKeeperUrl(place.url);
  try {
    await assertNobodyStands(storage, shown);
  } catch (error) {
    await storage.close();
    throw error;
  }
  return {
    shown,
    store: storage.store,
    beginWriting: () => storage.beginWriting(),
    assertUndisturbed: async () => {
      await assertNobodyStands(storage, shown);
      if (!(await storage.wasLed())) return;
      throw new Refusal(
        EXIT.conflict,
        `somebody led at ${shown} during the copy`,
        'stop it, then again with --replace',
      );
    },
    close: () => storage.close(),
  };
}

async function assertNobodyStands(storage: ZooKeeperStorage, shown: string): Promise<void> {
  const candidate = await storage.candidate();
  if (candidate === undefined) return;
  const remedy = 'stop every daemon of that address; what one killed left goes with its session';
  throw new Refusal(EXIT.conflict, `somebody leads at ${shown}: ${candidate}`, remedy);
}

async function openStorage(place: ZooKeeperPlace, timeoutMs: number): Promise<ZooKeeperStorage> {
  try {
    return await openZooKeeperStorage({ place, deadlineMs: timeoutMs, log: LOG });
  } catch (error) {
    const remedy = 'a longer --timeout, or start a majority of its servers';
    throw new Refusal(EXIT.unreachable, errorMessage(error), remedy, error);
  }
}

const tell = (event: string, fields: Readonly<Record<string, unknown>>): void => {
  console.error(`${event} ${JSON.stringify(fields)}`);
};
/** What the connection has to say goes where people look. */
const LOG: CoordinationLog = { error: tell, warn: tell, info: tell };
