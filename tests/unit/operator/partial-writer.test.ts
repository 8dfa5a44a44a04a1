import { expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { createPartialWriter } from '../../../subgraphs/operator/answers/partial-writer.ts';

/** A disk whose writes end when the test says so. */
function startWriter() {
  const clock = createManualClock();
  const writes: { readonly text: string; end(): void }[] = [];
  const writer = createPartialWriter<string>(
    clock,
    (text) => new Promise((resolve) => writes.push({ text, end: resolve })),
  );
  const written = (): readonly string[] => writes.map(({ text }) => text);
  return { clock, writer, writes, written };
}

test('writes the newest text at most once in half a second', async () => {
  const { clock, writer, writes, written } = startWriter();
  for (const text of ['a', 'ab', 'abc']) writer.update(text);
  await clock.advance(499);
  expect(written()).toEqual([]);
  await clock.advance(1);
  expect(written()).toEqual(['abc']);
  writes[0]?.end();
});

test('writes one text at a time, however slow the disk is', async () => {
  const { clock, writer, writes, written } = startWriter();
  writer.update('a');
  await clock.advance(500);
  writer.update('ab');
  await clock.advance(5_000);
  expect(written()).toEqual(['a']);
  writes[0]?.end();
  await clock.advance(500);
  expect(written()).toEqual(['a', 'ab']);
  writes[1]?.end();
});

test('a stop waits for the write under way, so that none comes after the final one', async () => {
  const { clock, writer, writes, written } = startWriter();
  writer.update('a');
  await clock.advance(500);
  writer.update('ab');
  const order: string[] = [];
  const stopped = writer.stop().then(() => order.push('stopped'));
  await clock.advance(5_000);
  order.push('write ended');
  writes[0]?.end();
  await stopped;
  expect(order).toEqual(['write ended', 'stopped']);
  await clock.advance(5_000);
  expect(written()).toEqual(['a']);
});
