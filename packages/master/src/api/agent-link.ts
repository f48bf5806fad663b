import { type HttpReply, type HttpRequest, type Result, err, ok, textReply } from '@stoa/common';
import {
  type LinkCall,
  LinkCallCodec,
  type LinkEvent,
  LinkEventCodec,
  encodeRecord,
} from '@stoa/proto';
import { PROTOBUF_TYPE, onlyPost } from './call-body.ts';

/** Where agents call; private to master and agent, so outside `/api`. */
export const AGENT_LINK_PATH = '/stoa/v1/agent-link';

/** The call in a request of an agent, or what to answer: both ends are ours, so protobuf only. */
export function decodeLinkCall(request: HttpRequest): Result<LinkCall, HttpReply> {
  const refusal = onlyPost(request.method);
  if (refusal !== undefined) return err(refusal);
  if (request.headers['content-type'] !== PROTOBUF_TYPE) {
    return err(textReply(415, `Expecting 'Content-Type' of ${PROTOBUF_TYPE}`));
  }
  const call = LinkCallCodec.fromBinary(request.body);
  if (!call.ok) return err(textReply(400, `Failed to parse body into a link call: ${call.error}`));
  const { type, subscribe } = call.value;
  if (type === undefined) return err(textReply(400, "Expecting 'type' to be present"));
  if (type === 'SUBSCRIBE' && subscribe === undefined) {
    return err(textReply(400, "Expecting 'subscribe' to be present"));
  }
  return ok(call.value);
}

/** The head of the answer to an agent's SUBSCRIBE. */
export function linkHead(linkId: string): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
} {
  return { status: 200, headers: { 'Stoa-Stream-Id': linkId, 'Content-Type': PROTOBUF_TYPE } };
}

/** One event as one record, ready for one write. */
export function encodeLinkEvent(event: LinkEvent): Uint8Array {
  return encodeRecord(LinkEventCodec.toBinary(event));
}
