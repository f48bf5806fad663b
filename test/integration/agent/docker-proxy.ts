import { rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Where in a call to Docker somebody wants to act: before it is passed on, then, once it was answered. */
export type CallMoment = 'before' | 'under way' | 'after';

/** What is asked at each call; true: the call goes no further and its caller gets no answer. */
export type CallHook = (call: string, moment: CallMoment) => boolean;

/**
 * A Docker socket of its own in front of Docker's. It passes calls on, streams too, and lets a test
 * act at an exact point of one: `POST /containers/create` before Docker hears of it or after it did
 * it, while the caller still waits.
 */
export class DockerProxy {
  readonly path: string;
  readonly #target: string;
  readonly #hook: CallHook;
  #server: Server | undefined;

  constructor(path: string, target: string, hook: CallHook) {
    this.path = path;
    this.#target = target;
    this.#hook = hook;
  }

  async open(): Promise<void> {
    rmSync(this.path, { force: true });
    const server = createServer((incoming, answer) => this.#pass(incoming, answer));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = incoming;
    const call = `${method} ${url}`;
    if (this.#hook(call, 'before')) return;
    const outgoing = request({ socketPath: this.#target, method, path: url, headers }, (given) => {
      if (this.#hook(call, 'after')) {
        given.resume();
        return;
      }
      answer.writeHead(given.statusCode ?? 500, given.headers);
      answer.flushHeaders();
      given.pipe(answer);
      given.on('error', () => answer.destroy());
    });
    outgoing.on('error', () => answer.destroy());
    // A caller that is gone waits for no stream any more.
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
    outgoing.on('finish', () => this.#hook(call, 'under way'));
  }
}
