import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Express } from 'express';
import { decodeUtf8, emptyReply, queryValue, textReply } from '@stoa/common';
import type { HttpReply, HttpRequest } from '@stoa/common';
import type { AgentResponse } from '@stoa/proto';
import { double, jsonTextReply } from '@stoa/proto/classic';
import { parseQuery } from '@stoa/runtime';
import type { Route } from '@stoa/runtime';
import { mediaTypeOf, parseReadRange, READ_BYTES_MAX, wholeCharacters } from '../api/sandbox.ts';
import { codeOf } from '../containerizers/containerizer.ts';
import type { FileFault, SandboxFiles } from './sandbox-files.ts';

/** `/files/browse`, `read` and `debug` (mesos-endpoints.md §3.5). */
export function fileRoutes(
  files: SandboxFiles,
  { prefixes, debug }: { readonly prefixes: readonly string[]; readonly debug: () => HttpReply },
): readonly Route[] {
  const route = (name: string, handle: Route['handle']): readonly Route[] =>
    prefixes.flatMap((prefix) =>
      ['', '.json'].map((end) => ({
        methods: ['*'],
        path: `${prefix}/files/${name}${end}`,
        handle,
      })),
    );
  return [
    ...route('browse', (request) => browse(files, request)),
    ...route('read', (request) => read(files, request)),
    ...route('debug', debug),
  ];
}

/** `/files/download`: the bytes as they are, streamed however large the file. */
export function mountDownload(
  app: Express,
  files: SandboxFiles,
  options: {
    readonly prefixes: readonly string[];
    readonly onFault: (what: string, error: unknown) => void;
  },
): void {
  const paths = new Set(options.prefixes.map((prefix) => `${prefix}/files/download`));
  app.use((request, response, next) => {
    if (!paths.has(decodeURIComponent(request.path).replace(/\/$/, ''))) {
      next();
      return;
    }
    const at = request.url.indexOf('?');
    const path = queryValue(parseQuery(at < 0 ? '' : request.url.slice(at + 1)), 'path');
    const refuse = (reply: HttpReply): void => {
      response.writeHead(reply.status, reply.headers).end(reply.body);
    };
    download(files, path, response, refuse).catch((error: unknown) => {
      // A reader that goes away in the middle is nobody's fault.
      if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') options.onFault('files.download', error);
      response.destroy();
    });
  });
}

async function download(
  files: SandboxFiles,
  path: string | undefined,
  response: ServerResponse,
  refuse: (reply: HttpReply) => void,
): Promise<void> {
  if (path === undefined || path === '') {
    refuse(textReply(400, "Expecting 'path=value' in query.\n"));
    return;
  }
  const opened = await files.open(path);
  if (!opened.ok) {
    if (opened.error === 'directory') refuse(textReply(400, 'Cannot download a directory.\n'));
    else if (opened.error === 'absent') refuse(textReply(404, '404 Not Found.'));
    else refuse(renderFault(opened.error, path));
    return;
  }
  const file = opened.value;
  const { size } = await file.stat();
  const name = basename(path);
  const type = mediaTypeOf(name);
  response.writeHead(200, {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    'Content-Length': size,
    'Content-Disposition': `attachment; filename=${name.replace(/[^\x20-\x7e]|[";]/g, '_')}`,
  });
  // A growing log is given as long as it was when the head was sent.
  if (size === 0) {
    response.end();
    await file.close();
    return;
  }
  await pipeline(file.createReadStream({ start: 0, end: size - 1 }), response);
}

/** LIST_FILES of the v1 API. */
export async function listFilesCall(
  files: SandboxFiles,
  path: string,
): Promise<AgentResponse | HttpReply> {
  const found = await files.browse(path);
  if (!found.ok) return renderFault(found.error, path);
  const file_infos = found.value.map((entry) => ({
    path: entry.path,
    nlink: entry.nlink,
    size: entry.size,
    mtime: { nanoseconds: BigInt(entry.mtimeSeconds) * 1_000_000_000n },
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
  }));
  return { type: 'LIST_FILES', list_files: { file_infos } };
}

/** READ_FILE of the v1 API. */
export async function readFileCall(
  files: SandboxFiles,
  path: string,
  range: { readonly offset: number; readonly length: number | undefined },
): Promise<AgentResponse | HttpReply> {
  const length = Math.min(range.length ?? READ_BYTES_MAX, READ_BYTES_MAX);
  const found = await files.read(path, { offset: range.offset, length });
  if (!found.ok) return renderFault(found.error, path);
  return { type: 'READ_FILE', read_file: { size: found.value.size, data: found.value.bytes } };
}

async function browse(files: SandboxFiles, request: HttpRequest): Promise<HttpReply> {
  const path = queryValue(request.query, 'path');
  if (path === undefined || path === '') {
    return textReply(400, "Expecting 'path=value' in query.\n");
  }
  const found = await files.browse(path);
  if (!found.ok) return renderFault(found.error, path);
  const entries = found.value.map((entry) => ({
    gid: entry.gid,
    mode: entry.modeText,
    mtime: double(entry.mtimeSeconds),
    nlink: entry.nlink,
    path: entry.path,
    size: entry.size,
    uid: entry.uid,
  }));
  return jsonTextReply(entries);
}

async function read(files: SandboxFiles, request: HttpRequest): Promise<HttpReply> {
  const path = queryValue(request.query, 'path');
  if (path === undefined || path === '') {
    return textReply(400, "Expecting 'path=value' in query.\n");
  }
  const range = parseReadRange(request.query);
  if (!range.ok) return textReply(400, range.error);
  const { offset, length } = range.value;
  const wanted = offset === undefined ? { offset: 0, length: 0 } : { offset, length };
  const found = await files.read(path, wanted);
  if (!found.ok) return renderFault(found.error, path);
  const { bytes, size } = found.value;
  if (offset === undefined) return jsonTextReply({ data: '', offset: size });
  const isEnd = offset + bytes.length >= size || bytes.length === 0;
  const whole = isEnd ? bytes : bytes.subarray(0, wholeCharacters(bytes));
  return jsonTextReply({ data: decodeUtf8(whole), offset });
}

function renderFault(fault: FileFault, path: string): HttpReply {
  switch (fault) {
    case 'absent':
      return emptyReply(404);
    case 'directory':
      return textReply(400, 'Cannot read a directory.\n');
    case 'inaccessible':
      return textReply(400, `'${path}' is inaccessible.\n`);
  }
}
