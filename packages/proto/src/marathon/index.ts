export { canonicaliseShape } from './canonical-shape.ts';
export * from './app-info.ts';
export {
  AppSchema,
  AppUpdateSchema,
  AppUpdatesSchema,
  type AppJson,
  type AppUpdateJson,
  type AppUpdatesJson,
} from './app.ts';
export * from './checks.ts';
export * from './container.ts';
export * from './deployment.ts';
export * from './error.ts';
export * from './event.ts';
export * from './group.ts';
export * from './info.ts';
export * from './network.ts';
export * from './queue.ts';
export { SET_KEYWORD } from './schema-parts.ts';
export * from './task.ts';
