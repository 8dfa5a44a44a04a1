import { describe, expect, it } from 'vitest';
import { createMemoryMadre } from '../../support/memory-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

const OPEN = `mutation ($input: OpenWindowInput!) { openWindow(input: $input) {
  ok code message window { id state deadline ttlRemainingSec closeReason closure { name state } results { service { name } outcome } } } }`;

interface Opened {
  readonly openWindow: { readonly ok: boolean; readonly code: string; readonly message: string | null; readonly window: { readonly id: string; readonly state: string } | null };
}

describe('a window', () => {
  it('opens what it holds in order and stops all of it at its deadline', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    const { openWindow } = await madre.ask<Opened>(OPEN, { input: { services: ['top'], ttlSec: 60 } });
    expect(openWindow).toMatchObject({ ok: true, code: 'OK', window: { state: 'OPENING', ttlRemainingSec: 60 } });

    await madre.clock.advance(1_000);
    const id = openWindow.window?.id;
    const asked = await madre.ask('query ($id: ID!) { window(id: $id) { state results { service { name } outcome } closure { name state holders { window { id } } } } }', { id });
    expect(asked).toEqual({
      window: {
        state: 'OPEN',
        results: ['base', 'middle', 'top'].map((name) => ({ service: { name }, outcome: 'STARTED' })),
        closure: ['base', 'middle', 'top'].map((name) => ({ name, state: 'READY', holders: [{ window: { id } }] })),
      },
    });
    expect(madre.world.running()).toEqual(['base', 'middle', 'top']);

    await madre.clock.advance(59_000);
    expect(madre.world.running()).toEqual([]);
    const closed = await madre.ask('query ($id: ID!) { window(id: $id) { state closeReason } service(name: "top") { state reason holders { reason } lastStop { rule by } } }', { id });
    expect(closed).toEqual({
      window: { state: 'CLOSED', closeReason: 'TTL_EXPIRED' },
      service: { state: 'STOPPED', reason: null, holders: [], lastStop: { rule: 'TTL_EXPIRED', by: 'system' } },
    });
    await madre.subgraph.close();
  });
});
