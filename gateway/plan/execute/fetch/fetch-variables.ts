import type { CompiledFetch } from './compiled-fetch.ts';
import { emptyObject, type JsonObject } from '../json-object.ts';
import type { Run } from '../run.ts';

/** Those of the client's variables that the fetches use and the client has sent. */
export function variablesOf(fetches: readonly CompiledFetch[], { variables }: Run): JsonObject {
  const used = emptyObject();
  for (const { variableNames } of fetches)
    for (const name of variableNames)
      if (Object.hasOwn(variables, name) && variables[name] !== undefined) used[name] = variables[name];
  return used;
}

/** Whether @skip and @include of the operation leave anything of the fetch. */
export function isWanted({ conditions }: CompiledFetch, run: Run): boolean {
  return conditions.every(({ variable, value }) => run.isTrue(variable) === value);
}
