import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createServiceLogs } from '../../../../subgraphs/madre/logs/service-logs.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../../../subgraphs/madre/runtimes/memory/memory.ts';
import {
  catalogService,
  createMemoryMadre,
  requestOf,
  type MemoryMadre,
} from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

interface Line {
  readonly seq: number;
  readonly text: string;
}

async function start(options: Partial<Parameters<typeof createMemoryMadre>[0]> = {}): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

/** Lines `from` to `to` of `alone`, each with its number as text. */
function print(madre: Pick<MemoryMadre, 'world'>, from: number, to: number): void {
  for (let line = from; line <= to; line += 1) madre.world.print('alone', 'STDOUT', String(line));
}

async function follow(madre: MemoryMadre, args: string) {
  const stream = await madre.executor.subscribe({
    query: `subscription { serviceLogs(name: "alone"${args}) { seq service stream text } }`,
    context: requestOf('watcher'),
  });
  const end = async () => void (await stream.return?.());
  onTestFinished(end);
  async function next(): Promise<Line> {
    const step = await stream.next();
    if (step.done === true) throw new Error('the stream ended');
    return step.value.data?.['serviceLogs'] as Line;
  }
  async function take(count: number): Promise<readonly Line[]> {
    const lines: Line[] = [];
    while (lines.length < count) lines.push(await next());
    return lines;
  }
  return { stream, take, end };
}

const textsOf = (lines: readonly Line[]) => lines.map(({ text }) => Number(text));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

function expectInARow(lines: readonly Line[]): void {
  const first = lines[0]?.seq ?? 0;
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_line, index) => first + index));
}

describe('serviceLogs', () => {
  it('tells the newest lines and then each as it comes, numbered in a row', async () => {
    const madre = await start();
    print(madre, 1, 20);
    const logs = await follow(madre, ', tail: 5');
    expect(textsOf(await logs.take(5))).toEqual(range(16, 20));
    print(madre, 21, 23);
    const [first, ...rest] = await logs.take(3);
    expect(first).toEqual({
      seq: expect.any(Number) as number,
      service: 'alone',
      stream: 'STDOUT',
      text: '21',
    });
    expectInARow([...(first === undefined ? [] : [first]), ...rest]);
  });

  it('numbers a line the same for everybody, whatever tail is asked for', async () => {
    const madre = await start();
    print(madre, 1, 900);
    const seqOf = new Map<string, number>();
    for (const tail of [3, 0, 700, 10, 900]) {
      const logs = await follow(madre, `, tail: ${tail}`);
      const lines = tail === 0 ? [] : await logs.take(tail);
      expect(textsOf(lines)).toEqual(tail === 0 ? [] : range(901 - tail, 900));
      expectInARow(lines);
      for (const { seq, text } of lines) {
        expect(seq).toBe(seqOf.get(text) ?? seq);
        expect(seq).toBeGreaterThan(0);
        seqOf.set(text, seq);
      }
      await logs.end();
    }
  });

  it('numbers alike for two who begin at once', async () => {
    const madre = await start();
    print(madre, 1, 100);
    const [one, two] = await Promise.all([follow(madre, ', tail: 10'), follow(madre, ', tail: 60')]);
    const [short, long] = await Promise.all([one.take(10), two.take(60)]);
    expect(short).toEqual(long.slice(-10));
  });

  it('goes on after the cursor without gap or repeat, also after madre was killed', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    print(first, 1, 10);
    const before = await follow(first, ', tail: 5');
    const seen = [...(await before.take(5))];
    print(first, 11, 400);
    seen.push(...(await before.take(390)));
    expect(textsOf(seen)).toEqual(range(6, 400));
    await first.crash();
    print(first, 401, 600);

    const second = await start({ dataDir, clock: first.clock, world: first.world });
    const last = seen.at(-1)?.seq ?? 0;
    const after = await follow(second, `, afterSeq: ${last}`);
    const resumed = await after.take(200);
    expect(textsOf(resumed)).toEqual(range(401, 600));
    expectInARow([...seen.slice(-1), ...resumed]);
    const middle = await follow(second, `, afterSeq: ${last - 100}`);
    expect(textsOf(await middle.take(300))).toEqual(range(301, 600));
  });

  it('counts what was printed while nobody followed', async () => {
    const madre = await start();
    print(madre, 1, 10);
    const before = await follow(madre, ', tail: 1');
    const [seen] = await before.take(1);
    await before.end();
    print(madre, 11, 500);
    const [later] = await (await follow(madre, ', tail: 1')).take(1);
    expect(later).toMatchObject({ text: '500', seq: (seen?.seq ?? 0) + 490 });
  });

  it('goes on after the only line that there was', async () => {
    const madre = await start();
    print(madre, 1, 1);
    const before = await follow(madre, '');
    const [only] = await before.take(1);
    await before.end();
    print(madre, 2, 800);
    const after = await follow(madre, `, afterSeq: ${only?.seq ?? 0}`);
    const lines = await after.take(799);
    expect(textsOf(lines)).toEqual(range(2, 800));
    expectInARow([...(only === undefined ? [] : [only]), ...lines]);
  });

  it('jumps in its numbers where the log does not keep what comes next any more', async () => {
    const madre = await start();
    print(madre, 1, 10);
    const before = await follow(madre, ', tail: 5');
    const last = (await before.take(5)).at(-1)?.seq ?? 0;
    await before.end();
    // The memory runtime keeps 1,000 lines.
    print(madre, 11, 3_000);
    const after = await follow(madre, `, afterSeq: ${last}`);
    const lines = await after.take(1_000);
    expect(textsOf(lines)).toEqual(range(2_001, 3_000));
    expect(lines[0]?.seq).toBeGreaterThan(last + 1);
    expectInARow(lines);
  });

  it('begins at the tail for a cursor that is ahead of everything', async () => {
    const madre = await start();
    print(madre, 1, 10);
    await (await follow(madre, ', tail: 5')).take(5);
    const logs = await follow(madre, ', tail: 2, afterSeq: 900000');
    expect(textsOf(await logs.take(2))).toEqual([9, 10]);
  });

  it('waits for the first line of a service that never ran', async () => {
    const madre = await start();
    const logs = await follow(madre, '');
    const pending = logs.take(2);
    await madre.clock.advance(1_000);
    print(madre, 1, 2);
    const lines = await pending;
    expect(textsOf(lines)).toEqual([1, 2]);
    const again = await follow(madre, `, afterSeq: ${lines[0]?.seq ?? 0}`);
    expect(await again.take(1)).toEqual(lines.slice(1));
  });

  it('lets a reader that takes nothing lose the oldest, and shows it', async () => {
    const madre = await start();
    print(madre, 1, 1);
    const logs = await follow(madre, ', tail: 1');
    const [first] = await logs.take(1);
    for (let line = 2; line <= 1_500; line += 1) {
      print(madre, line, line);
      await madre.clock.advance(line < 1_010 ? 0 : 6_000);
    }
    const lines = await logs.take(10);
    expect(lines[0]?.seq).toBeGreaterThan((first?.seq ?? 0) + 1);
    for (const { seq, text } of lines) expect(seq - (first?.seq ?? 0)).toBe(Number(text) - 1);
  });

  it('ends at once while it waits for a line', async () => {
    const madre = await start();
    const { stream } = await follow(madre, '');
    const pending = stream.next();
    await madre.clock.advance(0);
    await stream.return?.();
    expect(await pending).toMatchObject({ done: true });
  });

  it('ends when madre closes', async () => {
    const madre = await start();
    const { stream } = await follow(madre, '');
    const pending = stream.next();
    await madre.clock.advance(0);
    await madre.subgraph.close();
    expect(await pending).toMatchObject({ done: true });
  });

  it.each([
    ['name: "redis"', 'core'],
    ['name: "nope"', 'nope'],
    ['name: "alone", tail: -1', '-1'],
    ['name: "alone", tail: 5001', '5001'],
  ])('refuses %s', async (args, mention) => {
    const madre = await start();
    const opening = madre.executor.subscribe({
      query: `subscription { serviceLogs(${args}) { seq } }`,
      context: requestOf('watcher'),
    });
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining(mention) as string,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('the numbers of log lines', () => {
  it('stay with their lines through any order of printing, following, coming back and crashes', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('print' as const), count: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('tail' as const), tail: fc.nat(600) }),
      fc.record({ kind: fc.constant('back' as const), behind: fc.nat(600) }),
      fc.constant({ kind: 'crash' } as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 15 }), async (steps) => {
        const store = await openStore<MadreTables>({ file: ':memory:', migrations });
        const clock = createManualClock();
        const world = new MemoryWorld(clock);
        const service = catalogService('alone');
        const create = () => createServiceLogs({ db: store.db, runtime: createMemoryRuntime(world), clock });
        let logs = create();
        let printed = 0;
        const seqOf = new Map<number, number>();
        const read = async (from: { tail: number; afterSeq: number | null }, count: number) => {
          const end = new AbortController();
          const stream = logs.follow(service, from, end.signal);
          const lines: Line[] = [];
          while (lines.length < count) lines.push((await stream.next()).value as Line);
          end.abort();
          return lines;
        };
        for (const each of steps) {
          if (each.kind === 'crash') logs = create();
          else if (each.kind === 'print') {
            print({ world }, printed + 1, printed + each.count);
            printed += each.count;
          } else {
            // Within what the memory runtime keeps.
            const kept = Math.max(0, printed - 900);
            const from = Math.max(kept, printed - (each.kind === 'tail' ? each.tail : each.behind));
            const cursor = each.kind === 'back' ? seqOf.get(from) : undefined;
            if (each.kind === 'back' && cursor === undefined) continue;
            const lines = await read({ tail: printed - from, afterSeq: cursor ?? null }, printed - from);
            expect(textsOf(lines)).toEqual(range(from + 1, printed));
            expectInARow(lines);
            for (const { seq, text } of lines) {
              expect(seq).toBe(seqOf.get(Number(text)) ?? seq);
              seqOf.set(Number(text), seq);
            }
          }
        }
        await store.close();
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
