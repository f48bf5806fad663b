import { emptyReply, type HttpReply } from '@stoa/common';
import type { AgentCall } from '@stoa/proto';
import type { InstanceSandboxJson, StoaFaultJson } from '@stoa/proto/stoa';
import {
  type Credential,
  type ClientStream,
  type HttpExchange,
  type Log,
  type OutgoingStream,
} from '@stoa/runtime';
import { stoaFault, stoaReply } from '../../api/stoa/fault-replies.ts';
import {
  downloadHeaders,
  parseFilesPath,
  parsePath,
  parseReadQuery,
  renderDirectory,
  renderPiece,
  type ReadAsked,
} from '../../api/stoa/files.ts';
import { findRun, virtualPath } from '../../api/stoa/sandbox.ts';
import { AgentAccess, FaultError } from './agent-access.ts';
import type { ClusterHub } from './cluster-hub.ts';

/** How often an agent is asked for a reader that waits (console.md §6). */
const POLL_MS = 250;
/** Readers that may wait at once: each costs an agent four calls a second. */
const WAITING_MAX = 200;
/** A download whose reader takes nothing for so long is given up. */
const STALLED_MS = 60_000;

/** A task whose files are wanted. */
interface RunningPlace {
  readonly executorId: string;
  readonly frameworkId: string;
  readonly agentId: string;
}

/**
 * The sandboxes of all agents, through this one server: a browser needs to reach no agent. Paths are
 * judged by the agent, which gives nothing but sandboxes.
 */
export class AgentFiles {
  readonly #agents: AgentAccess;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #waiting = 0;

  constructor(
    hub: ClusterHub,
    options: { readonly log: Log; readonly agentCredential: Credential | undefined },
  ) {
    this.#agents = new AgentAccess(hub, options.agentCredential);
    this.#log = options.log;
  }

  /** Answers `GET /stoa/v1/agents/{id}/files/…`. */
  open(exchange: HttpExchange): void {
    const leaving = new AbortController();
    exchange.onAborted(() => leaving.abort());
    const signal = AbortSignal.any([leaving.signal, this.#closing.signal]);
    this.#answer(exchange, signal).then(
      (reply) => {
        if (reply !== undefined) exchange.reply(reply);
      },
      (error: unknown) => {
        exchange.reply(this.#refuse(error));
      },
    );
  }

  /** Where the files of a task are; refused with what became of them. */
  async locate(
    place: RunningPlace,
  ): Promise<Pick<InstanceSandboxJson, 'path' | 'containerId'> | StoaFaultJson> {
    try {
      const { agentId, frameworkId, executorId } = place;
      const run = findRun(await this.#agents.state(agentId), frameworkId, executorId);
      if (run !== undefined) {
        const { directory: path, containerId } = run;
        return containerId === undefined ? { path } : { path, containerId };
      }
      const path = virtualPath(frameworkId, executorId);
      await this.#agents.ask(agentId, { type: 'LIST_FILES', list_files: { path } }, path);
      return { path };
    } catch (error) {
      if (error instanceof FaultError) return error.fault;
      throw error;
    }
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agents.close();
  }

  #refuse(error: unknown): HttpReply {
    if (error instanceof FaultError) return stoaFault(error.fault);
    this.#log.fatal('console.failed', error);
    return stoaReply({ message: 'Internal Server Error' }, 500);
  }

  async #answer(exchange: HttpExchange, signal: AbortSignal): Promise<HttpReply | undefined> {
    const { method, path, query } = exchange.request;
    const asked = parseFilesPath(path);
    if (asked === undefined)
      throw invalid('the calls are files/browse, files/read, files/download');
    if (method !== 'GET' && method !== 'HEAD') return emptyReply(405, { Allow: 'GET, HEAD' });
    const { agentId, what } = asked;
    if (what === 'read') {
      const read = parseReadQuery(query);
      if (!read.ok) throw invalid(read.error);
      return stoaReply(await this.#read(agentId, read.value, signal));
    }
    const file = parsePath(query);
    if (!file.ok) throw invalid(file.error);
    if (what === 'browse') return this.#browse(agentId, file.value);
    await this.#download(exchange, agentId, file.value, signal);
    return undefined;
  }

  async #browse(agentId: string, path: string): Promise<HttpReply> {
    const answer = await this.#agents.ask(
      agentId,
      { type: 'LIST_FILES', list_files: { path } },
      path,
    );
    return stoaReply(renderDirectory(path, answer.list_files?.file_infos ?? []));
  }

  /** Answers at once when there is something, else when there is or when the reader's time is over. */
  async #read(agentId: string, asked: ReadAsked, signal: AbortSignal) {
    const until = performance.now() + asked.waitMs;
    const isFromEnd = asked.offset < 0;
    let offset = asked.offset;
    if (isFromEnd) {
      const { size } = await this.#readAt(agentId, asked.path, { offset: 0, length: 0 });
      offset = Math.max(0, size + asked.offset);
    }
    for (;;) {
      const range = { offset, length: asked.length };
      const { size, bytes } = await this.#readAt(agentId, asked.path, range);
      const hasNews = bytes.length > 0 || size < offset;
      if (hasNews || performance.now() >= until || signal.aborted) {
        // A file that was cut is told with where its reader has to begin anew.
        const at = size < offset ? 0 : offset;
        return renderPiece(asked, { offset: at, size, bytes, isFromEnd });
      }
      await this.#pause(Math.min(POLL_MS, until - performance.now()), signal);
    }
  }

  async #readAt(
    agentId: string,
    path: string,
    range: { readonly offset: number; readonly length: number },
  ): Promise<{ readonly size: number; readonly bytes: Uint8Array }> {
    const call: AgentCall = { type: 'READ_FILE', read_file: { path, ...range } };
    const { read_file: file } = await this.#agents.ask(agentId, call, path);
    return { size: file?.size ?? 0, bytes: file?.data ?? new Uint8Array(0) };
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting >= WAITING_MAX) {
      const message = `${WAITING_MAX} readers wait for files already`;
      throw new FaultError({ kind: 'busy', message });
    }
    this.#waiting++;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
    this.#waiting--;
  }

  async #download(
    exchange: HttpExchange,
    agentId: string,
    path: string,
    signal: AbortSignal,
  ): Promise<void> {
    const source = await this.#agents.download(agentId, path, signal);
    const headers = downloadHeaders(path, source.headers['content-length']);
    const target = exchange.openStream({ status: 200, headers });
    const isWhole = exchange.request.method === 'HEAD' || (await pour(source, target));
    source.close();
    if (isWhole) target.end();
    else target.cut();
  }
}

/** Hands a file on no faster than its reader takes it; false when either side broke off. */
async function pour(source: ClientStream, target: OutgoingStream): Promise<boolean> {
  try {
    for await (const chunk of source.chunks) {
      target.write(chunk);
      const isTaken = await withinTime(target.drained(), STALLED_MS);
      if (!isTaken || !target.isOpen) return false;
    }
    return true;
  } catch {
    // The agent went away in the middle: the reader hears it by the break.
    return false;
  }
}

async function withinTime(done: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isDone = await Promise.race([done.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}

function invalid(message: string): FaultError {
  return new FaultError({ kind: 'invalid', message });
}
