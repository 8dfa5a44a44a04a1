import type { OverviewQuery } from '../generated/graphql.ts';

/** What is read now, and again after each change where it tells something else: snapshots often tell what was just read. */
export async function* statesOf(
  changes: AsyncIterable<unknown>,
  read: () => Promise<OverviewQuery>,
): AsyncGenerator<OverviewQuery, void, undefined> {
  let last = await read();
  yield last;
  for await (const _change of changes) {
    const next = await read();
    if (isSame(next, last)) continue;
    last = next;
    yield next;
  }
}

function isSame(one: OverviewQuery, other: OverviewQuery): boolean {
  return JSON.stringify(withoutTimes(one)) === JSON.stringify(withoutTimes(other));
}

/** When it was read and looked at is no state. */
function withoutTimes({ status, powerState }: OverviewQuery) {
  const components = status.components.map((one) => ({ ...one, checkedAt: null, ageMs: null }));
  return [
    { ...status, generatedAt: null, components },
    { ...powerState, serverTime: null },
  ];
}
