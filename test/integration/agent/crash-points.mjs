// Loaded before an agent's process (`--import crash-points.mjs?at=…`): the process kills itself, as
// `kill -9` would, in the middle of one deed. The deed is a call that passes through here, so the
// moment is the same in every run, and the agent's own code knows nothing of it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { EmbeddedStore } from '../../../packages/coordination/src/embedded/embedded-store.ts';

const asked = new URL(import.meta.url).searchParams;

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is under way; nothing more is done until it is here.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** The writes of a transaction as lines: `+key=value`, `-key`. */
function renderWrites(writes) {
  const lines = writes.map(({ key, value }) =>
    value === undefined ? `-${key}` : `+${key}=${Buffer.from(value).toString()}`,
  );
  return lines.join('\n');
}

/** Before or after a write to the store in which `pattern` is found. */
function atWrite(pattern, isAfter) {
  const { transact } = EmbeddedStore.prototype;
  EmbeddedStore.prototype.transact = async function (writes) {
    const isMeant = pattern.test(renderWrites(writes));
    if (isMeant && !isAfter) die();
    await transact.call(this, writes);
    if (isMeant) die();
  };
}

/** After a call of `node:fs` with a path in which `pattern` is found; before it for `rmSync`. */
function atFile(name, pattern) {
  const real = fs[name];
  fs[name] = (path, ...more) => {
    const isMeant = pattern.test(String(path));
    if (isMeant && name === 'rmSync') die();
    const answer = real(path, ...more);
    if (isMeant) die();
    return answer;
  };
  syncBuiltinESMExports();
}

/** After the helper was asked to fork; its pipe takes such a line at once and whole. */
function atOrder() {
  const { write } = Socket.prototype;
  Socket.prototype.write = function (...words) {
    const answer = write.apply(this, words);
    if (String(words[0]).startsWith('launch ')) die();
    return answer;
  };
}

/** After a process was sent that signal. */
function atSignal(signal) {
  const { kill, pid: own } = process;
  process.kill = (pid, given) => {
    const answer = kill.call(process, pid, given);
    if (given === signal && pid !== own) die();
    return answer;
  };
}

const POINTS = {
  'before-write': (word) => atWrite(new RegExp(word), false),
  'after-write': (word) => atWrite(new RegExp(word), true),
  'after-writing-file': (word) => atFile('writeFileSync', new RegExp(word)),
  'before-removing-file': (word) => atFile('rmSync', new RegExp(word)),
  'after-order': () => atOrder(),
  'after-signal': (word) => atSignal(word),
};

for (const [name, arm] of Object.entries(POINTS)) {
  const word = asked.get(name);
  if (word !== null) arm(word);
}
