import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import type { NumberedLine } from '../../../../subgraphs/madre/logs/numbered-lines.ts';
import { createServiceLogs } from '../../../../subgraphs/madre/logs/service-logs.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../../../subgraphs/madre/runtimes/memory/memory.ts';
import { ServiceLog } from '../../../../subgraphs/madre/runtimes/process/logs/service-log.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** The numbering over the log files of the PROCESS runtime, which a killed madre leaves behind. */
async function start() {
  const folder = tempDir();
  const store = await openStore<MadreTables>({ file: ':memory:', migrations });
  const clock = createManualClock();
  const service = catalogService('alone');
  function openLogs() {
    const log = new ServiceLog(folder, 'alone', { clock, log: recordingLog().log });
    const runtime = {
      ...createMemoryRuntime(new MemoryWorld(clock)),
      logs: async (_service: unknown, { tail }: { readonly tail: number }) => log.tail(tail),
      followLogs: (_service: unknown, from: Parameters<ServiceLog['follow']>[0], signal: AbortSignal) =>
        log.follow(from, signal),
    };
    return { log, logs: createServiceLogs({ db: store.db, runtime, clock }) };
  }
  let opened = openLogs();
  onTestFinished(() => opened.log.close());
  return {
    write: (text: string, stream: 'out' | 'err' = 'out') =>
      appendFileSync(join(folder, `alone.${stream}.log`), text),
    kill: () => {
      opened.log.close();
      opened = openLogs();
    },
    read: async (from: { readonly tail: number; readonly afterSeq: number | null }, count: number) => {
      const end = new AbortController();
      const stream = opened.logs.follow(service, from, end.signal);
      const lines: NumberedLine[] = [];
      let isDone = false;
      const all = (async () => {
        while (lines.length < count) {
          const step = await stream.next();
          if (step.done === true) break;
          lines.push(step.value);
        }
        isDone = true;
      })();
      for (let look = 0; !isDone && look < 40; look += 1) await clock.advance(100);
      end.abort();
      await all;
      return lines.map(({ seq, text }) => [seq, text] as const);
    },
  };
}

it('numbers a line that was shown before its end was written only once it is whole', async () => {
  const { write, read } = await start();
  write('one\ntwo\nthr');
  const first = await read({ tail: 10, afterSeq: null }, 2);
  expect(first.map(([, text]) => text)).toEqual(['one', 'two']);
  write('ee\nfour\nfi');
  const base = first[0]?.[0] ?? 0;
  const all = ['one', 'two', 'three', 'four'].map((text, index) => [base + index, text]);
  expect(await read({ tail: 10, afterSeq: null }, 4)).toEqual(all);
  expect(await read({ tail: 10, afterSeq: base }, 3)).toEqual(all.slice(1));
  expect(await read({ tail: 1, afterSeq: null }, 1)).toEqual(all.slice(3));
});

it('goes on after madre was killed, with what was written meanwhile on both streams', async () => {
  const { write, read, kill } = await start();
  for (let line = 1; line <= 30; line += 1) write(`${line}\n`, line % 3 === 0 ? 'err' : 'out');
  const before = await read({ tail: 5, afterSeq: null }, 5);
  const last = before.at(-1)?.[0] ?? 0;
  kill();
  for (let line = 31; line <= 1_200; line += 1) write(`${line}\n`, line % 3 === 0 ? 'err' : 'out');
  const after = await read({ tail: 5, afterSeq: last }, 1_170);
  expect(after.map(([seq]) => seq)).toEqual(after.map((_line, index) => last + index + 1));
  expect(after.map(([, text]) => Number(text)).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 1_170 }, (_, index) => 31 + index),
  );
  kill();
  expect(await read({ tail: 5, afterSeq: last + 700 }, 470)).toEqual(after.slice(700));
  expect(await read({ tail: 600, afterSeq: null }, 600)).toEqual(after.slice(-600));
});
