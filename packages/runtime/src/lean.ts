// What a daemon is made of that wants to stay small: nothing here loads a library.
export * from './clock.ts';
export * from './driver.ts';
export * from './errors.ts';
export * from './flag-table.ts';
export { readFlags, wantsHelp, withDefaults, type Environment } from './flag-reading.ts';
export * from './lifecycle.ts';
export * from './nearest-name.ts';
export { createPlainLog, parseLogLevel, type Log } from './plain-log.ts';
export * from './startup-error.ts';
export * from './http/binding.ts';
export { createSameOriginPolicy } from './http/same-origin.ts';
export { routeTable } from './http/route-table.ts';
export { startHttpServer, type HttpListener } from './http/server.ts';
export type { ClientStream, ClientTls, HttpClient } from './http/call.ts';
export { createPlainHttpClient } from './http/plain-client.ts';
