import { beforeAll, beforeEach, expect, test } from 'vitest';
import { startGuardedGraph, type GuardedGraph } from '../../../support/guarded-graph.ts';
import { recordingLog } from '../../../support/recording-log.ts';

const { log, lines } = recordingLog();
let guarded: GuardedGraph;
beforeAll(async () => {
  guarded = await startGuardedGraph(log);
});
beforeEach(() => void lines.splice(0));

const INFO = 30;

test('a mutation refused for its scope leaves a line that names field, missing scopes, token and request', async () => {
  await guarded.ask('mutation { wipe again: wipe }', { name: 'ana', scopes: ['email'] });
  expect(lines).toMatchObject([
    {
      ...{ level: INFO, correlationId: 'cid', actor: 'ana', field: 'Mutation.wipe' },
      ...{ missingScopes: [['root']], msg: 'a mutation was refused' },
    },
  ]);
  expect(guarded.done).toEqual([]);
});

test('of what is asked for only what is missing is named, each way to meet the demand by itself', async () => {
  await guarded.ask('mutation { wipe rename(name: "Bo") { salary email @include(if: false) } }', {
    name: 'ana',
    scopes: ['read'],
  });
  expect(lines.map(({ field, missingScopes }) => ({ field, missingScopes }))).toEqual([
    { field: 'Mutation.wipe', missingScopes: [['root']] },
    { field: 'Person.salary', missingScopes: [['pay'], ['admin']] },
  ]);
});

test.each([
  [
    'a mutation that runs, with a field of its answer kept back',
    'mutation { rename(name: "Bo") { salary } }',
  ],
  ['a query', '{ root }'],
])('%s leaves none', async (_what, query) => {
  const { errors } = await guarded.ask(query, { name: 'ana', scopes: [] });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(lines).toEqual([]);
});
