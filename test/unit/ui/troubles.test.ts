import { describe, expect, test } from '@jest/globals';
import { describeAge } from '../../../ui/src/model/connection.ts';
import { describeRefusal, parseRefusal, toPointer } from '../../../ui/src/model/faults.ts';
import { describeFileRefusal } from '../../../ui/src/model/files.ts';
import { renderCurl } from '../../../ui/src/model/request.ts';
import { NOW } from './console-builders.ts';

const age = (phase: 'connecting' | 'live' | 'lost', seconds: number, status?: number) => {
  const aliveAt = NOW - seconds * 1000;
  return describeAge({ phase, at: aliveAt, status }, aliveAt, NOW);
};

describe('how old the page is', () => {
  test('it is live until nothing has come for fifteen seconds, and marked after twenty', () => {
    expect(age('live', 14)).toMatchObject({ tone: 'live', detail: '', isStale: false });
    expect(age('live', 16)).toMatchObject({ tone: 'late', isStale: false });
    expect(age('live', 45)).toEqual({
      tone: 'late',
      text: '45 s old',
      detail: 'Numbers are 45 s old: the stream is connected but silent.',
      act: 'reload',
      isStale: true,
    });
  });

  test('a loss is told at once, and as being offline after a minute', () => {
    expect(age('lost', 3)).toMatchObject({ text: '3 s old, reconnecting…', act: 'retry' });
    expect(age('lost', 60).text).toMatch(/^offline since \d\d:01$/);
    expect(age('lost', 60).detail).toMatch(/what you typed is kept\.$/);
  });

  test('a server that answers says why there is no stream', () => {
    expect(age('lost', 1, 401)).toMatchObject({ text: 'not signed in', act: 'sign-in' });
    expect(age('lost', 1, 403).text).toBe('no access');
    expect(age('lost', 1, 503).detail).toMatch(
      /^The cluster has no leader right now\. Running tasks/,
    );
  });

  test('without a leader the time until the next try is told', () => {
    const at = NOW - 1000;
    const tell = (tryAt: number | undefined) =>
      describeAge({ phase: 'lost', at, status: 503, tryAt }, at, NOW).detail;
    expect(tell(NOW + 3_200)).toMatch(/not affected\. Trying again in 4 s\.$/);
    expect(tell(NOW)).toMatch(/Trying again …$/);
    expect(tell(undefined)).toMatch(/Trying again …$/);
  });
});

const refuse = (status: number, body: unknown) => parseRefusal(status, JSON.stringify(body));

describe('why something was refused', () => {
  test('an answer that is no JSON is a refusal all the same', () => {
    expect(describeRefusal(parseRefusal(500, '<html>'))).toBe('the server answered 500');
    expect(refuse(409, { message: 'busy' })).toEqual({ kind: 'conflict', message: 'busy' });
  });

  test('a lock names what is in the way, faults stand at their fields', () => {
    expect(refuse(409, { deployments: [{ id: 'a' }, {}, { id: 'b' }] })).toMatchObject({
      kind: 'locked',
      deployments: ['a', 'b'],
    });
    const invalid = refuse(422, {
      message: 'Object is not valid',
      details: [
        { path: '/healthChecks(0)/path', errors: ['error.expected.jsstring', 'must begin with /'] },
        { path: '/', errors: ['error.path.missing'] },
      ],
    });
    expect(invalid).toMatchObject({
      faults: [
        { pointer: '/healthChecks/0/path', message: 'This has to be text.' },
        { pointer: '/healthChecks/0/path', message: 'must begin with /' },
        { pointer: '', message: 'This is missing.' },
      ],
    });
    expect(describeRefusal(invalid)).toBe('3 fields need a change before this can be deployed.');
    expect(toPointer('/apps(1)/id')).toBe('/apps/1/id');
  });

  test('who may not do what is told with the right to ask for', () => {
    expect(describeRefusal(refuse(403, { message: 'ci may not update /shop/web' }))).toBe(
      'ci may not update /shop/web. Ask for the right “app: update” on /shop.',
    );
    expect(describeRefusal(refuse(403, { message: 'Not Authorized' }))).toBe(
      'You may not do this: Not Authorized. Nothing was changed.',
    );
  });

  test('what one may not do can be handed on, safe for a shell', () => {
    const request = {
      method: 'PUT',
      address: 'http://stoa:8080/v2/apps/shop/web',
      body: { cmd: "echo 'it'" },
    };
    expect(renderCurl(request)).toBe(
      String.raw`curl -X PUT -H 'Content-Type: application/json' -d '{"cmd":"echo '\''it'\''"}' 'http://stoa:8080/v2/apps/shop/web'`,
    );
    expect(renderCurl({ ...request, method: 'DELETE', body: undefined })).toBe(
      "curl -X DELETE 'http://stoa:8080/v2/apps/shop/web'",
    );
  });

  test('files that cannot be read say whose they are and where', () => {
    const of = { instanceId: 'web.instance-3f2a0000-86e3-11f1-9c1e-000000000242', host: 'agent-9' };
    const tell = (kind: string) => describeFileRefusal(refuse(404, { kind, message: 'x' }), of);
    expect(tell('sandboxGone')).toBe('The files of 3f2a0000 were removed to free disk.');
    expect(tell('agentUnreachable')).toBe(
      'agent-9 is unreachable; its files can be read when it is back.',
    );
    expect(tell('something new')).toBe('x');
  });
});
