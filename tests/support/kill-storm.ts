import { expect } from 'vitest';
import { within } from './graphql-client.ts';
import type { Random } from './random.ts';
import type { SpawnedMadre } from './spawn-madre.ts';
import { openReadyWindow, type WindowPayload } from './windows.ts';

/** What a storm needs of the runtime's world, seen past madre. */
export interface StormWorld {
  /** All on-demand services; the first is held from the beginning to the end and must never stop. */
  readonly services: readonly string[];
  /** What each needs beside itself, in full. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  isRunning(service: string): Promise<boolean>;
  /** How often the service was started so far, or its present run: whatever differs after a restart. */
  runOf(service: string): Promise<string>;
  /** `onSpawn`: as soon as the process exists, long before madre is up. */
  spawn(onSpawn?: (child: SpawnedMadre['process']) => void): Promise<SpawnedMadre>;
}

export interface StormReport {
  readonly kills: number;
  readonly killsWhileStarting: number;
  readonly windows: number;
  readonly extensions: number;
  readonly closes: number;
}

/** A window that madre has acknowledged. */
interface KnownWindow {
  readonly id: string;
  /** The furthest that was told: an extension can only move it on, in whatever order the answers come. */
  deadline: number;
  /** Extensions without an answer, each of which may have been committed or not. */
  readonly unanswered: Set<Extension>;
  closed: 'no' | 'maybe' | 'yes';
}

interface Extension {
  readonly addMs: number;
}

interface PendingOpen {
  readonly input: Readonly<Record<string, unknown>>;
}

interface LiveWindow {
  readonly id: string;
  readonly state: string;
  readonly deadline: string | null;
  readonly services: readonly { readonly name: string }[];
}

const KILLS = 50;
const LONGEST_LIFE_MS = 400;
const LONGEST_BOOT_MS = 700;
/** A service is started and stopped within this, however loaded the machine. */
const SETTLE_LIMIT_MS = 15_000;
const LIVE = ['OPENING', 'OPEN', 'DEGRADED'];

/** VX11_TEST_KILLS where somebody wants a longer storm, or a shorter one. */
export function stormKills(): number {
  return Number(process.env['VX11_TEST_KILLS'] ?? KILLS);
}

/**
 * Kills madre with SIGKILL again and again while windows are opened, extended and closed on shared services. After each kill a
 * new madre must come to the same state of the world: nothing overdue runs, nothing held was stopped, no deadline moved by
 * itself, the audit chain holds, and an open that was never answered is there once, when asked for again.
 */
export async function runKillStorm(world: StormWorld, random: Random, kills: number): Promise<StormReport> {
  const [anchor = ''] = world.services;
  const known = new Map<string, KnownWindow>();
  const report = { kills: 0, killsWhileStarting: 0, windows: 0, extensions: 0, closes: 0 };
  let unanswered: PendingOpen[] = [];
  let nextKey = 0;
  let madre = await world.spawn();
  await openReadyWindow(madre, { services: [anchor], ttlSec: 3_600, reason: 'held throughout' });
  const anchorRun = await world.runOf(anchor);

  async function open(input: PendingOpen['input']): Promise<void> {
    const { openWindow } = await madre
      .data<{ openWindow: WindowPayload }>(OPEN, { input })
      .catch((error: unknown) => {
        unanswered.push({ input });
        throw error;
      });
    const window = openWindow.window;
    if (!openWindow.ok || window === null) throw new Refused(JSON.stringify(openWindow));
    if (known.has(window.id)) return;
    const deadline = Date.parse(window.deadline ?? '');
    known.set(window.id, { id: window.id, deadline, unanswered: new Set(), closed: 'no' });
    report.windows += 1;
  }

  async function extend(window: KnownWindow, addSec: number): Promise<void> {
    const extension = { addMs: addSec * 1_000 };
    window.unanswered.add(extension);
    const { extendWindow } = await madre.data<{ extendWindow: WindowPayload }>(EXTEND, {
      input: { id: window.id, addSec },
    });
    window.unanswered.delete(extension);
    if (!extendWindow.ok) return;
    window.deadline = Math.max(window.deadline, Date.parse(extendWindow.window?.deadline ?? ''));
    report.extensions += 1;
  }

  async function close(window: KnownWindow): Promise<void> {
    if (window.closed === 'no') window.closed = 'maybe';
    const { closeWindow } = await madre.data<{ closeWindow: WindowPayload }>(CLOSE, { id: window.id });
    if (closeWindow.ok) report.closes += 1;
    window.closed = 'yes';
  }

  function randomOperation(): Promise<void> {
    const isAhead = (deadline: number): boolean => deadline > Date.now();
    const windows = [...known.values()].filter(
      (window) => window.closed === 'no' && possibleDeadlines(window).some(isAhead),
    );
    const one = windows[random.below(windows.length)];
    const dice = random.fraction();
    if (one !== undefined && dice < 0.25) return close(one);
    if (one !== undefined && dice < 0.5) return extend(one, 1 + random.below(5));
    const services = random.someOf(world.services);
    return open({ services, ttlSec: 10 + random.below(4), idempotencyKey: `storm-${nextKey++}` });
  }

  /** What madre answers is a fact; that she does not, is what a kill looks like. */
  async function operateAt(delayMs: number): Promise<void> {
    await pause(delayMs);
    await randomOperation().catch((error: unknown) => {
      if (error instanceof Refused) throw error;
    });
  }

  async function stormOnce(): Promise<void> {
    const operations = Array.from({ length: 1 + random.below(4) }, () =>
      operateAt(random.below(LONGEST_LIFE_MS)),
    );
    await pause(random.below(LONGEST_LIFE_MS));
    await madre.crash();
    await Promise.all(operations);
    report.kills += 1;
  }

  async function killWhileStarting(): Promise<void> {
    const afterMs = random.below(LONGEST_BOOT_MS);
    const timers: NodeJS.Timeout[] = [];
    const spawned = world.spawn((child) => timers.push(setTimeout(() => child.kill('SIGKILL'), afterMs)));
    // Killed before it was up, most of the time.
    await spawned.then((early) => early.crash()).catch(() => undefined);
    timers.forEach(clearTimeout);
    report.kills += 1;
    report.killsWhileStarting += 1;
  }

  async function check(): Promise<void> {
    const again = unanswered;
    unanswered = [];
    for (const { input } of again) await open(input);
    const seen = await windowsOf(madre);
    for (const window of known.values()) checkWindow(window, seen.get(window.id));
    expect(await world.runOf(anchor), `${anchor} is held and was stopped`).toBe(anchorRun);
    await untilConsistent(madre, world);
    const { verifyAuditLog } = await madre.data('{ verifyAuditLog { ok firstBrokenSeq } }');
    expect(verifyAuditLog).toEqual({ ok: true, firstBrokenSeq: null });
  }

  try {
    while (report.kills < kills) {
      await stormOnce();
      if (random.fraction() < 0.15) await killWhileStarting();
      madre = await world.spawn();
      await check();
    }
    // One window for each key, however often it was asked for.
    const all = await windowsOf(madre);
    expect(all.size).toBe(known.size + 1);
  } finally {
    // Also where a check failed: what she started ends with her.
    await madre.stop();
  }
  return report;
}

class Refused extends Error {}

/** The one that was told, and each that some of the unanswered extensions lead to. */
function possibleDeadlines({ deadline, unanswered }: KnownWindow): readonly number[] {
  return [...unanswered].reduce(
    (possible, { addMs }) => [...possible, ...possible.map((each) => each + addMs)],
    [deadline],
  );
}

function checkWindow(known: KnownWindow, seen: LiveWindow | undefined): void {
  const possible = possibleDeadlines(known);
  const told = JSON.stringify({ known, possible, seen });
  if (seen === undefined) throw new Error(`an acknowledged window is lost: ${told}`);
  const deadline = Date.parse(seen.deadline ?? '');
  expect(possible, `a deadline moved by itself: ${told}`).toContain(deadline);
  known.deadline = deadline;
  known.unanswered.clear();
  const isLive = LIVE.includes(seen.state);
  if (known.closed === 'yes') expect(isLive, `a closed window is live: ${told}`).toBe(false);
  if (known.closed === 'no' && deadline > Date.now())
    expect(isLive, `a window ended before its deadline: ${told}`).toBe(true);
  if (known.closed === 'maybe') known.closed = isLive ? 'no' : 'yes';
}

/** What runs is what live windows hold: no more, which would be overdue, and no less. */
async function untilConsistent(madre: SpawnedMadre, world: StormWorld): Promise<void> {
  let last = {};
  const work = async (): Promise<void> => {
    for (;;) {
      const live = [...(await windowsOf(madre)).values()].filter(({ state }) => LIVE.includes(state));
      const asked = live.flatMap(({ services }) => services.map(({ name }) => name));
      const held = new Set(asked.flatMap((name) => [name, ...(world.needs[name] ?? [])]));
      const running = await Promise.all(world.services.map((name) => world.isRunning(name)));
      last = { live, running: world.services.filter((_name, index) => running[index]) };
      if (world.services.every((name, index) => held.has(name) === running[index])) return;
      await pause(20);
    }
  };
  try {
    await within(SETTLE_LIMIT_MS, work(), () => 'what runs is not what the windows hold');
  } catch (error) {
    const { services } = await madre.data(SERVICES);
    throw new Error(JSON.stringify({ ...last, services, output: madre.output() }, null, 1), { cause: error });
  }
}

async function windowsOf(madre: SpawnedMadre): Promise<ReadonlyMap<string, LiveWindow>> {
  const windows = new Map<string, LiveWindow>();
  let after: string | null = null;
  for (;;) {
    const { windows: page }: { windows: WindowPage } = await madre.data<{ windows: WindowPage }>(WINDOWS, {
      after,
    });
    for (const { node } of page.edges) windows.set(node.id, node);
    if (!page.pageInfo.hasNextPage) return windows;
    after = page.pageInfo.endCursor;
  }
}

interface WindowPage {
  readonly edges: readonly { readonly node: LiveWindow }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const WINDOWS =
  'query ($after: String) { windows(first: 100, after: $after) { edges { node { id state deadline services { name } } } pageInfo { hasNextPage endCursor } } }';
const SERVICES =
  '{ services(kind: ON_DEMAND) { name state reason observedAt lastStop { rule by at } holders { window { id state } } } }';
const PAYLOAD = 'ok code message correlationId window { id state deadline }';
const OPEN = `mutation ($input: OpenWindowInput!) { openWindow(input: $input) { ${PAYLOAD} } }`;
const EXTEND = `mutation ($input: ExtendWindowInput!) { extendWindow(input: $input) { ${PAYLOAD} } }`;
const CLOSE = `mutation ($id: ID!) { closeWindow(input: { id: $id }) { ${PAYLOAD} } }`;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
