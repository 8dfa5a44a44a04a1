import { buildSchema, type DocumentNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createTrustedDocuments } from '../../../gateway/limits/trusted/trusted-documents.ts';
import { createPlanCache } from '../../../gateway/plan/plan-cache.ts';
import { createSeenOperations } from '../../../gateway/reload/seen-operations.ts';
import { createDocumentCache } from '../../../platform/graphql/documents/document-cache.ts';
import { createTextCache, LONGEST_KEPT } from '../../../platform/graphql/documents/text-cache.ts';

const long = (name: string, length = LONGEST_KEPT): string => name.padEnd(length, '#');

describe('a cache by text', () => {
  test('keeps what was used last, in number', () => {
    const cache = createTextCache<number>({ entries: 2 });
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('b'), cache.values()]).toEqual([undefined, [3, 1]]);
  });

  test('keeps what was used last, in length, whether the texts are short or long', () => {
    const cache = createTextCache<number>({ entries: 100, characters: 10_000 });
    cache.set(long('a', 6_000), 1);
    cache.set(long('b', 4_000), 2);
    expect(cache.values()).toEqual([2, 1]);
    cache.set('c', 3);
    expect(cache.values()).toEqual([3, 2]);
    cache.set(long('b', 4_000), 4);
    cache.set(long('d', 5_999), 5);
    expect(cache.values()).toEqual([5, 4, 3]);
  });

  test('does not keep what is longer than any request that is worth it', () => {
    const cache = createTextCache<number>({ entries: 2 });
    cache.set(long('a'), 1);
    cache.set(long('b', LONGEST_KEPT + 1), 2);
    expect([cache.get(long('a')), cache.get(long('b', LONGEST_KEPT + 1))]).toEqual([1, undefined]);
  });
});

/** Nine million characters, of which two are kept. */
const texts = Array.from({ length: 150 }, (_, index) => long(`{ a } #${index} `, 60_000));
const withLonger = [...texts, long('{ a } # longer', LONGEST_KEPT + 1)];
const lastFirst = [...withLonger].reverse();
const KEPT = 34;

describe('comments, which make a text as long as a request may be, fill no memory of', () => {
  test('plans', () => {
    const cache = createPlanCache<{ readonly of: string }>(1_000);
    for (const of of withLonger) cache.get(of, () => ({ of }));
    const kept = lastFirst.filter((text) => cache.get(text, () => ({ of: 'nothing' })).of === text);
    expect(kept).toHaveLength(KEPT);
  });

  test('documents', () => {
    const cache = createDocumentCache(buildSchema('type Query { a: Int }'));
    const documentOf = (text: string): DocumentNode | undefined => {
      const prepared = cache.prepare(text);
      return 'document' in prepared ? prepared.document : undefined;
    };
    const before = new Set(withLonger.map(documentOf));
    const kept = lastFirst.map(documentOf).filter((document) => before.has(document));
    expect(kept).toHaveLength(KEPT);
  });

  test('operations to be planned again', () => {
    const seen = createSeenOperations();
    const actor = { name: 'ana', scopes: [] };
    const context = { correlationId: 'cid', actor, signal: new AbortController().signal };
    for (const query of withLonger) seen.note({ query, variables: {}, operationName: undefined, context });
    const kept = seen.latest().map(({ query }) => texts.indexOf(query));
    expect(kept).toEqual(Array.from({ length: KEPT }, (_, index) => texts.length - 1 - index));
  });
});

test('a trusted text is known again, however long its comments are', () => {
  const trusted = createTrustedDocuments({ a: '{ a }' });
  for (const text of withLonger.slice(-2)) {
    expect(trusted.textOf({ query: text })).toBe(text);
    expect(trusted.textOf({ query: text })).toBe(text);
  }
});
