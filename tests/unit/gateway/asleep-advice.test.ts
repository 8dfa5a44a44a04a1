import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { adviseAsleep } from '../../../gateway/links/asleep/asleep-advice.ts';
import { guardLink } from '../../../gateway/links/asleep/guarded.ts';
import { systemContext } from '../../../platform/request-context.ts';

const SEE = 'see service(name: "switch") { reason exitCode lastStop { rule } holders { by } }';

test.each([
  ['STOPPED', 'switch is asleep: open a window for it to get an answer', true],
  ['STOPPING', 'switch is stopping: open a window for it, and it starts again', true],
  ['STARTING', 'switch is starting: ask again in a moment', false],
  ['MISSING', `switch is not installed here: no window can start it; ${SEE}`, false],
  ['CRASHED', `switch is CRASHED: ${SEE}`, false],
  ['CRASH_LOOP', `switch is CRASH_LOOP: ${SEE}`, false],
  ['START_FAILED', `switch is START_FAILED: ${SEE}`, false],
  ['OUT_OF_MEMORY', `switch is OUT_OF_MEMORY: ${SEE}`, false],
  ['UNHEALTHY', `switch is UNHEALTHY: ${SEE}`, false],
  ['PAUSED', `switch is PAUSED: ${SEE}`, false],
  ['UNKNOWN', `switch is UNKNOWN: ${SEE}`, false],
  [
    'its state is unknown: madre does not answer',
    'switch cannot be asked: its state is unknown: madre does not answer',
    false,
  ],
  [undefined, 'switch is not in the catalog of services', false],
])('a component that is %s: "%s", where a window helps: %s', (reason, message, windowHelps) => {
  expect(adviseAsleep('switch', reason)).toEqual({ message, windowHelps });
});

test('what it says to look at can be asked as it stands', () => {
  expect(() => parse(`{ ${SEE.slice('see '.length)} }`)).not.toThrow();
});

test('the error of a crashed component keeps its code and names no window', async () => {
  const never = () => Promise.reject(new Error('not asked'));
  const link = guardLink(
    'switch',
    { execute: never, subscribe: never, close: () => Promise.resolve() },
    { isReady: () => false, reason: () => 'CRASHED' },
  );
  const error: unknown = await link
    .execute({ query: '{ engines { id } }', context: systemContext(new AbortController().signal) })
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ message: expect.stringContaining('CRASHED') as string });
  expect((error as { extensions: unknown }).extensions).toEqual({
    code: 'SERVICE_ASLEEP',
    service: 'switch',
    reason: 'CRASHED',
  });
});
