import { describe, expect, test } from '@jest/globals';
import {
  appOfInstance,
  instanceOf,
  parsePlace,
  renderPlace,
  shortId,
  type Place,
} from '../../../ui/src/model/address.ts';

const PLACES: readonly (readonly [string, Place])[] = [
  ['/', { kind: 'overview' }],
  ['/apps/', { kind: 'apps', group: '/' }],
  ['/apps/shop/', { kind: 'apps', group: '/shop' }],
  ['/apps/shop/web', { kind: 'app', id: '/shop/web', tab: 'instances' }],
  ['/apps/shop/web/~config', { kind: 'app', id: '/shop/web', tab: 'config' }],
  ['/apps/shop/web/~edit', { kind: 'edit', id: '/shop/web' }],
  ['/new', { kind: 'edit', id: undefined }],
  ['/deployments', { kind: 'deployments' }],
  ['/deployments/5f9e', { kind: 'deployment', id: '5f9e' }],
  ['/agents/8f1e-S2', { kind: 'agent', id: '8f1e-S2' }],
  ['/instances/a.instance-1', { kind: 'instance', id: 'a.instance-1' }],
  ['/instances/a/~files/data/100%25.txt', { kind: 'files', instance: 'a', path: 'data/100%.txt' }],
  ['/waiting', { kind: 'waiting' }],
  ['/logs', { kind: 'logs' }],
  ['/about', { kind: 'about' }],
];

describe('addresses of the console', () => {
  test.each(PLACES)('%s is one place, and the place has that address', (address, place) => {
    expect(parsePlace(address)).toEqual(place);
    expect(renderPlace(place)).toBe(address);
  });

  test.each([
    '/nowhere',
    '/apps/shop/~nonsense',
    '/deployments/a/b',
    '/instances/a/b',
    '/__proto__',
  ])('%s leads nowhere and says so', (address) => {
    expect(parsePlace(address)).toEqual({ kind: 'lost', address: address.slice(1) });
  });

  test('a part that is wrongly encoded is taken as it stands', () => {
    expect(parsePlace('/agents/100%')).toEqual({ kind: 'agent', id: '100%' });
  });

  test('an instance is found from its task, and its app from the instance', () => {
    const task = 'shop_web.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002._app.1';
    const instance = 'shop_web.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002';
    expect(instanceOf(task)).toBe(instance);
    expect(appOfInstance(instance)).toBe('/shop/web');
    expect(shortId(task)).toBe('0c5f3c4e');
    expect(instanceOf('something else')).toBe('something else');
  });
});
