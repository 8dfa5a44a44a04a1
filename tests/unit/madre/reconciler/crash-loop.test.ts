import { describe, expect, it } from 'vitest';
import {
  afterCrash,
  noCrashes,
  remainingCrashes,
} from '../../../../subgraphs/madre/reconciler/looks/crash-loop.ts';

const afterCrashes = (...at: number[]) => at.reduce(afterCrash, noCrashes);

describe('a crash loop', () => {
  it.each<[string, number[], boolean]>([
    ['is not one end', [0], false],
    ['is not two ends', [0, 100], false],
    ['is three ends within a minute', [0, 30_000, 59_999], true],
    ['is not three ends in a longer time', [0, 30_000, 60_000], false],
    ['is any three ends in a row within a minute', [0, 50_000, 70_000, 80_000], true],
    ['stays one where the ends become rarer', [0, 1, 2, 70_000, 140_000], true],
  ])('%s', (_title, at, isLoop) => {
    expect(afterCrashes(...at).isLoop).toBe(isLoop);
  });

  it.each<[string, boolean, number, boolean]>([
    ['goes on while it is not READY', true, 0, true],
    ['goes on while it was READY for less than a minute', true, 59_999, true],
    ['is over after a minute of READY', true, 60_000, false],
    ['is over when nobody holds it any more', false, 0, false],
  ])('%s', (_title, wanted, readyForMs, isLoop) => {
    expect(remainingCrashes(afterCrashes(0, 1, 2), { wanted, readyForMs }).isLoop).toBe(isLoop);
  });
});
