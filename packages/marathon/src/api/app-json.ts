// Apps as they are answered: one form, members in one order, empty ones left out (marathon-app.md §3,
// marathon-api.md §13). No member beside those: clients fail on what they do not know.
import { renderIsoTime, type Timestamp } from '@stoa/common';
import type { AppAnswerJson, AppInfoJson } from '@stoa/proto/marathon';
import {
  isOnHostNetwork,
  isResident,
  volumeDefinitionOf,
  type App,
  type AppSpec,
  type Container,
  type Network,
  type PortDefinition,
  type PortMapping,
  type VersionInfo,
} from '../core/apps/index.ts';
import type { MarathonReadView } from '../core/read-view.ts';
import type { Embed } from './embeds.ts';
import { readinessJson, taskFailureJson, taskJson } from './task-json.ts';
import { taskStatsJson } from './task-stats.ts';

/** A version of an app by itself. */
export function appJson(app: App): AppAnswerJson {
  return renderApp(app, app.version, app.versionInfo);
}

function renderApp(
  app: AppSpec,
  version: Timestamp,
  versionInfo: VersionInfo | undefined,
): AppAnswerJson {
  const { lastScalingAt, lastConfigChangeAt } = versionInfo ?? {};
  return {
    ...processJson(app),
    ...placementJson(app),
    ...lifeJson(app),
    version: renderIsoTime(version),
    ...(lastScalingAt === undefined || lastConfigChangeAt === undefined
      ? {}
      : {
          versionInfo: {
            lastScalingAt: renderIsoTime(lastScalingAt),
            lastConfigChangeAt: renderIsoTime(lastConfigChangeAt),
          },
        }),
  };
}

function processJson(app: AppSpec) {
  return {
    id: app.id,
    cmd: app.cmd,
    args: unlessEmpty(app.args),
    user: app.user,
    env: unlessBare(app.env),
    backoffFactor: app.backoffFactor,
    backoffSeconds: app.backoffSeconds,
    check: app.check,
    constraints: unlessEmpty(app.constraints),
    container: app.container && containerJson(app.container, isOnHostNetwork(app)),
    cpus: app.cpus,
    dependencies: unlessEmpty(app.dependencies),
    disk: app.disk,
    executor: app.executor,
    executorResources: app.executorResources,
    fetch: unlessEmpty(app.fetch),
    gpus: app.gpus,
    instances: app.instances,
  };
}

function placementJson(app: AppSpec) {
  return {
    labels: app.labels,
    maxLaunchDelaySeconds: app.maxLaunchDelaySeconds,
    mem: app.mem,
    networks: app.networks.map(networkJson),
    portDefinitions: isOnHostNetwork(app) ? app.portDefinitions.map(portDefinitionJson) : undefined,
    requirePorts: app.requirePorts,
    resourceLimits: app.resourceLimits,
    secrets: unlessBare(app.secrets),
    acceptedResourceRoles: app.acceptedResourceRoles,
    killSelection: app.killSelection,
    role: app.role,
  };
}

// Deprecated and without effect, but clients look for it to tell stateful apps.
const RESIDENCY = {
  relaunchEscalationTimeoutSeconds: 3600,
  taskLostBehavior: 'WAIT_FOREVER',
} as const;

function lifeJson(app: AppSpec) {
  return {
    readinessChecks: unlessEmpty(app.readinessChecks),
    residency: isResident(app) ? RESIDENCY : undefined,
    healthChecks: unlessEmpty(app.healthChecks),
    taskKillGracePeriodSeconds: app.taskKillGracePeriodSeconds,
    tty: app.tty,
    upgradeStrategy: app.upgradeStrategy,
    unreachableStrategy: app.unreachableStrategy,
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function unlessBare<T extends object>(map: T): T | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

function networkJson({ name, mode, labels }: Network) {
  return { name, mode, labels: unlessBare(labels) };
}

function portDefinitionJson({ name, port, protocol, labels }: PortDefinition) {
  return { name, port, protocol, labels: unlessBare(labels) };
}

function containerJson(container: Container, isOnHost: boolean) {
  const { type, docker, volumes, portMappings, linuxInfo } = container;
  return {
    type,
    docker,
    volumes: volumes.map(volumeDefinitionOf),
    portMappings: isOnHost ? undefined : portMappings.map(portMappingJson),
    linuxInfo,
  };
}

function portMappingJson({ networkNames, ...mapping }: PortMapping) {
  return {
    containerPort: mapping.containerPort,
    hostPort: mapping.hostPort,
    labels: mapping.labels,
    protocol: mapping.protocol,
    servicePort: mapping.servicePort,
    name: mapping.name,
    networkNames: unlessEmpty(networkNames),
  };
}

/** An app with what is embedded. */
export function appInfoJson(
  app: App,
  view: MarathonReadView,
  options: { readonly embeds: ReadonlySet<Embed>; readonly now: Timestamp },
): AppInfoJson {
  const { embeds, now } = options;
  const failure = embeds.has('lastTaskFailure') ? view.lastTaskFailureOf(app.id) : undefined;
  return {
    ...appJson(app),
    ...(embeds.has('counts') ? countsJson(view.countsOf(app.id)) : {}),
    ...(embeds.has('deployments')
      ? { deployments: view.deploymentsOf(app.id).map((id) => ({ id })) }
      : {}),
    ...(embeds.has('readiness')
      ? { readinessCheckResults: view.readinessOf(app.id).map(readinessJson) }
      : {}),
    ...(embeds.has('tasks')
      ? { tasks: Array.from(view.tasksOf(app.id), (task) => taskJson(task, [])) }
      : {}),
    ...(failure === undefined ? {} : { lastTaskFailure: taskFailureJson(failure) }),
    ...(embeds.has('taskStats')
      ? { taskStats: taskStatsJson(app, [...view.tasksOf(app.id)], now) }
      : {}),
  };
}

/** What a POST answers: nothing runs yet, and the version has no history (marathon-api.md §2.1). */
export function createdAppJson(
  spec: AppSpec,
  version: Timestamp,
  deploymentId: string,
): AppInfoJson {
  return {
    ...renderApp(spec, version, undefined),
    ...countsJson({ staged: 0, running: 0, healthy: 0, unhealthy: 0 }),
    deployments: [{ id: deploymentId }],
  };
}

function countsJson(counts: ReturnType<MarathonReadView['countsOf']>) {
  return {
    tasksStaged: counts.staged,
    tasksRunning: counts.running,
    tasksHealthy: counts.healthy,
    tasksUnhealthy: counts.unhealthy,
  };
}
