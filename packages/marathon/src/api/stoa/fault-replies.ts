import { jsonReply, type HttpReply } from '@stoa/common';
import type { StoaFaultJson, StoaFaultKind } from '@stoa/proto/stoa';

// A 401 of the master or an agent is not ours: a browser would ask for a password that does not help.
const STATUS: Readonly<Record<StoaFaultKind, number>> = {
  invalid: 400,
  unknownAgent: 404,
  agentUnreachable: 502,
  agentForbids: 502,
  sandboxGone: 404,
  fileAbsent: 404,
  unreadable: 400,
  unknownInstance: 404,
  unknownApp: 404,
  notWaiting: 404,
  masterUnreachable: 503,
  masterForbids: 502,
  busy: 503,
};

/** A refusal below `/stoa/v1`. */
export function stoaFault(fault: StoaFaultJson): HttpReply {
  return stoaReply(fault, STATUS[fault.kind]);
}

/** An answer below `/stoa/v1`; none of them is true for long. */
export function stoaReply(body: object, status = 200): HttpReply {
  return jsonReply(status, body, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}
