import fc from 'fast-check';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { MemoryBehaviour } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { MemoryWorld } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import type { Runtime } from '../../../subgraphs/madre/runtimes/runtime.ts';
import { chainCatalog, createMemoryMadre, type MemoryMadre } from '../../support/memory-madre.ts';
import { watchOperations } from './one-operation-each.ts';

const RUNS = 200;
const STEP_MS = 1_000;
const START_TIMEOUT_MS = 30_000;
/** Of a restart: its tries, each of which may hang up to the deadline of a stop, with the pauses between. */
const RESTART_BOUND_MS = 5 * (20_000 + 5_000 + 10_000);
/** No back-off allows more within one step. */
const MOST_OPERATIONS = 12;
/** The slowest stop of these worlds, the longest back-off, a resync and a hung call's own deadline. */
const STOP_BOUND_MS = 5_000 + 10_000 + 10_000 + 20_000;

/** Thousands of durable commits, of which none needs a disk here. */
const fastFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const names = [...chainCatalog.keys()];
const name = fc.constantFrom(...names);
const behaviour: fc.Arbitrary<Partial<MemoryBehaviour>> = fc.record(
  {
    startMs: fc.nat(3_000),
    readyMs: fc.option(fc.nat(3_000), { nil: null }),
    stopMs: fc.nat(5_000),
    start: fc.constantFrom('works', 'fails', 'hangs', 'PORT_IN_USE'),
    stop: fc.constantFrom('works', 'fails', 'hangs'),
    observe: fc.constantFrom('works', 'works', 'fails', 'hangs'),
    endsAfterMs: fc.option(fc.integer({ min: 500, max: 9_000 }), { nil: null }),
  },
  { requiredKeys: [] },
);

type Command =
  | { readonly type: 'open'; readonly services: readonly string[]; readonly ttlSec: number }
  | { readonly type: 'close' | 'extend'; readonly index: number }
  | {
      readonly type:
        'startService' | 'stopService' | 'restartService' | 'crashService' | 'startByHand' | 'hint';
      readonly name: string;
    }
  | { readonly type: 'behave'; readonly name: string; readonly behaviour: Partial<MemoryBehaviour> }
  | { readonly type: 'loseEvents'; readonly lost: boolean }
  | { readonly type: 'setWallClock'; readonly byMs: number }
  | { readonly type: 'crashMadre' };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('open' as const),
      services: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      ttlSec: fc.integer({ min: 10, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('close' as const, 'extend' as const), index: fc.nat(5) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'startService' as const,
        'stopService' as const,
        'restartService' as const,
        'crashService' as const,
        'startByHand' as const,
        'hint' as const,
      ),
      name,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('behave' as const), name, behaviour }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('loseEvents' as const), lost: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setWallClock' as const),
      byMs: fc.constantFrom(-3_600_000, -15_000, 15_000, 3_600_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crashMadre' as const) }) },
);
const scenario = fc.array(fc.record({ command, thenSteps: fc.nat(12) }), { minLength: 1, maxLength: 10 });

interface SeenWindow {
  readonly id: string;
  readonly state: string;
  readonly deadline: string | null;
  readonly createdAt: string;
  readonly closure: readonly { readonly name: string }[];
}
interface Seen {
  readonly windows: { readonly edges: readonly { readonly node: SeenWindow }[] };
  readonly services: readonly { readonly name: string; readonly state: string }[];
}

const LOOK =
  '{ windows(first: 100) { edges { node { id state deadline createdAt closure { name } } } } services(kind: ON_DEMAND) { name state } }';
const live = (window: SeenWindow): boolean => ['OPENING', 'OPEN', 'DEGRADED'].includes(window.state);

it(
  'keeps its promises whatever the runtime does and whenever madre crashes',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (steps) => {
        const dataDir = mkdtempSync(join(fastFolder, 'vx11-property-'));
        const run = await createRun(dataDir);
        try {
          for (const { command: each, thenSteps } of steps) {
            await run.carryOut(each);
            for (let step = 0; step < thenSteps; step += 1) await run.step();
          }
          await run.settleDown();
          expect(run.violations).toEqual([]);
        } finally {
          await run.close();
          rmSync(dataDir, { recursive: true, force: true });
        }
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
    );
  },
);

async function createRun(dataDir: string) {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const violations: string[] = [];
  const operations = new Map<string, number>();
  const watched = watchOperations(violations);
  const parts = {
    ...{ dataDir, clock, world },
    watch: (runtime: Runtime) => countOperations(operations, watched(runtime)),
  };
  let madre: MemoryMadre = await createMemoryMadre(parts);
  /** By window: the deadline that madre acknowledged. */
  const deadlines = new Map<string, string | null>();
  /** By window, in monotonic time: when what it was given is over. A madre that crashed knows only that no window has more than all of it. */
  const ends = new Map<string, { readonly openBy: number; readonly closedBy: number | null }>();
  const restartedUntil = new Map<string, number>();
  const unheldSince = new Map<string, number>();
  /** While a runtime is told to fail or hang, and a little after, its services may be late. */
  let hostileUntil = 0;
  let before = await madre.ask<Seen>(LOOK);

  async function mutate(query: string, variables: Readonly<Record<string, unknown>>): Promise<void> {
    const { result } = await madre.ask<{ result: { window?: SeenWindow | null } }>(query, variables);
    if (result.window === undefined || result.window === null) return;
    const { id, deadline } = result.window;
    const known = ends.get(id);
    const before = deadlines.get(id);
    deadlines.set(id, deadline);
    if (known?.closedBy != null && deadline != null && before != null)
      ends.set(id, { ...known, closedBy: known.closedBy + Date.parse(deadline) - Date.parse(before) });
  }

  async function carryOut(each: Command): Promise<void> {
    const windows = before.windows.edges.map(({ node }) => node).filter(live);
    switch (each.type) {
      case 'open':
        return mutate(
          'mutation ($input: OpenWindowInput!) { result: openWindow(input: $input) { window { id deadline } } }',
          {
            input: { services: each.services, ttlSec: each.ttlSec },
          },
        );
      case 'close':
      case 'extend': {
        const window = windows[each.index % Math.max(1, windows.length)];
        if (window === undefined) return;
        const id = window.id;
        return each.type === 'close'
          ? mutate(
              'mutation ($id: ID!) { result: closeWindow(input: { id: $id }) { window { id deadline } } }',
              { id },
            )
          : mutate(
              'mutation ($id: ID!) { result: extendWindow(input: { id: $id, addSec: 7 }) { window { id deadline } } }',
              { id },
            );
      }
      case 'startService':
      case 'stopService':
        return mutate(`mutation ($name: ID!) { result: ${each.type}(name: $name) { ok } }`, {
          name: each.name,
        });
      case 'restartService': {
        const { result } = await madre.ask<{ result: { ok: boolean } }>(
          'mutation ($name: ID!) { result: restartService(name: $name) { ok } }',
          { name: each.name },
        );
        if (result.ok) restartedUntil.set(each.name, clock.monotonic() + RESTART_BOUND_MS);
        return;
      }
      case 'setWallClock':
        return clock.setWallClock(clock.now() + each.byMs);
      case 'crashService':
        return world.end(each.name);
      case 'startByHand':
        return world.startByHand(each.name);
      case 'hint':
        return world.hint(each.name);
      case 'behave':
        hostileUntil = Infinity;
        return world.behave(each.name, each.behaviour);
      case 'loseEvents':
        return world.loseEvents(each.lost);
      case 'crashMadre':
        await madre.crash();
        return startAgain();
    }
  }

  /** Its first look waits for a runtime that hangs, so time must pass meanwhile. */
  async function startAgain(): Promise<void> {
    let started = false;
    const starting = createMemoryMadre(parts).finally(() => (started = true));
    while (!started) await clock.advance(100);
    madre = await starting;
    ends.clear();
  }

  async function step(): Promise<void> {
    before = await madre.ask<Seen>(LOOK);
    await clock.advance(STEP_MS);
    const after = await madre.ask<Seen>(LOOK);
    const now = clock.monotonic();
    for (const { node } of after.windows.edges) checkWindow(node, now);
    for (const each of names) await checkService(each, before, after, now);
    for (const [operation, count] of operations)
      if (count > MOST_OPERATIONS) violations.push(`flood: ${operation} was asked for ${count} times`);
    operations.clear();
  }

  function endsOf(window: SeenWindow, now: number) {
    const createdAt = Date.parse(window.createdAt);
    const known = ends.get(window.id) ?? {
      openBy: now + START_TIMEOUT_MS * window.closure.length,
      closedBy: window.deadline === null ? null : now + Date.parse(window.deadline) - createdAt,
    };
    ends.set(window.id, known);
    return known;
  }

  function checkWindow(window: SeenWindow, now: number): void {
    const acknowledged = deadlines.get(window.id);
    if (acknowledged !== undefined && acknowledged !== window.deadline) {
      violations.push(`W7: the deadline of ${window.id} moved from ${acknowledged} to ${window.deadline}`);
    }
    const { openBy, closedBy } = endsOf(window, now);
    if (window.state === 'OPENING' && now > openBy + STEP_MS)
      violations.push(`W5: ${window.id} is still OPENING`);
    if (live(window) && closedBy !== null && now > closedBy + STEP_MS)
      violations.push(`W1: ${window.id} is past its deadline`);
  }

  async function checkService(service: string, earlier: Seen, later: Seen, now: number): Promise<void> {
    const holdsIn = (seen: Seen): readonly string[] =>
      seen.windows.edges.flatMap(({ node }) =>
        live(node) && node.closure.some((each) => each.name === service) ? [node.id] : [],
      );
    const heldThroughout = holdsIn(earlier).some((id) => holdsIn(later).includes(id));
    const stateBefore = earlier.services.find((each) => each.name === service)?.state;
    if (
      heldThroughout &&
      stateBefore === 'READY' &&
      now > (restartedUntil.get(service) ?? -1) &&
      !(world.isRunning(service) || (await endedByItself(service)))
    ) {
      violations.push(`W2: ${service} was stopped although a window held it`);
    }
    if (!world.isRunning(service) || holdsIn(later).length > 0) unheldSince.delete(service);
    else if (!unheldSince.has(service)) unheldSince.set(service, now);
    const since = unheldSince.get(service);
    if (since !== undefined && now >= hostileUntil && now - Math.max(since, hostileUntil) > STOP_BOUND_MS) {
      violations.push(`W1: ${service} runs although no window holds it`);
    }
  }

  async function endedByItself(service: string): Promise<boolean> {
    world.behave(service, { observe: 'works' });
    const observed = await world.observe(service);
    return observed.status === 'STOPPED' && observed.exit?.requested === false;
  }

  /** The runtime works again: what runs becomes what the windows want, and after the last window nothing runs. */
  async function settleDown(): Promise<void> {
    for (const each of names)
      world.behave(each, {
        start: 'works',
        stop: 'works',
        observe: 'works',
        readyMs: 0,
        startMs: 10,
        stopMs: 10,
        endsAfterMs: null,
      });
    world.loseEvents(false);
    hostileUntil = clock.monotonic();
    const { windows } = await madre.ask<Seen>(LOOK);
    for (const { node } of windows.edges.filter((edge) => live(edge.node))) {
      await mutate(
        'mutation ($id: ID!) { result: closeWindow(input: { id: $id }) { window { id deadline } } }',
        { id: node.id },
      );
    }
    const kept = await madre.ask<{ openWindow: { window: { id: string } } }>(
      'mutation { openWindow(input: { services: ["middle"], ttlSec: 120 }) { window { id } } }',
    );
    for (let at = 0; at < STOP_BOUND_MS; at += STEP_MS) await step();
    if (world.running().join() !== 'base,middle')
      violations.push(`W4: runs ${world.running().join()}, wanted base,middle`);
    const { window } = await madre.ask<{ window: { state: string } }>(
      'query ($id: ID!) { window(id: $id) { state } }',
      { id: kept.openWindow.window.id },
    );
    if (window.state !== 'OPEN') violations.push(`the last window is ${window.state}`);
    await clock.advance(120_000);
    if (world.running().length > 0)
      violations.push(`W6: runs ${world.running().join()} after the last window`);
    const states = (await madre.ask<Seen>(LOOK)).windows.edges.map(({ node }) => node.state);
    if (states.some((state) => state !== 'CLOSED' && state !== 'FAILED'))
      violations.push(`windows ended as ${states.join()}`);
    const { verifyAuditLog } = await madre.ask<{ verifyAuditLog: { ok: boolean } }>(
      '{ verifyAuditLog { ok } }',
    );
    if (!verifyAuditLog.ok) violations.push('the audit log is broken');
  }

  return { carryOut, step, settleDown, violations, close: () => madre.crash() };
}

function countOperations(counts: Map<string, number>, runtime: Runtime): Runtime {
  const count = (operation: string): void => void counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return {
    ...runtime,
    start(service, signal) {
      count(`start ${service.name}`);
      return runtime.start(service, signal);
    },
    stop(service, signal) {
      count(`stop ${service.name}`);
      return runtime.stop(service, signal);
    },
  };
}
