import { expect, test } from 'vitest';
import { addressOf, routeOf, type Route } from '../../../console/src/shell/route.ts';

test.each<Route>([
  { page: 'now', opening: null },
  { page: 'now', opening: { services: [], ttlSec: null } },
  { page: 'now', opening: { services: ['switch', 'a/b'], ttlSec: 600 } },
  { page: 'windows' },
  { page: 'chat', session: null },
  { page: 'chat', session: 'new' },
  { page: 'timeline', correlationId: null },
  { page: 'timeline', correlationId: 'a b&c' },
  { page: 'engines' },
  { page: 'component', name: 'odd/näme' },
])('the address of %j leads back to it', (route) => {
  expect(routeOf(addressOf(route))).toEqual(route);
});

test.each(['', '#', '#/', '#/nowhere', '#/components/', '#/%zz'])('the address %j is Now', (hash) => {
  expect(routeOf(hash)).toEqual({ page: 'now', opening: null });
});

test('a length that is none is left out', () => {
  expect(routeOf('#/windows/open?services=switch&ttlSec=-5')).toEqual({
    page: 'now',
    opening: { services: ['switch'], ttlSec: null },
  });
});
