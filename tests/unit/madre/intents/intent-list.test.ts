import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { countIntents, readIntent, saveIntent } from '../../../../subgraphs/madre/intents/intent-rows.ts';
import { createJournal } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { anIntent } from '../../../support/intent-record.ts';
import { approveIntent, emitIntent, mutateIntent, startMadre } from '../../../support/intents.ts';
import { requestOf } from '../../../support/memory-madre.ts';

describe('idempotencyKey', () => {
  it('gives the same intent for the same input, a conflict for another, and is each token’s own', async () => {
    const madre = await startMadre();
    const input = '{ type: SPAWN, target: "alone", reason: "x", idempotencyKey: "k" }';
    const first = await mutateIntent(madre, `emitIntent(input: ${input})`);
    const again = await mutateIntent(madre, `emitIntent(input: ${input})`);
    expect(again.intent?.id).toBe(first.intent?.id);
    const other = await mutateIntent(madre, `emitIntent(input: ${input.replace('alone', 'base')})`);
    expect(other).toMatchObject({ ok: false, code: 'IDEMPOTENCY_CONFLICT' });
    expect(other.message).toContain(first.intent?.id);
    const { data } = await madre.executor.execute({
      query: `mutation { emitIntent(input: ${input}) { intent { id } } }`,
      context: requestOf('another'),
    });
    expect(data).not.toMatchObject({ emitIntent: { intent: { id: first.intent?.id } } });
    expect(await madre.ask('{ intents { totalCount } }')).toEqual({ intents: { totalCount: 2 } });
  });
});

describe('intents', () => {
  it('are listed newest first, by status and in pages', async () => {
    const madre = await startMadre();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1)
      ids.push((await emitIntent(madre, 'type: SPAWN, target: "alone"')).id);
    await mutateIntent(madre, `rejectIntent(id: "${ids[1]}")`);
    const query =
      'query ($after: String) { intents(status: WAITING_APPROVAL, first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } }';
    const first = await madre.ask<{ intents: { pageInfo: { endCursor: string } } }>(query);
    expect(first).toMatchObject({
      intents: { totalCount: 2, pageInfo: { hasNextPage: true }, edges: [{ node: { id: ids[2] } }] },
    });
    expect(await madre.ask(query, { after: first.intents.pageInfo.endCursor })).toMatchObject({
      intents: { pageInfo: { hasNextPage: false }, edges: [{ node: { id: ids[0] } }] },
    });
  });

  it('are followed by intentChanged: the unfinished ones first, then each change', async () => {
    const madre = await startMadre();
    const finished = await emitIntent(madre, 'type: SPAWN, target: "alone"');
    await mutateIntent(madre, `rejectIntent(id: "${finished.id}")`);
    const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
    const follow = async (argument: string) => {
      const stream = await madre.executor.subscribe({
        query: `subscription { intentChanged${argument} { id status } }`,
        context: requestOf('watcher'),
      });
      onTestFinished(async () => void (await stream.return?.()));
      let ahead = stream.next();
      return async () => {
        const step = await ahead;
        ahead = stream.next();
        return step.done === true ? undefined : step.value.data?.['intentChanged'];
      };
    };
    const all = await follow('');
    const one = await follow(`(id: "${finished.id}")`);
    expect(await all()).toEqual({ id, status: 'WAITING_APPROVAL' });
    expect(await one()).toEqual({ id: finished.id, status: 'REJECTED' });
    await approveIntent(madre, id);
    for (const status of ['QUEUED', 'RUNNING', 'RUNNING', 'DONE'])
      expect(await all()).toEqual({ id, status });
    await expect(follow('(id: "x")')).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('finished intents', () => {
  it('are kept for the newest 2,000, with their keys, and unfinished ones for as long as they are', async () => {
    const store = await openStore<MadreTables>({ file: ':memory:', migrations });
    onTestFinished(() => store.close());
    const journal = createJournal({ db: store.db, clock: createManualClock() });
    await journal.change({ actor: 'ana', correlationId: 'c' }, async (change) => {
      await saveIntent(change, anIntent({ id: 'waits', status: 'WAITING_APPROVAL' }));
      for (let count = 0; count < 2_003; count += 1) {
        const id = `done ${count}`;
        await change.db.insertInto('intent_keys').values({ key: id, inputHash: 'h', intentId: id }).execute();
        await saveIntent(change, anIntent({ id, status: 'DONE' }));
      }
    });
    expect(await countIntents(store.db, 'DONE')).toBe(2_000);
    expect(await readIntent(store.db, 'done 2')).toBeUndefined();
    expect(await readIntent(store.db, 'done 3')).toMatchObject({ status: 'DONE' });
    expect(await readIntent(store.db, 'waits')).toMatchObject({ status: 'WAITING_APPROVAL' });
    expect(await store.db.selectFrom('intent_keys').select('key').execute()).toHaveLength(2_000);
  });
});
