import { freemem, loadavg, cpus, totalmem } from 'node:os';
import type { Express } from 'express';
import { emptyReply, parseDuration, queryValue, textReply, toSeconds } from '@stoa/common';
import type { HttpReply, HttpRequest, Timestamp } from '@stoa/common';
import { ContainerStatusCodec, ResourceStatisticsCodec } from '@stoa/proto';
import type { AgentResponse, ContainerStatus, ResourceStatistics } from '@stoa/proto';
import { double, jsonTextReply, raw } from '@stoa/proto/classic';
import type { Json } from '@stoa/proto/classic';
import { routeTable } from '@stoa/runtime';
import type { HotRoute, Log, Route } from '@stoa/runtime';
import { deriveMetrics } from '../api/metrics-json.ts';
import { listVirtualPaths } from '../api/virtual-paths.ts';
import { executorName, liveTasks, renderState, renderVersion } from '../api/state-json.ts';
import { planLimits } from '../core/index.ts';
import type { AgentView, TaskRecord } from '../core/index.ts';
import type { Containers } from './containers.ts';
import { fileRoutes, listFilesCall, mountDownload, readFileCall } from './files-api.ts';
import { answerOperatorCall } from './operator-calls.ts';
import type { LoggingLevel } from './logging-level.ts';
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
  readonly logging: LoggingLevel;
  /** Numbers that the kernel does not know, by their Mesos names. */
  readonly otherNumbers: () => Readonly<Record<string, number>>;
}

/** The agent's endpoints; until `parts` gives something they answer 503. */
export class AgentHttp {
  readonly #parts: () => AgentParts | undefined;

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
    const debug = (): HttpReply => {
      const parts = this.#parts();
      return jsonTextReply(parts === undefined ? {} : listVirtualPaths(parts.view));
    };
    routeTable(app, [...this.#routes(), ...fileRoutes(files, { prefixes: PREFIXES, debug })]);
  }

  #routes(): readonly Route[] {
    const get = (
      path: string,
      handle: (parts: AgentParts, request: HttpRequest) => Answer,
    ): Route[] =>
      PREFIXES.map((prefix) => ({
        methods: ['*'],
        path: `${prefix}${path}`,
        // What stands behind a known path is ignored: clients rely on it (clients.md §2).
        prefix: true,
        handle: (request) => this.#recovered((parts) => handle(parts, request)),
      }));
    return [
      ...get('/state', ({ view }) => jsonTextReply(renderState(view))),
      ...get('/flags', ({ view }) => jsonTextReply({ flags: view.config.flags })),
      ...get('/version', ({ view }) => jsonTextReply(renderVersion(view))),
      ...get('/containers', (parts, request) => containers(parts, request)),
      ...get('/monitor/statistics', (parts) => statistics(parts)),
      ...get('/containerizer/debug', () => jsonTextReply({ pending: [] })),
      ...get('/metrics/snapshot', (parts, request) => metrics(parts, request)),
      ...get('/system/stats.json', () => jsonTextReply(systemStats())),
      ...PREFIXES.map((prefix) => ({
        methods: ['*'],
        path: `${prefix}/health`,
        prefix: true,
        handle: () => emptyReply(200),
      })),
      ...PREFIXES.map((prefix) => ({
        methods: ['*'],
        path: `${prefix}/logging/toggle`,
        changesState: true,
        jsonp: false,
        handle: (request: HttpRequest) => this.#recovered(({ logging }) => logging.toggle(request)),
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
        metrics: () => numbersOf(parts),
        listFiles: (path) => listFilesCall(parts.files, path),
        readFile: (path, range) => readFileCall(parts.files, path, range),
        getContainers: () => getContainers(parts),
        level: parts.logging,
      }),
    );
  }
}

type Answer = HttpReply | Promise<HttpReply>;

function numbersOf({ view, now, otherNumbers }: AgentParts): Readonly<Record<string, number>> {
  const { cpus_total, mem_free_bytes, mem_total_bytes, ...loads } = systemNumbers();
  return deriveMetrics(view, now(), {
    'system/cpus_total': cpus_total,
    'system/mem_free_bytes': mem_free_bytes,
    'system/mem_total_bytes': mem_total_bytes,
    'system/load_1min': loads.avg_load_1min,
    'system/load_5min': loads.avg_load_5min,
    'system/load_15min': loads.avg_load_15min,
    ...otherNumbers(),
  });
}

function metrics(parts: AgentParts, { query }: HttpRequest): HttpReply {
  const timeout = queryValue(query, 'timeout');
  if (timeout !== undefined && parseDuration(timeout) === undefined) {
    return textReply(400, `Invalid timeout '${timeout}': not a duration such as 5secs\n`);
  }
  const numbers = Object.entries(numbersOf(parts));
  return jsonTextReply(Object.fromEntries(numbers.map(([name, value]) => [name, double(value)])));
}

function systemStats(): Json {
  const { avg_load_1min, avg_load_5min, avg_load_15min, ...whole } = systemNumbers();
  return {
    avg_load_15min: double(avg_load_15min),
    avg_load_1min: double(avg_load_1min),
    avg_load_5min: double(avg_load_5min),
    ...whole,
  };
}

function systemNumbers() {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return {
    avg_load_1min: one,
    avg_load_5min: five,
    avg_load_15min: fifteen,
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
      statistics: raw(ResourceStatisticsCodec.toJson(await measure(parts, record))),
    })),
  );
  return jsonTextReply(entries);
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
  return jsonTextReply(
    await Promise.all(
      found.map(async (record) => ({
        container_id: record.container.containerId,
        executor_id: record.taskId,
        executor_name: executorName(record),
        framework_id: record.frameworkId,
        source: record.taskId,
        statistics: raw(ResourceStatisticsCodec.toJson(await measure(parts, record))),
        status: raw(ContainerStatusCodec.toJson(statusOf(record))),
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
