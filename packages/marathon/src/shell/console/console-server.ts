import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderIsoTime, type HttpReply, type HttpRequest, type Timestamp } from '@stoa/common';
import type { ClusterSummaryJson } from '@stoa/proto/stoa';
import { errorMessage, type Credential, type HotRoute, type Log } from '@stoa/runtime';
import { CallRefusedError, type MasterLocator } from '@stoa/sdk';
import type { Route, RouteContext } from '../../api/context.ts';
import { renderOutcome } from '../../api/outcomes.ts';
import { stoaFault, stoaReply } from '../../api/stoa/fault-replies.ts';
import { decodePlan, planJson } from '../../api/stoa/plan.ts';
import { fromMarathon, fromMaster } from '../../api/stoa/sandbox.ts';
import { infoJson } from '../../api/stoa/info.ts';
import type { Announcement } from '../../core/index.ts';
import { AgentFiles } from './agent-files.ts';
import { ClusterHub } from './cluster-hub.ts';
import { ConsoleEvents } from './console-events.ts';
import { openConsoleFiles } from './console-files.ts';
import { consoleFileRoutes } from './console-routes.ts';

/** What the console's part of the server stands on. */
export interface ConsoleOptions {
  readonly now: () => Timestamp;
  /** `host:port` under which others reach this instance. */
  readonly address: () => string;
  /** Where masters are: `host:port` with commas between, or who knows the leader. */
  readonly master: string | MasterLocator;
  /** The same as the operator wrote it, without a password. */
  readonly configured: string;
  readonly principal: string | undefined;
  readonly secret: string | undefined;
  /** As whom agents are asked for files; undefined: as nobody. */
  readonly agentCredential: Credential | undefined;
  /** Where the built console lies, unless beside the program. */
  readonly directory: string | undefined;
  readonly log: Log;
}

/** The release of Stoa: that of this package. */
const VERSION = readVersion(join(import.meta.dirname, '../../../package.json'));
/** Pages that ask within this time get one and the same answer of the master. */
const SUMMARY_SHARED_MS = 1_000;

/**
 * The console's part of the server: the page, and what it asks for below `/stoa/v1` besides the API of
 * Marathon. It asks the master and the agents itself, so that a browser needs one origin alone.
 */
export class ConsoleServer {
  readonly #options: ConsoleOptions;
  readonly #events: ConsoleEvents;
  readonly #hub: ClusterHub;
  readonly #files: AgentFiles;
  readonly #startedAt: Timestamp;
  #summary: Promise<HttpReply> | undefined;
  #summaryAt = 0;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#events = new ConsoleEvents(options);
    this.#hub = new ClusterHub(options);
    this.#files = new AgentFiles(this.#hub, options);
    this.#startedAt = options.now();
  }

  /** What answers at once. */
  routes(context: RouteContext): readonly Route[] {
    const row = (path: string, handle: Route['handle']): Route => {
      return { methods: ['GET'], path, jsonp: false, handle };
    };
    return [
      ...consoleFileRoutes(openConsoleFiles(this.#options.directory)),
      row('/stoa/v1/info', ({ principal }) => this.#info(context, principal)),
      row('/stoa/v1/cluster/summary', () => this.#sharedSummary()),
      row('/stoa/v1/instances/:id/sandbox', (_request, { id = '' }) => this.#sandbox(context, id)),
      {
        methods: ['POST'],
        path: '/stoa/v1/plan',
        jsonp: false,
        handle: (request) => this.#plan(context, request),
      },
    ];
  }

  /** What stays open. */
  get hotRoutes(): readonly HotRoute[] {
    return [
      { prefix: '/stoa/v1/events', handle: (exchange) => this.#events.open(exchange) },
      { prefix: '/stoa/v1/agents', handle: (exchange) => this.#files.open(exchange) },
      { prefix: '/stoa/v1/cluster/events', handle: (exchange) => this.#hub.open(exchange) },
    ];
  }

  /** An event of Marathon, for those who follow. */
  announce(announcement: Announcement): void {
    this.#events.announce(announcement);
  }

  /** Ends every stream and leaves the master. */
  async close(): Promise<void> {
    this.#events.close();
    await this.#files.close();
    await this.#hub.close();
  }

  async #info({ view }: RouteContext, user: string | undefined): Promise<HttpReply> {
    await this.#hub.ready();
    const { address, configured } = this.#options;
    const master = await this.#hub.facts;
    const startedAt = this.#startedAt;
    const input = { user, view, startedAt, configured, master, address: address() };
    return stoaReply(infoJson({ ...input, version: VERSION }));
  }

  /** Found by the id of an instance, or of one of its tasks; the newest task counts. */
  async #sandbox({ view }: RouteContext, id: string): Promise<HttpReply> {
    await this.#hub.ready();
    const { picture } = this.#hub;
    const { frameworkId = '' } = view;
    const told = picture.task(frameworkId, id) ?? picture.newestTaskOf(frameworkId, `${id}.`);
    const task = told === undefined ? fromMarathon(id, view.tasks()) : fromMaster(told);
    if (task === undefined) {
      const message = `neither Marathon nor the master knows a task of ${id}`;
      return stoaFault({ kind: 'unknownInstance', message });
    }
    const { taskId, executorId, agentId, state, isEnded } = task;
    const found = await this.#files.locate({ frameworkId, executorId, agentId });
    const host = picture.hostOf(agentId) ?? '';
    if ('kind' in found) return stoaFault({ ...found, agentId, ...(host === '' ? {} : { host }) });
    const where = { instanceId: id, taskId, frameworkId, agentId, host, state, isEnded, ...found };
    return stoaReply(where);
  }

  /** Nothing is changed by asking. Without a master the plan is told without its room. */
  async #plan({ ask, decoders }: RouteContext, request: HttpRequest): Promise<HttpReply> {
    const change = decodePlan(request, decoders);
    if (!change.ok) return change.error;
    const outcome = await ask({ kind: 'plan', change: change.value });
    if (outcome.kind !== 'planned') return renderOutcome(outcome);
    const isKnown = await this.#hub.ready();
    return stoaReply(planJson(outcome.plan, isKnown ? this.#hub.picture.freeRoom() : undefined));
  }

  #sharedSummary(): Promise<HttpReply> {
    const now = this.#options.now();
    if (this.#summary === undefined || now - this.#summaryAt >= SUMMARY_SHARED_MS) {
      this.#summaryAt = now;
      this.#summary = this.#summarise();
    }
    return this.#summary;
  }

  async #summarise(): Promise<HttpReply> {
    const hub = this.#hub;
    if (!(await hub.ready())) {
      const message = `no master is heard: ${hub.reason ?? 'it does not answer'}`;
      return stoaFault({ kind: 'masterUnreachable', message });
    }
    try {
      const at = renderIsoTime(this.#options.now());
      const [answer, facts] = await Promise.all([hub.call({ type: 'GET_AGENTS' }), hub.facts]);
      const cluster = facts?.cluster;
      const body: ClusterSummaryJson = {
        at,
        ...(cluster === undefined || cluster === '' ? {} : { cluster }),
        agents: hub.picture.summarise(answer.get_agents?.agents ?? []),
        silent: hub.picture.silentAgents(),
      };
      return stoaReply(body);
    } catch (error) {
      const isForbidden = error instanceof CallRefusedError && [401, 403].includes(error.status);
      const kind = isForbidden ? 'masterForbids' : 'masterUnreachable';
      return stoaFault({ kind, message: errorMessage(error) });
    }
  }
}

function readVersion(path: string): string {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const isNamed = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return isNamed && typeof parsed.version === 'string' ? parsed.version : 'unknown';
}
