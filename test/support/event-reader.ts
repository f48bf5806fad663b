import { until } from './until.ts';

/** An event as Marathon's stream tells it. */
export interface ToldEvent {
  readonly eventType: string;
  readonly timestamp: string;
}

/** The events of one stream, from its beginning to `close`. */
export interface EventReader {
  /** The first event that fits, once it has come. */
  readonly find: (fits: (event: ToldEvent) => boolean) => Promise<ToldEvent>;
  readonly close: () => void;
}

/** Follows Marathon's stream of events; resolves when it is attached. */
export async function followEvents(url: string): Promise<EventReader> {
  const abort = new AbortController();
  const { body } = await fetch(url, {
    signal: abort.signal,
    headers: { Accept: 'text/event-stream' },
  });
  if (body === null) throw new Error(`${url} has no stream`);
  const told: ToldEvent[] = [];
  void read(body, told).catch(() => undefined);
  await until('the stream is attached', () => (told.length > 0 ? true : undefined));
  return {
    find: (fits) => until('the event comes', () => told.find(fits)),
    close: () => abort.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, told: ToldEvent[]): Promise<void> {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) told.push(JSON.parse(line.slice(5)) as ToldEvent);
    }
  }
}
