// The file system of the test image: a static busybox and a link for each of its applets.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.mjs';

/** The path of a busybox that runs without libraries, undefined if there is none. */
export function findStaticBusybox() {
  const file = findProgram('busybox');
  if (file === undefined) return undefined;
  // A dynamic program names its loader near its beginning.
  const head = readFileSync(file).subarray(0, 4096).toString('latin1');
  return /\/lib\S*\/ld-/.test(head) ? undefined : file;
}

/** The image as a tar archive. */
export function buildBusyboxTar() {
  const busybox = findStaticBusybox();
  if (busybox === undefined) throw new Error('the test image needs the package busybox-static');
  const root = mkdtempSync(join(tmpdir(), 'stoa-image-'));
  try {
    for (const name of ['bin', 'etc', 'tmp', 'root', 'mnt']) mkdirSync(join(root, name));
    chmodSync(join(root, 'tmp'), 0o1777);
    copyFileSync(busybox, join(root, 'bin', 'busybox'));
    chmodSync(join(root, 'bin', 'busybox'), 0o755);
    const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
    for (const name of applets) {
      if (name !== 'busybox') symlinkSync('/bin/busybox', join(root, 'bin', name));
    }
    writeFileSync(
      join(root, 'etc', 'passwd'),
      'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n',
    );
    writeFileSync(join(root, 'etc', 'group'), 'root:x:0:\nnogroup:x:65534:\n');
    return execFileSync('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.'], {
      maxBuffer: 64 * 1024 * 1024,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
