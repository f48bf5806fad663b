export * from './coordination.ts';
export * from './durable-store.ts';
export { openEmbeddedCoordination, singleCoordination } from './embedded/embedded-coordination.ts';
export {
  openEmbeddedStore,
  StoreCorruptedError,
  StoreLockedError,
  type EmbeddedStore,
  type LevelDatabase,
} from './embedded/embedded-store.ts';
export { MemoryStore } from './memory/memory-store.ts';
