import { type HttpReply, type HttpRequest, type Result, err, ok, textReply } from '@stoa/common';
import { type Codec, parseJsonText } from '@stoa/proto';

export const JSON_TYPE = 'application/json';
export const PROTOBUF_TYPE = 'application/x-protobuf';

/** The two types in which the v1 APIs are spoken. */
export type MediaType = typeof JSON_TYPE | typeof PROTOBUF_TYPE;

/** The methods of a path, and what to answer to any other (mesos-http.md §1.2 row 5). */
export function onlyPost(method: string): HttpReply | undefined {
  if (method === 'POST') return undefined;
  const words = `Expecting one of { 'POST' }, but received '${method}'.`;
  return textReply(405, `405 Method Not Allowed. ${words}`, { Allow: 'POST' });
}

/**
 * The body of a v1 call as a message: rows 6 to 9 of mesos-http.md §1.2, with their answers. The
 * type is compared whole: with a charset behind it, it is another.
 */
export function decodeCallBody<T>(
  { headers, body }: Pick<HttpRequest, 'headers' | 'body'>,
  codec: Codec<T>,
): Result<T, HttpReply> {
  const type = headers['content-type'];
  if (type === undefined) return err(textReply(400, "Expecting 'Content-Type' to be present"));
  switch (type.trim().toLowerCase()) {
    case PROTOBUF_TYPE: {
      const call = codec.fromBinary(body);
      return call.ok ? call : err(textReply(400, 'Failed to parse body into Call protobuf'));
    }
    case JSON_TYPE:
      return decodeJson(body, codec);
    default:
      return err(textReply(415, `Expecting 'Content-Type' of ${JSON_TYPE} or ${PROTOBUF_TYPE}`));
  }
}

function decodeJson<T>(body: Uint8Array, codec: Codec<T>): Result<T, HttpReply> {
  const json = parseJsonText(body);
  if (!json.ok) return err(textReply(400, `Failed to parse body into JSON: ${json.error}`));
  const call = codec.fromJson(json.value);
  if (call.ok) return call;
  return err(textReply(400, `Failed to convert JSON into Call protobuf: ${call.error}`));
}

/** Row 11 of mesos-http.md §1.2: the answer's type, or 406. */
export function negotiateType({
  headers,
}: Pick<HttpRequest, 'headers'>): Result<MediaType, HttpReply> {
  const accept = acceptedType(headers['accept']);
  if (accept !== undefined) return ok(accept);
  const wanted = `'${PROTOBUF_TYPE}' or '${JSON_TYPE}'`;
  return err(textReply(406, `Expecting 'Accept' to allow ${wanted}`));
}

/**
 * The answer's type: JSON whenever it is allowed, whatever the order (mesos-http.md §1.4). Undefined
 * when neither is; a header that is there and empty allows nothing.
 */
export function acceptedType(accept: string | undefined): MediaType | undefined {
  if (accept === undefined) return JSON_TYPE;
  const ranges = accept.split(',').map((range) =>
    range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const isRefused = (type: string): boolean =>
    ranges.some(([name, ...parameters]) => name === type && isZero(parameters));
  const isAllowed = (type: MediaType): boolean =>
    !isRefused(type) &&
    ranges.some(
      ([name = '', ...parameters]) =>
        [type, '*/*', 'application/*'].includes(name) && !isZero(parameters),
    );
  return [JSON_TYPE, PROTOBUF_TYPE].filter(isMediaType).find(isAllowed);
}

function isMediaType(type: string): type is MediaType {
  return type === JSON_TYPE || type === PROTOBUF_TYPE;
}

function isZero(parameters: readonly string[]): boolean {
  return parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
}
