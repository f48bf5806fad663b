import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { decodeUtf8 } from '@stoa/common';
import { openInside, readFileIfPresent } from '@stoa/runtime';
import type { ConsoleFiles } from './console-routes.ts';

/** Where the console lies beside the sources and beside what is built of them. */
const OWN_CONSOLE = join(import.meta.dirname, '../../../../../ui/dist');
/** Of one file, in bytes; the largest of a console is a tenth of it. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;

const SUFFIXES = { br: '.br', gzip: '.gz' } as const;

/**
 * The files of the built console. They are read when asked for, so that one that is built while the
 * daemon runs is served as it is; links that lead out of it are not followed.
 */
export function openConsoleFiles(directory: string = OWN_CONSOLE): ConsoleFiles {
  return {
    page: async () => {
      const bytes = await readFileIfPresent(join(directory, 'index.html'), FILE_BYTES_MAX);
      return bytes === undefined ? undefined : decodeUtf8(bytes);
    },
    asset: async (path, encodings) => {
      for (const encoding of encodings) {
        const bytes = await readAsset(directory, `${path}${SUFFIXES[encoding]}`);
        if (bytes !== undefined) return { bytes, encoding };
      }
      const bytes = await readAsset(directory, path);
      return bytes === undefined ? undefined : { bytes, encoding: undefined };
    },
    nonce: () => randomBytes(18).toString('base64url'),
  };
}

async function readAsset(directory: string, path: string): Promise<Uint8Array | undefined> {
  const file = await openInside(directory, `assets/${path}`);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    return size > FILE_BYTES_MAX ? undefined : await file.readFile();
  } finally {
    await file.close();
  }
}
