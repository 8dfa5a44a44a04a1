import { describe, expect, it } from 'vitest';
import { tempDir } from '../../../support/temp-dir.ts';
import { look, open, start } from '../../../support/trouble.ts';

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
