/** One message of an event stream. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** A line longer than this is no event of ours. */
const LINE_MAX = 16 * 1024 * 1024;

/** Takes an event stream apart as its pieces come; comments, the heartbeat, yield nothing. */
export class StreamParser {
  #rest = '';
  #event = '';
  #data: string[] = [];
  #id: string | undefined = undefined;

  /** The messages that this piece of text completes. */
  push(text: string): readonly StreamMessage[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LINE_MAX) throw new Error('a line of the event stream has no end');
    return lines.flatMap((line) => this.#take(line) ?? []);
  }

  #take(line: string): StreamMessage | undefined {
    if (line === '') return this.#finish();
    const at = line.indexOf(':');
    if (at === 0) return undefined;
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id') this.#id = value;
    return undefined;
  }

  #finish(): StreamMessage | undefined {
    const isEmpty = this.#data.length === 0 && this.#event === '';
    const message = { event: this.#event, data: this.#data.join('\n'), id: this.#id };
    this.#event = '';
    this.#data = [];
    return isEmpty ? undefined : message;
  }
}
