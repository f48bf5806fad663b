import { describe, expect, test } from '@jest/globals';
import type { FrameworkInfo } from '@stoa/proto';
import { AWARE, MASTER_INFO, MasterHarness, printed } from '../../../support/master-harness.ts';

const CAPABILITIES = AWARE.map((type) => ({ type }));

describe('subscribing', () => {
  test('a new framework gets an id, then SUBSCRIBED, HEARTBEAT and OFFERS in this order', () => {
    const master = new MasterHarness();
    master.join();
    const framework = master.subscribe();
    expect(framework.types).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
    expect(framework.events[0]?.subscribed).toEqual({
      framework_id: { value: 'm-0000' },
      heartbeat_interval_seconds: 15,
      master_info: MASTER_INFO,
    });
    expect(master.subscribe().id).toBe('m-0001');
    expect(master.changes.at(-1)?.kind).toBe('frameworkAdded');
  });

  test('a framework hears a heartbeat every fifteen seconds, and none when it is gone', () => {
    const master = new MasterHarness();
    const framework = master.subscribe({ failover_timeout: 60 });
    master.advance(45_000);
    expect(framework.types).toEqual(['SUBSCRIBED', ...Array<string>(4).fill('HEARTBEAT')]);
    framework.cut();
    expect([...master.timers.keys()]).toEqual([`failover/${framework.id}`]);
  });

  test.each<[Partial<FrameworkInfo>, string]>([
    [
      { capabilities: [] },
      "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable",
    ],
    [
      { role: 'a' },
      "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable",
    ],
    [
      { capabilities: [], roles: [], role: '/a' },
      "'FrameworkInfo.role' is not a valid role: Role '/a' cannot start with a slash",
    ],
    [{ roles: ['a', 'b', 'a'] }, "'FrameworkInfo.roles' contains duplicate items: { a }"],
    [
      { roles: ['a/'] },
      "'FrameworkInfo.roles' contains invalid role: Role 'a/' cannot end with a slash",
    ],
    [
      { roles: ['a//b'] },
      "'FrameworkInfo.roles' contains invalid role: Role 'a//b' cannot contain two adjacent slashes",
    ],
    [
      { roles: ['*/a'] },
      "'FrameworkInfo.roles' contains invalid role: Role '*/a' cannot include '*' as a component",
    ],
    [
      { roles: ['a/..'] },
      "'FrameworkInfo.roles' contains invalid role: Role 'a/..' cannot include '..' as a component",
    ],
    [
      { roles: ['-x'] },
      "'FrameworkInfo.roles' contains invalid role: Role component '-x' is invalid because it starts with a dash",
    ],
    [
      { roles: ['a b'] },
      "'FrameworkInfo.roles' contains invalid role: Role component 'a b' is invalid because it contains backspace or whitespace",
    ],
    [
      { roles: [''] },
      "'FrameworkInfo.roles' contains invalid role: Role names cannot be the empty string",
    ],
    [{ failover_timeout: 1e300 }, 'The framework failover_timeout (1e+300) is invalid'],
    [{ failover_timeout: NaN }, 'The framework failover_timeout (NaN) is invalid'],
    [{ id: { value: '..' } }, "'..' is disallowed"],
    [{ id: { value: 'a/b' } }, "'a/b' contains invalid characters"],
  ])('refuses %j with one ERROR and the end of the stream', (info, message) => {
    const master = new MasterHarness();
    const framework = master.subscribe(info);
    expect(framework.events).toEqual([{ type: 'ERROR', error: { message } }]);
    expect(framework.isClosed).toBe(true);
    expect([...master.kernel.view.frameworks]).toEqual([]);
  });

  test('refuses an id that is too long, and more roles than there may be', () => {
    const master = new MasterHarness();
    expect(master.subscribe({ id: { value: 'x'.repeat(256) } }).error()).toBe(
      'ID must not be greater than 255 characters',
    );
    const roles = Array.from({ length: 10_001 }, (_, at) => `r${at}`);
    expect(master.subscribe({ roles }).error()).toBe(
      "'FrameworkInfo.roles' has more than 10000 items",
    );
  });

  test('refuses roles that the master does not have, and root where it may not', () => {
    const master = new MasterHarness({ roles: new Set(['a']), rootSubmissions: false });
    expect(master.subscribe({ roles: ['a', 'x'] }).error()).toBe(
      "Roles { x } are not present in the master's --roles",
    );
    expect(master.subscribe({ roles: ['a'] }).error()).toBe(
      "User 'root' is not allowed to run frameworks without --root_submissions set",
    );
    expect(master.subscribe({ roles: ['a', '*'], user: 'nobody' }).error()).toBeUndefined();
  });

  test('refuses suppressed roles and constraints that do not belong to it', () => {
    const master = new MasterHarness();
    expect(master.subscribe({ roles: ['a'] }, { suppressed_roles: ['b'] }).error()).toBe(
      'Suppressed roles { b } are not contained in the set of roles',
    );
    const offer_constraints = { role_constraints: { '*': {} } };
    expect(master.subscribe({}, { offer_constraints }).error()).toBe(
      "Offer constraints are not valid: 'OfferConstraints::role_constraints' has an empty 'RoleConstraints::groups' for role *",
    );
  });

  test('takes in what is odd but harmless: no user, no roles, a negative failover timeout', () => {
    const master = new MasterHarness();
    master.join();
    const framework = master.subscribe({ user: '', name: '', roles: [], failover_timeout: -1 });
    expect(framework.types).toEqual(['SUBSCRIBED', 'HEARTBEAT']);
    const single = master.subscribe({ roles: undefined, capabilities: [{ type: 'UNKNOWN' }] });
    expect(single.types).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
  });

  test('so many frameworks and no more', () => {
    const master = new MasterHarness();
    for (let number = 0; number < 10_000; number++) master.subscribe();
    expect(master.subscribe().error()).toMatch(/^This master holds 10000 frameworks already/);
    const id = { value: 'm-9999' };
    expect(master.subscribe({ id }).types).toEqual(['SUBSCRIBED', 'HEARTBEAT']);
  });

  test('an unknown id is accepted as it is, as after the loss of a master', () => {
    const master = new MasterHarness();
    const framework = master.subscribe({ id: { value: 'earlier-0007' } });
    expect(framework.id).toBe('earlier-0007');
  });
});

describe('the second coming of a framework', () => {
  test('takes over from the first: ERROR and the end there, SUBSCRIBED and new offers here', () => {
    const master = new MasterHarness();
    master.join();
    const first = master.subscribe({ failover_timeout: 60 });
    const [old] = first.takeOffers();
    const second = master.subscribe({ id: { value: first.id }, failover_timeout: 60 });
    expect(first.events.at(-1)).toEqual({
      type: 'ERROR',
      error: { message: 'Framework failed over' },
    });
    expect(first.types).not.toContain('RESCIND');
    expect(first.isClosed).toBe(true);
    expect(second.types).toEqual(['SUBSCRIBED', 'HEARTBEAT', 'OFFERS']);
    expect(second.takeOffer().id).not.toEqual(old?.id);
    expect(master.changes.at(-1)?.kind).toBe('frameworkUpdated');
  });

  test('is not disturbed by the late end of the first stream', () => {
    const master = new MasterHarness();
    const first = master.subscribe();
    const second = master.subscribe({ id: { value: first.id } });
    first.cut();
    expect(second.call({ type: 'REVIVE' })).toEqual({ status: 202, text: undefined });
  });

  test('keeps user and checkpoint and takes everything else over', () => {
    const master = new MasterHarness();
    const first = master.subscribe({ user: 'a', checkpoint: true, failover_timeout: 60 });
    first.cut();
    const id = { value: first.id };
    master.subscribe({ id, user: 'b', checkpoint: false, name: 'new', roles: ['x'] });
    expect(master.framework(first.id)?.info).toMatchObject({
      user: 'a',
      checkpoint: true,
      name: 'new',
      roles: ['x'],
    });
  });

  test('is refused with another principal', () => {
    const master = new MasterHarness();
    const first = master.subscribe({ principal: 'p' });
    const second = master.subscribe({ principal: 'q', id: { value: first.id } });
    expect(second.error()).toBe("Changing framework's principal is not allowed.");
    expect(first.isClosed).toBe(false);
  });

  test('in time keeps its tasks; too late it is refused for good', () => {
    const master = new MasterHarness();
    const agent = master.join();
    const first = master.subscribe({ failover_timeout: 60 });
    first.launch(first.takeOffer(), { name: 't' });
    first.cut();
    master.advance(59_000);
    const second = master.subscribe({ id: { value: first.id }, failover_timeout: 1 });
    master.advance(5_000);
    expect([...(master.framework(first.id)?.tasks ?? [])]).toHaveLength(1);
    second.cut();
    expect(second.isClosed).toBe(false);
    master.advance(1_000);
    expect(agent.take('SHUTDOWN_FRAMEWORK')).toHaveLength(1);
    expect(master.subscribe({ id: { value: first.id } }).error()).toBe(
      'Framework has been removed',
    );
  });
});

describe('the end of a framework', () => {
  test('without a failover timeout it ends with its stream, and its tasks with it', () => {
    const master = new MasterHarness();
    const agent = master.join();
    const framework = master.subscribe();
    framework.launch(framework.takeOffer(), { name: 't' });
    framework.cut();
    expect(agent.take('SHUTDOWN_FRAMEWORK')[0]?.shutdown_framework).toEqual({
      framework_id: { value: framework.id },
    });
    const view = master.framework(framework.id);
    expect([...(view?.tasks ?? [])]).toEqual([]);
    expect([...(view?.completedTasks ?? [])]).toMatchObject([
      {
        state: 'TASK_KILLED',
        statuses: [
          {
            state: 'TASK_KILLED',
            source: 'SOURCE_MASTER',
            reason: 'REASON_FRAMEWORK_REMOVED',
            message: `Framework ${framework.id} removed`,
          },
        ],
      },
    ]);
    expect(view?.unregisteredAt).toBe(master.at);
    expect(master.counter('master/tasks_killed')).toBe(1);
    expect(master.counter('master/task_killed/source_master/reason_framework_removed')).toBe(1);
  });

  test('TEARDOWN is answered, ends the stream without a word and frees everything at once', () => {
    const master = new MasterHarness();
    master.join();
    const framework = master.subscribe({ failover_timeout: 60 });
    const other = master.subscribe();
    framework.launch(framework.takeOffer(), { name: 't' });
    other.decline(other.takeOffers(), 3600);
    framework.events.length = 0;
    expect(framework.call({ type: 'TEARDOWN' })).toEqual({ status: 202, text: undefined });
    expect(framework.events).toEqual([]);
    expect(framework.isClosed).toBe(true);
    expect(printed(other.takeOffer().resources)).toBe('cpus:4; mem:4096; disk:1000');
    expect(framework.call({ type: 'REVIVE' })).toEqual({
      status: 400,
      text: 'Framework cannot be found',
    });
    expect(master.changes.at(-1)?.kind).toBe('frameworkRemoved');
  });

  test('an operator ends a framework that is away, and cannot end what is unknown', () => {
    const master = new MasterHarness();
    const framework = master.subscribe({ failover_timeout: 60 });
    framework.cut();
    expect(master.teardown(framework.id).status).toBe(200);
    expect(master.teardown(framework.id)).toEqual({
      status: 400,
      text: 'No framework found with specified ID',
    });
    expect(master.timers.size).toBe(0);
  });

  test('remembers so many ended frameworks and no more', () => {
    const master = new MasterHarness({ maxCompletedFrameworks: 2 });
    const ids = [0, 1, 2].map(() => {
      const framework = master.subscribe();
      framework.cut();
      return framework.id;
    });
    const remembered = Array.from(master.kernel.view.completedFrameworks, ({ info }) => info.id);
    expect(remembered).toEqual(ids.slice(1).map((value) => ({ value })));
    expect(master.subscribe({ id: { value: ids[0] ?? '' } }).error()).toBeUndefined();
    expect(master.subscribe({ id: { value: ids[1] ?? '' } }).error()).toBeDefined();
  });
});

describe('the front door of calls', () => {
  test('the first row that fails answers', () => {
    const master = new MasterHarness();
    const framework = master.subscribe({ principal: 'p', failover_timeout: 60 });
    const framework_id = { value: framework.id };
    const revive = { type: 'REVIVE', framework_id } as const;
    const nobody = { type: 'REVIVE', framework_id: { value: 'x' } } as const;
    expect(master.reply(nobody, undefined)).toEqual({
      status: 400,
      text: 'Framework cannot be found',
    });
    expect(master.reply(revive, framework.streamId, 'q')).toEqual({
      status: 400,
      text: "Authenticated principal 'q' does not match principal 'p' set in `FrameworkInfo`",
    });
    expect(master.reply(revive, undefined, 'p')).toEqual({
      status: 400,
      text: "All non-subscribe calls should include the 'Mesos-Stream-Id' header",
    });
    expect(master.reply(revive, 'other')).toEqual({
      status: 400,
      text: `The stream ID 'other' included in this request didn't match the stream ID currently associated with framework ID ${framework.id}`,
    });
    expect(master.reply(revive, framework.streamId, 'p').status).toBe(202);
    expect(master.reply({ framework_id, type: 'UNKNOWN' }, framework.streamId).status).toBe(501);
    framework.cut();
    expect(master.reply(revive, framework.streamId)).toEqual({
      status: 403,
      text: 'Framework is not subscribed',
    });
  });

  test('calls without an effect are still answered with 202', () => {
    const framework = new MasterHarness().subscribe();
    for (const type of ['REQUEST', 'ACCEPT_INVERSE_OFFERS', 'DECLINE_INVERSE_OFFERS'] as const) {
      expect(framework.call({ type }).status).toBe(202);
    }
    const data = new Uint8Array(1);
    const ids = { agent_id: { value: 'x' }, executor_id: { value: 'e' } };
    expect(framework.call({ type: 'MESSAGE', message: { ...ids, data } }).status).toBe(202);
    expect(framework.call({ type: 'SHUTDOWN', shutdown: ids }).status).toBe(202);
    expect(framework.types).toEqual(['SUBSCRIBED', 'HEARTBEAT']);
  });
});

describe('UPDATE_FRAMEWORK', () => {
  const info = { user: 'root', name: 'test', roles: ['*'], capabilities: CAPABILITIES };

  test('replaces the info, tells the agents with its tasks and rescinds what no longer fits', () => {
    const master = new MasterHarness();
    const agent = master.join();
    const framework = master.subscribe({ roles: ['a'] });
    framework.launch(framework.takeOffer(), { name: 't' });
    const [left] = framework.takeOffers();
    const framework_info = { ...info, id: { value: framework.id }, roles: ['b'], name: 'new' };
    const update_framework = { framework_info };
    expect(framework.call({ type: 'UPDATE_FRAMEWORK', update_framework })).toEqual({
      status: 200,
      text: undefined,
    });
    expect(framework.take('RESCIND')[0]?.rescind?.offer_id).toEqual(left?.id);
    expect(agent.take('UPDATE_FRAMEWORK')[0]?.update_framework).toEqual({ framework_info });
    master.advance(1000);
    expect(framework.takeOffer().allocation_info).toEqual({ role: 'b' });
  });

  test.each<[Partial<FrameworkInfo>, string]>([
    [
      { roles: ['/'] },
      "Supplied FrameworkInfo is not valid: 'FrameworkInfo.roles' contains invalid role: Role '/' cannot start with a slash",
    ],
    [
      { user: 'nobody' },
      "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported; attempted to update from 'root' to 'nobody'",
    ],
    [
      { checkpoint: true },
      "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is unsupported; attempted to update from 'false' to 'true'",
    ],
    [
      { principal: 'q' },
      "FrameworkInfo update is not valid: Changing framework's principal is not allowed.",
    ],
  ])('refuses %j and changes nothing', (change, text) => {
    const master = new MasterHarness();
    const framework = master.subscribe();
    const framework_info = { ...info, id: { value: framework.id }, ...change };
    const call = { type: 'UPDATE_FRAMEWORK', update_framework: { framework_info } } as const;
    expect(framework.call(call)).toEqual({ status: 400, text });
    expect(master.framework(framework.id)?.info.user).toBe('root');
  });

  test('rescinds everything when a capability goes that offers depend on', () => {
    const master = new MasterHarness();
    master.join();
    const framework = master.subscribe();
    const offer = framework.takeOffer();
    const capabilities = [{ type: 'MULTI_ROLE' } as const];
    const framework_info = { ...info, id: { value: framework.id }, capabilities };
    framework.call({ type: 'UPDATE_FRAMEWORK', update_framework: { framework_info } });
    expect(framework.take('RESCIND')[0]?.rescind?.offer_id).toEqual(offer.id);
    master.advance(1_000);
    expect(framework.takeOffer().resources?.[0]?.role).toBe('*');
  });

  test('refuses suppressed roles that are not its own', () => {
    const framework = new MasterHarness().subscribe();
    const framework_info = { ...info, id: { value: framework.id } };
    const update_framework = { framework_info, suppressed_roles: ['c'] };
    expect(framework.call({ type: 'UPDATE_FRAMEWORK', update_framework })).toEqual({
      status: 400,
      text: "'UpdateFramework' call is not valid: Suppressed roles { c } are not contained in the set of roles",
    });
  });
});
