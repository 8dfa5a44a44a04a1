import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { closeWindow, openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

interface Plan {
  readonly hash: string;
  readonly starts: readonly { readonly service: { readonly name: string }; readonly level: number }[];
  readonly alreadyRunning: readonly { readonly name: string }[];
}

async function planWindow(stack: Stack, input: Readonly<Record<string, unknown>>): Promise<Plan> {
  const { planWindow: plan } = await stack.data<{ planWindow: Plan }>(
    `query ($input: OpenWindowInput!) { planWindow(input: $input) {
      hash starts { service { name } level } alreadyRunning { name } } }`,
    { input },
  );
  return plan;
}

test('what planWindow shows is what openWindow does, or it is refused because the world changed since', async () => {
  const ports = { base: await freePort(), top: await freePort() };
  const stack = await startStack({
    services: [
      { name: 'base', port: ports.base },
      { name: 'top', port: ports.top, dependsOn: ['base'] },
    ],
  });
  onTestFinished(() => stack.close());
  const input = { services: ['top'], ttlSec: 60 };
  const plan = await planWindow(stack, input);
  expect(plan.starts).toEqual([
    { service: { name: 'base' }, level: 0 },
    { service: { name: 'top' }, level: 1 },
  ]);
  expect(await isListening(ports.base)).toBe(false);
  const { id } = await openReadyWindow(stack, { ...input, planHash: plan.hash });
  expect(await isListening(ports.top)).toBe(true);

  const changes = watchWindow(stack, id);
  await closeWindow(stack, id);
  await changes.until(reached('CLOSED'));
  await changes.close();
  const old = await planWindow(stack, input);
  await openReadyWindow(stack, { services: ['base'], ttlSec: 60 });
  expect(await openWindow(stack, { ...input, planHash: old.hash })).toMatchObject({
    ...{ ok: false, code: 'PLAN_CHANGED', window: null },
  });
  expect(await isListening(ports.top)).toBe(false);
  const now = await planWindow(stack, input);
  expect(now.alreadyRunning).toEqual([{ name: 'base' }]);
  await openReadyWindow(stack, { ...input, planHash: now.hash });
});
