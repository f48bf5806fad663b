import { type Random, renderIsoTime } from '@stoa/common';
import { printDouble, type Environment_Variable } from '@stoa/proto';
import type { App } from '../apps/app.ts';
import { isOnHostNetwork, portsOf } from '../apps/app.ts';

/** Longest name or value of a label that a task is told of in its environment (marathon-app.md §12). */
const LABEL_LENGTH_MAX = 512;
const LABEL_PREFIX = 'MARATHON_APP_LABEL_';

/** What a task is told: itself, its app, its host, its ports. */
export interface EnvironmentInput {
  readonly app: App;
  readonly taskId: string;
  readonly host: string;
  readonly hostPorts: readonly (number | undefined)[];
  /** `--env_vars_prefix`: of HOST and the PORT variables alone. */
  readonly prefix: string;
  readonly ports: readonly EffectivePort[];
  /** The group around the app hands its name down as role. */
  readonly enforcesRole: boolean;
}

/** A port as the task itself sees it. */
export interface EffectivePort {
  readonly hostPort: number | undefined;
  /** What the process listens on. */
  readonly number: number;
  /** The number that the definition asks for; 0 leaves it open. */
  readonly requested: number;
  readonly name: string | undefined;
  /** Nobody asked for this number: it was drawn. */
  readonly isDrawn: boolean;
}

/** Each port of an app with the number that its process uses. */
export function effectivePorts(
  app: App,
  hostPorts: readonly (number | undefined)[],
  random: Random,
): readonly EffectivePort[] {
  const used = new Set<number>(hostPorts.filter((port) => port !== undefined));
  return portsOf(app).map((port, index) => {
    const hostPort = hostPorts[index];
    const requested = 'containerPort' in port ? port.containerPort : port.port;
    const isInside = 'containerPort' in port && !isOnHostNetwork(app);
    const isDrawn = isInside && requested === 0 && hostPort === undefined;
    const drawn = isDrawn ? drawPort(used, random) : 0;
    const inside = requested === 0 ? (hostPort ?? drawn) : requested;
    const number = isInside ? inside : (hostPort ?? requested);
    return { hostPort, number, requested, name: port.name, isDrawn };
  });
}

function drawPort(used: Set<number>, random: Random): number {
  for (;;) {
    const port = 1025 + random.below(65_535 - 1025);
    if (used.has(port)) continue;
    used.add(port);
    return port;
  }
}

/** The environment; what the app itself says wins (marathon-app.md §12). */
export function taskEnvironment(input: EnvironmentInput): readonly Environment_Variable[] {
  const variables = new Map<string, string>([
    ...identityVariables(input),
    ...labelVariables(input.app),
    ...portVariables(input),
  ]);
  for (const [name, value] of Object.entries(input.app.env)) {
    if (typeof value === 'string') variables.set(name, value);
  }
  return [...variables].map(([name, value]) => ({ name, value }));
}

function* identityVariables(input: EnvironmentInput): Variables {
  const { app, taskId, host, prefix, enforcesRole } = input;
  yield ['MESOS_TASK_ID', taskId];
  yield ['MARATHON_APP_ID', app.id];
  yield ['MARATHON_APP_VERSION', renderIsoTime(app.version)];
  const { container } = app;
  if (container?.type === 'DOCKER' && container.docker !== undefined) {
    yield ['MARATHON_APP_DOCKER_IMAGE', container.docker.image];
  }
  yield ['MARATHON_APP_RESOURCE_CPUS', printDouble(app.cpus)];
  yield ['MARATHON_APP_RESOURCE_MEM', printDouble(app.mem)];
  yield ['MARATHON_APP_RESOURCE_DISK', printDouble(app.disk)];
  yield ['MARATHON_APP_RESOURCE_GPUS', String(app.gpus)];
  yield ['MARATHON_APP_ENFORCE_GROUP_ROLE', enforcesRole ? 'TRUE' : 'FALSE'];
  yield [`${prefix}HOST`, host];
}

type Variables = Generator<readonly [string, string], void>;

function* labelVariables({ labels }: App): Variables {
  const told = Object.entries(labels).filter(
    ([key, value]) =>
      key.length < LABEL_LENGTH_MAX - LABEL_PREFIX.length && value.length < LABEL_LENGTH_MAX,
  );
  const names = told.map(([key]) => key.toUpperCase().replace(/[^A-Z0-9_]+/g, '_'));
  yield ['MARATHON_APP_LABELS', names.join(' ')];
  for (const [at, [, value]] of told.entries()) yield [`${LABEL_PREFIX}${names[at] ?? ''}`, value];
}

function* portVariables({ ports, prefix }: EnvironmentInput): Variables {
  const told = ports.map(({ hostPort, number }) => hostPort ?? number);
  for (const [index, port] of told.entries()) yield [`${prefix}PORT${index}`, String(port)];
  // Ports that are fixed inside the container only are nobody's to reach by the host.
  const listed = [
    ...ports.flatMap(({ hostPort }) => hostPort ?? []),
    ...ports.flatMap(({ isDrawn, number }) => (isDrawn ? [number] : [])),
  ];
  if (listed.length > 0) {
    yield [`${prefix}PORT`, String(listed[0])];
    yield [`${prefix}PORTS`, listed.join(',')];
  }
  for (const [index, { requested, name }] of ports.entries()) {
    const port = String(told[index]);
    yield [`${prefix}PORT_${requested === 0 ? port : requested}`, port];
    if (name !== undefined) yield [`${prefix}PORT_${name.toUpperCase()}`, port];
  }
}
