import { it } from 'vitest';
import { keepsItsPromises, LIMIT_MS } from './keeps-its-promises.ts';

it(
  'keeps every promise whatever the runtime does and wherever madre is killed, second half',
  { timeout: LIMIT_MS },
  () => keepsItsPromises(2),
);
