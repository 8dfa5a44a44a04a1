import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { entitiesOf, operationOf } from '../entities/batch.ts';
import type { CompiledFetch } from './compiled-fetch.ts';
import { rewrittenPath } from '../rewrites.ts';
import type { TypeRules } from '../type-rules.ts';

/** The response names at the root of a fetch, as the data has them. */
export function fieldsOfRoot(fetch: CompiledFetch): readonly string[] {
  return fieldsOf(operationOf(fetch).selectionSet, fetch, () => true);
}

/** The response names that a fetch of entities brings to an object of this type, as the data has them. */
export function fieldsOfEntity(
  fetch: CompiledFetch,
  typeName: string,
  isOfType: TypeRules,
): readonly string[] {
  const selectionSet = entitiesOf(operationOf(fetch))?.selectionSet;
  return fieldsOf(selectionSet, fetch, (condition) => isOfType(typeName, condition));
}

function fieldsOf(
  selectionSet: SelectionSetNode | undefined,
  fetch: CompiledFetch,
  applies: (condition: string) => boolean,
): readonly string[] {
  const names = namesOf(selectionSet, applies).map(
    (name) => rewrittenPath(fetch.outputRewrites, [name])[0] ?? name,
  );
  return [...new Set(names.map(String))].filter((name) => name !== '__typename');
}

function namesOf(
  selectionSet: SelectionSetNode | undefined,
  applies: (condition: string) => boolean,
): string[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [responseName(selection)];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || applies(condition) ? namesOf(selection.selectionSet, applies) : [];
  });
}

function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}
