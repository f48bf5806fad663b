export * from './coordination.ts';
export * from './durable-store.ts';
export { openEmbeddedCoordination, singleCoordination } from './embedded/embedded-coordination.ts';
export {
  openEmbeddedStore,
  StoreCorruptedError,
  StoreLockedError,
  type EmbeddedStore,
} from './embedded/embedded-store.ts';
export { openStoreRepair, type RepairPlan, type StoreRepair } from './embedded/store-repair.ts';
export { MemoryStore } from './memory/memory-store.ts';
export {
  readMasterPlace,
  renderMasterPlace,
  renderMasterRecord,
  type MasterPlace,
} from './master-place.ts';
export { copyStore, StoreNotEmptyError, type CopyProgress } from './store-copy.ts';
export { AddressError, readAddress } from './zookeeper/address-file.ts';
export { latchForm, MASTER_FORM, selectCandidates } from './zookeeper/election-form.ts';
export {
  marathonPlace,
  masterPlace,
  openZooKeeperCoordination,
  readZooKeeperUrl,
  type ZooKeeperPlace,
} from './zookeeper/zookeeper-coordination.ts';
export { openZooKeeperStorage, type ZooKeeperStorage } from './zookeeper/zookeeper-storage.ts';
export { watchMasters, type MasterWatch } from './zookeeper/master-watch.ts';
export {
  isZooKeeperUrl,
  parseZooKeeperUrl,
  renderZooKeeperUrl,
  type ZooKeeperUrl,
} from './zookeeper/zookeeper-url.ts';
