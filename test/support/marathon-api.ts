// Marathon's routes over a kernel of a few lines that remembers what it was asked.
import {
  decodeUtf8,
  encodeUtf8,
  must,
  timestamp,
  type HttpReply,
  type HttpRequest,
} from '@stoa/common';
import { parseQuery } from '@stoa/runtime';
import type { RouteContext } from '../../packages/marathon/src/api/context.ts';
import { createDecoders } from '../../packages/marathon/src/api/decoders.ts';
import { bodyChecks } from '../../packages/marathon/src/shell/body-checks.ts';
import { marathonRoutes } from '../../packages/marathon/src/api/routes.ts';
import { isBelow, type App, type AppId } from '../../packages/marathon/src/core/apps/index.ts';
import type { InspectedOffer } from '../../packages/marathon/src/core/matching/inspect-offer.ts';
import type {
  DeploymentView,
  MarathonReadView,
  QueueItemView,
  ReadinessView,
  TaskCounts,
  TaskFailureView,
  TaskView,
} from '../../packages/marathon/src/core/read-view.ts';
import type { ApiOutcome, ApiRequest } from '../../packages/marathon/src/core/requests.ts';
import { compileRoutes } from '../../packages/runtime/src/http/route-table.ts';
import { AT } from './marathon-apps.ts';

/** What a test puts into the view. */
export interface Scene {
  readonly apps: readonly App[];
  readonly tasks?: readonly TaskView[];
  readonly counts?: TaskCounts;
  readonly deployments?: readonly DeploymentView[];
  readonly failure?: TaskFailureView;
  readonly readiness?: readonly ReadinessView[];
  readonly queue?: readonly QueueItemView[];
  readonly unused?: readonly InspectedOffer[];
  readonly leader?: string;
}

export const NOW = timestamp(AT + 60_000);

const NO_COUNTS: TaskCounts = { staged: 0, running: 0, healthy: 0, unhealthy: 0 };

export function viewOf(scene: Scene): MarathonReadView {
  const apps = new Map(scene.apps.map((app) => [app.id, app]));
  const { tasks = [], deployments = [], queue = [], failure, counts = NO_COUNTS } = scene;
  const { readiness = [] } = scene;
  return {
    leader: scene.leader ?? '127.0.0.1:8080',
    isLeading: true,
    leadingSince: timestamp(AT + 20_000),
    killsInFlight: 3,
    killAttempts: 4,
    groupCount: 2,
    overdueCount: () => 1,
    frameworkId: 'f-1',
    apps: () => apps.values(),
    app: (id) => apps.get(id),
    appsBelow: (group) => {
      const below = scene.apps.filter(({ id }) => isBelow(id, group));
      return below.length === 0 && group !== '/' ? undefined : below;
    },
    group: () => undefined,
    groupAt: () => undefined,
    versionsOfGroup: () => undefined,
    versionsOf: (id) => {
      const app = apps.get(id);
      return app === undefined ? [] : [app.version, timestamp(app.version - 5000)];
    },
    appAt: (id, version) => (apps.get(id)?.version === version ? apps.get(id) : undefined),
    countsOf: () => counts,
    tasksOf: (id) => tasks.filter(({ appId }) => appId === id),
    tasks: () => tasks,
    deploymentsOf: (id) =>
      deployments.filter(({ affectedApps }) => affectedApps.includes(id)).map((one) => one.id),
    deployments: () => deployments,
    readinessOf: (id) => readiness.filter(({ taskId }) => taskId.startsWith(`${id.slice(1)}.`)),
    lastTaskFailureOf: (id) => (failure?.appId === id ? failure : undefined),
    queue: () => queue,
    unusedOffersOf: () => scene.unused ?? [],
    waitingOf: () => undefined,
  };
}

const decoders = createDecoders(bodyChecks);

/** The routes as a client sees them, and what they asked of the kernel. */
export class FakeMarathon {
  readonly asked: ApiRequest[] = [];
  /** What the kernel answers next. */
  outcome: ApiOutcome = {
    kind: 'deployed',
    version: AT,
    deploymentId: 'd-1',
    isCreated: false,
  };
  readonly #find: ReturnType<typeof compileRoutes>;

  constructor(scene: Scene = { apps: [] }, changes: Partial<RouteContext> = {}) {
    const routes = marathonRoutes({
      view: viewOf(scene),
      ask: (request) => {
        this.asked.push(request);
        return Promise.resolve(this.outcome);
      },
      decoders,
      info: {
        version: '1.11.24',
        buildref: 'stoa',
        marathon_config: { framework_name: 'marathon' },
        zookeeper_config: {},
        http_config: { http_port: 8080 },
      },
      now: () => NOW,
      counters: () => new Map([['deployments', 3]]),
      metricPrefix: 'marathon',
      diagnostics: {
        flags: { framework_name: 'marathon' },
        renderPrometheus: undefined,
        level: () => 'info',
        setLevel: () => undefined,
      },
      startedAt: AT,
      http: () => ({ gauges: [], counters: [], rates: [], timers: [] }),
      ...changes,
    });
    this.#find = compileRoutes(routes);
  }

  /** Sends a request; a body that is no text is sent as JSON. */
  async send(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpReply> {
    const [path = '', query = ''] = target.split('?');
    const match = this.#find(method, path);
    if (match?.kind !== 'route') throw new Error(`${method} ${path}: ${match?.kind ?? 'unknown'}`);
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const request: HttpRequest = {
      method,
      path,
      query: parseQuery(query),
      headers,
      body: encodeUtf8(text),
      principal: undefined,
      host: '127.0.0.1:8080',
      peerIp: '10.0.0.9',
    };
    return match.route.handle(request, match.params);
  }

  /** The one request that reached the kernel. */
  get onlyAsked(): ApiRequest {
    if (this.asked.length !== 1) throw new Error(`asked ${this.asked.length} times`);
    return must(this.asked[0], 'a request');
  }
}

export function jsonOf({ body }: HttpReply): unknown {
  const text = typeof body === 'string' ? body : decodeUtf8(body ?? new Uint8Array());
  return text === '' ? undefined : JSON.parse(text);
}

/** A task that runs. */
export function aTask(appId: AppId, changes: Partial<TaskView> = {}): TaskView {
  return {
    id: 'a.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002._app.1',
    instanceId: 'a.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002',
    appId,
    condition: 'Running',
    host: 'agent-7',
    agentId: '8f1e-S2',
    region: undefined,
    zone: undefined,
    role: '*',
    ports: [31422],
    ipAddresses: [{ ipAddress: '10.0.0.7', protocol: 'IPv4' }],
    stagedAt: timestamp(AT + 1310),
    startedAt: timestamp(AT + 3004),
    version: AT,
    health: [],
    checkResult: undefined,
    ...changes,
  };
}
