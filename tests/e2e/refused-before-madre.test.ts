import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashToken } from '../../platform/auth.ts';
import { createTestClient } from '../support/graphql-client.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

/** What never reaches madre leaves no entry of hers; docs/errors.md says where it is seen instead. */
const folder = mkdtempSync(join(tmpdir(), 'vx11-tokens-'));
let stack: SpawnedStack;
beforeAll(async () => {
  const tokens = [
    { name: 'boss', sha256: hashToken('boss'), scopes: ['*'] },
    { name: 'reader', sha256: hashToken('reader'), scopes: [] },
  ];
  const file = join(folder, 'tokens.yaml');
  writeFileSync(file, JSON.stringify({ tokens }));
  stack = await spawnStack({ env: { VX11_TOKENS: file, LOG_LEVEL: 'info' } });
}, 60_000);
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Line {
  readonly msg: string;
  readonly correlationId?: string;
  readonly [field: string]: unknown;
}

/** Every line of the log so far; what is not JSON is the banner. */
function logged(): readonly Line[] {
  const lines = stack.output().split('\n');
  return lines.flatMap((line) =>
    line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Line] : [],
  );
}

async function entriesOf(correlationId: string): Promise<readonly string[]> {
  const { auditLog } = await createTestClient(stack.url, 'boss').data<{
    auditLog: { edges: { node: { action: string; outcome: string; actor: string } }[] };
  }>('query ($id: ID) { auditLog(correlationId: $id) { edges { node { action outcome actor } } } }', {
    id: correlationId,
  });
  return auditLog.edges.map(({ node }) => `${node.action} ${node.outcome} ${node.actor}`);
}

async function answered(status: number): Promise<number> {
  const text = await (await request(`${stack.url}/metrics`)).body.text();
  const series = `tentaculo_link_http_request_seconds_count{path="/graphql",status="${status}"} `;
  const line = text.split('\n').find((each) => each.startsWith(series));
  return Number(line?.slice(series.length) ?? 0);
}

const OPEN = 'mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok } }';
const OPEN_WITH = 'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { ok } }';

test.each([
  ['no token', undefined, OPEN, {}, 401, null],
  ['an unknown token', 'nobody', OPEN, {}, 403, null],
  ['a token without the scope', 'reader', OPEN, {}, 403, 'reader'],
  ['what is no GraphQL', 'boss', 'mutation { openWindow(', {}, 400, 'boss'],
  ['a field that the schema lacks', 'boss', 'mutation { openDoor { ok } }', {}, 400, 'boss'],
  ['a value of the wrong type', 'boss', OPEN_WITH, { input: { services: 7, ttlSec: [] } }, 400, 'boss'],
])(
  '%s leaves no entry in the audit log, but a line and a count',
  async (what, token, query, variables, status, actor) => {
    const correlationId = `refused-${what.replaceAll(' ', '-')}`;
    const before = await answered(status);
    const { status: came } = await createTestClient(stack.url, token ?? '').send(query, variables, {
      'x-correlation-id': correlationId,
      ...(token === undefined ? { 'x-vx11-token': '' } : {}),
    });
    expect(came).toBe(status);
    const own = () => logged().filter((line) => line.correlationId === correlationId);
    await expect.poll(() => own().map(({ msg }) => msg)).toContain('request');
    expect(own()).toContainEqual(
      expect.objectContaining({ msg: 'request', method: 'POST', path: '/graphql', status, actor }),
    );
    const refusals = own().filter(({ msg }) => msg === 'a mutation was refused');
    expect(refusals.map(({ field, actor: who }) => [field, who])).toEqual(
      actor === 'reader' ? [['Mutation.openWindow', 'reader']] : [],
    );
    await expect.poll(() => answered(status)).toBe(before + 1);
    expect(await entriesOf(correlationId)).toEqual([]);
  },
);

test('what madre refuses leaves one', async () => {
  const correlationId = 'refused-by-madre';
  const { status } = await createTestClient(stack.url, 'boss').send(
    OPEN_WITH,
    { input: { services: ['switch'], ttlSec: 9 } },
    { 'x-correlation-id': correlationId },
  );
  expect([status, await entriesOf(correlationId)]).toEqual([200, ['openWindow DENIED boss']]);
});

test('over WebSocket a mutation without the scope leaves the line of its refusal, and what does not fit the schema leaves none', async () => {
  const ofReader = () => logged().filter(({ actor }) => actor === 'reader');
  const before = ofReader().length;
  const reader = createTestClient(stack.url, 'reader');
  const wrong = reader.subscribe('mutation { openDoor { ok } }');
  await expect(wrong.next()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  await wrong.close();
  const refused = reader.subscribe(OPEN);
  expect(await refused.next()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  await refused.close();
  await expect
    .poll(() => ofReader().slice(before))
    .toEqual([
      expect.objectContaining({
        ...{ msg: 'a mutation was refused', field: 'Mutation.openWindow' },
        missingScopes: [['power:write']],
      }),
    ]);
});
