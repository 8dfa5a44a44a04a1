import { emptyObject, isJsonObject, ownValue, setValue, type JsonObject } from './json-object.ts';

/**
 * Adds what a subgraph gave to what is known of the same object; lists are merged item by item. What one subgraph knows is not
 * undone by another's null. Parts of `source` become parts of `target`: nobody else may hold it.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const name of Object.keys(source)) {
    setValue(target, name, merged(ownValue(target, name), source[name]));
  }
}

function merged(known: unknown, given: unknown): unknown {
  if (given === null || given === undefined) return known ?? given;
  if (Array.isArray(known) && Array.isArray(given)) return mergedItems(known, given);
  if (isJsonObject(known) && isJsonObject(given)) mergeInto(known, given);
  else return given;
  return known;
}

/** Subgraphs that disagree on the length of a list are believed as far as they agree. */
function mergedItems(known: unknown[], given: readonly unknown[]): unknown[] {
  const length = Math.min(known.length, given.length);
  for (let index = 0; index < length; index += 1) known[index] = merged(known[index], given[index]);
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
