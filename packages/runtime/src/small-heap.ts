import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const RELEASE_AFTER_MS = 1_000;

/**
 * Has V8 keep this process small: its young generation does not grow, and memory counts for more than
 * the last bit of speed. For a daemon whose own process has little to keep and much short-lived work;
 * call it before anything else is loaded, or most of the gain is gone. It imports nothing of ours for
 * that reason.
 */
export function preferSmallHeap(): void {
  // They only guide what happens next, so they may change while the process runs.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
  // What a first state becomes stays. V8 would look through all of it for garbage again and again while
  // it grows, in vain; how far it may grow ends with `releaseMemorySoon`.
  setFlagsFromString('--heap-growing-percent=200');
  // Whoever compiles keeps what it once allocated: each thread for itself, and the more the larger
  // the functions are that it makes one of. Together that is as much as ten thousand tasks.
  setFlagsFromString('--no-concurrent-recompilation');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=50');
  setFlagsFromString('--max-optimized-bytecode-size=600');
}

/**
 * Gives back what is no longer used, all of it, a second from now: for a process that has just done much
 * of what it will not do again, and has others waiting for it first. It stands still for a few hundredths
 * of a second.
 */
export function releaseMemorySoon(): void {
  setTimeout(releaseMemory, RELEASE_AFTER_MS).unref();
}

function releaseMemory(): void {
  setFlagsFromString('--heap-growing-percent=0');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (() => void) | undefined;
  if (collect === undefined) return;
  collect();
  // What the first one found is free; the second moves what lives together, and gives pages back.
  collect();
}
