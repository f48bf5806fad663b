// Identifiers as kinds of their own, and the rule for those that clients choose (mesos-http.md §4.1).
import type { Brand } from '@stoa/common';

/** `<master id>-0000`, or what a framework brought along. */
export type FrameworkId = Brand<string, 'FrameworkId'>;
/** `<master id>-S0`. */
export type AgentId = Brand<string, 'AgentId'>;
/** `<master id>-O0`. */
export type OfferId = Brand<string, 'OfferId'>;
/** Chosen by the framework. */
export type TaskId = Brand<string, 'TaskId'>;
/** Chosen by the framework, or the task's id for a plain command. */
export type ExecutorId = Brand<string, 'ExecutorId'>;
/** A random UUID. */
export type ContainerId = Brand<string, 'ContainerId'>;

const MAX_ID_BYTES = 255;
// Control characters and what would change a path.
const FORBIDDEN = /[\u0000-\u001f\u007f/\\]/;

/** What is wrong with an id that a client chose; undefined when nothing is. */
export function validateId(id: string): string | undefined {
  if (id === '') return 'ID must not be empty';
  if (utf8Length(id) > MAX_ID_BYTES)
    return `ID must not be greater than ${MAX_ID_BYTES} characters`;
  if (id === '.' || id === '..') return `'${id}' is disallowed`;
  return FORBIDDEN.test(id) ? `'${id}' contains invalid characters` : undefined;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
