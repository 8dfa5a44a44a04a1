import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unanswerable } from '../../../gateway/stack/unanswerable.ts';
import { readRootFields } from '../../../schema/root-fields.ts';
import { supergraphFile } from '../../../schema/sdl.ts';
import { composed, fed2 } from '../../support/federation.ts';

const sdl = composed({
  'a-b': fed2(`
    type Query { one: Int both: Int @shareable moved: Int }
    type Mutation { change: Int }
  `),
  c: fed2(`
    type Query { two: Int both: Int @shareable moved: Int @override(from: "a-b") }
  `),
});
const READY = { state: 'ready' } as const;
const DOWN = { state: 'unreachable', code: 'SERVICE_UNREACHABLE', reason: 'it is down' } as const;
const ASLEEP = { state: 'asleep', code: 'SERVICE_ASLEEP', reason: 'no window' } as const;

test.each([
  ['nothing where all are ready', READY, READY, []],
  ['what only the one that is down begins', DOWN, READY, ['Mutation.change', 'Query.one']],
  ['what moved to the one that is asleep', READY, ASLEEP, ['Query.moved', 'Query.two']],
  [
    'everything where none is ready',
    DOWN,
    ASLEEP,
    ['Mutation.change', 'Query.both', 'Query.moved', 'Query.one', 'Query.two'],
  ],
])('%s cannot be answered', (_what, ofA, ofC, fields) => {
  expect([...unanswerable(readRootFields(sdl), { 'a-b': ofA, c: ofC })].sort()).toEqual(fields);
});

test('of this product every root field belongs to a subgraph', () => {
  const fields = readRootFields(readFileSync(supergraphFile, 'utf8'));
  expect(fields.get('Query.services')).toEqual(['madre']);
  expect([...fields.values()].filter((subgraphs) => subgraphs.length === 0)).toEqual([]);
});
