export * from './clock.ts';
export * from './driver.ts';
export * from './errors.ts';
export * from './files.ts';
export * from './flag-table.ts';
export * from './flag-values.ts';
export * from './flags-without-effect.ts';
export * from './flag-reading.ts';
export * from './flags-exit.ts';
export * from './flags.ts';
export * from './leadership-gate.ts';
export * from './lifecycle.ts';
export * from './log.ts';
export {
  createPlainLog,
  describeError,
  parseLogLevel,
  type Log,
  type LogFields,
  type LogOptions,
  type LogSink,
} from './plain-log.ts';
export * from './metrics.ts';
export * from './nearest-name.ts';
export * from './persist.ts';
export * from './ready-code.ts';
export * from './startup-error.ts';
export * from './http/authentication.ts';
export * from './http/binding.ts';
export {
  HttpCallError,
  type ClientAnswer,
  type ClientRequest,
  type ClientStream,
  type ClientTls,
  type HttpClient,
} from './http/call.ts';
export * from './http/client.ts';
export { createPlainHttpClient } from './http/plain-client.ts';
export type { HttpExchange } from './http/exchange.ts';
export type { HttpMeter, SentBody } from './http/meter.ts';
export * from './http/redirect-to-leader.ts';
export {
  acceptsGzip,
  methodNotAllowed,
  renderTextFault,
  type HttpFault,
  type RenderFault,
  sendReply,
} from './http/reply.ts';
export { parseQuery } from './http/request.ts';
export { principalOf, routeTable, type Route, type RouteParams } from './http/route-table.ts';
export * from './http/same-origin.ts';
export * from './http/schemas.ts';
export * from './http/server.ts';
export { encodeServerSentEvent, type OutgoingStream, type StreamLimits } from './http/streams.ts';
