import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrustedDocuments } from '../../../gateway/config/trusted-documents.ts';
import { createTrustedDocuments } from '../../../gateway/limits/trusted-documents.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TEXT = 'query A($id: ID) { a(id: $id) { b } }';
const HASH = createHash('sha256').update(TEXT).digest('hex');
const trusted = createTrustedDocuments({ 'my-id': TEXT });

test.each<[string, object]>([
  ['its text', { query: TEXT }],
  ['its text, spaced otherwise', { query: 'query A($id:ID){a(id:$id){b}} # so' }],
  ['its id', { documentId: 'my-id' }],
  ['its hash', { documentId: HASH }],
  ['its hash with the algorithm', { documentId: `sha256:${HASH}` }],
  ['its hash as a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }],
  ['an empty text and its id', { query: '', documentId: 'my-id' }],
])('a trusted operation is known by %s', (_how, sent) => {
  expect(trusted.textOf(sent)).toBe(TEXT);
});

test.each<[string, object, string]>([
  ['another text', { query: '{ a }' }, 'FORBIDDEN'],
  ['another text with a trusted id', { query: '{ a }', documentId: 'my-id' }, 'FORBIDDEN'],
  ['another name of the operation', { query: TEXT.replace('A', 'B') }, 'FORBIDDEN'],
  ['what is no GraphQL', { query: '"' }, 'FORBIDDEN'],
  ['another id', { documentId: 'x'.repeat(500) }, 'FORBIDDEN'],
  ['the name of what every object has', { documentId: '__proto__' }, 'FORBIDDEN'],
  ['nothing', {}, 'BAD_USER_INPUT'],
  ['no texts', { query: 1, documentId: 2, extensions: { persistedQuery: [] } }, 'BAD_USER_INPUT'],
])('%s is refused', (_what, sent, code) => {
  const answer = trusted.textOf(sent);
  if (typeof answer === 'string') throw new Error('it was trusted');
  expect(answer.code).toBe(code);
  expect(answer.message.length).toBeLessThan(250);
});

test.each([
  ['no JSON', 'hello', /expected a JSON object of operations by their ids/],
  ['a list', '[]', /expected a JSON object/],
  ['ids without texts', '{"a": 1}', /expected a JSON object/],
  ['what is no GraphQL', '{"a": "{ a }", "b": "{"}', /b: expected a GraphQL operation, found Syntax Error/],
])('a file with %s stops the start', (_what, content, problem) => {
  const file = join(tempDir(), 'documents.json');
  writeFileSync(file, content);
  expect(() => readTrustedDocuments(file)).toThrow(problem);
});
