// `kill -9` of the agent at every point of a task's life, then a second life of it. Each point is a
// deed, not a moment: the agent's process dies inside a write to its store, a file it makes, a signal
// it sends (`crash-points.mjs`), or while a call to Docker or to the master waits for its answer. So
// no run depends on how fast the machine is.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callDocker } from '../../../tools/machine/docker.mjs';
import { processesNaming } from '../../support/proc.ts';
import { until } from '../../support/until.ts';
import { AgentHarness, shell } from './agent-harness.ts';
import { DockerProxy } from './docker-proxy.ts';
import type { CallMoment } from './docker-proxy.ts';

const DOCKER_SOCKET = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '');
const IMAGE = process.env['STOA_TEST_IMAGE'] ?? 'stoa-test/busybox:1';
const TASK = 'task';

type Kind = 'plain' | 'Docker';

/** Where the first life ends: in a deed of the agent's process, or in a call to Docker. */
interface Crash {
  readonly deed?: Readonly<Record<string, string>>;
  readonly call?: readonly [CallMoment, RegExp];
  /** The state whose update is not acknowledged: the agent is killed when it has come. */
  readonly unacknowledged?: string;
}

interface Point extends Crash {
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** What happens while the first life still goes on. */
  readonly drive?: 'kill' | 'end';
  readonly ending: Ending;
}

/** How the story ends for the framework, and how often the task began. */
type Ending = 'unknown' | 'dropped' | 'exited' | 'killed' | 'killedAgain';

const BOTH: readonly Kind[] = ['plain', 'Docker'];
const TOLD = '"phase":"running"';
const ORDERED = '"kill":\\{';
const ENDED = '"phase":"ended"';

const POINTS: readonly Point[] = [
  point('before the task is written down', BOTH, 'unknown', write('before', '\\+task/')),
  point('after it is written down', BOTH, 'dropped', write('after', '\\+task/')),
  point('after its launch is prepared', ['plain'], 'dropped', {
    deed: { 'after-writing-file': '/launch$' },
  }),
  point('after its process is asked for', ['plain'], 'exited', { deed: { 'after-order': 'yes' } }),
  point('after its process began', ['plain'], 'exited', {
    deed: { 'before-removing-file': '/launch$' },
  }),
  point('before its container is made', ['Docker'], 'dropped', call('before', /create\?/)),
  point('while its container is made', ['Docker'], 'dropped', call('under way', /create\?/)),
  point('after its container is made', ['Docker'], 'dropped', call('after', /create\?/)),
  point('before its container is started', ['Docker'], 'dropped', call('before', /\/start/)),
  point('after its container is started', ['Docker'], 'exited', call('after', /\/start/)),
  point('before its start is written down', BOTH, 'exited', write('before', TOLD)),
  point('before its first update is sent', BOTH, 'exited', write('after', TOLD)),
  point('before its first update is acknowledged', BOTH, 'exited', {
    unacknowledged: 'TASK_STARTING',
  }),
  point('before a kill is written down', BOTH, 'killedAgain', write('before', ORDERED), 'kill'),
  point('after a kill is written down', BOTH, 'killed', write('after', ORDERED), 'kill'),
  point(
    'after the soft signal',
    ['plain'],
    'killed',
    { deed: { 'after-signal': 'SIGTERM' } },
    'kill',
  ),
  point('after the soft signal', ['Docker'], 'killed', call('after', /\/kill/), 'kill'),
  point('before its end is written down', BOTH, 'exited', write('before', ENDED), 'end'),
  point('before its final update is sent', BOTH, 'exited', write('after', ENDED), 'end'),
  point(
    'before its final update is acknowledged',
    BOTH,
    'exited',
    { unacknowledged: 'TASK_FAILED' },
    'end',
  ),
  point('before it is forgotten', BOTH, 'exited', write('before', '-task/'), 'end'),
  point('after it is forgotten', BOTH, 'exited', write('after', '-task/'), 'end'),
];

function point(
  name: string,
  kinds: readonly Kind[],
  ending: Ending,
  crash: Crash,
  drive?: Point['drive'],
): Point {
  return { name, kinds, ending, ...crash, ...(drive === undefined ? {} : { drive }) };
}

function write(when: 'before' | 'after', pattern: string): Crash {
  return { deed: { [`${when}-write`]: pattern } };
}

function call(when: CallMoment, pattern: RegExp): Crash {
  return { call: [when, pattern] };
}

let agent: AgentHarness;
let proxy: DockerProxy | undefined;
let isArmed = false;

beforeEach(async () => {
  agent = await AgentHarness.open();
});

afterEach(async () => {
  await agent.close();
  await proxy?.close();
  proxy = undefined;
}, 60_000);

describe('after kill -9 of the agent the task is neither lost nor run twice', () => {
  describePoints('plain');
});

const describeDocker = DOCKER_SOCKET === undefined ? describe.skip : describe;
describeDocker('after kill -9 of the agent the container is neither lost nor run twice', () => {
  describePoints('Docker');
});

function describePoints(kind: Kind): void {
  const cases = POINTS.filter(({ kinds }) => kinds.includes(kind));
  test.each(cases)('$name', (asked) => live(asked, kind), 90_000);
}

async function live(asked: Point, kind: Kind): Promise<void> {
  const more = kind === 'Docker' ? { docker_socket: await openProxy(asked.call) } : {};
  await firstLife(asked, kind, more);
  await secondLife(asked, kind, more);
  await expectNothingLeft();
}

async function firstLife(asked: Point, kind: Kind, more: object): Promise<void> {
  const { master } = agent;
  await agent.startProcess(more, asked.deed);
  master.holds = asked.unacknowledged;
  isArmed = true;
  master.run({ id: TASK, ...taskOf(asked, kind) });
  if (asked.drive !== undefined) await master.untilState(TASK, 'TASK_RUNNING');
  // It does not heed the soft signal once it has begun.
  if (asked.drive !== undefined) await until('its first line', hasBegun);
  if (asked.drive === 'kill') master.kill(TASK, 1);
  if (asked.drive === 'end') writeFileSync(gate(), '');
  if (asked.unacknowledged !== undefined) {
    await master.untilState(TASK, asked.unacknowledged);
    await agent.killProcess();
  }
  await agent.untilProcessGone();
  isArmed = false;
  master.holds = undefined;
  // Asked for, the process comes to be whether or not the agent lives; when, is the machine's affair.
  const isOrdered =
    asked.deed?.['after-order'] !== undefined || asked.unacknowledged === 'TASK_STARTING';
  if (isOrdered) await until('its process', hasBegun);
}

async function secondLife(asked: Point, kind: Kind, more: object): Promise<void> {
  const { master } = agent;
  await agent.start(more);
  const begun = ['TASK_STARTING', 'TASK_RUNNING'];
  switch (asked.ending) {
    case 'unknown':
      master.reconcile(TASK);
      expect((await master.untilState(TASK, 'TASK_DROPPED')).reason).toBe('REASON_RECONCILIATION');
      expectStory(0, ['TASK_DROPPED']);
      return;
    case 'dropped':
      expect((await master.untilState(TASK, 'TASK_DROPPED')).reason).toBe('REASON_AGENT_RESTARTED');
      // A container that was created and not started may have been told to start.
      expectStory(0, [...master.states(TASK).filter(isStarting).slice(0, 1), 'TASK_DROPPED']);
      return;
    case 'exited':
      writeFileSync(gate(), '');
      expect((await master.untilState(TASK, 'TASK_FAILED')).message).toBe(
        kind === 'plain' ? 'Command exited with status 7' : 'Container exited with status 7',
      );
      expectStory(1, [...begun, 'TASK_FAILED']);
      return;
    case 'killedAgain':
      // Nobody remembers the order; the framework gives it again.
      expectStory(1, begun);
      master.kill(TASK, 1);
      await expectKilled(kind);
      return;
    case 'killed':
      await expectKilled(kind);
  }
}

async function expectKilled(kind: Kind): Promise<void> {
  const { message } = await agent.master.untilState(TASK, 'TASK_KILLED');
  const plain = 'Command terminated with signal Killed';
  expect(message).toBe(kind === 'plain' ? plain : 'Container exited with status 137');
  expectStory(1, ['TASK_STARTING', 'TASK_RUNNING', 'TASK_KILLING', 'TASK_KILLED']);
}

/** Tells that it began, in one line; ends when it may; does not heed the soft signal. */
function taskOf({ drive }: Point, kind: Kind): object {
  const stubborn = drive === 'kill' ? "trap '' TERM; " : '';
  const script = `${stubborn}echo begun >>${runs()}; while [ ! -e ${gate()} ]; do sleep 0.05; done; exit 7`;
  if (kind === 'plain') return shell(script);
  return {
    ...shell(script),
    container: {
      type: 'DOCKER',
      docker: { image: IMAGE, network: 'HOST' },
      volumes: [{ container_path: agent.directory, host_path: agent.directory, mode: 'RW' }],
    },
  };
}

const runs = (): string => join(agent.directory, 'runs');
const gate = (): string => join(agent.directory, 'gate');
const hasBegun = (): true | undefined => (existsSync(runs()) ? true : undefined);

const isStarting = (state: string): boolean => state === 'TASK_STARTING';

function expectStory(begun: number, states: readonly string[]): void {
  const lines = existsSync(runs()) ? readFileSync(runs(), 'utf8') : '';
  expect({ lines, states: agent.master.states(TASK) }).toEqual({
    lines: 'begun\n'.repeat(begun),
    states,
  });
}

/** No record, no control directory, no process and no container is left of the task. */
async function expectNothingLeft(): Promise<void> {
  await until('the agent forgets its task', async () => {
    const { text } = await agent.get('/state');
    const { frameworks } = JSON.parse(text) as { frameworks: unknown[] };
    return frameworks.length === 0 ? true : undefined;
  });
  const controls = join(agent.workDir, 'meta', 'containers');
  const count = (): number => (existsSync(controls) ? readdirSync(controls).length : 0);
  await until('no control directory', () => (count() === 0 ? true : undefined));
  const isGone = (): true | undefined => (processesNaming(runs()).length === 0 ? true : undefined);
  await until('no process', isGone);
  if (proxy !== undefined) await until('no container', hasNoContainer);
}

async function hasNoContainer(): Promise<true | undefined> {
  const filters = JSON.stringify({ label: [`stoa.agent=${agent.master.agentId}`] });
  const path = `/containers/json?all=true&filters=${encodeURIComponent(filters)}`;
  const { text } = await callDocker(DOCKER_SOCKET, 'GET', path);
  return (JSON.parse(text) as unknown[]).length === 0 ? true : undefined;
}

/** Docker's socket through a proxy that ends the first life at one call. */
async function openProxy(at: Crash['call']): Promise<string> {
  const [when, pattern] = at ?? [];
  proxy = new DockerProxy(
    join(agent.directory, 'docker.sock'),
    DOCKER_SOCKET ?? '',
    (asked, moment) => {
      if (!isArmed || moment !== when || pattern?.test(asked) !== true) return false;
      void agent.killProcess();
      return true;
    },
  );
  await proxy.open();
  return proxy.path;
}
