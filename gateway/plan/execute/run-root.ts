import type { ExecutionResult } from 'graphql';
import type { CompiledFetch } from './fetch/compiled-fetch.ts';
import { isWanted, variablesOf } from './fetch/fetch-variables.ts';
import { reportErrors, reportFailure, reportWrongShape } from './fetch/fetch-errors.ts';
import { isJsonObject } from './json-object.ts';
import { copyOf, mergeInto } from './merge.ts';
import { objectsAt, placesOf } from './entities/objects-at.ts';
import { applyRewrites } from './rewrites.ts';
import { fieldsOfRoot } from './fetch/fetched-fields.ts';
import type { Run } from './run.ts';

/** Asks a subgraph for fields of its root. Never rejects. */
export async function runRoot(fetch: CompiledFetch, mayRepeat: boolean, run: Run): Promise<void> {
  if (!isWanted(fetch, run) || objectsAt(run.data, fetch.path).length === 0) return;
  const { query, document, operationName } = fetch;
  const name = operationName === undefined ? {} : { operationName };
  const request = { query, document, ...name, variables: variablesOf([fetch], run) };
  try {
    takeRoot(fetch, await run.send(fetch.subgraph, request, mayRepeat && !fetch.isMutation), run);
  } catch (error) {
    const fields = fieldsOfRoot(fetch);
    for (const place of placesOf(run.data, fetch.path).values()) reportFailure(run, error, place, fields);
  }
}

/** Adds the answer to the data; it may be kept and changed. */
export function takeRoot(fetch: CompiledFetch, { data, errors = [] }: ExecutionResult, run: Run): void {
  const places = [...placesOf(run.data, fetch.path)];
  for (const error of errors) {
    for (const [, place] of places) reportErrors(run, error, place, fetch.outputRewrites, error.path ?? []);
  }
  if (!isJsonObject(data)) {
    if (errors.length === 0) reportWrongShape(run, fetch, 'an object as data');
    const fields = fieldsOfRoot(fetch);
    for (const [, place] of places) run.voided.push(...fields.map((field) => [...place, field]));
    return;
  }
  applyRewrites(fetch.outputRewrites, data, run.isOfType);
  for (const [index, [target]] of places.entries()) {
    const part = index === places.length - 1 ? data : copyOf(data);
    if (isJsonObject(part)) mergeInto(target, part, run.isOfType);
  }
}
