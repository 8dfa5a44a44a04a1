import { describe, expect, test } from 'vitest';
import { LineTooLong, readLines } from '../../../subgraphs/operator/completions/ndjson.ts';

async function lines(chunks: readonly Uint8Array[], limit = 100): Promise<string[]> {
  const read: string[] = [];
  async function* source() {
    yield* chunks;
  }
  for await (const line of readLines(source(), limit)) read.push(line);
  return read;
}

describe('the lines of a stream', () => {
  test.each([
    ['one chunk', ['{"a":1}\n{"b":2}\n'], ['{"a":1}', '{"b":2}']],
    ['split inside a line', ['{"a"', ':1}\n'], ['{"a":1}']],
    ['a last line without an end', ['x\ny'], ['x', 'y']],
    ['empty lines', ['\n\nx\r\n\n'], ['x\r']],
  ])('%s', async (_name, chunks, expected) => {
    expect(await lines(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(expected);
  });

  test('a character that is split over two chunks stays whole', async () => {
    const bytes = Buffer.from('año\n');
    expect(await lines([bytes.subarray(0, 2), bytes.subarray(2)])).toEqual(['año']);
  });

  test('an endless line is refused as soon as it passes the limit', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += 1;
        yield Buffer.from('x'.repeat(40));
      }
    }
    const read = async () => {
      for await (const _line of readLines(endless(), 100)) throw new Error('no line can end');
    };
    await expect(read()).rejects.toThrow(LineTooLong);
    expect(sent).toBe(3);
  });
});
