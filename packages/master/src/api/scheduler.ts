import {
  type HttpReply,
  type HttpRequest,
  type Result,
  emptyReply,
  encodeUtf8,
  err,
  ok,
  textReply,
} from '@stoa/common';
import {
  type SchedulerCall,
  SchedulerCallCodec,
  type SchedulerCall_Type,
  type SchedulerEvent,
  SchedulerEventCodec,
  encodeRecord,
} from '@stoa/proto';
import { JSON_TYPE, type MediaType, decodeCallBody, negotiateType, onlyPost } from './call-body.ts';

/** A call that passed every check which needs no state of the master. */
export type SchedulerRequest =
  | { readonly kind: 'subscribe'; readonly call: SchedulerCall; readonly accept: MediaType }
  | {
      readonly kind: 'call';
      readonly call: SchedulerCall;
      /** What the header of that name held. */
      readonly streamId: string | undefined;
    };

/**
 * `POST /api/v1/scheduler` as far as the request alone decides: rows 5 to 12 of mesos-http.md §1.2,
 * the first that fails answers. Rows 13 to 19 ask the kernel.
 */
export function decodeSchedulerCall(request: HttpRequest): Result<SchedulerRequest, HttpReply> {
  const refusal = onlyPost(request.method);
  if (refusal !== undefined) return err(refusal);
  const decoded = decodeCallBody(request, SchedulerCallCodec);
  if (!decoded.ok) return decoded;
  const call = decoded.value;
  const fault = validateSchedulerCall(call, request.principal);
  if (fault !== undefined) {
    return err(textReply(400, `Failed to validate scheduler::Call: ${fault}`));
  }
  const streamId = request.headers['mesos-stream-id'];
  if (call.type !== 'SUBSCRIBE' && call.type !== 'RECONCILE_OPERATIONS') {
    return ok({ kind: 'call', call, streamId });
  }
  const accept = negotiateType(request);
  if (!accept.ok) return accept;
  if (call.type !== 'SUBSCRIBE') return ok({ kind: 'call', call, streamId });
  if (streamId !== undefined) {
    const words = "Subscribe calls should not include the 'Mesos-Stream-Id' header";
    return err(textReply(400, words));
  }
  const named = withPrincipal(call, request.principal);
  return ok({ kind: 'subscribe', call: named, accept: accept.value });
}

type CallMember = Exclude<keyof SchedulerCall, 'type' | 'framework_id'>;

/** The member that carries a call's arguments; types that are not listed need none (§4.2). */
const MEMBERS: Readonly<Partial<Record<SchedulerCall_Type, CallMember>>> = {
  SUBSCRIBE: 'subscribe',
  ACCEPT: 'accept',
  DECLINE: 'decline',
  ACCEPT_INVERSE_OFFERS: 'accept_inverse_offers',
  DECLINE_INVERSE_OFFERS: 'decline_inverse_offers',
  KILL: 'kill',
  SHUTDOWN: 'shutdown',
  ACKNOWLEDGE: 'acknowledge',
  ACKNOWLEDGE_OPERATION_STATUS: 'acknowledge_operation_status',
  RECONCILE: 'reconcile',
  RECONCILE_OPERATIONS: 'reconcile_operations',
  MESSAGE: 'message',
  REQUEST: 'request',
  UPDATE_FRAMEWORK: 'update_framework',
};

const UUID_BYTES = 16;

/** What is wrong with a call by itself (mesos-http.md §4.2, §4.3); undefined when nothing is. */
export function validateSchedulerCall(
  call: SchedulerCall,
  principal: string | undefined,
): string | undefined {
  if (call.type === undefined) return "Expecting 'type' to be present";
  if (call.type !== 'SUBSCRIBE' && call.framework_id === undefined) {
    return "Expecting 'framework_id' to be present";
  }
  const member = MEMBERS[call.type];
  if (member !== undefined && call[member] === undefined) {
    return `Expecting '${member}' to be present`;
  }
  return validateSubscribe(call, principal) ?? validateAcknowledgement(call);
}

function validateSubscribe(
  { type, framework_id, subscribe }: SchedulerCall,
  principal: string | undefined,
): string | undefined {
  if (type !== 'SUBSCRIBE' || subscribe === undefined) return undefined;
  const { id, principal: stated } = subscribe.framework_info;
  // An id that is there and empty is as good as none.
  if ((id?.value ?? '') !== (framework_id?.value ?? '')) {
    return "'framework_id' differs from 'subscribe.framework_info.id'";
  }
  if (principal === undefined || stated === undefined || principal === stated) return undefined;
  return `Authenticated principal '${principal}' does not match principal '${stated}' set in \`FrameworkInfo\``;
}

function validateAcknowledgement(call: SchedulerCall): string | undefined {
  const { type, acknowledge, acknowledge_operation_status: operation } = call;
  if (type === 'ACKNOWLEDGE' && acknowledge?.uuid.length !== UUID_BYTES) return 'Not a valid UUID';
  if (type !== 'ACKNOWLEDGE_OPERATION_STATUS' || operation === undefined) return undefined;
  if (operation.uuid.length !== UUID_BYTES) return 'Not a valid UUID';
  return operation.agent_id === undefined ? "Expecting 'agent_id' to be present" : undefined;
}

/** A framework that does not say whose it is belongs to whoever asked (mesos-http.md §8). */
function withPrincipal(call: SchedulerCall, principal: string | undefined): SchedulerCall {
  const { subscribe } = call;
  if (principal === undefined || subscribe?.framework_info.principal !== undefined) return call;
  if (subscribe === undefined) return call;
  const framework_info = { ...subscribe.framework_info, principal };
  return { ...call, subscribe: { ...subscribe, framework_info } };
}

/** The head of the answer to SUBSCRIBE: a type without charset, no length (mesos-http.md §1.5). */
export function streamHead(
  accept: MediaType,
  streamId: string,
): { readonly status: number; readonly headers: Readonly<Record<string, string>> } {
  return { status: 200, headers: { 'Mesos-Stream-Id': streamId, 'Content-Type': accept } };
}

/** One event as one record, ready for one write. */
export function encodeSchedulerEvent(event: SchedulerEvent, accept: MediaType): Uint8Array {
  const payload =
    accept === JSON_TYPE
      ? encodeUtf8(SchedulerEventCodec.toJson(event))
      : SchedulerEventCodec.toBinary(event);
  return encodeRecord(payload);
}

/** The kernel's answer to a call: a fault as text, otherwise nothing but the status. */
export function renderCallAnswer(status: number, message: string | undefined): HttpReply {
  return message === undefined ? emptyReply(status) : textReply(status, message);
}
