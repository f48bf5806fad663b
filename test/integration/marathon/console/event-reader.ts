/** One event of a stream, as it came. */
export interface ReadEvent {
  readonly event: string;
  readonly id: string | undefined;
  /** As it comes: what a test expects of it checks its shape. */
  readonly data: ReturnType<typeof JSON.parse>;
}

/** Follows a stream of server-sent events over a real connection. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** Ids of blocks without data, and comments. */
  heartbeats = 0;
  status = 0;
  headers: Headers | undefined;
  isEnded = false;
  readonly #abort = new AbortController();
  #rest = '';
  #wake: (() => void) | undefined;

  /** Resolves when the head of the answer is there. */
  static async open(
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<EventReader> {
    const reader = new EventReader();
    const answer = await fetch(url, {
      headers: { Accept: 'text/event-stream', ...headers },
      signal: reader.#abort.signal,
    });
    reader.status = answer.status;
    reader.headers = answer.headers;
    void reader.#read(answer.body);
    return reader;
  }

  /** The first event that is wanted, be it there already. */
  async when(
    what: string,
    wanted: (event: ReadEvent) => boolean,
    deadlineMs = 30_000,
  ): Promise<ReadEvent> {
    const deadline = AbortSignal.timeout(deadlineMs);
    for (;;) {
      const found = this.events.find(wanted);
      if (found !== undefined) return found;
      if (deadline.aborted || this.isEnded) {
        const told = this.events.map(({ event }) => event).join(', ');
        throw new Error(`${what} was not told within ${deadlineMs} ms; told: ${told}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  named(name: string): Promise<ReadEvent> {
    return this.when(name, ({ event }) => event === name);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: Response['body']): Promise<void> {
    try {
      const decoder = new TextDecoder();
      for await (const chunk of body ?? []) this.#take(decoder.decode(chunk, { stream: true }));
    } catch {
      // Left by us, or cut: either way it is over.
    }
    this.isEnded = true;
    this.#wake?.();
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) this.#keep(block.split('\n'));
    this.#wake?.();
  }

  #keep(lines: readonly string[]): void {
    const value = (name: string): string | undefined =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const data = value('data');
    if (data === undefined) this.heartbeats++;
    else this.events.push({ event: value('event') ?? '', id: value('id'), data: JSON.parse(data) });
  }
}
