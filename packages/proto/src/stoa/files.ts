import { answer } from '../marathon/schema-parts.ts';
import {
  flag,
  integer,
  listOf,
  oneOf,
  optional,
  text,
  type JsonOf,
} from '../marathon/schema-types.ts';

/** One entry of a directory of a sandbox. */
export const FileEntrySchema = answer({
  name: text(),
  /** As the other calls take it. */
  path: text(),
  kind: oneOf(['directory', 'file', 'other']),
  /** `-rw-r--r--`. */
  mode: text(),
  links: integer(),
  user: text(),
  group: text(),
  /** Bytes. */
  size: integer(),
  /** ISO 8601. */
  modifiedAt: text(),
});
export type FileEntryJson = JsonOf<typeof FileEntrySchema>;

/** `GET /stoa/v1/agents/{id}/files/browse?path=`. Directories first, then by name. */
export const DirectorySchema = answer({ path: text(), entries: listOf(FileEntrySchema) });
export type DirectoryJson = JsonOf<typeof DirectorySchema>;

/**
 * `GET /stoa/v1/agents/{id}/files/read?path=&offset=&length=&wait=`. A negative offset counts from the
 * end. At most 64 KiB are given; a reader goes on at `next`. With `wait` (milliseconds, at most
 * 30,000) the answer to a reader at the end comes when the file has grown or shrunk.
 */
export const FilePieceSchema = answer({
  path: text(),
  /** Where the piece begins, in bytes from the start of the file. */
  offset: integer(),
  /** Where the next one begins. Below `offset` asked for: the file was cut, begin anew. */
  next: integer(),
  /** Bytes of the whole file. */
  size: integer(),
  /** Text in which a byte that is no UTF-8 stands as U+FFFD; with `as=base64` the bytes. */
  data: text(),
  encoding: oneOf(['text', 'base64']),
  /** False when the piece holds bytes that no text has. */
  isText: flag(),
});
export type FilePieceJson = JsonOf<typeof FilePieceSchema>;

/** `GET /stoa/v1/instances/{instanceId}/sandbox`: where the files of an instance are. */
export const InstanceSandboxSchema = answer({
  instanceId: text(),
  taskId: text(),
  frameworkId: text(),
  agentId: text(),
  host: text(),
  /** What the file calls take as `path`, with `/stdout` behind it for one. */
  path: text(),
  containerId: optional(text()),
  /** As on the wire: `TASK_RUNNING`. */
  state: text(),
  isEnded: flag(),
});
export type InstanceSandboxJson = JsonOf<typeof InstanceSandboxSchema>;
