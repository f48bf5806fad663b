import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 keep code ready that is seldom used: what was compiled once is not dropped, and a function is
 * compiled to machine code when it is first called, not after some hundred calls. For a daemon whose
 * start is over: a person who submits one app an hour finds each path as quick as one who submits a
 * hundred. Called before the start is over it would cost that start a fifth.
 */
export function keepCodeReady(): void {
  // They only guide what happens next, so they may change while the process runs.
  setFlagsFromString('--no-flush-bytecode');
  setFlagsFromString('--always-sparkplug');
}
