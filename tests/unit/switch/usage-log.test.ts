import { expect, it } from 'vitest';
import { createUsageLog } from '../../../subgraphs/switch/usage/usage-log.ts';

const HOUR = 3_600_000;
const usage = {
  promptTokens: 3,
  completionTokens: 2,
  reasoningTokens: null,
  totalTokens: 5,
  estimated: false,
  costUsd: null,
};

it('adds up the calls and tokens of an engine within the period', () => {
  const log = createUsageLog();
  log.add('a', 0, { ok: true, usage });
  log.add('a', 2 * HOUR, { ok: true, usage: { ...usage, estimated: true, reasoningTokens: 1 } });
  log.add('a', 2 * HOUR + 1, { ok: false, usage: null });
  log.add('b', 2 * HOUR, { ok: true, usage });
  expect(log.total('a', 2 * HOUR + 2, HOUR)).toEqual({
    requests: 2,
    errors: 1,
    usage: { ...usage, reasoningTokens: 1, estimated: true },
  });
  expect(log.total('a', 2 * HOUR + 2, 6 * HOUR)).toMatchObject({
    requests: 3,
    errors: 1,
    usage: { totalTokens: 10 },
  });
});

it('tells nothing where there was no call', () => {
  const log = createUsageLog();
  log.add('a', 0, { ok: true, usage });
  expect(log.total('b', 0, HOUR)).toBeUndefined();
  expect(log.total('a', 25 * HOUR, HOUR)).toBeUndefined();
});
