import type { FetchDataRewrite } from '../planner.ts';
import { isJsonObject, ownValue, setValue, type JsonObject } from './json-object.ts';
import type { TypeRules } from './type-rules.ts';

const ON_TYPE = '... on ';

/** Changes the value in place, as the plan says: another key for a value, or a value set. */
export function applyRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  value: unknown,
  isOfType: TypeRules,
): void {
  for (const rewrite of rewrites ?? []) {
    const key = rewrite.path.at(-1);
    if (key === undefined) continue;
    visitAt(rewrite.path.slice(0, -1), value, isOfType, (object) => applyTo(object, key, rewrite));
  }
}

function applyTo(object: JsonObject, key: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    setValue(object, key, rewrite.setValueTo);
    return;
  }
  if (!Object.hasOwn(object, key)) return;
  setValue(object, rewrite.renameKeyTo, object[key]);
  delete object[key];
}

function visitAt(
  path: readonly string[],
  value: unknown,
  isOfType: TypeRules,
  visit: (object: JsonObject) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) visitAt(path, item, isOfType, visit);
    return;
  }
  if (!isJsonObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) visit(value);
  else if (!first.startsWith(ON_TYPE)) visitAt(rest, ownValue(value, first), isOfType, visit);
  else if (meets(value, first.slice(ON_TYPE.length), isOfType)) visitAt(rest, value, isOfType, visit);
}

/** What does not tell its type is of the type that the plan expects there. */
function meets(value: JsonObject, condition: string, isOfType: TypeRules): boolean {
  const typeName = ownValue(value, '__typename');
  return typeof typeName === 'string' ? isOfType(typeName, condition) : true;
}

/** A path of the subgraph's answer under the names that the rewrites have given its keys. */
export function rewrittenPath(
  rewrites: readonly FetchDataRewrite[] | undefined,
  path: readonly (string | number)[],
): readonly (string | number)[] {
  return (rewrites ?? []).reduce<readonly (string | number)[]>((known, rewrite) => {
    if (rewrite.kind !== 'KeyRenamer') return known;
    const position = positionOf(rewrite.path, known);
    return position === undefined ? known : known.with(position, rewrite.renameKeyTo);
  }, path);
}

/** Where the last key of a rewrite's path stands in a path of data, which has no types but indices. */
function positionOf(wanted: readonly string[], path: readonly (string | number)[]): number | undefined {
  const keys = wanted.filter((key) => !key.startsWith(ON_TYPE));
  let met = 0;
  for (const [position, key] of path.entries()) {
    if (typeof key === 'number') continue;
    if (key !== keys[met]) return undefined;
    met += 1;
    if (met === keys.length) return position;
  }
  return undefined;
}
