import { describe, expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import {
  CheckerSight,
  isCheckerBlind,
} from '../../../../packages/marathon/src/core/health/checker-sight.ts';
import type { ProbeOrder, ProbeOutcome } from '../../../../packages/marathon/src/core/index.ts';
import { MarathonHarness } from '../../../support/marathon-harness.ts';

const OK: ProbeOutcome = { kind: 'connected' };
const SILENT: ProbeOutcome = { kind: 'failed', message: 'no answer within 5 s', isHeard: false };
const REFUSED: ProbeOutcome = { kind: 'failed', message: 'connection refused', isHeard: true };

const CHECK = {
  protocol: 'TCP',
  port: 80,
  gracePeriodSeconds: 0,
  intervalSeconds: 10,
  timeoutSeconds: 5,
  maxConsecutiveFailures: 2,
};

/** Apps with an instance on each of so many hosts, all of them healthy. */
function cluster(hosts: number, apps: readonly string[] = ['/a']): MarathonHarness {
  const marathon = MarathonHarness.ready();
  for (const id of apps) {
    marathon.create({
      id,
      instances: hosts,
      healthChecks: [CHECK],
      constraints: [['hostname', 'UNIQUE']],
      backoffSeconds: 0,
    });
  }
  for (let host = 1; host <= hosts; host++) marathon.runAll({ host: `host-${host}` });
  marathon.probeAfter(10, OK);
  return marathon;
}

const rounds = (
  marathon: MarathonHarness,
  count: number,
  outcome: Parameters<MarathonHarness['answerProbes']>[0],
) => {
  for (let at = 0; at < count; at++) marathon.probeAfter(10, outcome);
};

/** Silent on the hosts up to this number, heard on the others. */
const silentUpTo =
  (host: number, otherwise: ProbeOutcome = OK) =>
  ({ target }: ProbeOrder): ProbeOutcome =>
    Number(target.host.slice('host-'.length)) <= host ? SILENT : otherwise;

const traced = (marathon: MarathonHarness, name: string) =>
  marathon.traces.filter(({ event }) => event === name).map(({ fields }) => fields);

describe('when every probe of everything goes unheard at once', () => {
  test('nothing is killed, the reason is told once, and all are told to be unhealthy', () => {
    const marathon = cluster(5, ['/a', '/b']);
    rounds(marathon, 12, SILENT);
    expect(marathon.killed()).toEqual([]);
    expect(traced(marathon, 'health.blind')).toEqual([
      expect.objectContaining({ silentHosts: 5, heardHosts: 0, failures: 3 }),
    ]);
    expect(marathon.tasks('/a').every(({ health }) => health[0]?.alive === false)).toBe(true);
  });

  test('nothing is killed either when the checker was started anew meanwhile', () => {
    const marathon = cluster(5);
    rounds(marathon, 2, SILENT);
    marathon.restart();
    rounds(marathon, 12, SILENT);
    expect(marathon.killed()).toEqual([]);
    expect(traced(marathon, 'health.blind')).toHaveLength(1);
  });

  test('what was held against tasks meanwhile is pardoned once they are heard again', () => {
    const marathon = cluster(5);
    rounds(marathon, 6, SILENT);
    // Most are heard again; the answers of the last one were on their way when the network came back.
    marathon.probeAfter(10, silentUpTo(1));
    expect(traced(marathon, 'health.sighted')).toHaveLength(1);
    rounds(marathon, 2, silentUpTo(1));
    expect(marathon.killed()).toEqual([]);
    // From then on failures count as ever: it takes more than two.
    rounds(marathon, 1, silentUpTo(1));
    expect(marathon.killed()).toHaveLength(1);
  });

  test('a task that was ill before the network went is not protected by that', () => {
    const marathon = cluster(5);
    rounds(marathon, 2, silentUpTo(1));
    rounds(marathon, 1, SILENT);
    expect(marathon.killed()).toHaveLength(1);
    rounds(marathon, 10, SILENT);
    // Its kill is asked for again, since nobody confirms it; no other is.
    expect(new Set(marathon.killed()).size).toBe(1);
  });
});

describe('a task is killed for its health as ever', () => {
  test('when it is silent and others are heard', () => {
    const marathon = cluster(5);
    rounds(marathon, 3, silentUpTo(2));
    expect(marathon.killed()).toHaveLength(2);
    expect(traced(marathon, 'health.blind')).toEqual([]);
  });

  test('when it is the only one that is checked', () => {
    const marathon = cluster(1);
    rounds(marathon, 3, SILENT);
    expect(marathon.killed()).toHaveLength(1);
  });

  test('when all refuse: who refuses is reached, however many do', () => {
    const marathon = cluster(5, ['/a', '/b']);
    rounds(marathon, 3, REFUSED);
    expect(marathon.killed()).toHaveLength(10);
  });

  test('when it refuses while the others are silent', () => {
    const marathon = cluster(5);
    rounds(marathon, 3, silentUpTo(4, REFUSED));
    expect(marathon.killed()).toHaveLength(1);
    expect(traced(marathon, 'instance.unhealthy')).toHaveLength(1);
  });

  test.each([
    [{ heard: 0, silent: 1 }, false],
    [{ heard: 0, silent: 2 }, true],
    [{ heard: 2, silent: 2 }, false],
    [{ heard: 2, silent: 3 }, true],
    [{ heard: 3, silent: 2 }, false],
  ])('the checker with %j is blind: %s', (hosts, blind) => {
    expect(isCheckerBlind(hosts)).toBe(blind);
  });
});

describe('the cost of many checks', () => {
  test('a probe of one of 50,000 hosts, and a judgement among them, touch no other host', () => {
    const sight = new CheckerSight();
    const at = (second: number) => timestamp(1_000_000 + second * 1000);
    const hosts = Array.from({ length: 50_000 }, (_, host) => `host-${host}`);
    hosts.forEach((host, index) => sight.note(host, true, at(index % 60)));
    hosts.forEach((host, index) => sight.note(host, index % 4 === 0, at(60 + (index % 60))));
    expect(sight.since(at(60))).toEqual({ heard: 12_500, silent: 37_500 });
    const begun = performance.now();
    for (let count = 0; count < 50_000; count++) sight.judge(at(60));
    // A walk over all hosts for each of them would take minutes.
    expect(performance.now() - begun).toBeLessThan(30_000);
  });

  test('hundreds of instances cost one timer and one probe for each check that is due', () => {
    const marathon = MarathonHarness.ready({
      launch_tokens: 100_000,
      max_instances_per_offer: 1000,
    });
    const small = { cpus: 0.001, mem: 1, instances: 200 };
    for (const id of ['/a', '/b', '/c']) marathon.create({ id, ...small, healthChecks: [CHECK] });
    const tasks = marathon.runAll({ cpus: 10_000, mem: 1_000_000 });
    expect(tasks).toHaveLength(600);
    const timers = () => [...marathon.timers.keys()].filter((timer) => timer.startsWith('health/'));
    expect(timers()).toHaveLength(600);
    expect(marathon.probeAfter(5, OK)).toHaveLength(600);
    const writes = marathon.disk.size;
    const heard = marathon.announced.length;
    expect(marathon.probeAfter(10, OK)).toHaveLength(600);
    // What is as it was is neither written nor told.
    expect([marathon.disk.size, marathon.announced.length]).toEqual([writes, heard]);
    expect(timers()).toHaveLength(600);
  });
});
