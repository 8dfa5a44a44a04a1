import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import type { Link } from '../../../../gateway/links/link.ts';
import { createSend } from '../../../../gateway/plan/execute/fetch/send.ts';

const context = {
  correlationId: 'cid',
  actor: { name: 'ana', scopes: [] },
  signal: new AbortController().signal,
};

function waitingLink() {
  const answers: ((result: ExecutionResult) => void)[] = [];
  const link: Link = {
    execute: () => new Promise((resolve) => answers.push(resolve)),
    subscribe: () => Promise.reject(new Error('no streams here')),
    close: () => Promise.resolve(),
  };
  return { link, answers };
}

test('an equal request that is under way is waited for, and each has an answer of its own', async () => {
  const { link, answers } = waitingLink();
  const send = createSend({ a: link }, context);
  const request = { query: '{ x }', variables: { n: 1 } };
  const both = [send('a', request, true), send('a', { ...request }, true)];
  const other = send('a', { ...request, variables: { n: 2 } }, true);
  expect(answers).toHaveLength(2);
  answers.forEach((answer) => answer({ data: { x: { y: 1 } } }));
  const [one, two] = await Promise.all(both);
  await other;
  expect([one, two]).toEqual([{ data: { x: { y: 1 } } }, { data: { x: { y: 1 } } }]);
  expect(one?.data?.['x']).not.toBe(two?.data?.['x']);
});

test('what has been answered is asked anew', async () => {
  const { link, answers } = waitingLink();
  const send = createSend({ a: link }, context);
  for (const turn of [1, 2]) {
    const asked = send('a', { query: '{ x }' }, true);
    expect(answers).toHaveLength(turn);
    answers.at(-1)?.({ data: {} });
    await asked;
  }
});

test('what cannot repeat is sent as it is', () => {
  const { link, answers } = waitingLink();
  const send = createSend({ a: link }, context);
  for (let n = 0; n < 2; n += 1) void send('a', { query: '{ x }' }, false);
  expect(answers).toHaveLength(2);
});
