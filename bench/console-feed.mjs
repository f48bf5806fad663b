// What the console is measured against: a server of the built console and of the calls it makes, with a made-up
// cluster behind it that can be changed as fast as one likes. No daemon runs, so the figures are the page's.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EmulatedApps } from './console-apps.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As the daemons answer: quickly, not tightly. */
const GZIP = { level: 1 };
const GZIP_MIN_BYTES = 1024;
const HEARTBEAT_MS = 5_000;

/**
 * Of the same server, the least a page can do: it is readable as soon as it is there, has something to scroll, and
 * with `?events` writes down what the stream tells. Its figures are what browser and machine take by themselves.
 */
const BARE_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title>
<h1>A bare page of 2,000 lines</h1><div id="told"></div>
<div id="list" style="height:80vh;overflow:auto"><div style="height:80000px">lines</div></div>
<script>
if (location.search === '?events') {
  const events = new EventSource('/stoa/v1/events');
  events.addEventListener('api_post_event', ({ data }) => {
    document.getElementById('told').textContent = JSON.parse(data).appDefinition.instances;
  });
}
</script></html>`;

/** The server, its cluster and the streams that follow it. */
export class ConsoleFeed {
  #directory;
  #server;
  #streams = new Set();
  #sequence = 0;
  #heartbeat;
  apps = new EmulatedApps();

  /** Serves the console that was built into `directory` on a port of its own. */
  static async start(directory) {
    const feed = new ConsoleFeed();
    feed.#directory = directory;
    feed.#server = createServer((request, response) => feed.#answer(request, response));
    await new Promise((resolve) => feed.#server.listen(0, '127.0.0.1', resolve));
    feed.#heartbeat = setInterval(() => feed.#write(':\n\n'), HEARTBEAT_MS);
    return feed;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Tells events to every page that listens, in one piece. */
  tell(events) {
    const parts = events.map((event) => {
      this.#sequence += 1;
      const data = JSON.stringify({ ...event, timestamp: new Date().toISOString() });
      return `event: ${event.eventType}\nid: ${this.#sequence}\ndata: ${data}\n\n`;
    });
    this.#write(parts.join(''));
  }

  async close() {
    clearInterval(this.#heartbeat);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #write(text) {
    for (const stream of this.#streams) stream.write(text);
  }

  #answer(request, response) {
    const { pathname } = new URL(request.url, 'http://feed');
    if (pathname === '/stoa/v1/events') return this.#follow(response);
    if (pathname === '/bare') return send(response, 200, 'text/html; charset=utf-8', BARE_PAGE);
    if (pathname.startsWith('/ui/')) return this.#serve(pathname.slice(4), response);
    const value = this.apps.answer(decodeURIComponent(pathname));
    const status = value === undefined ? 404 : 200;
    const body = JSON.stringify(value ?? { message: 'there is no such thing here' });
    return send(response, status, 'application/json', body);
  }

  #follow(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const hello = { seq: this.#sequence, oldest: 0, at: new Date().toISOString() };
    response.write(`event: hello\nid: ${this.#sequence}\ndata: ${JSON.stringify(hello)}\n\n`);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }

  /** A file of the console, or its page for any other address. */
  #serve(path, response) {
    const name = normalize(path);
    if (name.startsWith('assets/')) {
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      return send(response, 200, type, readFileSync(join(this.#directory, name)));
    }
    const up = '../'.repeat(path.split('/').length - 1);
    const page = readFileSync(join(this.#directory, 'index.html'), 'utf8');
    const placed = page.replace(/((?:src|href)=")\.\/(?=assets\/)/g, (_, head) => `${head}${up}`);
    return send(response, 200, 'text/html; charset=utf-8', placed);
  }
}

function send(response, status, type, content) {
  const body = Buffer.from(content);
  // Fonts are compressed already.
  const isPlain = body.length < GZIP_MIN_BYTES || type.startsWith('font/');
  const packed = isPlain ? body : gzipSync(body, GZIP);
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': packed.length,
    ...(isPlain ? {} : { 'Content-Encoding': 'gzip' }),
  });
  response.end(packed);
}
