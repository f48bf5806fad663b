import { expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { WaitingSchema } from '@stoa/proto/stoa';
import { compileSchema } from '@stoa/runtime';
import { waitingJson } from '../../../../packages/marathon/src/api/stoa/waiting.ts';
import { appId } from '../../../support/marathon-apps.ts';
import { MarathonHarness } from '../../../support/marathon-harness.ts';

// Each sentence that a person reads when an app waits, made by real offers to the real kernel.

const decodeWaiting = compileSchema(WaitingSchema);

function waiting(harness: MarathonHarness, id = '/a') {
  const view = harness.kernel.view.waitingOf(appId(id), timestamp(harness.at));
  if (view === undefined) throw new Error(`${id} does not wait`);
  const json = waitingJson(view, timestamp(harness.at));
  expect(decodeWaiting(json)).toMatchObject({ ok: true });
  return json;
}

test('an app that asks for more memory than any agent has names the largest hole', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a', cpus: 2, mem: 7168, constraints: [['zone', 'LIKE', 'eu-.*']] });
  harness.offer({ host: 'agent-9', mem: 9000 });
  const eu = { attributes: { zone: 'eu-1' } };
  harness.offer({ host: 'agent-2', cpus: 1.5, mem: 9000, ...eu });
  harness.offer({ host: 'agent-5', cpus: 3.5, mem: 6144, ...eu });
  harness.offer({ host: 'agent-6', cpus: 4, mem: 2048, ...eu });
  const told = waiting(harness);
  expect(told).toMatchObject({
    app: '/a',
    count: 1,
    kind: 'mem',
    sentence:
      'No agent that fits otherwise has 7 GiB of memory free. The largest hole is 6 GiB on agent-5.',
    values: { asked: 7168, largest: 6144, host: 'agent-5' },
    delay: { timeLeftSeconds: 0, overdue: true, failures: 0 },
  });
  expect(told.help.map(({ text }) => text)).toEqual([
    'Ask for at most 6 GiB.',
    'Free 1 GiB on agent-5.',
    'Add an agent with at least 7 GiB of memory free.',
  ]);
  expect(told.funnel.filter(({ stopped }) => stopped > 0)).toEqual([
    { reason: 'UnfulfilledConstraint', asked: 'zone LIKE eu-.*', passed: 3, of: 4, stopped: 1 },
    { reason: 'InsufficientCpus', asked: '2', passed: 2, of: 3, stopped: 1, most: '1.5' },
    { reason: 'InsufficientMemory', asked: '7 GiB', passed: 0, of: 2, stopped: 2, most: '6 GiB' },
  ]);
  expect(told.offers.map(({ host }) => host)).toEqual(['agent-5', 'agent-2', 'agent-6', 'agent-9']);
  expect(told.offers[0]?.checks).toContainEqual({
    reason: 'InsufficientMemory',
    fits: false,
    offered: '6 GiB',
    amount: 6144,
  });
});

test('an app that asks for more cpus than any agent has says so without a condition', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a', cpus: 8 });
  harness.offer({ host: 'agent-2', cpus: 3.5 });
  expect(waiting(harness)).toMatchObject({
    kind: 'cpus',
    sentence: 'No agent has 8 cpus free. The largest hole is 3.5 on agent-2.',
    largest: { cpus: { amount: 3.5, host: 'agent-2' } },
  });
});

test('a port that is taken everywhere is named', () => {
  const harness = MarathonHarness.ready();
  const portDefinitions = [{ port: 8080 }];
  harness.create({ id: '/a', portDefinitions, requirePorts: true });
  for (const host of ['agent-1', 'agent-2', 'agent-3']) harness.offer({ host });
  expect(waiting(harness)).toMatchObject({
    kind: 'ports',
    sentence: 'Port 8080 is taken on all 3 agents that fit otherwise.',
    values: { port: 8080, agents: 3 },
  });
});

test('a constraint that leaves no agent is named with the reason why', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a', instances: 3, constraints: [['hostname', 'UNIQUE']] });
  harness.runAll({ host: 'agent-1' });
  harness.runAll({ host: 'agent-2' });
  expect(waiting(harness)).toMatchObject({
    kind: 'constraint',
    sentence: 'hostname UNIQUE leaves no agent: each of the 2 runs one already.',
    values: { constraint: 'hostname UNIQUE', agents: 2 },
  });
});

test('agents that share what has to be unique are told as what they share', () => {
  const harness = MarathonHarness.ready();
  const rack = { attributes: { rack: 'r1' } };
  harness.create({ id: '/a', instances: 3, constraints: [['@hostname', 'UNIQUE']] });
  harness.runAll({ host: 'home', agent: 'S1' });
  for (const agent of ['S1', 'S2']) harness.offer({ host: 'home', agent });
  expect(waiting(harness).sentence).toBe(
    '@hostname UNIQUE leaves no agent: all 2 are on host home, which runs one already.',
  );
  harness.runAll({ host: 'away', agent: 'S3' });
  expect(waiting(harness).sentence).toBe(
    '@hostname UNIQUE leaves no agent: the 3 are on 2 hosts, and each of those runs one already.',
  );
  harness.create({ id: '/b', instances: 2, constraints: [['rack', 'UNIQUE']] });
  harness.runAll({ host: 'left', ...rack });
  harness.offer({ host: 'right', ...rack });
  expect(waiting(harness, '/b').sentence).toBe(
    'rack UNIQUE leaves no agent: each of the 2 shares its rack with one that runs.',
  );
});

test('room that is reserved for a role is told apart from room that is not there', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/web/a', role: 'web', acceptedResourceRoles: ['*'] });
  harness.offer({ host: 'agent-1', role: 'web', reservedFor: 'web' });
  expect(waiting(harness, '/web/a')).toMatchObject({
    kind: 'reservation',
    sentence:
      'The one agent with room is reserved for role web; this app takes only what is of role *.',
    values: { agents: 1, role: 'web', reservedFor: 'web' },
  });
});

test('agents with GPUs are kept for those that ask for them', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a' });
  harness.offer({ host: 'agent-1', gpus: 2 });
  expect(waiting(harness)).toMatchObject({
    kind: 'scarce',
    sentence: 'The one agent with room has GPUs, which are kept for apps that ask for them.',
  });
});

test('an app that was offered nothing says since when and for which role', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/web/a', role: 'web' });
  const told = waiting(harness, '/web/a');
  expect(told).toMatchObject({ kind: 'noOffers', values: { role: 'web', framework: 'marathon' } });
  expect(told.sentence).toBe(
    'marathon got no offers for role web since 00:00:00 UTC: ' +
      'the agents are full, draining or kept for others, or the role has used its quota.',
  );
  harness.step({ kind: 'disconnected', reason: 'gone' });
  expect(waiting(harness, '/web/a').sentence).toBe(
    'marathon has no connection to a master, so nothing is offered.',
  );
});

test('a back-off tells what failed, when the next try is and after how many failures', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a', backoffSeconds: 40, backoffFactor: 4 });
  for (let failure = 0; failure < 2; failure++) {
    const [task] = harness.offer();
    harness.status(task?.task_id.value ?? '', 'TASK_FAILED', { message: 'exit code 1\n' });
    if (failure === 0) harness.advance(40);
  }
  expect(waiting(harness)).toMatchObject({
    kind: 'delayed',
    sentence: 'The last start failed (exit code 1). The next try is in 2:40, after 2 failures.',
    delay: { timeLeftSeconds: 160, overdue: false, failures: 2 },
    help: [{ kind: 'tryNow' }],
  });
});

test('what was launched and does not run yet is told to be starting', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a' });
  harness.offer();
  expect(waiting(harness).kind).toBe('starting');
});

test('an app that runs, and one that does not exist, do not wait', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a' });
  harness.runAll();
  expect(harness.kernel.view.waitingOf(appId('/a'), timestamp(harness.at))).toBeUndefined();
  expect(harness.kernel.view.waitingOf(appId('/b'), timestamp(harness.at))).toBeUndefined();
});

test('an agent whose offer was declined is silent until its refusal ends or offers are called for', () => {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/a', cpus: 8 });
  harness.advance(1);
  harness.offer({ host: 'agent-2', cpus: 1 });
  expect(waiting(harness).notOffered).toEqual([
    { reason: 'refused', agent: 'S-agent-2', host: 'agent-2', until: '2026-01-01T00:02:01.001Z' },
  ]);
  harness.advance(30);
  expect(waiting(harness).notOffered).toEqual([]);
});
