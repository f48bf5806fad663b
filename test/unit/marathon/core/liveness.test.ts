import { describe, expect, test } from '@jest/globals';
import { MarathonHarness } from '../../../support/marathon-harness.ts';

const STRAY = 'old_app.instance-11111111-1111-4111-8111-111111111111._app.1';

function withTasks(instances: number) {
  const marathon = MarathonHarness.ready();
  marathon.create({ id: '/web', instances, backoffSeconds: 0 });
  return { marathon, ids: marathon.runAll() };
}

/** The ids in each RECONCILE of named tasks. */
function asked(marathon: MarathonHarness): readonly (readonly string[])[] {
  return marathon
    .callsOf('RECONCILE')
    .map(({ reconcile }) => (reconcile?.tasks ?? []).map(({ task_id }) => task_id.value))
    .filter((ids) => ids.length > 0);
}

describe('a live task that is nobody’s', () => {
  test('is killed, and again every half minute until its end is told', () => {
    const marathon = MarathonHarness.ready();
    marathon.status(STRAY, 'TASK_RUNNING');
    expect(marathon.callsOf('KILL').map(({ kill }) => kill)).toEqual([
      { task_id: { value: STRAY }, agent_id: { value: 'S1' } },
    ]);
    marathon.advance(95);
    expect(marathon.killed()).toEqual([STRAY, STRAY, STRAY, STRAY]);
    marathon.status(STRAY, 'TASK_KILLED');
    marathon.advance(300);
    expect(marathon.killed()).toHaveLength(4);
    expect([...marathon.timers.keys()].filter((timer) => timer.includes(STRAY))).toEqual([]);
  });

  test('is asked for once in its interval, however often it is told of', () => {
    const marathon = MarathonHarness.ready();
    for (let n = 0; n < 5; n++) marathon.status(STRAY, 'TASK_RUNNING');
    expect(marathon.killed()).toEqual([STRAY]);
    expect(marathon.callsOf('ACKNOWLEDGE')).toHaveLength(5);
  });

  test('is asked for at once when a subscription stands again', () => {
    const marathon = MarathonHarness.ready();
    marathon.status(STRAY, 'TASK_RUNNING');
    marathon.step({ kind: 'disconnected', reason: 'cut' });
    marathon.calls = [];
    marathon.subscribe();
    expect(marathon.killed()).toEqual([STRAY]);
  });

  test('that its master does not know either is let go', () => {
    const marathon = MarathonHarness.ready();
    marathon.status(STRAY, 'TASK_RUNNING');
    marathon.status(STRAY, 'TASK_UNKNOWN', { uuid: undefined, reason: 'REASON_RECONCILIATION' });
    marathon.advance(120);
    expect(marathon.killed()).toEqual([STRAY]);
  });

  test('on an agent that went silent is not told as ended, and killed when the agent is back', () => {
    const marathon = MarathonHarness.ready();
    marathon.status(STRAY, 'TASK_RUNNING');
    marathon.status(STRAY, 'TASK_UNREACHABLE', { uuid: undefined });
    expect(marathon.heard()).not.toContain('unknownInstanceTerminated');
    marathon.advance(31);
    expect(marathon.killed()).toEqual([STRAY]);
    marathon.status(STRAY, 'TASK_RUNNING');
    expect(marathon.killed()).toEqual([STRAY, STRAY]);
  });

  test('is an earlier incarnation, too, and the later one lives on', () => {
    const { marathon, ids } = withTasks(1);
    marathon.status(ids[0]!, 'TASK_GONE');
    const [second] = marathon.runAll();
    marathon.status(ids[0]!, 'TASK_RUNNING');
    marathon.advance(31);
    expect(marathon.killed()).toEqual([ids[0], ids[0]]);
    marathon.status(ids[0]!, 'TASK_KILLED');
    marathon.advance(61);
    expect(marathon.killed()).toHaveLength(2);
    expect(marathon.running('/web')).toEqual([second]);
  });
});

describe('a question after tasks', () => {
  test('that is not answered is asked again, less and less often, about those alone', () => {
    const { marathon, ids } = withTasks(3);
    marathon.restart();
    expect(asked(marathon).map((each) => each.length)).toEqual([3]);
    marathon.advance(16);
    marathon.calls = [];
    marathon.status(ids[0]!, 'TASK_RUNNING', { uuid: undefined });
    marathon.advance(500);
    const silent = ids.slice(1).sort();
    expect(asked(marathon).map((each) => [...each].sort())).toEqual(
      asked(marathon).map(() => silent),
    );
    // Ten seconds, doubling, each drawn between half and whole: five to seven in that time.
    expect(asked(marathon).length).toBeGreaterThanOrEqual(5);
    expect(asked(marathon).length).toBeLessThanOrEqual(7);
  });

  test('is not asked again once all is told', () => {
    const { marathon, ids } = withTasks(2);
    marathon.restart();
    marathon.advance(16);
    for (const id of ids) marathon.status(id, 'TASK_RUNNING', { uuid: undefined });
    marathon.calls = [];
    marathon.advance(500);
    expect(asked(marathon)).toEqual([]);
  });

  test('is asked again about nothing that ended meanwhile', () => {
    const { marathon, ids } = withTasks(2);
    marathon.restart();
    marathon.advance(16);
    marathon.calls = [];
    marathon.status(ids[0]!, 'TASK_FAILED');
    marathon.status(ids[1]!, 'TASK_FAILED');
    marathon.advance(500);
    expect(asked(marathon)).toEqual([]);
  });

  test('goes to nobody while there is no subscription, and begins anew with the next', () => {
    const { marathon } = withTasks(2);
    marathon.restart();
    marathon.step({ kind: 'disconnected', reason: 'cut' });
    marathon.calls = [];
    marathon.advance(500);
    expect(asked(marathon)).toEqual([]);
    marathon.subscribe();
    expect(asked(marathon).map((each) => each.length)).toEqual([2]);
  });
});
