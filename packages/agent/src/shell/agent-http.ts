import { freemem, loadavg, cpus, totalmem } from 'node:os';
import type { Express } from 'express';
import { emptyReply, milliseconds, queryValue, textReply, toSeconds } from '@stoa/common';
import type { HttpReply, HttpRequest, Timestamp } from '@stoa/common';
import { ContainerStatusCodec, ResourceStatisticsCodec } from '@stoa/proto';
import type { AgentResponse, ContainerStatus, ResourceStatistics } from '@stoa/proto';
import { routeTable } from '@stoa/runtime';
import type { HotRoute, Log, Route } from '@stoa/runtime';
import { double, RawJson, renderJson } from '../api/json.ts';
import type { JsonValue } from '../api/json.ts';
import { deriveMetrics } from '../api/metrics-json.ts';
import { executorName, liveTasks, renderState, renderVersion } from '../api/state-json.ts';
import { planLimits } from '../core/index.ts';
import type { AgentView, TaskRecord } from '../core/index.ts';
import type { Containers } from './containers.ts';
import { fileRoutes, listFilesCall, mountDownload, readFileCall } from './files-api.ts';
import { answerOperatorCall } from './operator-calls.ts';
import type { SandboxFiles } from './sandbox-files.ts';

/** The process id that prefixes every path (mesos-endpoints.md §3). */
const PREFIXES: readonly string[] = ['', '/slave(1)'];

/** What the agent's endpoints show, once it has recovered. */
export interface AgentParts {
  readonly view: AgentView;
  readonly containers: Containers;
  readonly files: SandboxFiles;
  readonly log: Log;
  readonly now: () => Timestamp;
}

/** The agent's endpoints; until `parts` gives something they answer 503. */
export class AgentHttp {
  readonly #parts: () => AgentParts | undefined;
  #level = 0;
  #levelTimer: NodeJS.Timeout | undefined;

  constructor(parts: () => AgentParts | undefined) {
    this.#parts = parts;
  }

  /** Endpoints on plain node:http. */
  hotRoutes(): readonly HotRoute[] {
    return PREFIXES.map((prefix) => ({
      prefix: `${prefix}/api/v1`,
      handle: (exchange) => {
        this.#operator(exchange.request).then(
          (reply) => exchange.reply(reply),
          (error: unknown) => {
            this.#parts()?.log.fatal('http.failed', error);
            exchange.reply(textReply(500, '500 Internal Server Error.'));
          },
        );
      },
    }));
  }

  /** Endpoints behind express. */
  mount(app: Express, files: SandboxFiles): void {
    mountDownload(app, files, {
      prefixes: PREFIXES,
      onFault: (what, error) => this.#parts()?.log.fatal(what, error),
    });
    routeTable(app, [...this.#routes(), ...fileRoutes(files, PREFIXES)]);
  }

  close(): void {
    clearTimeout(this.#levelTimer);
  }

  #routes(): readonly Route[] {
    const get = (
      path: string,
      handle: (parts: AgentParts, request: HttpRequest) => Answer,
    ): Route[] =>
      PREFIXES.map((prefix) => ({
        methods: ['*'],
        path: `${prefix}${path}`,
        handle: (request) => this.#recovered((parts) => handle(parts, request)),
      }));
    return [
      ...get('/state', ({ view }) => json(renderState(view))),
      ...get('/flags', ({ view }) => json({ flags: view.config.flags })),
      ...get('/version', ({ view }) => json(renderVersion(view))),
      ...get('/containers', (parts, request) => containers(parts, request)),
      ...get('/monitor/statistics', (parts) => statistics(parts)),
      ...get('/containerizer/debug', () => json({ pending: [] })),
      ...get('/metrics/snapshot', (parts) => metrics(parts)),
      ...get('/system/stats.json', () => json(systemStats())),
      ...PREFIXES.map((prefix) => ({
        methods: ['*'],
        path: `${prefix}/health`,
        handle: () => emptyReply(200),
      })),
    ];
  }

  async #recovered(answer: (parts: AgentParts) => Answer): Promise<HttpReply> {
    const parts = this.#parts();
    if (parts === undefined || parts.view.registration.phase === 'recovering') {
      return textReply(503, 'Agent has not finished recovery');
    }
    return answer(parts);
  }

  #operator(request: HttpRequest): Promise<HttpReply> {
    if (request.method !== 'POST') {
      return Promise.resolve(
        textReply(
          405,
          `405 Method Not Allowed. Expecting one of { 'POST' }, but received '${request.method}'.`,
          { Allow: 'POST' },
        ),
      );
    }
    if (!/^(\/slave\(1\))?\/api\/v1\/?$/.test(request.path)) {
      return Promise.resolve(textReply(404, '404 Not Found.'));
    }
    return this.#recovered((parts) =>
      answerOperatorCall(request, {
        view: parts.view,
        at: parts.now(),
        listFiles: (path) => listFilesCall(parts.files, path),
        readFile: (path, range) => readFileCall(parts.files, path, range),
        getContainers: () => getContainers(parts),
        level: {
          get: () => this.#level,
          set: (level, span) => this.#setLevel(parts.log, level, milliseconds(span)),
        },
      }),
    );
  }

  #setLevel(log: Log, level: number, span: number): void {
    clearTimeout(this.#levelTimer);
    this.#level = level;
    log.setLevel(level > 0 ? 'debug' : 'info');
    this.#levelTimer = setTimeout(() => {
      this.#level = 0;
      log.setLevel('info');
    }, span);
    this.#levelTimer.unref();
  }
}

type Answer = HttpReply | Promise<HttpReply>;

function json(value: JsonValue): HttpReply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: renderJson(value),
  };
}

function metrics({ view, now }: AgentParts): HttpReply {
  const numbers = Object.entries(deriveMetrics(view, now()));
  return json(Object.fromEntries(numbers.map(([name, value]) => [name, double(value)])));
}

function systemStats(): JsonValue {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return {
    avg_load_1min: double(one),
    avg_load_5min: double(five),
    avg_load_15min: double(fifteen),
    cpus_total: cpus().length,
    mem_free_bytes: freemem(),
    mem_total_bytes: totalmem(),
  };
}

async function statistics(parts: AgentParts): Promise<HttpReply> {
  const running = liveTasks(parts.view).filter((record) => record.phase === 'running');
  const entries = await Promise.all(
    running.map(async (record) => ({
      executor_id: record.taskId,
      executor_name: executorName(record),
      framework_id: record.frameworkId,
      source: record.taskId,
      statistics: new RawJson(ResourceStatisticsCodec.toJson(await measure(parts, record))),
    })),
  );
  return json(entries);
}

async function containers(parts: AgentParts, request: HttpRequest): Promise<HttpReply> {
  const containerId = queryValue(request.query, 'container_id');
  const frameworkId = queryValue(request.query, 'framework_id');
  const executorId = queryValue(request.query, 'executor_id');
  const isMixed = containerId !== undefined && (frameworkId ?? executorId) !== undefined;
  if (isMixed || (executorId !== undefined && frameworkId === undefined)) {
    return textReply(
      400,
      'Supported query parameters are container_id only, framework_id only, or executor_id and framework_id only',
    );
  }
  const fits = (record: TaskRecord): boolean =>
    (containerId === undefined || record.container.containerId === containerId) &&
    (frameworkId === undefined || record.frameworkId === frameworkId) &&
    (executorId === undefined || record.taskId === executorId);
  const found = liveTasks(parts.view).filter(
    (record) => record.phase === 'running' && fits(record),
  );
  return json(
    await Promise.all(
      found.map(async (record) => ({
        container_id: record.container.containerId,
        executor_id: record.taskId,
        executor_name: executorName(record),
        framework_id: record.frameworkId,
        source: record.taskId,
        statistics: new RawJson(ResourceStatisticsCodec.toJson(await measure(parts, record))),
        status: new RawJson(ContainerStatusCodec.toJson(statusOf(record))),
      })),
    ),
  );
}

async function getContainers(parts: AgentParts): Promise<AgentResponse> {
  const running = liveTasks(parts.view).filter((record) => record.phase === 'running');
  if (running.length === 0) return { type: 'GET_CONTAINERS' };
  const list = running.map(async (record) => ({
    framework_id: { value: record.frameworkId },
    executor_id: { value: record.taskId },
    executor_name: executorName(record),
    container_id: { value: record.container.containerId },
    container_status: statusOf(record),
    resource_statistics: await measure(parts, record),
  }));
  return { type: 'GET_CONTAINERS', get_containers: { containers: await Promise.all(list) } };
}

function statusOf(record: TaskRecord): ContainerStatus {
  const shown = record.statuses.findLast((status) => status.container_status !== undefined);
  return shown?.container_status ?? { container_id: { value: record.container.containerId } };
}

async function measure(parts: AgentParts, record: TaskRecord): Promise<ResourceStatistics> {
  const usage = await parts.containers.usage(record.container);
  const isDocker = record.container.kind === 'docker';
  const limits = planLimits({
    config: parts.view.config,
    agentId: parts.view.agentId ?? '',
    containerId: record.container.containerId,
    framework: { user: '', name: '' },
    task: record.task,
  });
  const memory = limits.memMb === undefined ? undefined : limits.memMb * 2 ** 20;
  return {
    timestamp: toSeconds(parts.now()),
    ...usage,
    cpus_soft_limit: limits.cpus,
    ...(memory === undefined ? {} : { mem_limit_bytes: memory }),
    ...(memory === undefined || isDocker ? {} : { mem_soft_limit_bytes: memory }),
  };
}
