import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { VersionInfo } from '@stoa/proto';
import { VERSION } from './master-info.ts';

/** What `/version` tells: the protocol's version, and when this file of the program was made. */
export function readBuildInfo(): VersionInfo {
  const { mtime } = statSync(fileURLToPath(import.meta.url));
  return {
    version: VERSION,
    build_date: mtime.toISOString().slice(0, 19).replace('T', ' '),
    build_time: Math.floor(mtime.getTime() / 1000),
    build_user: 'stoa',
  };
}
