import { describe, it } from 'vitest';
import { openDesk } from '../../../support/power-desk.ts';
import { expectRefused, type RefusedCase } from '../../../support/refused.ts';

describe('closeWindow and extendWindow are refused', () => {
  it.each<RefusedCase>([
    ['for closing a window that never was', 'closeWindow(input: { id: "x" })', 'NOT_FOUND', ['"x"']],
    ['for closing without an id while none is live', 'closeWindow(input: {})', 'NOT_ACTIVE', ['no window']],
    [
      'for a reason to close that is too long',
      `closeWindow(input: { reason: "${'r'.repeat(501)}" })`,
      'INVALID_INPUT',
      ['reason', '500', '501'],
    ],
    [
      'for extending a window that never was',
      'extendWindow(input: { id: "x", addSec: 5 })',
      'NOT_FOUND',
      ['"x"'],
    ],
    [
      'for an id that is much too long, of which little is repeated',
      `extendWindow(input: { id: "${'x'.repeat(5_000)}", addSec: 5 })`,
      'NOT_FOUND',
      [`"${'x'.repeat(64)}…"`],
    ],
    ['for extending by nothing', 'extendWindow(input: { id: "x", addSec: 0 })', 'INVALID_INPUT', ['got 0']],
    [
      'for extending by less than nothing',
      'extendWindow(input: { id: "x", addSec: -5 })',
      'INVALID_INPUT',
      ['addSec', 'at least 1', 'got -5'],
    ],
  ])('%s', async (_title, mutation, code, mentions) => {
    const { madre } = await openDesk();
    await expectRefused(madre, mutation, code, mentions);
  });

  it('for a window that has ended', async () => {
    const desk = await openDesk();
    const id = await desk.open({ services: ['alone'] });
    await desk.closeWindow({ id });
    await desk.madre.clock.advance(1_000);
    await expectRefused(desk.madre, `closeWindow(input: { id: "${id}" })`, 'NOT_ACTIVE', [
      ...[id, 'CLOSED', 'expected QUEUED, OPENING, OPEN or DEGRADED'],
    ]);
    await expectRefused(desk.madre, `extendWindow(input: { id: "${id}", addSec: 5 })`, 'NOT_ACTIVE', [
      ...[id, 'CLOSED', 'expected OPENING, OPEN or DEGRADED'],
    ]);
  });

  it('for closing without an id while several are live', async () => {
    const desk = await openDesk();
    const ids = [await desk.open({ services: ['base'] }), await desk.open({ services: ['alone'] })];
    await expectRefused(desk.madre, 'closeWindow(input: {})', 'WINDOW_CONFLICT', ids);
  });

  it('for extending what has no deadline', async () => {
    const desk = await openDesk();
    const id = await desk.open({ services: ['base'], mode: 'HOLD', ttlSec: null });
    await expectRefused(desk.madre, `extendWindow(input: { id: "${id}", addSec: 5 })`, 'INVALID_INPUT', [
      id,
      'HOLD',
    ]);
  });

  it('for extending beyond a day from now', async () => {
    const desk = await openDesk();
    const id = await desk.open({ services: ['base'], ttlSec: 60 });
    const beyond = ['86400 s', '86401'];
    await expectRefused(
      desk.madre,
      `extendWindow(input: { id: "${id}", addSec: 86342 })`,
      'TTL_OUT_OF_RANGE',
      beyond,
    );
    await expectRefused(
      desk.madre,
      `extendWindow(input: { id: "${id}", addSec: 2147483647 })`,
      'TTL_OUT_OF_RANGE',
      ['86400 s'],
    );
  });

  it('for extending what waits for memory', async () => {
    const desk = await openDesk({ memoryBudgetMb: 300 });
    await desk.open({ services: ['base'] });
    const { window } = await desk.openWindow({ services: ['alone'], ttlSec: 60, onBusy: 'QUEUE' });
    const mutation = `extendWindow(input: { id: "${window?.id}", addSec: 5 })`;
    await expectRefused(desk.madre, mutation, 'NOT_ACTIVE', ['QUEUED']);
  });

  it('for closing what a policy holds', async () => {
    const desk = await openDesk();
    await desk.madre.ask('mutation { applyPolicy(policy: FULL) { ok } }');
    await desk.madre.clock.advance(1_000);
    const { powerState } = await desk.madre.ask<{ powerState: { activeWindows: { id: string }[] } }>(
      '{ powerState { activeWindows { id } } }',
    );
    const id = powerState.activeWindows[0]?.id ?? '';
    await expectRefused(desk.madre, `closeWindow(input: { id: "${id}" })`, 'WINDOW_CONFLICT', [
      id,
      'policy FULL',
    ]);
  });
});
