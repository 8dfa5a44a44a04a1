import { expect, test } from 'vitest';
import type { Answer, Federation } from './federation.ts';

export interface Case {
  readonly does: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** Path and code of each error; none where it is absent. */
  readonly errors?: Answer['errors'];
  /** The subgraphs that are asked, in order. */
  readonly asks?: readonly string[];
}

/** One test for each case. Data is compared as text, so in its order too. */
export function runCases(federation: () => Federation, cases: readonly Case[]): void {
  test.each(cases)('$does', async ({ query, variables, data, errors, asks }) => {
    const answer = await federation().ask(query, variables);
    expect(answer.errors).toEqual(errors);
    expect(JSON.stringify(answer.data, null, 1)).toBe(JSON.stringify(data, null, 1));
    if (asks !== undefined) expect(federation().asked).toEqual(asks);
  });
}
