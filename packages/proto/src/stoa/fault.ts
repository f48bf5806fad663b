import { answer } from '../marathon/schema-parts.ts';
import { oneOf, optional, text, type JsonOf } from '../marathon/schema-types.ts';

/** What went wrong, for a page to put in words of its own. */
export const STOA_FAULT_KINDS = [
  /** The request cannot be read: a bad parameter or body. */
  'invalid',
  /** No agent has this id, or it is no longer one of the cluster. */
  'unknownAgent',
  /** The agent is known and does not answer. */
  'agentUnreachable',
  /** The agent wants credentials that this Marathon does not have. */
  'agentForbids',
  /** The sandbox was removed to free disk. */
  'sandboxGone',
  /** The sandbox is there and holds no such file. */
  'fileAbsent',
  /** A directory where a file is needed, or a file that may not be read. */
  'unreadable',
  /** Neither Marathon nor the master remembers this instance. */
  'unknownInstance',
  /** There is no app of this id. */
  'unknownApp',
  /** The app has no instance that waits for its start. */
  'notWaiting',
  /** No master answers. */
  'masterUnreachable',
  /** The master wants credentials that this Marathon does not have. */
  'masterForbids',
  /** More is asked at once than is allowed. */
  'busy',
] as const;

/** Every refusal below `/stoa/v1`. */
export const StoaFaultSchema = answer({
  kind: oneOf(STOA_FAULT_KINDS),
  /** For a log or a command line; the page has its own words. */
  message: text(),
  agentId: optional(text()),
  host: optional(text()),
});
export type StoaFaultJson = JsonOf<typeof StoaFaultSchema>;
export type StoaFaultKind = StoaFaultJson['kind'];
