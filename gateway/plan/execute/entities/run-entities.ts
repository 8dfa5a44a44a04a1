import type { ExecutionResult } from 'graphql';
import type { Batch, BatchOperation } from './batch.ts';
import { noteVoided, reportEntityError, reportLost, tellingOf } from './entity-errors.ts';
import { reportWrongShape } from '../fetch/fetch-errors.ts';
import { variablesOf } from '../fetch/fetch-variables.ts';
import { isJsonObject, ownValue } from '../json-object.ts';
import { copyOf, mergeInto } from '../merge.ts';
import { questionOf, type Question } from '../fetch/question.ts';
import { applyRewrites } from '../rewrites.ts';
import type { Run } from '../run.ts';

/** Asks a subgraph for fields of entities, each of them once however often it occurs. Never rejects. */
export async function runEntities(batch: Batch, run: Run): Promise<void> {
  const questions = batch.slots
    .map((fetches, slot) => questionOf(slot, fetches, run))
    .filter(({ representations }) => representations.length > 0);
  if (questions.length === 0) return;
  const operation = batch.operationOf(questions.map(({ slot }) => slot));
  try {
    const result = await run.send(batch.subgraph, requestOf(questions, operation, run), batch.mayRepeat);
    takeEntities(questions, operation, result, run);
  } catch (error) {
    const telling = tellingOf(run);
    for (const question of questions) reportLost(question, error, telling);
  }
}

function requestOf(questions: readonly Question[], operation: BatchOperation, run: Run) {
  const { query, document, operationName } = operation;
  const variables = variablesOf(
    questions.map(({ fetch }) => fetch),
    run,
  );
  for (const [index, { representations }] of questions.entries()) {
    const name = operation.representations[index];
    if (name !== undefined) variables[name] = representations;
  }
  return { query, document, variables, ...(operationName === undefined ? {} : { operationName }) };
}

function takeEntities(
  questions: readonly Question[],
  { keys }: BatchOperation,
  { data, errors = [] }: ExecutionResult,
  run: Run,
): void {
  const telling = tellingOf(run);
  for (const error of errors) reportEntityError(questions, keys, error, telling);
  for (const [index, question] of questions.entries()) {
    const entities = isJsonObject(data) ? ownValue(data, keys[index] ?? '') : undefined;
    const count = question.representations.length;
    if (Array.isArray(entities) && entities.length === count) {
      takeList(question, entities, run);
      // Without an error a null is an entity that the subgraph does not know.
      if (errors.length > 0) noteVoided(question, entities, telling);
    } else if (errors.length === 0) reportWrongShape(run, question.fetch, `a list of ${count} entities`);
  }
}

function takeList({ fetch, targets }: Question, entities: readonly unknown[], run: Run): void {
  for (const [position, entity] of entities.entries()) {
    if (entity === null) continue;
    if (!isJsonObject(entity)) {
      reportWrongShape(run, fetch, 'an object or null as each entity');
      continue;
    }
    applyRewrites(fetch.outputRewrites, entity, run.isOfType);
    const objects = targets[position] ?? [];
    for (const [index, { object }] of objects.entries()) {
      const part = index === objects.length - 1 ? entity : copyOf(entity);
      if (isJsonObject(part)) mergeInto(object, part, run.isOfType);
    }
  }
}
