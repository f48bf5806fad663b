import { registryWrite } from './registry.ts';
import type { RegistryOperation, Step } from '../state.ts';

/** Asks that a change of the registry be made; what follows from it waits until it is durable. */
export function changeRegistry(step: Step, operation: RegistryOperation): void {
  step.state.registryQueue.push(operation);
}

/**
 * Writes what was asked for, all in one, unless a write is under way: one in flight at a time makes
 * groups of what comes meanwhile, so that ten thousand agents cost a handful of writes.
 */
export function writeRegistry(step: Step): void {
  const { state } = step;
  if (state.registryWrite !== undefined || state.registryQueue.length === 0) return;
  const operations = state.registryQueue;
  const token = state.nextToken++;
  state.registryQueue = [];
  state.registryWrite = { token, operations };
  step.effects.push({ kind: 'persist', token, writes: operations.map(registryWrite) });
}

/** The changes of the write that ended, one way or the other. */
export function takeWritten(step: Step, token: number): readonly RegistryOperation[] {
  const { state } = step;
  if (state.registryWrite?.token !== token) return [];
  const { operations } = state.registryWrite;
  state.registryWrite = undefined;
  return operations;
}
