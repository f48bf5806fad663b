// Whether what is installed is what the lock file names.
import { existsSync, readFileSync } from 'node:fs';

const MARK = 'node_modules/.package-lock.json';

/** npm itself tells: times would not, a checkout gives every file its own. */
export function isInstalled(home = '.') {
  const read = (file) => JSON.parse(readFileSync(`${home}/${file}`, 'utf8')).packages;
  if (!existsSync(`${home}/${MARK}`)) return false;
  const installed = read(MARK);
  return Object.entries(read('package-lock.json'))
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.link)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}
