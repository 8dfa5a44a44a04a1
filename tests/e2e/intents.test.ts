import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack } from '../support/stack.ts';

interface Intent {
  readonly id: string;
  readonly status: string;
  readonly result: { readonly window: string } | null;
}

test('a SPAWN waits for approval, then a window carries it out, and its watchers see it DONE', async () => {
  const port = await freePort();
  const stack = await startStack({ services: [{ name: 'hermes', port }] });
  onTestFinished(() => stack.close());
  const { emitIntent } = await stack.data<{ emitIntent: { ok: boolean; intent: Intent } }>(
    `mutation { emitIntent(input: { type: SPAWN, target: "hermes", reason: "transcribe", payload: { ttlSec: 30 } }) {
      ok intent { id status result } } }`,
  );
  const { id, status } = emitIntent.intent;
  expect(status).toBe('WAITING_APPROVAL');
  const changes = stack.subscribe<{ intentChanged: Intent }>(
    'subscription ($id: ID!) { intentChanged(id: $id) { id status result } }',
    { id },
  );
  expect((await changes.next()).data?.intentChanged.status).toBe('WAITING_APPROVAL');
  expect(await isListening(port)).toBe(false);

  await stack.data('mutation ($id: ID!) { approveIntent(id: $id) { ok } }', { id });
  const done = await changes.until(({ data }) => data?.intentChanged.status === 'DONE');
  await changes.close();
  expect(changes.received.map(({ data }) => data?.intentChanged.status)).toContain('RUNNING');
  expect(await isListening(port)).toBe(true);
  const { window } = await stack.data<{ window: unknown }>(
    'query ($id: ID!) { window(id: $id) { state reason ttlRemainingSec services { name } } }',
    { id: done.data?.intentChanged.result?.window },
  );
  expect(window).toMatchObject({ state: 'OPEN', reason: `intent ${id}`, services: [{ name: 'hermes' }] });
});
