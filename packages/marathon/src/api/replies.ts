import { jsonReply, renderIsoTime, type HttpReply, type Timestamp } from '@stoa/common';
import type { ErrorJson } from '@stoa/proto/marathon';
import type { ApiFault } from '../core/requests.ts';
import { gatherFaults } from './shape-faults.ts';

/** An answer in JSON. */
export function reply(
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return jsonReply(status, body, headers);
}

/** A refusal: a message, and what more is known (marathon-api.md §1.3). */
export function errorReply(status: number, error: ErrorJson | string): HttpReply {
  return reply(status, typeof error === 'string' ? { message: error } : error);
}

const LOCKED =
  'App is locked by one or more deployments. Override with the option ' +
  "'?force=true'. View details at '/v2/deployments/<DEPLOYMENT_ID>'.";

/** A refusal as an answer. */
export function renderFault(fault: ApiFault): HttpReply {
  const { status, ...error } = describeFault(fault);
  return errorReply(status, error);
}

/** What a refusal says, for the answer and for those who listen. */
export function faultMessage(fault: ApiFault): string {
  return describeFault(fault).message;
}

/** The one table from faults to answers (marathon-api.md §1.3). */
function describeFault(fault: ApiFault): ErrorJson & { readonly status: number } {
  switch (fault.kind) {
    case 'unknownApp':
      return {
        status: 404,
        message: `App '${fault.id}' does not exist${inVersion(fault.version)}`,
      };
    case 'unknownGroup':
      return {
        status: 404,
        message: `Group '${fault.id}' does not exist${inVersion(fault.version)}`,
      };
    case 'unknownTask':
      return { status: 404, message: `Task '${fault.taskId}' does not exist` };
    case 'unknownDeployment':
      return { status: 404, message: `DeploymentPlan ${fault.deploymentId} does not exist` };
    case 'notQueued':
      return { status: 404, message: `Application ${fault.id} not found in tasks queue.` };
    case 'appExists':
      return { status: 409, message: `An app with id [${fault.id}] already exists.` };
    case 'groupExists':
      return { status: 409, message: fault.isApp ? appAt(fault.id) : groupAt(fault.id) };
    case 'invalid':
      return {
        status: 422,
        message: 'Object is not valid',
        details: gatherFaults(fault.faults),
      };
    case 'locked':
      return {
        status: 409,
        message: LOCKED,
        deployments: fault.deploymentIds.map((id) => ({ id })),
      };
    case 'tooManyDeployments':
      return { status: 403, message: tooMany(fault.max) };
    case 'unprocessable':
      return { status: 422, message: fault.message };
    case 'badRequest':
      return { status: 400, message: fault.message };
    case 'unavailable':
      return { status: 503, message: fault.message };
  }
}

function inVersion(version: Timestamp | undefined): string {
  return version === undefined ? '' : ` in version ${renderIsoTime(version)}`;
}

function appAt(id: string): string {
  return `An app with the path ${id} already exists.`;
}

function groupAt(id: string): string {
  return `Group ${id} is already created. Use PUT to change this group.`;
}

function tooMany(max: number): string {
  return (
    `Max number (${max}) of running deployments is achieved. ` +
    'Wait for existing deployments to complete or cancel one using DELETE /v2/deployments/<DEPLOYMENT_ID>'
  );
}

const BY_STATUS: Readonly<Record<number, string>> = {
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
};

/**
 * The form of faults of the transport. A path that no route knows is a 500 here, as clients of this
 * API expect it (marathon-api.md §1.3).
 */
export function renderTransportFault(fault: {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}): HttpReply {
  const { status, message, headers } = fault;
  if (status === 404) return reply(500, { message: 'URI not found' }, headers);
  return reply(status, { message: BY_STATUS[status] ?? message }, headers);
}
