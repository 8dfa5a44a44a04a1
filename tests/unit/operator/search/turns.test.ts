import { expect, test } from 'vitest';
import { createTurns } from '../../../../subgraphs/operator/sessions/search/turns.ts';

test('of all that is under way one piece is done in each turn of the event loop', async () => {
  const takeTurn = createTurns();
  const { signal } = new AbortController();
  const inThisTurn: string[] = [];
  const turns: string[][] = [];
  const work = async (name: string): Promise<void> => {
    for (let piece = 0; piece < 3; piece += 1) {
      await takeTurn(signal);
      inThisTurn.push(name);
    }
  };
  let working = true;
  const look = (): void => {
    if (inThisTurn.length > 0) turns.push(inThisTurn.splice(0));
    if (working) setImmediate(look);
  };
  setImmediate(look);
  await Promise.all([work('a'), work('b')]);
  working = false;
  look();
  expect(turns).toEqual([['a'], ['b'], ['a'], ['b'], ['a'], ['b']]);
});

test('who is gone gets no turn, and keeps nobody from it', async () => {
  const takeTurn = createTurns();
  const gone = new AbortController();
  const turn = takeTurn(gone.signal);
  const next = takeTurn(new AbortController().signal);
  gone.abort(new Error('the client is gone'));
  await expect(turn).rejects.toThrow('the client is gone');
  await next;
});
