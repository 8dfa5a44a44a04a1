import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import type { TestSubscription } from '../support/graphql-client.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';
import { openReadyWindow } from '../support/windows.ts';

interface LogLine {
  readonly seq: number;
  readonly text: string;
}
interface Line {
  readonly serviceLogs: LogLine;
}

const LOGS =
  'subscription ($afterSeq: Int) { serviceLogs(name: "speaker", afterSeq: $afterSeq) { seq text } }';
const spoken = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => [`out ${from + index}`, `err ${from + index}`]).flat();

test(
  'a log is followed across a kill -9 of the server without a gap or a repeat',
  { timeout: 40_000 },
  async () => {
    const port = await freePort();
    const speak = async (from: number, to: number): Promise<void> => {
      const { body } = await request(`http://127.0.0.1:${port}/speak?from=${from}&to=${to}`);
      await body.dump();
    };
    const first = await spawnStack({ services: [{ name: 'speaker', port }] });
    onTestFinished(() => first.close());
    await openReadyWindow(first, { services: ['speaker'], ttlSec: 60 });
    await speak(1, 50);
    const before = follow(first, 0);
    const seen = await linesUntil(before, spoken(1, 50));
    expect(numbered(seen)).toEqual(spoken(1, 50).sort());

    const again = await first.crash();
    // While there is no server, and while one comes back.
    await speak(51, 80);
    const second = await spawnStack(again);
    onTestFinished(() => second.close());
    const rest = linesUntil(follow(second, seen.at(-1)?.seq ?? 0), spoken(51, 90));
    await speak(81, 90);
    expect(numbered(await rest)).toEqual(spoken(51, 90).sort());
    const seqs = [...seen, ...(await rest)].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
  },
);

function follow(stack: SpawnedStack, afterSeq: number): TestSubscription<Line> {
  const stream = stack.subscribe<Line>(LOGS, { afterSeq });
  // A stream of a server that was killed is already broken.
  onTestFinished(() => stream.close().catch(() => undefined));
  return stream;
}

/** Until all of these have come, in whatever order: those of two streams that were written together have none. */
async function linesUntil(
  stream: TestSubscription<Line>,
  texts: readonly string[],
): Promise<readonly LogLine[]> {
  const missing = new Set(texts);
  await stream.until(({ data }) => {
    missing.delete(data?.serviceLogs.text ?? '');
    return missing.size === 0;
  });
  return stream.received.flatMap(({ data }) => data?.serviceLogs ?? []);
}

/** The lines that `speak` asked for. */
function numbered(lines: readonly LogLine[]): readonly string[] {
  return lines.flatMap(({ text }) => (/^(out|err) \d+$/.test(text) ? text : [])).sort();
}
