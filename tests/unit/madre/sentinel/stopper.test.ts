import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import type { Stopper, StoppingRuntime } from '../../../../subgraphs/madre/sentinel/stops/stopper.ts';

test('a sentinel has no way to start a service', () => {
  expectTypeOf<keyof StoppingRuntime>().toEqualTypeOf<'observe' | 'stop' | 'close'>();
  expectTypeOf<keyof Stopper>().toEqualTypeOf<'isRunning' | 'stop' | 'close'>();
  const folder = 'subgraphs/madre/sentinel';
  const starting = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /\.start\(|reconciler\/start/.test(readFileSync(join(folder, name), 'utf8')));
  expect(starting).toEqual([]);
});
