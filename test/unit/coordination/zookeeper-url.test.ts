import { describe, expect, test } from '@jest/globals';
import { parseZooKeeperUrl, renderZooKeeperUrl } from '@stoa/coordination';

describe('the address of an ensemble', () => {
  test('names servers and a path', () => {
    expect(parseZooKeeperUrl('zk://a:2181,b:2182/mesos')).toEqual({
      ok: true,
      value: {
        servers: [
          { host: 'a', port: 2181 },
          { host: 'b', port: 2182 },
        ],
        path: '/mesos',
        credentials: undefined,
      },
    });
  });

  test('takes port 2181, the root and a slash at the end for granted', () => {
    expect(parseZooKeeperUrl('zk://a')).toMatchObject({
      value: { servers: [{ host: 'a', port: 2181 }], path: '/' },
    });
    expect(parseZooKeeperUrl('zk://a/')).toMatchObject({ value: { path: '/' } });
    expect(parseZooKeeperUrl('zk://a/x/y/')).toMatchObject({ value: { path: '/x/y' } });
  });

  test('reads IPv6 in brackets', () => {
    expect(parseZooKeeperUrl('zk://[::1]:2183,[fe80::2]/m')).toMatchObject({
      value: {
        servers: [
          { host: '::1', port: 2183 },
          { host: 'fe80::2', port: 2181 },
        ],
      },
    });
  });

  test('keeps a password with @ and : whole, and shows none of it', () => {
    const parsed = parseZooKeeperUrl('zk://u:p@ss:w/rd@a:1/m');
    expect(parsed).toMatchObject({ value: { credentials: { user: 'u', password: 'p@ss:w/rd' } } });
    if (!parsed.ok) throw new Error(parsed.error);
    expect(renderZooKeeperUrl(parsed.value)).toBe('zk://xxxxxxxx:xxxxxxxx@a:1/m');
  });

  test.each([
    ['zk://', 'is not host:port'],
    ['zk://a,,b/m', 'is not host:port'],
    ['zk://a:0/m', 'is not host:port'],
    ['zk://a:70000/m', 'is not host:port'],
    ['zk://::1:2181/m', 'is not host:port'],
    ['zk://a//m', 'empty'],
    ['zk://a/../m', 'dotted'],
    ['zk://a/m\u0000', 'unprintable'],
    ['zk://nobody@a/m', 'user:password'],
    ['http://a/m', 'zk://'],
  ])('refuses %j and says why', (text, reason) => {
    const parsed = parseZooKeeperUrl(text);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : parsed.error).toContain(reason);
  });

  test('never repeats the password of an address it refuses', () => {
    const parsed = parseZooKeeperUrl('zk://u:secret@a:0/m');
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
