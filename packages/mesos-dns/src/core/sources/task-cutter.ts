import { MAX_JSON_DEPTH } from '@stoa/proto/frames';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x5b;
const CLOSING = 0x5d;
/** `{` and `}` differ from `[` and `]` in this bit only. */
const BRACE_BIT = 0x20;
const LETTER_MAX = 0xff;
/** For each letter whether it is one of those above; most are none, and are passed by at once. */
const IS_MARK = new Uint8Array(LETTER_MAX + 1);
for (const mark of [QUOTE, BACKSLASH, OPENING, CLOSING]) {
  IS_MARK[mark] = 1;
  IS_MARK[mark | BRACE_BIT] = 1;
}

/** How deep the list of frameworks lies in a state, and the lists of tasks in its items. */
const FRAMEWORKS_DEPTH = 2;
const TASKS_DEPTH = 4;
/** How far back a list's key is looked for. A list whose key is not found is left where it is. */
const KEY_LENGTH_MAX = 200;
const FRAMEWORKS_KEY = /"frameworks"\s*:\s*$/;
const TASKS_KEY = /"(\w*tasks)"\s*:\s*$/;

/** So many letters are looked at in one call: V8 makes better code of what is called than of a long loop. */
const STEP_LENGTH = 1_024;
/** So much text of tasks is read at once, if it came in one piece. */
const BATCH_LENGTH = 8_192;

/**
 * Cuts the tasks out of a state's text while it comes, piece by piece, so that a few at a time are read
 * and done with: all of them as one tree of values are twenty megabytes at ten thousand. Few and not one,
 * because what has the same fields as the one before is read in half the time. In place of some tasks
 * stands what `replace` gives for their text, which has to be a list; the rest is a text that is JSON
 * exactly if the whole was and each list of tasks is.
 */
export class TaskCutter {
  readonly #replace: (tasks: string, areOfFramework: boolean) => string;
  readonly #rest: string[] = [];
  // The beginnings of a task whose end is in a later piece.
  readonly #begun: string[] = [];
  #depth = 0;
  #isTooDeep = false;
  #isInText = false;
  #isInFrameworks = false;
  #isInTasks = false;
  // Of `tasks` itself; there are lists of those that have ended, too.
  #areOfFramework = false;
  // In the present piece: where what has no place yet begins, how far it is whole tasks, and where
  // the newest task begins.
  #from = 0;
  #tasksTo = 0;
  #taskFrom = 0;
  // Letters of the next piece that are spoken for: the one after a backslash.
  #skipped = 0;

  /** `replace` gets tasks with commas between, and whether their framework lists them as living. */
  constructor(replace: (tasks: string, areOfFramework: boolean) => string) {
    this.#replace = replace;
  }

  /** `letters` are those of the text, or any other number above 127 for one above 127. */
  push(text: string, letters: Uint8Array = lettersOf(text)): void {
    this.#from = 0;
    this.#tasksTo = 0;
    this.#skipped = this.#scan(text, letters, this.#skipped) - text.length;
    this.#passTasks(text);
    if (this.#isInTasks && this.#depth > TASKS_DEPTH) {
      if (this.#begun.length === 0) this.#passRest(text, this.#taskFrom);
      this.#begun.push(text.slice(this.#from));
    } else {
      this.#passRest(text, text.length);
    }
  }

  /** What is left without the tasks; undefined when it was nested too deep. */
  end(): string | undefined {
    return this.#isTooDeep ? undefined : [...this.#rest, ...this.#begun].join('');
  }

  #scan(text: string, letters: Uint8Array, from: number): number {
    let at = from;
    while (at < letters.length) {
      const to = Math.min(at + STEP_LENGTH, letters.length);
      at = this.#scanSome(text, letters, at, to);
    }
    return at;
  }

  // A letter of a text takes several times as long as a byte, and there are three hundred in every task.
  #scanSome(text: string, letters: Uint8Array, from: number, to: number): number {
    let isInText = this.#isInText;
    let at = from;
    for (; at < to; at++) {
      const letter = letters[at] ?? 0;
      if (IS_MARK[letter] === 0) continue;
      if (letter === QUOTE) isInText = !isInText;
      else if (isInText) {
        if (letter === BACKSLASH) at++;
      } else if ((letter & ~BRACE_BIT) === OPENING) this.#open(text, at);
      else if ((letter & ~BRACE_BIT) === CLOSING) this.#close(text, at);
    }
    this.#isInText = isInText;
    return at;
  }

  #open(text: string, at: number): void {
    const depth = this.#depth++;
    if (depth > TASKS_DEPTH) this.#isTooDeep ||= depth >= MAX_JSON_DEPTH;
    else if (depth < TASKS_DEPTH) this.#openList(text, at);
    else if (this.#isInTasks) this.#beginTask(text, at);
  }

  #close(text: string, at: number): void {
    const depth = --this.#depth;
    if (depth > TASKS_DEPTH || !this.#isInTasks) return;
    if (depth === TASKS_DEPTH) this.#tasksTo = at + 1;
    const isFull = this.#tasksTo - this.#from >= BATCH_LENGTH;
    if (isFull || depth < TASKS_DEPTH) this.#passTasks(text);
    this.#isInTasks = depth === TASKS_DEPTH;
  }

  /** Opens what lies less deep than tasks do, and looks whether it is one of the lists that matter. */
  #openList(text: string, at: number): void {
    const isList = text.charCodeAt(at) === OPENING;
    if (this.#depth === FRAMEWORKS_DEPTH) {
      this.#isInFrameworks = isList && FRAMEWORKS_KEY.test(this.#textBefore(text, at));
    } else if (this.#depth === TASKS_DEPTH && isList) {
      const key = TASKS_KEY.exec(this.#textBefore(text, at))?.[1];
      this.#isInTasks = key !== undefined;
      this.#areOfFramework = this.#isInFrameworks && key === 'tasks';
    }
  }

  #beginTask(text: string, at: number): void {
    // What lies before the first of some tasks is none of them; what lies between them is a comma.
    if (this.#tasksTo <= this.#from) this.#passRest(text, at);
    this.#taskFrom = at;
  }

  #passRest(text: string, to: number): void {
    this.#rest.push(text.slice(this.#from, to));
    this.#from = to;
  }

  /** Passes the whole tasks on that have no place yet. */
  #passTasks(text: string): void {
    if (this.#tasksTo <= this.#from) return;
    const tasks = this.#begun.join('') + text.slice(this.#from, this.#tasksTo);
    this.#begun.length = 0;
    this.#from = this.#tasksTo;
    this.#rest.push(this.#replace(tasks, this.#areOfFramework));
  }

  #textBefore(text: string, at: number): string {
    let before = text.slice(Math.max(this.#from, at - KEY_LENGTH_MAX), at);
    for (let last = this.#rest.length - 1; last >= 0; last--) {
      if (before.length >= KEY_LENGTH_MAX) break;
      before = (this.#rest[last] ?? '').slice(-KEY_LENGTH_MAX) + before;
    }
    return before;
  }
}

function lettersOf(text: string): Uint8Array {
  const letters = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) letters[at] = Math.min(text.charCodeAt(at), LETTER_MAX);
  return letters;
}
