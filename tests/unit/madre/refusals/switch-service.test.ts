import { describe, expect, it } from 'vitest';
import { openDesk } from '../../../support/power-desk.ts';
import { expectRefused, type RefusedCase, type RefusedPayload } from '../../../support/refused.ts';

const registered = ['tentaculo_link', 'madre', 'redis', 'base', 'middle', 'top', 'alone'];
const core = ['tentaculo_link', 'madre', 'redis'];

describe.each(['startService', 'stopService', 'restartService'])('%s is refused', (field) => {
  it.each<[string, string, string, readonly string[]]>([
    ['for an unknown service', 'postgres', 'NOT_ALLOWED', ['"postgres"', ...registered]],
    ['for a name without letters', '', 'NOT_ALLOWED', ['""']],
    ['for a core service', 'madre', 'CORE_SERVICE', core],
    ['for a name that is much too long', 'x'.repeat(5_000), 'NOT_ALLOWED', [`"${'x'.repeat(64)}…"`]],
  ])('%s', async (_title, name, code, mentions) => {
    const { madre } = await openDesk();
    await expectRefused(madre, `${field}(name: "${name}")`, code, mentions);
  });
});

describe('startService is refused', () => {
  it('for what is not installed, or needs what is not', async () => {
    const { madre } = await openDesk();
    madre.world.uninstall('base');
    await madre.clock.advance(1_000);
    await expectRefused(madre, 'startService(name: "base")', 'NOT_FOUND', [
      'base is not installed',
      'catalog',
    ]);
    await expectRefused(madre, 'startService(name: "top")', 'NOT_FOUND', [
      'base, which top needs, is not installed',
    ]);
  });

  it('for more than the memory budget', async () => {
    const { madre } = await openDesk({ memoryBudgetMb: 600 });
    await expectRefused(madre, 'startService(name: "top")', 'BUDGET_EXCEEDED', ['600 MB', '768 MB']);
  });
});

describe('stopService is refused', () => {
  it('for what windows hold, each of which it names, one or many', async () => {
    const desk = await openDesk();
    const stop = async (): Promise<string> =>
      (
        await desk.madre.ask<{ stopService: RefusedPayload }>(
          'mutation { stopService(name: "base") { ok code message } }',
        )
      ).stopService.message;
    await desk.open({ services: ['base'], reason: 'work' });
    expect(await stop()).toMatch(/^base is held by window \S+ \(work\): close it to stop base$/);
    await desk.open({ services: ['base'], reason: 'play' });
    expect(await stop()).toMatch(
      /^base is held by windows \S+ \(work\), \S+ \(play\): close them to stop base$/,
    );
    await expectRefused(desk.madre, 'stopService(name: "base")', 'WINDOW_CONFLICT', ['work', 'play']);
  });
});

describe('restartService is refused', () => {
  it.each<RefusedCase>([
    ['for what nobody holds', 'restartService(name: "base")', 'NOT_ACTIVE', ['base is STOPPED', 'no window']],
    ['for what is not up yet', 'restartService(name: "alone")', 'NOT_ACTIVE', ['alone is STARTING', 'READY']],
  ])('%s', async (_title, mutation, code, mentions) => {
    const desk = await openDesk();
    desk.madre.world.behave('alone', { readyMs: null });
    await desk.open({ services: ['alone'] });
    await expectRefused(desk.madre, mutation, code, mentions);
  });
});
