import type { Offer_Operation } from '@stoa/proto';
import { count, sendToFramework, trace } from '../state.ts';
import type { FrameworkRecord, Step } from '../state.ts';

/** Agents of this protocol version hold nothing that outlives a task. */
const NO_HOLDINGS = 'the agents of this cluster take no reservations and no persistent volumes';
const NO_PROVIDERS = 'resource providers are not supported';

/**
 * An operation that nobody here can do. What it would have used stays with the offers; a framework
 * that gave it an id hears why (mesos-http.md §4.5).
 */
export function refuseOperation(
  step: Step,
  framework: FrameworkRecord,
  operation: Offer_Operation,
): void {
  const { type } = operation;
  if (type === undefined || type === 'UNKNOWN') {
    const fields = { frameworkId: framework.id, operation: type };
    trace(step, 'warn', 'operation.refused', { ...fields, reason: 'a type of another version' });
    return;
  }
  const isProvided = type === 'CREATE_DISK' || type === 'DESTROY_DISK';
  sendOperationError(step, framework, operation, isProvided ? NO_PROVIDERS : NO_HOLDINGS);
}

/** The end of an operation that was never done. Without `uuid`: nobody acknowledges it. */
export function sendOperationError(
  step: Step,
  framework: FrameworkRecord,
  { id, type }: Offer_Operation,
  message: string,
): void {
  count(step, 'master/operations/error');
  count(step, `master/operations/${(type ?? 'UNKNOWN').toLowerCase()}/error`);
  const fields = { frameworkId: framework.id, operation: type };
  trace(step, 'info', 'operation.refused', { ...fields, reason: message });
  if (id === undefined) return;
  const status = { operation_id: id, state: 'OPERATION_ERROR', message } as const;
  sendToFramework(step, framework, {
    type: 'UPDATE_OPERATION_STATUS',
    update_operation_status: { status },
  });
}
