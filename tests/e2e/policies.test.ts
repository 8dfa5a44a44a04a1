import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { closeWindow, openReadyWindow } from '../support/windows.ts';

let stack: Stack;

/** below ← central, which is operative; plain; absent has no program here. */
beforeAll(async () => {
  stack = await startStack({
    services: [
      { name: 'below', port: await freePort() },
      { name: 'central', port: await freePort(), dependsOn: ['below'], operative: true },
      { name: 'plain', port: await freePort() },
      { name: 'absent', port: await freePort(), process: null },
    ],
  });
});
afterAll(() => stack.close());

const STATUS = '{ active expected { name } running { name } missing { name } unexpected { name } }';
const core = ['madre', 'tentaculo_link'];

interface Status {
  readonly active: boolean;
  readonly expected: readonly { readonly name: string }[];
  readonly running: readonly { readonly name: string }[];
  readonly missing: readonly { readonly name: string }[];
  readonly unexpected: readonly { readonly name: string }[];
}

/** As names, without redis, which this machine may or may not have. */
async function statusOf(policy: string): Promise<Record<string, unknown>> {
  const query = `query ($policy: PowerPolicy!) { policyStatus(policy: $policy) ${STATUS} }`;
  const { policyStatus } = await stack.data<{ policyStatus: Status }>(query, { policy });
  const names = (services: readonly { name: string }[]) =>
    services.flatMap(({ name }) => (name === 'redis' ? [] : name)).sort();
  const { active, expected, running, missing, unexpected } = policyStatus;
  return {
    ...{ active, expected: names(expected), running: names(running) },
    ...{ missing: names(missing), unexpected: names(unexpected) },
  };
}

test.each<[policy: string, held: readonly string[], survives: boolean]>([
  ['OPERATIVE_CORE', ['below', 'central'], true],
  ['FULL', ['below', 'central', 'plain', 'switch'], true],
  ['IDLE_MIN', [], true],
  ['HARD_OFF', [], false],
  ['SOLO_MADRE', [], false],
])('%s makes run what it holds, and the door answers', async (policy, held, survives) => {
  const window = await openReadyWindow(stack, { services: ['plain'], ttlSec: 60 });
  const { applyPolicy } = await stack.data<{ applyPolicy: unknown }>(
    'mutation ($policy: PowerPolicy!) { applyPolicy(policy: $policy) { ok code } }',
    { policy },
  );
  expect(applyPolicy).toEqual({ ok: true, code: 'OK' });
  const expected = [...core, ...held].sort();
  // The window goes on beside the policy, which did not ask for it.
  const unexpected = survives && !held.includes('plain') ? ['plain'] : [];
  await expect
    .poll(() => statusOf(policy))
    .toEqual({
      ...{ active: unexpected.length === 0, missing: [], unexpected },
      ...{ expected, running: [...expected, ...unexpected].sort() },
    });
  expect(await request(`${stack.url}/health/live`).then(({ statusCode }) => statusCode)).toBe(200);
  const told = await stack.data(
    'query ($id: ID!) { powerState { policy } window(id: $id) { state closeReason } }',
    {
      id: window.id,
    },
  );
  const end = survives
    ? { state: 'OPEN', closeReason: null }
    : { state: 'CLOSED', closeReason: 'POLICY_APPLIED' };
  expect(told).toEqual({ powerState: { policy }, window: end });
  if (survives) await closeWindow(stack, window.id);
});
