import { expect, test } from 'vitest';
import { collectAsleep } from '../../../gateway/asleep.ts';

const wake = { mutation: 'openWindow' };
const asleep = (service: string, path?: readonly (string | number)[]) => ({
  ...(path === undefined ? {} : { path }),
  extensions: { code: 'SERVICE_ASLEEP', service, wake },
});

test('names each component that slept once, with every path it left null', () => {
  const errors = [
    asleep('switch', ['engines']),
    asleep('hermes', ['models']),
    asleep('switch', ['usage', 0]),
  ];
  expect(collectAsleep(errors)).toEqual([
    { service: 'switch', paths: [['engines'], ['usage', 0]], wake },
    { service: 'hermes', paths: [['models']], wake },
  ]);
});

test('leaves other errors alone, and bears errors without a path', () => {
  expect(collectAsleep([{ path: ['a'], extensions: { code: 'INTERNAL_ERROR' } }, { path: ['b'] }])).toEqual(
    [],
  );
  expect(collectAsleep([asleep('switch')])).toEqual([{ service: 'switch', paths: [], wake }]);
});
