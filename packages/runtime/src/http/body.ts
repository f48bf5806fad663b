import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { err, ok, type Result } from '@stoa/common';
import { errorCode } from '../errors.ts';

const gunzipAsync = promisify(gunzip);

/** Why a request body could not be had. */
export interface BodyFault {
  readonly status: 400 | 413 | 415;
  readonly message: string;
}

/**
 * The whole body of a request, decompressed. Never holds more than `limitBytes`, neither of what
 * came nor of what it expands to. Rejects only when the connection broke.
 */
export async function readBody(
  message: IncomingMessage,
  limitBytes: number,
): Promise<Result<Uint8Array, BodyFault>> {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!isGzip && encoding !== 'identity' && encoding !== '') {
    return err({ status: 415, message: `Content-Encoding '${encoding}' is not supported` });
  }
  if (Number(message.headers['content-length'] ?? 0) > limitBytes)
    return err(oversized(limitBytes));
  const raw = await collect(message, limitBytes);
  if (raw === undefined) return err(oversized(limitBytes));
  return isGzip && raw.length > 0 ? decompress(raw, limitBytes) : ok(raw);
}

function collect(message: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = deferred<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limitBytes) {
      chunks.length = 0;
      resolve(undefined);
    } else {
      chunks.push(chunk);
    }
  });
  message.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  message.on('error', reject);
  message.on('close', () => {
    // Every message closes; the error with its trace is made for those alone that were cut off.
    if (!message.readableEnded) reject(new Error('the connection closed inside the request body'));
  });
  return promise;
}

async function decompress(
  raw: Uint8Array,
  limitBytes: number,
): Promise<Result<Uint8Array, BodyFault>> {
  try {
    return ok(await gunzipAsync(raw, { maxOutputLength: limitBytes }));
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return err(oversized(limitBytes));
    return err({ status: 400, message: 'Failed to decompress the request body' });
  }
}

function oversized(limitBytes: number): BodyFault {
  return { status: 413, message: `The request body is over the limit of ${limitBytes} bytes` };
}

function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
