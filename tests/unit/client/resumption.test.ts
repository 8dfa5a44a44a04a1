import { buildSchema, parse, print, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as documents from '../../../client/generated/graphql.ts';
import { resumableFields } from '../../../client/generated/resumable.ts';
import { planStream } from '../../../client/stream/resumption.ts';

const schema = buildSchema(readFileSync('schema/generated/api.graphql', 'utf8'));
const plan = (text: string) => planStream(parse(text), resumableFields);
const plain = (text = '') => print(parse(text));

describe('the query of a resumable subscription', () => {
  test('asks for the cursor and the kind beside what was asked, and goes on from a variable', () => {
    const { query, resumption } = plan(
      'subscription ($id: ID, $from: Int) { w: windowChanged(id: $id, afterSeq: $from) { at } }',
    );
    expect(query).toBe(
      plain(
        'subscription ($id: ID, $from: Int) { w: windowChanged(id: $id, afterSeq: $from) { at resumeCursor: resumeSeq resumeKind: type } }',
      ),
    );
    expect(plain(resumption?.query)).toBe(
      plain(
        'subscription ($id: ID, $resumeAfter: Int) { w: windowChanged(id: $id, afterSeq: $resumeAfter) { at resumeCursor: resumeSeq resumeKind: type } }',
      ),
    );
  });

  test.each(
    Object.values(documents)
      .map((document) => print(document))
      .filter((text) => text.startsWith('subscription')),
  )('is one that the schema answers: %.40s', (text) => {
    const { query, resumption } = plan(text);
    expect(validate(schema, parse(query))).toEqual([]);
    expect(validate(schema, parse(resumption?.query ?? query))).toEqual([]);
  });

  test('keeps a variable that a fragment uses as well', () => {
    const { resumption } = plan(
      'subscription ($n: Int!) { serviceChanged(afterSeq: $n) { service { ...Lines } } } fragment Lines on Service { logs(tail: $n) { text } }',
    );
    expect(validate(schema, parse(resumption?.query ?? ''))).toEqual([]);
  });
});

test('an event is read without what was added; a snapshot is told by its type, or by the name of the member', () => {
  const windows = plan('subscription { windowChanged { at } }');
  expect(windows.read({ windowChanged: { at: 'now', resumeCursor: 4, resumeKind: 'SNAPSHOT' } })).toEqual({
    data: { windowChanged: { at: 'now' } },
    cursor: 4,
    isSnapshot: true,
  });
  const chat = plan('subscription { chatStream(messageId: "m") { __typename } }');
  expect(
    chat.read({ chatStream: { __typename: 'ChatDelta', resumeCursor: 2, resumeKind: 'ChatDelta' } }),
  ).toMatchObject({ cursor: 2, isSnapshot: false });
});

test.each([
  ['subscription { windowChanged { at } }', {}, false],
  ['subscription { windowChanged(afterSeq: 0) { at } }', {}, true],
  ['subscription ($n: Int) { windowChanged(afterSeq: $n) { at } }', {}, false],
  ['subscription ($n: Int) { windowChanged(afterSeq: $n) { at } }', { n: 3 }, true],
  ['subscription ($n: Int = 5) { windowChanged(afterSeq: $n) { at } }', {}, true],
  ['subscription ($n: Int = 5) { windowChanged(afterSeq: $n) { at } }', { n: null }, false],
])('%s with %j has a start of its own: %j', (text, variables, expected) => {
  expect(plan(text).hasStart(variables)).toBe(expected);
});

test.each([
  '{ status { status } }',
  'subscription A { a } subscription B { b }',
  'subscription { ...F } fragment F on Subscription { a }',
])('what is not one subscription of one field is refused: %s', (text) => {
  expect(() => plan(text)).toThrow(TypeError);
});
