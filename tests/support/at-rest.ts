import { expect } from 'vitest';
import type { TestClient } from './graphql-client.ts';

const RESTING = ['STOPPED', 'MISSING', 'CRASHED', 'CRASH_LOOP', 'OUT_OF_MEMORY', 'START_FAILED'];

/** Closes every window and waits until what they held has stopped: the plan that a next test reads does not change under it. */
export async function bringToRest(client: TestClient): Promise<void> {
  for (const { id } of (await look(client)).powerState.activeWindows)
    await client.data('mutation($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
  await expect
    .poll(
      async () => {
        const { powerState, services } = await look(client);
        return [
          ...powerState.activeWindows.map(({ id }) => `window ${id}`),
          ...services.filter(({ state }) => !RESTING.includes(state)).map(({ name }) => name),
        ];
      },
      { timeout: 30_000, interval: 100 },
    )
    .toEqual([]);
}

interface Look {
  readonly powerState: { readonly activeWindows: readonly { readonly id: string }[] };
  readonly services: readonly { readonly name: string; readonly state: string }[];
}

function look(client: TestClient): Promise<Look> {
  return client.data('{ powerState { activeWindows { id } } services(kind: ON_DEMAND) { name state } }');
}
