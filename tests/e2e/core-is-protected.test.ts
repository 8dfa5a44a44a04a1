import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const core = ['tentaculo_link', 'madre', 'redis'];
const stopping = core.flatMap((name) =>
  ['stopService', 'restartService'].map((mutation) => [mutation, name] as const),
);

test.each(stopping)('%s(%s) is refused with CORE_SERVICE and audited', async (mutation, name) => {
  const result = await stack.data<
    Record<string, { ok: boolean; code: string; message: string; correlationId: string }>
  >(`mutation ($name: ID!) { ${mutation}(name: $name) { ok code message correlationId } }`, { name });
  expect(result[mutation]).toMatchObject({ ok: false, code: 'CORE_SERVICE' });
  expect(result[mutation]?.message).toContain(name);

  const { auditLog } = await stack.data<{ auditLog: { edges: { node: unknown }[] } }>(
    'query ($id: ID!) { auditLog(correlationId: $id) { edges { node { action target outcome } } } }',
    { id: result[mutation]?.correlationId },
  );
  expect(auditLog.edges.map(({ node }) => node)).toMatchObject([{ target: name, outcome: 'DENIED' }]);
});

test('the door answers after every refusal', async () => {
  const { status } = await stack.data<{ status: unknown }>('{ status { status } }');
  expect(status).toBeDefined();
});

test('an unknown service is NOT_ALLOWED and the message names the ten', async () => {
  const { stopService } = await stack.data<{ stopService: { code: string; message: string } }>(
    'mutation { stopService(name: "postgres") { code message } }',
  );
  expect(stopService.code).toBe('NOT_ALLOWED');
  for (const name of core) expect(stopService.message).toContain(name);
});
