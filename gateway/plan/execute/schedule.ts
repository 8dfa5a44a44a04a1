import { print } from 'graphql';
import { createBatch, entitiesOf, operationOf, type Batch } from './entities/batch.ts';
import type { CompiledFetch } from './fetch/compiled-fetch.ts';

/**
 * The fetches of a plan as batches, each after those it waits for. Fetches of entities that go to one subgraph go together where
 * that makes the longest chain of fetches no longer. What stands between mutations stays where the plan has it.
 */
export function scheduleFetches(fetches: readonly CompiledFetch[]): readonly Batch[] {
  const waves = fetches.some(({ isMutation }) => isMutation)
    ? fetches.map((_, index) => index)
    : wavesOf(fetches);
  const groups = new Map<string, number[]>();
  for (const [index, fetch] of fetches.entries()) {
    const key = fetch.requires === undefined ? `root ${index}` : `${waves[index] ?? 0} ${fetch.subgraph}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const ordered = [...groups.values()].sort((one, other) => waveOf(one, waves) - waveOf(other, waves));
  const batchOf = new Map(ordered.flatMap((group, batch) => group.map((index) => [index, batch] as const)));
  return ordered.map((group) => toBatch(group, fetches, batchOf));
}

function waveOf([first = 0]: readonly number[], waves: readonly number[]): number {
  return waves[first] ?? 0;
}

/**
 * In which wave each fetch runs. One that others do not yet wait for may let waves pass, to go with a later one to its subgraph.
 */
function wavesOf(fetches: readonly CompiledFetch[]): readonly number[] {
  const latest = latestWaves(fetches);
  const waves: (number | undefined)[] = fetches.map(() => undefined);
  for (let wave = 0; waves.includes(undefined); wave += 1) {
    const ready = fetches.flatMap(({ waitsFor }, index) =>
      waves[index] === undefined && waitsFor.every((before) => (waves[before] ?? wave) < wave) ? [index] : [],
    );
    const due = new Set(
      ready.filter((index) => latest[index] === wave).map((index) => fetches[index]?.subgraph),
    );
    for (const index of ready) {
      const { subgraph, requires } = fetches[index] ?? {};
      const comesAgain = fetches.some(
        (other, at) => waves[at] === undefined && !ready.includes(at) && other.subgraph === subgraph,
      );
      if (due.has(subgraph) || requires === undefined || !comesAgain) waves[index] = wave;
    }
  }
  return waves.map((wave) => wave ?? 0);
}

/** The last wave in which each may run, with as many waves as the longest chain has. */
function latestWaves(fetches: readonly CompiledFetch[]): readonly number[] {
  const earliest: number[] = [];
  for (const { waitsFor } of fetches)
    earliest.push(Math.max(-1, ...waitsFor.map((before) => earliest[before] ?? 0)) + 1);
  const latest = fetches.map(() => Math.max(...earliest));
  for (const [index, { waitsFor }] of [...fetches.entries()].reverse())
    for (const before of waitsFor) latest[before] = Math.min(latest[before] ?? 0, (latest[index] ?? 0) - 1);
  return latest;
}

function toBatch(
  group: readonly number[],
  fetches: readonly CompiledFetch[],
  batchOf: ReadonlyMap<number, number>,
): Batch {
  const members = group.flatMap((index) => fetches[index] ?? []);
  const slots = slotsOf(members);
  const [first] = members;
  if (first === undefined) throw new Error('a batch was made of no fetch');
  const waitsFor = [
    ...new Set(members.flatMap((member) => member.waitsFor.flatMap((index) => batchOf.get(index) ?? []))),
  ];
  const others = fetches.filter((fetch) => !members.includes(fetch) && fetch.subgraph === first.subgraph);
  const mayRepeat = others.some((other) => members.some((member) => member.query === other.query));
  return createBatch(first.subgraph, slots, { waitsFor, mayRepeat });
}

/** What asks the same of its entities shares a slot. */
function slotsOf(members: readonly CompiledFetch[]): (readonly [CompiledFetch, ...CompiledFetch[]])[] {
  const slots = new Map<string, [CompiledFetch, ...CompiledFetch[]]>();
  for (const member of members) {
    const key = members.length === 1 ? '' : questionOf(member);
    const known = slots.get(key);
    if (known === undefined) slots.set(key, [member]);
    else known.push(member);
  }
  return [...slots.values()];
}

function questionOf(fetch: CompiledFetch): string {
  const selectionSet = entitiesOf(operationOf(fetch))?.selectionSet;
  return `${selectionSet === undefined ? fetch.query : print(selectionSet)} ${JSON.stringify(fetch.outputRewrites)}`;
}
