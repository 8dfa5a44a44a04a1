import { describe, expect, it } from 'vitest';
import type { MemoryMadre } from '../../../support/memory-madre.ts';
import { look, open, start } from '../../../support/trouble.ts';

describe('the dossier of a window that is DEGRADED', () => {
  const lines = (...texts: string[]) => texts.map((text) => ({ text }));

  it.each<[string, (madre: MemoryMadre) => unknown, Record<string, unknown>]>([
    [
      'a crash',
      ({ world }) => {
        world.behave('alone', { start: 'hangs' });
        world.end('alone', { exitCode: 3 });
      },
      {
        code: 'EXITED',
        message: 'alone ended by itself with exit code 3',
        exitCode: 3,
        outOfMemory: false,
        lastLogs: lines('alone runs', 'alone ended with 3'),
      },
    ],
    [
      'a signal that ended it',
      ({ world }) => {
        world.behave('alone', { start: 'hangs' });
        world.end('alone', { exitCode: 137 });
      },
      { code: 'EXITED', message: 'alone ended by itself with exit code 137 (SIGKILL)' },
    ],
    [
      'an end in order, of which nobody knows who asked for it',
      ({ world }) => {
        world.behave('alone', { start: 'hangs' });
        world.end('alone', { exitCode: 0 });
      },
      {
        code: 'EXITED',
        message: 'alone ended by itself with exit code 0, or somebody asked it to end',
        suggestion: expect.stringMatching(/^look at the last lines of alone; .*use restartService/) as string,
      },
    ],
    [
      'the kernel that ended it',
      ({ world }) => {
        world.behave('alone', { start: 'hangs' });
        world.end('alone', { exitCode: 137, outOfMemory: true });
      },
      {
        code: 'OUT_OF_MEMORY',
        message: 'alone ended by itself out of memory',
        exitCode: 137,
        outOfMemory: true,
        lastLogs: lines('alone runs', 'alone ended with 137'),
      },
    ],
    [
      'a probe that fails',
      ({ world }) => {
        world.behave('alone', { readyMs: null });
        world.hint('alone');
      },
      {
        code: 'PROBE_FAILED',
        message: 'alone runs, but its probe fails: to connect to port 9004',
        exitCode: null,
        lastLogs: lines('alone runs'),
      },
    ],
    [
      'its container that was removed',
      ({ world }) => world.uninstall('alone'),
      { code: 'NOT_INSTALLED', message: 'alone was taken from the memory world' },
    ],
    [
      'a runtime that does not answer',
      ({ world }) => {
        world.behave('alone', { observe: 'fails' });
        world.hint('alone');
      },
      { code: 'RUNTIME_UNAVAILABLE' },
    ],
  ])('tells of %s', async (_what, happen, dossier) => {
    const madre = await start();
    const id = await open(madre, ['alone']);
    happen(madre);
    await madre.clock.advance(10);
    const { window } = await look(madre, id, 'alone');
    expect(window).toMatchObject({
      state: 'DEGRADED',
      failure: { service: { name: 'alone' }, ...dossier },
    });
    expect(window['failure']).toHaveProperty('suggestion', expect.any(String));
  });

  it.each<[string, (madre: MemoryMadre) => unknown, (madre: MemoryMadre) => unknown, object, object]>([
    [
      'the kernel that ended it, once its probe failed because of that',
      ({ world }) => world.behave('alone', { readyMs: null }),
      ({ world }) => world.end('alone', { exitCode: 137, outOfMemory: true }),
      { code: 'PROBE_FAILED' },
      { code: 'OUT_OF_MEMORY', exitCode: 137, outOfMemory: true },
    ],
    [
      'its exit, once its probe failed before',
      ({ world }) => world.behave('alone', { readyMs: null }),
      ({ world }) => world.end('alone', { exitCode: 3 }),
      { code: 'PROBE_FAILED' },
      { code: 'EXITED', exitCode: 3 },
    ],
    [
      'how it ended while the runtime did not answer',
      ({ world }) => world.behave('alone', { observe: 'fails' }),
      ({ world }) => {
        world.end('alone', { exitCode: 3 });
        world.behave('alone', { observe: 'works' });
      },
      { code: 'RUNTIME_UNAVAILABLE' },
      { code: 'EXITED', exitCode: 3 },
    ],
  ])('is replaced at once by that of %s', async (_what, trouble, end, before, after) => {
    const madre = await start();
    const id = await open(madre, ['alone']);
    trouble(madre);
    madre.world.hint('alone');
    await madre.clock.advance(10);
    expect((await look(madre, id, 'alone')).window).toMatchObject({ state: 'DEGRADED', failure: before });
    madre.world.behave('alone', { start: 'hangs' });
    end(madre);
    madre.world.hint('alone');
    await madre.clock.advance(200);
    expect((await look(madre, id, 'alone')).window).toMatchObject({ state: 'DEGRADED', failure: after });
    // And stays: how the starts after it go is told by the service.
    await madre.clock.advance(60_000);
    expect((await look(madre, id, 'alone')).window).toMatchObject({ state: 'DEGRADED', failure: after });
  });

  it('tells how it ended also where it ended just after it was seen to run without an answer', async () => {
    let isDying = false;
    const madre = await start({
      watch: (runtime) => ({
        ...runtime,
        async isReady(service, signal) {
          if (!isDying) return (await runtime.isReady?.(service, signal)) ?? false;
          isDying = false;
          madre.world.end('alone', { exitCode: 137, outOfMemory: true });
          return false;
        },
      }),
    });
    const id = await open(madre, ['alone']);
    madre.world.behave('alone', { startMs: 5_000 });
    madre.world.loseEvents(true);
    isDying = true;
    await madre.clock.advance(11_000);
    expect(await look(madre, id, 'alone')).toMatchObject({
      window: { state: 'DEGRADED', failure: { code: 'OUT_OF_MEMORY', exitCode: 137 } },
      service: { failure: { code: 'OUT_OF_MEMORY' } },
    });
    await madre.clock.advance(10_000);
    expect((await look(madre, id, 'alone')).window).toMatchObject({ state: 'OPEN', failure: null });
  });

  it('is that of what failed, and what waits for it names it', async () => {
    const madre = await start();
    const id = await open(madre, ['top']);
    madre.world.behave('base', { start: 'fails' });
    for (const name of ['top', 'middle', 'base']) madre.world.end(name, { exitCode: 3 });
    madre.world.behave('middle', { start: 'PORT_IN_USE' });
    await madre.clock.advance(30_000);
    const { window, service } = await look(madre, id, 'base');
    expect(window).toMatchObject({ state: 'DEGRADED', failure: { service: { name: 'base' } } });
    expect(service).toMatchObject({ state: 'START_FAILED', reason: 'RUNTIME_UNAVAILABLE' });
  });
});

it("keeps of a dossier's long lines what fits, whole characters only", async () => {
  const madre = await start();
  const id = await open(madre, ['alone']);
  for (let count = 0; count < 40; count += 1)
    madre.world.print('alone', 'STDERR', `${count % 2 === 0 ? '' : 'x'}${'😀'.repeat(8_000)}`);
  madre.world.end('alone', { exitCode: 1 });
  await madre.clock.advance(100);
  const { service } = await look(madre, id, 'alone');
  const { lastLogs } = service['failure'] as { lastLogs: readonly { text: string }[] };
  expect(lastLogs.length).toBe(30);
  expect(lastLogs.map(({ text }) => text.length).filter((length) => length > 2_000)).toEqual([]);
  expect(lastLogs.map(({ text }) => text).filter((text) => !/^x?(😀)+…$/u.test(text))).toEqual([
    'alone ended with 1',
  ]);
});
