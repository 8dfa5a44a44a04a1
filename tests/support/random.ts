/** Numbers that look random and come again in the same order with the same seed (mulberry32). */
export interface Random {
  /** 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** Each with even odds; never none. */
  someOf<Value>(values: readonly Value[]): Value[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number): number => Math.floor(fraction() * end);
  return {
    fraction,
    below,
    someOf(values) {
      const chosen = values.filter(() => fraction() < 0.5);
      return chosen.length > 0 ? chosen : values.slice(0, 1);
    },
  };
}

/** From VX11_TEST_SEED where somebody repeats a run, else of this run alone. */
export function testSeed(): number {
  return Number(process.env['VX11_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
