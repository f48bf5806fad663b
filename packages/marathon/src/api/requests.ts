import {
  err,
  ok,
  parseIsoTime,
  queryValue,
  timestamp,
  type HttpQuery,
  type HttpReply,
  type HttpRequest,
  type Result,
  type Timestamp,
} from '@stoa/common';
import { parseJsonText } from '@stoa/proto';
import { canonicaliseShape } from '@stoa/proto/marathon';
import type { BodyDecoder } from './decoders.ts';
import { errorReply } from './replies.ts';
import { renderShapeFaults } from './shape-faults.ts';

// No body of this API nests deeper than ten or so; more is an attack on whoever walks it.
const DEPTH_MAX = 64;

/** The body as what it should be, or the answer that says everything that is wrong with it. */
export function decodeBody<T>(request: HttpRequest, decoder: BodyDecoder<T>): Result<T, HttpReply> {
  const refused = refuseMediaType(request);
  return refused === undefined ? decodeAnyBody(request, decoder) : err(refused);
}

/** The same for routes that take JSON under any media type (marathon-app.md §1). */
export function decodeAnyBody<T>(
  request: Pick<HttpRequest, 'body'>,
  decoder: BodyDecoder<T>,
): Result<T, HttpReply> {
  if (isBlank(request.body)) {
    const message = 'Please specify data in JSON format';
    return err(errorReply(400, { message, details: 'No content to map due to end-of-input' }));
  }
  const parsed = parseJsonText(request.body, DEPTH_MAX);
  if (!parsed.ok) return err(errorReply(400, { message: 'Invalid JSON', details: parsed.error }));
  const value = canonicaliseShape(decoder.schema, parsed.value);
  const decoded = decoder.decode(value);
  if (decoded.ok) return decoded;
  const details = renderShapeFaults(decoded.error, value);
  return err(errorReply(422, { message: 'Invalid JSON', details }));
}

function isBlank(body: Uint8Array): boolean {
  return body.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** 415 for a body of another type; a body without a type is taken for JSON. */
export function refuseMediaType({ headers, body }: HttpRequest): HttpReply | undefined {
  const given = headers['content-type'];
  if (given === undefined || body.length === 0) return undefined;
  const type = given.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/json' ? undefined : errorReply(415, 'Unsupported Media Type');
}

/** Whether the asker takes an answer of this type, `application/json`; no `Accept` takes all. */
export function accepts({ headers }: HttpRequest, type: string): boolean {
  const { accept } = headers;
  if (accept === undefined || accept.trim() === '') return true;
  const family = `${type.split('/', 1)[0]}/*`;
  return accept.split(',').some((part) => {
    const given = part.split(';', 1)[0]?.trim().toLowerCase();
    return given === type || given === family || given === '*/*' || given === '*';
  });
}

/** A switch in the query: `true` in any case; anything else is false (marathon-api.md §1.1). */
export function flag(query: HttpQuery, name: string, fallback = false): boolean {
  const value = queryValue(query, name);
  return value === undefined ? fallback : value.toLowerCase() === 'true';
}

/** A filter in the query; an empty one filters nothing. */
export function filter(query: HttpQuery, name: string): string | undefined {
  const value = queryValue(query, name);
  return value === '' ? undefined : value;
}

/** A moment, to the millisecond; the error is the answer. */
export function parseTime(text: string): Result<Timestamp, HttpReply> {
  const at = parseIsoTime(text);
  if (at !== undefined) return ok(timestamp(Math.round(at)));
  const message = `Invalid timestamp provided '${text}'. Expecting ISO-8601 datetime string.`;
  return err(errorReply(422, message));
}
