import { readFileSync } from 'node:fs';
import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as cli from '../../../cli/generated/graphql.ts';
import * as client from '../../../client/generated/graphql.ts';
import { resumableFields } from '../../../client/generated/resumable.ts';
import { planStream } from '../../../client/stream/resumption.ts';
import { sentTexts } from '../../../client/stream/sent-texts.ts';
import { createTrustedDocuments } from '../../../gateway/limits/trusted/trusted-documents.ts';

describe.each([
  ['client', client],
  ['cli', cli],
])('a gateway that answers only what the manifest of %s lists', (folder, generated) => {
  const manifest = readFileSync(`${folder}/generated/persisted-documents.json`, 'utf8');
  const trusted = createTrustedDocuments(JSON.parse(manifest) as Record<string, string>);
  const streams = Object.entries<unknown>({ ...generated }).flatMap(([name, value]) =>
    isStream(value) ? [[name, value] as const] : [],
  );

  it.each(streams)('answers %s as it is sent, and as it goes on after a break', (_name, document) => {
    const { query, resumption } = planStream(document, resumableFields);
    for (const sent of [query, ...(resumption === undefined ? [] : [resumption.query])])
      expect(trusted.textOf({ query: sent })).toBe(sent);
  });
});

it('what is no subscription, or cannot go on, is sent as it is written', () => {
  expect(sentTexts('{ services { name } }', resumableFields)).toEqual([]);
  expect(sentTexts('subscription { statusChanged { generatedAt } }', resumableFields)).toEqual([]);
});

function isStream(value: unknown): value is DocumentNode {
  const [operation] = (value as Partial<DocumentNode>).definitions ?? [];
  return (
    operation?.kind === Kind.OPERATION_DEFINITION && operation.operation === OperationTypeNode.SUBSCRIPTION
  );
}
