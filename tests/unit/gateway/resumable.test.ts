import { readFileSync } from 'node:fs';
import { buildSchema, isRequiredArgument, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { planResumption, type Resumption } from '../../../gateway/plan/resumable.ts';
import { planEventKey } from '../../../gateway/subscriptions/hub/event-key.ts';
import { packageRoot } from '../../../schema/package-root.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Window { id: ID! }
  enum Kind { SNAPSHOT OPENED TOOK_SNAPSHOT }
  type WindowEvent { seq: Int! type: Kind! window: Window! }
  type Line { seq: Int! type: String! }
  type ChatSnapshot { seq: Int! } type ChatDelta { seq: Int! }
  union ChatEvent = ChatSnapshot | ChatDelta
  type SystemStatus { state: String! }
  type Subscription {
    windowChanged(afterSeq: Int): WindowEvent!
    lines(afterSeq: Int): Line!
    chat(afterSeq: Int): ChatEvent!
    statusChanged: SystemStatus!
    windowMoved: WindowEvent!
  }
`);
const rule = { cursor: 'seq', argument: 'afterSeq' };
const fields = new Map(['windowChanged', 'lines', 'chat'].map((name) => [name, rule]));

function plan(query: string): Resumption {
  const found = planResumption(query, schema, fields);
  if (found === undefined) throw new Error('the stream cannot be resumed');
  return found;
}

describe('a snapshot', () => {
  test.each([
    ['subscription { windowChanged { type } }', { windowChanged: { vx11Kind: 'SNAPSHOT' } }, true],
    ['subscription { it: windowChanged { type } }', { it: { vx11Kind: 'SNAPSHOT' } }, true],
    ['subscription { windowChanged { type } }', { windowChanged: { vx11Kind: 'OPENED' } }, false],
    ['subscription { windowChanged { type } }', { windowChanged: { vx11Kind: 'TOOK_SNAPSHOT' } }, false],
    ['subscription { windowChanged { type } }', null, false],
    ['subscription { chat { __typename } }', { chat: { vx11Kind: 'ChatSnapshot' } }, true],
    ['subscription { chat { __typename } }', { chat: { vx11Kind: 'ChatDelta' } }, false],
    ['subscription { lines { type } }', { lines: { type: 'SNAPSHOT' } }, false],
  ])('%s: %j is one: %s', (query, data, expected) => {
    expect(plan(query).isSnapshot({ data })).toBe(expected);
  });

  test('is asked for only where the type makes the difference', () => {
    expect(plan('subscription { windowChanged { seq } }').query).toContain('vx11Kind: type');
    expect(plan('subscription { chat { __typename } }').query).toContain('vx11Kind: __typename');
    expect(plan('subscription { lines { seq } }').query).not.toContain('vx11Kind');
  });
});

describe('the start of a stream', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['subscription { lines { seq } }', {}, false],
    ['subscription { lines(afterSeq: 0) { seq } }', {}, true],
    ['subscription { lines(afterSeq: null) { seq } }', {}, false],
    ['subscription ($n: Int) { lines(afterSeq: $n) { seq } }', {}, false],
    ['subscription ($n: Int) { lines(afterSeq: $n) { seq } }', { n: null }, false],
    ['subscription ($n: Int) { lines(afterSeq: $n) { seq } }', { n: 7 }, true],
    ['subscription ($n: Int = 3) { lines(afterSeq: $n) { seq } }', {}, true],
    ['subscription ($n: Int = 3) { lines(afterSeq: $n) { seq } }', { n: null }, false],
  ])("%s with %j is the client's own: %s", (query, variables, expected) => {
    expect(plan(query).hasStart(variables)).toBe(expected);
  });
});

describe('the key of an event', () => {
  test.each([
    ['subscription { windowChanged { seq } }', { windowChanged: { vx11Key: { vx11Key: 'w1' } } }, 'w1'],
    ['subscription { w: windowChanged { seq } }', { w: { vx11Key: { vx11Key: 'w1' } } }, 'w1'],
    ['subscription { windowChanged { seq } }', null, undefined],
    ['subscription { statusChanged { state } }', { statusChanged: { state: 'OK' } }, ''],
  ])('%s: %j is %j', (query, data, expected) => {
    const key = planEventKey(query, schema);
    expect(key?.query.includes('vx11Key')).toBe(expected !== '');
    expect(key?.keyOf({ data })).toBe(expected);
  });

  test('is a field that the stream has, of each stream of the stack', () => {
    const stack = buildSchema(readFileSync(new URL('schema/generated/api.graphql', packageRoot), 'utf8'));
    for (const { name, args } of Object.values(stack.getSubscriptionType()?.getFields() ?? {})) {
      if (args.some((arg) => isRequiredArgument(arg))) continue;
      const key = planEventKey(`subscription { ${name} { __typename } }`, stack);
      const told = key === undefined ? [] : validate(stack, parse(key.query));
      expect(told.map(({ message }) => `${name}: ${message}`)).toEqual([]);
    }
  });

  test.each([['subscription { lines { seq } }'], ['subscription { windowMoved { seq } }']])(
    'there is none where each event counts: %s',
    (query) => {
      expect(planEventKey(query, schema)).toBeUndefined();
    },
  );
});
