import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getIntrospectionQuery, Kind, parse, print, type DocumentNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as client from '../../../client/generated/graphql.ts';
import * as page from '../../../console/src/generated/graphql.ts';
import * as examples from '../../../examples/generated/graphql.ts';
import { readTrustedDocuments } from '../../../gateway/config/trusted-documents.ts';
import { createTrustedDocuments } from '../../../gateway/limits/trusted/trusted-documents.ts';
import { CodedError } from '../../../platform/errors.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TEXT = 'query A($id: ID) { a(id: $id) { b } }';
const HASH = createHash('sha256').update(TEXT).digest('hex');
const trusted = createTrustedDocuments({ 'my-id': TEXT });

test.each<[string, object]>([
  ['its id', { documentId: 'my-id' }],
  ['its hash', { documentId: HASH }],
  ['its hash with the algorithm', { documentId: `sha256:${HASH}` }],
  ['its hash as a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }],
  ['an empty text and its id', { query: '', documentId: 'my-id' }],
])('a trusted operation is known by %s', (_how, sent) => {
  expect(trusted.textOf(sent)).toBe(TEXT);
});

test.each([
  ['as it is listed', TEXT],
  ['spaced otherwise', 'query A($id:ID){a(id:$id){b}} # so'],
  ['with what caches of clients add', 'query A($id: ID) { __typename a(id: $id) { b __typename } }'],
])('a trusted operation is known by its text, %s, and answered as it was sent', (_how, query) => {
  expect(trusted.textOf({ query })).toBe(query);
  expect(trusted.textOf({ query })).toBe(query);
});

test.each<[string, object, string]>([
  ['another text', { query: '{ a }' }, 'FORBIDDEN'],
  ['another text with a trusted id', { query: '{ a }', documentId: 'my-id' }, 'FORBIDDEN'],
  ['another name of the operation', { query: TEXT.replace('A', 'B') }, 'FORBIDDEN'],
  ['a name given to __typename', { query: TEXT.replace('b', 'b t: __typename') }, 'FORBIDDEN'],
  ['another argument', { query: TEXT.replace('id: $id', 'id: "1"') }, 'FORBIDDEN'],
  ['one field more', { query: TEXT.replace('b', 'b c') }, 'FORBIDDEN'],
  ['what is too deep to be looked at', { query: '{a'.repeat(50_000) }, 'FORBIDDEN'],
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

test('the fields of a mutation count in their order, as they run in it', () => {
  const inOrder = createTrustedDocuments({ m: 'mutation { first { a b } second }' });
  expect(inOrder.textOf({ query: 'mutation { first { b a } second }' })).toBeTypeOf('string');
  expect(inOrder.textOf({ query: 'mutation { second first { a b } }' })).toBeInstanceOf(CodedError);
  const inFragment = createTrustedDocuments({
    m: 'mutation { ...F } fragment F on Mutation { first second }',
  });
  const turned = 'mutation { ...F } fragment F on Mutation { second first }';
  expect(inFragment.textOf({ query: turned })).toBeInstanceOf(CodedError);
});

test.each([
  ['a fragment in it', '... on Mutation { first second }', '... on Mutation { second first }'],
  ['a fragment without a type', '... { first second }', '... { second first }'],
  [
    'a fragment inside another',
    '... { ... @skip(if: $no) { first second } }',
    '... { ... @skip(if: $no) { second first } }',
  ],
])('nor may another order hide in %s', (_where, listed, turned) => {
  const documents = createTrustedDocuments({ m: `mutation { ${listed} }` });
  expect(documents.textOf({ query: `mutation { ${listed} }` })).toBeTypeOf('string');
  expect(documents.textOf({ query: `mutation { ${turned} }` })).toBeInstanceOf(CodedError);
});

test('nor in a fragment on an interface that mutations have', () => {
  const text = (fields: string): string =>
    `mutation { ...A } fragment A on Any { ...B } fragment B on Any { ${fields} }`;
  const documents = createTrustedDocuments({ m: text('first second') });
  expect(documents.textOf({ query: text('second first') })).toBeInstanceOf(CodedError);
});

test('fragments that name each other without end are none of the list, and no trouble', () => {
  const round = 'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A }';
  expect(trusted.textOf({ query: round })).toBeInstanceOf(CodedError);
});

describe('the manifests that are generated', () => {
  const kinds = [
    ['client/operations', 'client/generated', client],
    ['console/operations', 'console/src/generated', page],
    ['examples', 'examples/generated', examples],
  ] as const;
  const files = kinds.map(([, folder]) => `${folder}/persisted-documents.json`);
  const all = readTrustedDocuments(files);

  test.each(kinds)('those of %s name each of its operations, by text and by hash', (from, folder, typed) => {
    const sources = readdirSync(from).filter((name) => name.endsWith('.graphql'));
    const names = sources.flatMap((name) => operationNames(readFileSync(join(from, name), 'utf8')));
    const manifest = JSON.parse(readFileSync(`${folder}/persisted-documents.json`, 'utf8')) as Record<
      string,
      string
    >;
    // A stream of our client may be listed in more than one form.
    expect(new Set(Object.values(manifest).flatMap(operationNames))).toEqual(new Set(names));
    for (const name of names) {
      const document: unknown = Object.entries(typed).find(([key]) => key === `${name}Document`)?.[1];
      const { __meta__: meta } = document as { readonly __meta__: { readonly hash: string } };
      const query = print(document as DocumentNode);
      expect(all.textOf({ query })).toBe(query);
      expect(all.textOf({ documentId: meta.hash })).toBeTypeOf('string');
    }
  });

  test('trust nothing else, as introspection', () => {
    expect(all.textOf({ query: getIntrospectionQuery() })).toBeInstanceOf(CodedError);
    expect(all.textOf({ query: '{ __typename }' })).toBeInstanceOf(CodedError);
  });
});

function operationNames(text: string): (string | undefined)[] {
  return parse(text).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : [],
  );
}

test.each([
  ['no JSON', 'hello', /expected a JSON object of operations by their ids/],
  ['a list', '[]', /expected a JSON object/],
  ['ids without texts', '{"a": 1}', /expected a JSON object/],
  ['what is no GraphQL', '{"a": "{ a }", "b": "{"}', /b: expected a GraphQL operation, found Syntax Error/],
])('a file with %s stops the start', (_what, content, problem) => {
  const file = join(tempDir(), 'documents.json');
  writeFileSync(file, content);
  expect(() => readTrustedDocuments([file])).toThrow(problem);
});
