// What this machine has, and how a Debian gets the rest.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, undefined if it is not there. */
export function findProgram(...names) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/bin',
    '/sbin',
    '/bin',
  ];
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
}

/** Debian itself or a kin that has apt-get. */
export function isDebian() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^ID(_LIKE)?=.*debian/m.test(release) && findProgram('apt-get') !== undefined;
  } catch {
    return false;
  }
}

/** Installs packages; returns what went wrong, undefined if nothing did. */
export function installPackages(names) {
  console.log(`== apt-get install ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const install = () => apt('install', '-y', '-q', '--no-install-recommends', ...names);
  // The lists of a fresh machine are empty or old; those of a kept one often suffice.
  if (install() || (apt('update', '-q') && install())) return undefined;
  return `apt-get could not install ${names.join(' ')}: install them by hand, or check the network and /etc/apt/sources.list`;
}
