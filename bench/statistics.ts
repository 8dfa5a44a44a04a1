export interface Summary {
  readonly count: number;
  readonly median: number;
  /** Half of all lie between these two. */
  readonly quartiles: readonly [low: number, high: number];
  /** The nearest rank; with fewer than a hundred values the greatest. */
  readonly p99: number;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { count: sorted.length, median: at(0.5), quartiles: [at(0.25), at(0.75)], p99: at(0.99) };
}

/** One row of a table: the name, then the summary in milliseconds. */
export function toRow(name: string, { count, median, quartiles, p99 }: Summary): string {
  const [low, high] = quartiles.map((value) => value.toFixed(1));
  return `| ${name} | ${count} | ${median.toFixed(1)} | ${low} … ${high} | ${p99.toFixed(1)} |`;
}

export const TABLE_HEAD = '| what (ms) | n | median | quartiles | p99 |\n|---|---|---|---|---|';
