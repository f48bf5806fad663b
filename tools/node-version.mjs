// Whether this Node can run Stoa, by the range that package.json states. Plain JavaScript for any Node that
// knows modules: this is what a wrong one gets to see.
import { readFileSync } from 'node:fs';

/** Why not, as one line with what to do; undefined when it can. */
export function explainNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const range = /^>=(\d+)\.(\d+)(?: <(\d+))?$/.exec(engines.node);
  if (range === null) throw new Error(`engines.node is not of the form >=A.B <C: ${engines.node}`);
  const [minMajor, minMinor, below = Infinity] = range.slice(1).map((text) => text && Number(text));
  const [major, minor] = version.split('.').map(Number);
  const isOld = major < minMajor || (major === minMajor && minor < minMinor);
  if (!isOld && major < below) return undefined;
  const wanted = isOld
    ? `${minMajor}.${minMinor} or newer is needed`
    : `only releases before ${below} are known to work`;
  return `this is Node ${version}, but ${wanted}: install Node 22 from https://nodejs.org`;
}

/** Ends the program with that line unless this Node will do. */
export function demandNode() {
  const fault = explainNode();
  if (fault === undefined) return;
  console.error(`stoa: ${fault}`);
  process.exit(1);
}
