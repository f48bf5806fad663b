import { decodeUtf8, encodeUtf8, err, type Result } from '@stoa/common';
import { parseJsonText, type Codec } from '@stoa/proto';

/** How calls and events are written on the wire. */
export type Encoding = 'json' | 'protobuf';

/** The media type of an encoding (mesos-http.md §1.4). */
export function mediaType(encoding: Encoding): string {
  return encoding === 'json' ? 'application/json' : 'application/x-protobuf';
}

/** A message as the body of a request. */
export function encodeMessage<T>(codec: Codec<T>, message: T, encoding: Encoding): Uint8Array {
  return encoding === 'json' ? encodeUtf8(codec.toJson(message)) : codec.toBinary(message);
}

/** A record of a stream as a message. */
export function decodeMessage<T>(
  codec: Codec<T>,
  bytes: Uint8Array,
  encoding: Encoding,
): Result<T, string> {
  if (encoding === 'protobuf') return codec.fromBinary(bytes);
  const json = parseJsonText(decodeUtf8(bytes));
  return json.ok ? codec.fromJson(json.value) : err(json.error);
}

/** The `Authorization` header of a principal; none without one. */
export function basicAuthorization(
  principal: string | undefined,
  secret: string | undefined,
): Readonly<Record<string, string>> {
  if (principal === undefined || secret === undefined) return {};
  const token = Buffer.from(`${principal}:${secret}`, 'utf8').toString('base64');
  return { Authorization: `Basic ${token}` };
}
