import { readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readAccessRules, refusal } from '../../../gateway/plan/access.ts';
import { apiSchemaFile, supergraphFile } from '../../../schema/sdl.ts';

const schema = buildSchema(readFileSync(apiSchemaFile, 'utf8'));
const rules = readAccessRules(readFileSync(supergraphFile, 'utf8'));

describe('scopes of the supergraph', () => {
  test.each([
    ['a field without a rule', '{ services { name } }', [], undefined],
    ['a root field', '{ verifyAuditLog { ok } }', ['power:write'], 'Query.verifyAuditLog'],
    [
      'a field deep inside',
      '{ windows { edges { node { services { logs { text } } } } } }',
      ['*:*'],
      'Service.logs',
    ],
    [
      'a field inside a fragment',
      '{ ...F } fragment F on Query { service(name: "a") { logs { text } } }',
      [],
      'Service.logs',
    ],
    [
      'a subscription',
      'subscription { auditEntryAdded { id } }',
      ['logs:read'],
      'Subscription.auditEntryAdded',
    ],
    ['a mutation', 'mutation { closeWindow(input: {}) { ok } }', ['chat:write'], 'Mutation.closeWindow'],
    ['the right scope', 'mutation { closeWindow(input: {}) { ok } }', ['power:write'], undefined],
    ['all scopes', '{ verifyAuditLog { ok } services { logs { text } } }', ['*'], undefined],
  ])('%s', (_what, query, scopes, what) => {
    expect(refusal(rules, schema, parse(query), { name: 'ana', scopes })?.extensions['what']).toBe(what);
  });

  test('one of several lists is enough, but whole', () => {
    const small = buildSchema('type Query { a: Int }');
    const either = new Map([['Query.a', [['x', 'y'], ['z']]]]);
    const may = (...scopes: string[]) =>
      refusal(either, small, parse('{ a }'), { name: 'ana', scopes }) === undefined;
    expect([may('x'), may('x', 'y'), may('z'), may()]).toEqual([false, true, true, false]);
  });
});
