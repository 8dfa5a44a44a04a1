import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre, requestOf, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

interface Payload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
  readonly window: { readonly id: string; readonly state: string; readonly deadline: string | null } | null;
}

async function start(options: Partial<Parameters<typeof createMemoryMadre>[0]> = {}): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function mutate(madre: MemoryMadre, mutation: string): Promise<Payload> {
  const fields = mutation.includes('Service(') ? '' : 'window { id state deadline }';
  return (
    await madre.ask<{ result: Payload }>(`mutation { result: ${mutation} { ok code message ${fields} } }`)
  ).result;
}

async function open(madre: MemoryMadre, services: readonly string[], rest = 'ttlSec: 60'): Promise<string> {
  const payload = await mutate(
    madre,
    `openWindow(input: { services: ${JSON.stringify(services)}, ${rest} })`,
  );
  if (payload.window === null) throw new Error(`refused: ${payload.message}`);
  await madre.clock.advance(1_000);
  return payload.window.id;
}

const stateOf = async (madre: MemoryMadre, id: string) =>
  (
    await madre.ask<{ window: Record<string, unknown> }>(
      `query ($id: ID!) { window(id: $id) { state closeReason deadline failure { service { name } code message suggestion lastLogs { text } } results { outcome } } }`,
      { id },
    )
  ).window;

describe('a window', () => {
  it('opens what it holds in order and stops all of it at its deadline', async () => {
    const madre = await start();
    const opened = await mutate(madre, 'openWindow(input: { services: ["top"], ttlSec: 60 })');
    expect(opened).toMatchObject({ ok: true, code: 'OK', window: { state: 'OPENING' } });
    const id = opened.window?.id ?? '';

    await madre.clock.advance(1_000);
    const asked = await madre.ask(
      'query ($id: ID!) { window(id: $id) { state results { service { name } outcome } closure { name state holders { window { id } } } } }',
      { id },
    );
    expect(asked).toEqual({
      window: {
        state: 'OPEN',
        results: ['base', 'middle', 'top'].map((name) => ({ service: { name }, outcome: 'STARTED' })),
        closure: ['base', 'middle', 'top'].map((name) => ({
          name,
          state: 'READY',
          holders: [{ window: { id } }],
        })),
      },
    });
    expect(madre.world.running()).toEqual(['base', 'middle', 'top']);

    await madre.clock.advance(59_000);
    expect(madre.world.running()).toEqual([]);
    expect(await stateOf(madre, id)).toMatchObject({ state: 'CLOSED', closeReason: 'TTL_EXPIRED' });
    expect(
      await madre.ask('{ service(name: "top") { state reason holders { reason } lastStop { rule by } } }'),
    ).toEqual({
      service: {
        state: 'STOPPED',
        reason: null,
        holders: [],
        lastStop: { rule: 'TTL_EXPIRED', by: 'system' },
      },
    });
  });

  it('shares a service with another one until the last of them ends', async () => {
    const madre = await start();
    const short = await open(madre, ['middle'], 'ttlSec: 20');
    const long = await open(madre, ['base', 'alone'], 'ttlSec: 100');
    expect(await madre.ask('{ service(name: "base") { holders { window { id } } } }')).toEqual({
      service: { holders: [{ window: { id: long } }, { window: { id: short } }] },
    });
    await madre.clock.advance(20_000);
    expect(await stateOf(madre, short)).toMatchObject({ state: 'CLOSED' });
    expect(madre.world.running()).toEqual(['alone', 'base']);
    expect(await mutate(madre, 'closeWindow(input: {})')).toMatchObject({ ok: true, window: { id: long } });
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual([]);
  });

  it('shows what is true after it, also behind another mutation of the same request', async () => {
    const madre = await start();
    const fields = 'window { id services { name holders { window { id } } } }';
    const opened = await madre.ask<
      Record<'a' | 'b', { window: { id: string; services: { holders: { window: { id: string } }[] }[] } }>
    >(`mutation {
      a: openWindow(input: { services: ["alone"], ttlSec: 60 }) { ${fields} }
      b: openWindow(input: { services: ["alone"], ttlSec: 50 }) { ${fields} }
    }`);
    const { a, b } = opened;
    const holders = ({ window }: typeof a) => window.services[0]?.holders.map((each) => each.window.id);
    expect(holders(a)).toEqual([a.window.id]);
    expect(holders(b)).toEqual([a.window.id, b.window.id]);
  });

  it('must be named when several are live', async () => {
    const madre = await start();
    const ids = [await open(madre, ['base']), await open(madre, ['alone'])];
    const refused = await mutate(madre, 'closeWindow(input: {})');
    expect(refused).toMatchObject({ ok: false, code: 'WINDOW_CONFLICT' });
    for (const id of ids) expect(refused.message).toContain(id);
  });

  it('is opened once for one idempotency key, and not for another input', async () => {
    const madre = await start();
    const input = 'services: ["base", "alone"], ttlSec: 60, idempotencyKey: "k"';
    const [one, two] = await Promise.all([1, 2].map(() => mutate(madre, `openWindow(input: { ${input} })`)));
    const reordered = await mutate(
      madre,
      'openWindow(input: { services: ["alone", "base", "alone"], ttlSec: 60, idempotencyKey: "k" })',
    );
    expect(new Set([one, two, reordered].map((each) => each?.window?.id)).size).toBe(1);
    expect(
      await mutate(madre, 'openWindow(input: { services: ["base"], ttlSec: 60, idempotencyKey: "k" })'),
    ).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await madre.ask('{ windows { totalCount } }')).toEqual({ windows: { totalCount: 1 } });
  });

  it('has idempotency keys of each token apart', async () => {
    const madre = await start();
    const query =
      'mutation { openWindow(input: { services: ["base"], ttlSec: 60, idempotencyKey: "k" }) { window { id } } }';
    const [one, two] = await Promise.all(
      ['console', 'nightly'].map((name) => madre.executor.execute({ query, context: requestOf(name) })),
    );
    expect(one?.errors ?? two?.errors).toBeUndefined();
    expect(one?.data).not.toEqual(two?.data);
  });

  it('moves its deadline only by extendWindow, and not beyond a day from now', async () => {
    const madre = await start();
    const id = await open(madre, ['base'], 'ttlSec: 20');
    const before = (await stateOf(madre, id))['deadline'] as string;
    const extended = await mutate(madre, `extendWindow(input: { id: "${id}", addSec: 30 })`);
    expect(Date.parse(extended.window?.deadline ?? '') - Date.parse(before)).toBe(30_000);
    expect(await mutate(madre, `extendWindow(input: { id: "${id}", addSec: 86400 })`)).toMatchObject({
      code: 'TTL_OUT_OF_RANGE',
    });
    await madre.clock.advance(40_000);
    expect(madre.world.running()).toEqual(['base']);
    await madre.clock.advance(10_000);
    expect(madre.world.running()).toEqual([]);
  });

  it('FAILED releases its services at once and says what to do', async () => {
    const madre = await start();
    madre.world.uninstall('top');
    await madre.clock.advance(1_000);
    const id = await open(madre, ['top']);
    expect(await stateOf(madre, id)).toMatchObject({
      state: 'FAILED',
      closeReason: 'START_FAILED',
      failure: {
        service: { name: 'top' },
        code: 'NOT_INSTALLED',
        suggestion: expect.stringContaining('catalog') as string,
      },
    });
    expect(madre.world.running()).toEqual([]);
  });

  it('tells who waits for it that it failed, within its budget and with the last lines', async () => {
    const madre = await start();
    madre.world.behave('alone', { readyMs: null });
    const waiting = mutate(
      madre,
      'openWindow(input: { services: ["alone"], ttlSec: 60, waitUntilReady: true })',
    );
    await madre.clock.advance(30_000);
    const payload = await waiting;
    expect(payload).toMatchObject({ ok: false, code: 'PARTIAL', window: { state: 'FAILED' } });
    expect(await stateOf(madre, payload.window?.id ?? '')).toMatchObject({
      failure: { code: 'START_TIMEOUT', lastLogs: [{ text: 'alone runs' }] },
    });
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual([]);
  });

  it('tells who waits for it that it was ended before it was open', async () => {
    const madre = await start();
    madre.world.behave('alone', { readyMs: null });
    const waiting = mutate(
      madre,
      'openWindow(input: { services: ["alone"], ttlSec: 60, waitUntilReady: true })',
    );
    await madre.clock.advance(1_000);
    await mutate(madre, 'closeWindow(input: {})');
    await madre.clock.advance(1_000);
    expect(await waiting).toMatchObject({
      ok: false,
      code: 'PARTIAL',
      message: expect.stringMatching(/^window \S+ ended before it was open: MANUAL$/) as string,
    });
  });

  it('is DEGRADED while a service is down, and OPEN again when it is back', async () => {
    const madre = await start();
    const id = await open(madre, ['alone']);
    madre.world.behave('alone', { startMs: 2_000 });
    madre.world.end('alone', { exitCode: 7 });
    await madre.clock.advance(100);
    expect(await stateOf(madre, id)).toMatchObject({
      state: 'DEGRADED',
      failure: { code: 'EXITED', message: expect.stringContaining('7') as string },
    });
    await madre.clock.advance(5_000);
    expect(await stateOf(madre, id)).toMatchObject({ state: 'OPEN', failure: null });
  });

  it('is applied as planned, or refused when the plan changed', async () => {
    const madre = await start();
    const plan = async () =>
      (
        await madre.ask<{ planWindow: Record<string, unknown> }>(
          '{ planWindow(input: { services: ["middle"], ttlSec: 60 }) { hash allowed memoryBytes starts { service { name } level becauseOf } alreadyRunning { name } } }',
        )
      ).planWindow;
    const first = await plan();
    expect(first).toMatchObject({
      allowed: true,
      memoryBytes: 512 * 1024 * 1024,
      starts: [
        { service: { name: 'base' }, level: 0, becauseOf: ['middle'] },
        { service: { name: 'middle' }, level: 1, becauseOf: ['middle'] },
      ],
    });
    await open(madre, ['base']);
    const input = (hash: unknown): string =>
      `openWindow(input: { services: ["middle"], ttlSec: 60, planHash: ${JSON.stringify(hash)} })`;
    expect(await mutate(madre, input(first['hash']))).toMatchObject({ code: 'PLAN_CHANGED' });
    expect(await mutate(madre, input((await plan())['hash']))).toMatchObject({ ok: true });
  });

  it('is resumed with its deadline after a crash, and closed when that passed meanwhile', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    const { clock, world } = first;
    const short = await open(first, ['alone'], 'ttlSec: 10');
    const long = await open(first, ['base'], 'ttlSec: 60');
    const { deadline } = await stateOf(first, long);
    await first.crash();
    world.startByHand('top');
    await clock.advance(15_000);
    expect(world.running()).toEqual(['alone', 'base', 'top']);

    const second = await start({ dataDir, clock, world });
    await clock.advance(500);
    expect(await stateOf(second, short)).toMatchObject({ state: 'CLOSED', closeReason: 'TTL_EXPIRED' });
    expect(await stateOf(second, long)).toMatchObject({ state: 'OPEN', deadline });
    expect(world.running()).toEqual(['base']);
    await clock.advance(60_000);
    expect(world.running()).toEqual([]);
  });
});
