import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BuildInfo } from '../core/index.ts';

/** The version that the endpoints and the master are told: that of the protocol spoken. */
const VERSION = '1.12.0';

/** What `/version` tells: the protocol's version, and when this file of the program was made. */
export function readBuildInfo(): BuildInfo {
  const { mtime } = statSync(fileURLToPath(import.meta.url));
  return {
    version: VERSION,
    build_date: mtime.toISOString().slice(0, 19).replace('T', ' '),
    build_time: Math.floor(mtime.getTime() / 1000),
    build_user: 'stoa',
  };
}
