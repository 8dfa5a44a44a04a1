import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { systemContext } from '../../../platform/request-context.ts';
import { createToolBox, type ToolOutcome } from '../../../subgraphs/operator/tools/tool-box.ts';
import { defineTool } from '../../../subgraphs/operator/tools/tool.ts';

const MOST = 16_000;
const context = systemContext(new AbortController().signal);

/** What an engine is told of a tool that has this result. */
function run(result: unknown, args = '{}'): Promise<ToolOutcome> {
  const tool = defineTool({
    name: 'look',
    description: 'looks',
    input: z.strictObject({}),
    run: () => Promise.resolve({ result }),
  });
  return createToolBox([tool], createManualClock()).run({ id: 'c', name: 'look', arguments: args }, context);
}

describe('what an engine is told of a result', () => {
  test.each([
    ['is all of it where that is as long as may be', 'x'.repeat(MOST - 2), false],
    ['is cut where it is longer by one', 'x'.repeat(MOST - 1), true],
    ['is cut with its quotes escaped', '"'.repeat(MOST), true],
    ['is cut where escaping alone makes it longer', '"'.repeat(MOST / 2), true],
    ['is cut in no emoji', '😀'.repeat(MOST), true],
  ])('%s', async (_title, result, isCut) => {
    const { told } = await run(result);
    expect(told.length).toBeLessThanOrEqual(MOST);
    // As much as there is room for.
    expect(told.length).toBeGreaterThan(MOST - 4);
    const read = JSON.parse(told) as { readonly totalCharacters: number; readonly begins: string };
    if (!isCut) return expect(read).toBe(result);
    const whole = JSON.stringify(result);
    expect(read).toMatchObject({ truncated: true, totalCharacters: whole.length });
    expect(whole.startsWith(read.begins)).toBe(true);
    expect(read.begins).not.toMatch(/[\uD800-\uDBFF]$/);
  });

  test('is bounded whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        expect((await run(text.repeat(MOST / text.length + 1))).told.length).toBeLessThanOrEqual(MOST);
      }),
      { numRuns: 50 },
    );
  });

  test('is bounded also where it is an error that repeats what the engine wrote', async () => {
    const { status, told } = await run({}, JSON.stringify({ ['"'.repeat(MOST)]: 1 }));
    expect(status).toBe('ERROR');
    expect(told.length).toBeLessThanOrEqual(MOST);
  });
});
