import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { followFile } from '../../../gateway/reload/follow-file.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Follows a file that says `now`, of which `read` was read; gives what was taken up. */
function follow(read: string, now: string): readonly string[] {
  const file = join(tempDir(), 'supergraph.graphql');
  writeFileSync(file, now);
  const taken: string[] = [];
  const followed = followFile({
    ...{ file, text: read, clock: createManualClock(), log: recordingLog().log },
    take: (text) => Promise.resolve(void taken.push(text)),
  });
  onTestFinished(() => followed.close());
  return taken;
}

test('what changed since it was read is taken up at once, without a further change', async () => {
  const taken = follow('before', 'after');
  await expect.poll(() => taken).toEqual(['after']);
});

test('what is as it was read is not taken up', async () => {
  const [same, other] = [follow('same', 'same'), follow('before', 'after')];
  await expect.poll(() => other).toEqual(['after']);
  expect(same).toEqual([]);
});
