import { expect, it } from 'vitest';
import { follow, startMadre } from '../../../support/follow-changes.ts';
import { approveIntent, emitIntent, mutateIntent } from '../../../support/intents.ts';

interface Change {
  readonly id: string;
  readonly status: string;
  readonly seq: number;
}

const RESUMED =
  'subscription ($id: ID, $after: Int) { intentChanged(id: $id, afterSeq: $after) { id status seq } }';

it('goes on after the last event that a client saw, without gap or repeat', async () => {
  const madre = await startMadre();
  const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
  const intents = await follow<Change>(madre, RESUMED);
  const [last] = await intents.take(1);
  await approveIntent(madre, id);
  const missed = await intents.take(4);
  expect(missed.map(({ status }) => status)).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'DONE']);
  await intents.close();
  const other = await emitIntent(madre, 'type: SPAWN, target: "base"');
  await mutateIntent(madre, `rejectIntent(id: "${other.id}")`);

  const again = await follow<Change>(madre, RESUMED, { after: last?.seq });
  const told = await again.take(6);
  expect(told.slice(0, 4)).toEqual(missed);
  expect(told.slice(4)).toMatchObject([
    { id: other.id, status: 'WAITING_APPROVAL' },
    { id: other.id, status: 'REJECTED' },
  ]);
  const seqs = told.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  expect(await madre.ask(`{ intent(id: "${id}") { seq } }`)).toEqual({ intent: { seq: null } });
});

it('goes on for one intent with the changes of that one alone', async () => {
  const madre = await startMadre();
  const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
  const intents = await follow<Change>(madre, RESUMED, { id });
  const { seq } = await intents.next();
  await intents.close();
  await emitIntent(madre, 'type: SPAWN, target: "base"');
  await mutateIntent(madre, `rejectIntent(id: "${id}")`);
  const again = await follow<Change>(madre, RESUMED, { id, after: seq });
  expect(await again.next()).toMatchObject({ id, status: 'REJECTED' });
});

it('tells the unfinished ones of now to who comes with a cursor of another store', async () => {
  const madre = await startMadre();
  const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
  const intents = await follow<Change>(madre, RESUMED, { after: 1_000_000 });
  expect(await intents.next()).toMatchObject({ id, status: 'WAITING_APPROVAL' });
});
