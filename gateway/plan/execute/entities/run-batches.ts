import { runEntities } from './run-entities.ts';
import { runRoot } from '../run-root.ts';
import type { Batch } from './batch.ts';
import type { Run } from '../run.ts';

/** Runs each batch as soon as those it waits for have ended, whatever came of them. Never rejects: failures become errors of the run. */
export async function runBatches(batches: readonly Batch[], run: Run): Promise<void> {
  const ended: Promise<void>[] = [];
  for (const batch of batches) {
    const before = batch.waitsFor.flatMap((position) => ended[position] ?? []);
    ended.push(
      before.length === 0 ? runBatch(batch, run) : Promise.all(before).then(() => runBatch(batch, run)),
    );
  }
  await Promise.all(ended);
}

function runBatch(batch: Batch, run: Run): Promise<void> {
  const [fetch] = batch.slots[0] ?? [];
  return fetch !== undefined && fetch.requires === undefined
    ? runRoot(fetch, batch.mayRepeat, run)
    : runEntities(batch, run);
}
