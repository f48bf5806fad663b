import { describe, expect, test } from '@jest/globals';
import { ErrorSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import {
  renderFault,
  renderTransportFault,
} from '../../../../packages/marathon/src/api/replies.ts';
import type { ApiFault } from '../../../../packages/marathon/src/core/requests.ts';
import { AT, appId } from '../../../support/marathon-apps.ts';
import { FakeMarathon, jsonOf } from '../../../support/marathon-api.ts';

const isError = compileSchema({ ...ErrorSchema });

/** What a POST of this body is answered; nothing of it may reach the kernel. */
async function refused(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const marathon = new FakeMarathon();
  const reply = await marathon.send('POST', '/v2/apps', body, headers);
  expect(marathon.asked).toEqual([]);
  const json = jsonOf(reply);
  expect(isError(json)).toEqual({ ok: true, value: json });
  return [reply.status, json] as const;
}

function details(...list: readonly (readonly [string, ...string[]])[]): object {
  return { message: 'Invalid JSON', details: list.map(([path, ...errors]) => ({ path, errors })) };
}

describe('bodies', () => {
  test.each(['', '  \n'])('no body: %j', async (body) => {
    expect(await refused(body)).toEqual([
      400,
      {
        message: 'Please specify data in JSON format',
        details: 'No content to map due to end-of-input',
      },
    ]);
  });

  test.each(['{"id":', 'id=1', '{"id":"a","mem":NaN}', '\u0000'])('no JSON: %j', async (body) => {
    const [status, json] = await refused(body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ message: 'Invalid JSON', details: expect.any(String) });
  });

  test('a million levels deep is refused before anybody walks it', async () => {
    const deep = `{"id":"a","env":${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}}`;
    const [status] = await refused(deep);
    expect(status).toBe(400);
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/jsonp', 415],
    ['application/json; charset=utf-8', 422],
    ['Application/JSON', 422],
  ])('the type %s is answered %i', async (type, status) => {
    const [actual, json] = await refused('{}', { 'content-type': type });
    expect(actual).toBe(status);
    if (status === 415) expect(json).toEqual({ message: 'Unsupported Media Type' });
  });

  test.each([
    [{}, details(['/id', 'error.path.missing'])],
    [{ id: 1 }, details(['/id', 'error.expected.jsstring'])],
    [{ id: '/A' }, details(['/id', 'error.pattern'])],
    [
      { id: 'a', cpus: -1, mem: '1', instances: 0.1, args: 'x', tty: 1, container: 2 },
      details(
        ['/args', 'error.expected.jsarray'],
        ['/container', 'error.expected.jsobject'],
        ['/tty', 'error.expected.jsboolean'],
        ['/instances', 'error.expected.int'],
        ['/cpus', 'error.min'],
        ['/mem', 'error.expected.jsnumber'],
      ),
    ],
    [{ id: 'a', mem: 1e308 }, details(['/mem', 'error.max'])],
    [{ id: 'a', instances: 1e20 }, details(['/instances', 'error.max'])],
    [{ id: 'a', killSelection: 'ANY' }, details(['/killSelection', 'error.unknown.enum.literal'])],
    [
      { id: 'a', container: { volumes: [{}, { containerPath: 1 }] } },
      details(
        ['/container/volumes(0)/containerPath', 'error.path.missing'],
        ['/container/volumes(1)/containerPath', 'error.expected.jsstring'],
      ),
    ],
    [
      { id: 'a', labels: { 'a/b': 1, c: 2 } },
      details(
        ['/labels/"a/b"', 'error.expected.jsstring'],
        ['/labels/c', 'error.expected.jsstring'],
      ),
    ],
    [
      { id: 'a', readinessChecks: [{ httpStatusCodesForReady: [] }] },
      details(['/readinessChecks(0)/httpStatusCodesForReady', 'error.minLength']),
    ],
    ['[1]', details(['/', 'error.expected.jsobject'])],
  ])('the shape %j', async (body, expected) => {
    expect(await refused(body)).toEqual([422, expected]);
  });

  test('a body full of faults is told of some of them', async () => {
    const env = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`K${at}`, at]));
    const [, json] = await refused({ id: 'a', env });
    expect((json as { details: unknown[] }).details).toHaveLength(100);
  });
});

describe('faults', () => {
  const id = appId('/x');
  const LOCKED =
    'App is locked by one or more deployments. Override with the option ' +
    "'?force=true'. View details at '/v2/deployments/<DEPLOYMENT_ID>'.";

  test.each<[ApiFault, number, object]>([
    [{ kind: 'unknownApp', id }, 404, { message: "App '/x' does not exist" }],
    [
      { kind: 'unknownApp', id, version: AT },
      404,
      { message: "App '/x' does not exist in version 2021-03-01T10:00:00.000Z" },
    ],
    [{ kind: 'unknownTask', taskId: 'x' }, 404, { message: "Task 'x' does not exist" }],
    [
      { kind: 'unknownDeployment', deploymentId: 'x' },
      404,
      { message: 'DeploymentPlan x does not exist' },
    ],
    [{ kind: 'notQueued', id }, 404, { message: 'Application /x not found in tasks queue.' }],
    [{ kind: 'appExists', id }, 409, { message: 'An app with id [/x] already exists.' }],
    [
      {
        kind: 'invalid',
        faults: [
          { path: '/a', message: '1' },
          { path: '/b', message: '2' },
          { path: '/a', message: '3' },
          { path: '/a', message: '1' },
        ],
      },
      422,
      {
        message: 'Object is not valid',
        details: [
          { path: '/a', errors: ['1', '3'] },
          { path: '/b', errors: ['2'] },
        ],
      },
    ],
    [
      { kind: 'locked', deploymentIds: ['d-1', 'd-2'] },
      409,
      { message: LOCKED, deployments: [{ id: 'd-1' }, { id: 'd-2' }] },
    ],
    [{ kind: 'unprocessable', message: 'no' }, 422, { message: 'no' }],
    [{ kind: 'badRequest', message: 'no' }, 400, { message: 'no' }],
    [{ kind: 'unavailable', message: 'later' }, 503, { message: 'later' }],
  ])('%j', (fault, status, body) => {
    const reply = renderFault(fault);
    expect([reply.status, jsonOf(reply)]).toEqual([status, body]);
    expect(reply.headers['Content-Type']).toBe('application/json');
  });

  test('too many deployments name the limit', () => {
    const reply = renderFault({ kind: 'tooManyDeployments', max: 100 });
    expect(reply.status).toBe(403);
    expect(JSON.stringify(jsonOf(reply))).toContain(
      'Max number (100) of running deployments is achieved. Wait for existing deployments to complete or cancel one',
    );
  });

  test.each([
    [404, 'what', 500, 'URI not found'],
    [405, 'what', 405, 'Method Not Allowed'],
    [415, 'what', 415, 'Unsupported Media Type'],
    [413, 'too long', 413, 'too long'],
    [401, 'who', 401, 'who'],
  ])('the transport’s %i %s is %i %s', (status, message, shown, text) => {
    const reply = renderTransportFault({ status, message, headers: { Allow: 'GET' } });
    expect([reply.status, jsonOf(reply), reply.headers['Allow']]).toEqual([
      shown,
      { message: text },
      'GET',
    ]);
  });
});
