import type { QueryPlanSelectionNode } from '../../planner.ts';
import { emptyObject, isJsonObject, ownValue, setValue, type JsonObject } from '../json-object.ts';
import { copyOf, mergeInto } from '../merge.ts';
import type { TypeRules } from '../type-rules.ts';

/**
 * What a subgraph is told of an object, to find it: undefined where the object is of none of the types the fetch is for, where
 * a part that it requires is missing because the fetch that should have brought it failed, or where every key is null.
 */
export function representationOf(
  object: JsonObject,
  requires: readonly QueryPlanSelectionNode[],
  isOfType: TypeRules,
): JsonObject | undefined {
  const representation = selectionOf(object, requires, isOfType);
  if (representation === undefined || typeof representation['__typename'] !== 'string') return undefined;
  return isIdentified(representation) ? representation : undefined;
}

/** An entity of which nothing but nulls is known cannot be found, whatever its subgraph would make of it. */
function isIdentified(representation: JsonObject): boolean {
  const names = Object.keys(representation).filter((name) => name !== '__typename');
  return names.length === 0 || names.some((name) => representation[name] !== null);
}

function selectionOf(
  object: JsonObject,
  selections: readonly QueryPlanSelectionNode[],
  isOfType: TypeRules,
): JsonObject | undefined {
  const selected = emptyObject();
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (!meets(object, selection.typeCondition, isOfType)) continue;
      const part = selectionOf(object, selection.selections, isOfType);
      if (part === undefined) return undefined;
      mergeInto(selected, part, isOfType);
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = ownValue(object, name);
    if (value === undefined) return undefined;
    const part = partOf(value, selection.selections, isOfType);
    if (part === undefined) return undefined;
    setValue(selected, selection.name, part);
  }
  return selected;
}

function meets(object: JsonObject, condition: string | undefined, isOfType: TypeRules): boolean {
  if (condition === undefined) return true;
  const typeName = ownValue(object, '__typename');
  return typeof typeName === 'string' && isOfType(typeName, condition);
}

function partOf(
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  isOfType: TypeRules,
): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((item: unknown) => partOf(item, selections, isOfType));
    return parts.includes(undefined) ? undefined : parts;
  }
  if (selections === undefined || !isJsonObject(value)) return copyOf(value);
  return selectionOf(value, selections, isOfType);
}
