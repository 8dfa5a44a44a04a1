import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createDocumentStore } from '../../../gateway/plugins/document-store.ts';

test('keeps the documents that were used last, and no more than its limit', async () => {
  const store = createDocumentStore(2);
  const [first, second, third] = [parse('{ a }'), parse('{ b }'), parse('{ c }')];
  await store.set('first', first);
  await store.set('second', second);
  expect(await store.get('first')).toBe(first);
  await store.set('third', third);
  expect(await store.get('second')).toBeUndefined();
  expect(await store.get('first')).toBe(first);
  expect(await store.get('third')).toBe(third);
  await store.delete('first');
  expect(await store.get('first')).toBeUndefined();
});
