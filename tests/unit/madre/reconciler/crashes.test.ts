import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function start(options: Partial<Parameters<typeof createMemoryMadre>[0]> = {}): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function open(madre: MemoryMadre, services: readonly string[]): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { window { id } } }',
    { input: { services, ttlSec: 3_600 } },
  );
  await madre.clock.advance(1_000);
  return openWindow.window.id;
}

const DOSSIER = 'service { name } code message exitCode outOfMemory suggestion lastLogs { text }';

async function look(madre: MemoryMadre, id: string, name: string) {
  return madre.ask<{ window: Record<string, unknown>; service: Record<string, unknown> }>(
    `query ($id: ID!, $name: ID!) {
      window(id: $id) { state failure { ${DOSSIER} } }
      service(name: $name) { state reason restartCount exitCode failure { ${DOSSIER} } }
    }`,
    { id, name },
  );
}

describe('a service that ends by itself again and again while it is held', () => {
  it('is in a CRASH_LOOP, is started on, and leaves it after a minute of READY', async () => {
    const madre = await start();
    const id = await open(madre, ['alone']);
    madre.world.behave('alone', { endsAfterMs: 100, readyMs: null });
    madre.world.end('alone', { exitCode: 3 });
    await madre.clock.advance(400);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'CRASHED' });
    await madre.clock.advance(30_000);
    const looping = await look(madre, id, 'alone');
    expect(looping.service).toMatchObject({
      state: 'CRASH_LOOP',
      reason: 'EXITED',
      failure: { code: 'EXITED', message: 'alone ended with exit code 1 before it was ready' },
    });
    expect(looping.service['restartCount']).toBeGreaterThan(4);
    expect(looping.window).toMatchObject({ state: 'DEGRADED', failure: { code: 'EXITED', exitCode: 3 } });

    madre.world.behave('alone', { endsAfterMs: null, readyMs: 0 });
    await madre.clock.advance(11_000);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'READY', failure: null });
    madre.world.end('alone');
    await madre.clock.advance(10);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'CRASH_LOOP' });
    await madre.clock.advance(80_000);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'READY' });
    madre.world.end('alone');
    await madre.clock.advance(10);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'CRASHED' });
  });

  it('is tried again at least every 10 s and at once by restartService', async () => {
    let starts = 0;
    const madre = await start({
      watch: (runtime) => ({
        ...runtime,
        start(service, signal) {
          starts += 1;
          return runtime.start(service, signal);
        },
      }),
    });
    const id = await open(madre, ['alone']);
    madre.world.behave('alone', { endsAfterMs: 10, readyMs: null });
    madre.world.end('alone');
    await madre.clock.advance(120_000);
    const before = starts;
    await madre.clock.advance(50_000);
    expect(starts - before).toBeGreaterThanOrEqual(4);
    madre.world.behave('alone', { endsAfterMs: null, readyMs: 0 });
    await madre.clock.advance(20_000);
    for (let count = 0; count < 8; count += 1) {
      madre.world.end('alone');
      await madre.clock.advance(10_500);
    }
    madre.world.end('alone');
    await madre.clock.advance(10);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'CRASH_LOOP' });
    expect(await madre.ask('mutation { restartService(name: "alone") { ok } }')).toEqual({
      restartService: { ok: true },
    });
    await madre.clock.advance(10);
    expect((await look(madre, id, 'alone')).service).toMatchObject({ state: 'READY' });
  });

  it('is only STOPPED once nobody holds it', async () => {
    const madre = await start();
    const id = await open(madre, ['alone']);
    madre.world.behave('alone', { endsAfterMs: 10, readyMs: null });
    madre.world.end('alone');
    await madre.clock.advance(60_000);
    await madre.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await madre.clock.advance(1_000);
    expect(await look(madre, id, 'alone')).toMatchObject({
      window: { state: 'CLOSED' },
      service: { state: 'STOPPED', reason: null, failure: null },
    });
  });

  it('leaves its opening to the budget of the window', async () => {
    const madre = await start();
    madre.world.behave('alone', { endsAfterMs: 10, readyMs: null });
    const id = await open(madre, ['alone']);
    await madre.clock.advance(20_000);
    expect(await look(madre, id, 'alone')).toMatchObject({
      window: { state: 'OPENING' },
      service: { state: 'CRASH_LOOP' },
    });
    await madre.clock.advance(10_000);
    expect(await look(madre, id, 'alone')).toMatchObject({
      window: { state: 'FAILED', failure: { code: 'EXITED', exitCode: 1 } },
    });
  });
});

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
      { code: 'EXITED', message: 'alone ended by itself with exit code 0, or somebody asked it to end' },
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

describe('what waits for a dependency that fails', () => {
  it('says so and names the lowest, until that is over', async () => {
    const madre = await start();
    madre.world.behave('base', { start: 'fails' });
    const id = await open(madre, ['top']);
    await madre.clock.advance(5_000);
    const message =
      'top waits for base, which is START_FAILED: the memory runtime was told to fail starting base';
    expect((await look(madre, id, 'top')).service).toMatchObject({
      state: 'STOPPED',
      reason: 'DEPENDENCY_FAILED',
      failure: { service: { name: 'top' }, code: 'DEPENDENCY_FAILED', message },
    });
    madre.world.behave('base', { start: 'works' });
    await madre.clock.advance(11_000);
    expect(await look(madre, id, 'top')).toMatchObject({
      window: { state: 'OPEN' },
      service: { state: 'READY', reason: null, failure: null },
    });
  });

  it('is as it was once nobody holds it', async () => {
    const madre = await start();
    madre.world.behave('base', { start: 'PORT_IN_USE' });
    const id = await open(madre, ['top']);
    await madre.clock.advance(1_000);
    expect(await look(madre, id, 'top')).toMatchObject({
      window: { state: 'FAILED', failure: { service: { name: 'base' }, code: 'PORT_IN_USE' } },
      service: { state: 'STOPPED', reason: null, failure: null },
    });
  });
});

it('tells after a crash of madre why what was held ended meanwhile', async () => {
  const dataDir = tempDir();
  const first = await start({ dataDir });
  const id = await open(first, ['alone']);
  await first.crash();
  first.world.end('alone', { exitCode: 9 });
  first.world.behave('alone', { start: 'fails' });
  const second = await start({ dataDir, world: first.world, clock: first.clock });
  expect(await look(second, id, 'alone')).toMatchObject({
    window: { state: 'DEGRADED', failure: { message: 'alone ended by itself with exit code 9' } },
    service: { state: 'CRASHED', exitCode: 9 },
  });
});

it('opens a new window on what could not start before, also where the clock was set back since', async () => {
  const madre = await start();
  const first = await open(madre, ['alone']);
  madre.world.behave('alone', { start: 'PORT_IN_USE' });
  madre.world.end('alone');
  await madre.clock.advance(1_000);
  expect((await look(madre, first, 'alone')).window).toMatchObject({
    state: 'DEGRADED',
    failure: { code: 'EXITED' },
  });
  madre.clock.setWallClock(madre.clock.now() - 3_600_000);
  madre.world.behave('alone', { start: 'works' });
  const second = await open(madre, ['alone']);
  expect((await look(madre, second, 'alone')).window).toMatchObject({ state: 'OPEN', failure: null });
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
