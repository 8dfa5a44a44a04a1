import { isJsonObject, ownValue, type JsonObject } from '../json-object.ts';

export type Path = readonly (string | number)[];

/** The objects at a path of the plan, in their order; what is null on the way has none. */
export function objectsAt(data: JsonObject, path: readonly string[]): JsonObject[] {
  const found: JsonObject[] = [];
  collect(data, path, 0, found);
  return found;
}

function collect(value: unknown, path: readonly string[], depth: number, found: JsonObject[]): void {
  const step = path[depth];
  if (Array.isArray(value)) {
    const next = step === '@' ? depth + 1 : depth;
    for (const item of value) collect(item, path, next, found);
  } else if (isJsonObject(value)) {
    if (step === undefined) found.push(value);
    else collect(ownValue(value, step), path, depth + 1, found);
  }
}

/** Where each of these objects stands. */
export function placesOf(data: JsonObject, path: readonly string[]): ReadonlyMap<JsonObject, Path> {
  const places = new Map<JsonObject, Path>();
  collectPlaces(data, path, [], places);
  return places;
}

function collectPlaces(
  value: unknown,
  path: readonly string[],
  place: Path,
  places: Map<JsonObject, Path>,
): void {
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    const next = step === '@' ? rest : path;
    for (const [index, item] of value.entries()) collectPlaces(item, next, [...place, index], places);
  } else if (isJsonObject(value)) {
    if (step !== undefined) collectPlaces(ownValue(value, step), rest, [...place, step], places);
    else places.set(value, place);
  }
}
