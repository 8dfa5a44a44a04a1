import { emptyObject, isJsonObject, ownValue, setValue, type JsonObject } from './json-object.ts';
import type { TypeRules } from './type-rules.ts';

/**
 * Adds what a subgraph gave to what is known of the same object; lists are merged item by item. What one subgraph knows is not
 * undone by another's null, nor the type by the interface that another knows it as. Parts of `source` become parts of `target`:
 * nobody else may hold it.
 */
export function mergeInto(target: JsonObject, source: JsonObject, isOfType: TypeRules): void {
  for (const name of Object.keys(source)) {
    const merge = name === '__typename' ? closerType : merged;
    setValue(target, name, merge(ownValue(target, name), source[name], isOfType));
  }
}

function closerType(known: unknown, given: unknown, isOfType: TypeRules): unknown {
  return typeof known === 'string' && typeof given === 'string' && isOfType(known, given) ? known : given;
}

function merged(known: unknown, given: unknown, isOfType: TypeRules): unknown {
  if (given === null || given === undefined) return known ?? given;
  if (Array.isArray(known) && Array.isArray(given)) return mergedItems(known, given, isOfType);
  if (isJsonObject(known) && isJsonObject(given)) mergeInto(known, given, isOfType);
  else return given;
  return known;
}

/** Subgraphs that disagree on the length of a list are believed as far as they agree. */
function mergedItems(known: unknown[], given: readonly unknown[], isOfType: TypeRules): unknown[] {
  const length = Math.min(known.length, given.length);
  for (let index = 0; index < length; index += 1) known[index] = merged(known[index], given[index], isOfType);
  return known;
}

/** A copy that shares no object or list with the original. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isJsonObject(value)) return value;
  const copy = emptyObject();
  for (const name of Object.keys(value)) copy[name] = copyOf(value[name]);
  return copy;
}
