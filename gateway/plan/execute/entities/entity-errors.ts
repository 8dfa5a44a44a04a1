import type { GraphQLError } from 'graphql';
import type { CompiledFetch } from '../fetch/compiled-fetch.ts';
import { reportErrors, reportFailure, staticPlace } from '../fetch/fetch-errors.ts';
import { fieldsOfEntity } from '../fetch/fetched-fields.ts';
import { ownValue, type JsonObject } from '../json-object.ts';
import { placesOf, type Path } from './objects-at.ts';
import type { Question, Target } from '../fetch/question.ts';
import type { Run } from '../run.ts';

/** An error of an entity is one of each place where the entity stands. */
export function reportEntityError(
  questions: readonly Question[],
  keys: readonly string[],
  error: GraphQLError,
  { run, placeOf }: Telling,
): void {
  const [key, position, ...rest] = error.path ?? [];
  const question = questions[keys.indexOf(String(key))];
  const targets = typeof position === 'number' ? question?.targets[position] : undefined;
  if (question === undefined || targets === undefined) {
    for (const { fetch } of question === undefined ? questions : [question])
      reportErrors(run, error, staticPlace(fetch.path), undefined, []);
    return;
  }
  for (const target of targets)
    reportErrors(run, error, placeOf(target), question.fetch.outputRewrites, rest);
}

/** The subgraph gave no answer. */
export function reportLost({ fetch, targets }: Question, error: unknown, { run, placeOf }: Telling): void {
  for (const target of targets.flat()) {
    const typeName = String(ownValue(target.object, '__typename'));
    const fields = fieldsOfEntity(fetch, typeName, run.isOfType);
    reportFailure(run, error, placeOf(target), fields);
  }
}

/** The subgraph gave null in the place of entities, for an error at one of their fields. */
export function noteVoided(
  { fetch, targets }: Question,
  entities: readonly unknown[],
  { run, placeOf }: Telling,
): void {
  for (const target of targets.filter((_each, position) => entities[position] === null).flat()) {
    const place = placeOf(target);
    const typeName = String(ownValue(target.object, '__typename'));
    run.voided.push(...fieldsOfEntity(fetch, typeName, run.isOfType).map((field) => [...place, field]));
  }
}

/** Where objects stand is looked up only when there is an error to tell, and then once for each path. */
export interface Telling {
  readonly run: Run;
  readonly placeOf: (target: Target) => Path;
}

export function tellingOf(run: Run): Telling {
  const known = new Map<CompiledFetch, ReadonlyMap<JsonObject, Path>>();
  return {
    run,
    placeOf({ object, fetch }) {
      const places = known.get(fetch) ?? placesOf(run.data, fetch.path);
      known.set(fetch, places);
      return places.get(object) ?? staticPlace(fetch.path);
    },
  };
}
