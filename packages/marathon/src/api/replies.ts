import { jsonReply, renderIsoTime, type HttpReply } from '@stoa/common';
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

/** The one table from faults to answers (marathon-api.md §1.3). */
export function renderFault(fault: ApiFault): HttpReply {
  switch (fault.kind) {
    case 'unknownApp': {
      const version =
        fault.version === undefined ? '' : ` in version ${renderIsoTime(fault.version)}`;
      return errorReply(404, `App '${fault.id}' does not exist${version}`);
    }
    case 'unknownTask':
      return errorReply(404, `Task '${fault.taskId}' does not exist`);
    case 'unknownDeployment':
      return errorReply(404, `DeploymentPlan ${fault.deploymentId} does not exist`);
    case 'notQueued':
      return errorReply(404, `Application ${fault.id} not found in tasks queue.`);
    case 'appExists':
      return errorReply(409, `An app with id [${fault.id}] already exists.`);
    case 'invalid':
      return errorReply(422, {
        message: 'Object is not valid',
        details: gatherFaults(fault.faults),
      });
    case 'locked': {
      const deployments = fault.deploymentIds.map((id) => ({ id }));
      return errorReply(409, { message: LOCKED, deployments });
    }
    case 'tooManyDeployments':
      return errorReply(
        403,
        `Max number (${fault.max}) of running deployments is achieved. ` +
          'Wait for existing deployments to complete or cancel one using DELETE /v2/deployments/<DEPLOYMENT_ID>',
      );
    case 'unprocessable':
      return errorReply(422, fault.message);
    case 'badRequest':
      return errorReply(400, fault.message);
    case 'unavailable':
      return errorReply(503, fault.message);
  }
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
