/** An object as results carry it. */
export type JsonObject = Record<string, unknown>;

/** Has no inherited names, so that a field called `constructor` or `__proto__` is like any other. */
const Bare = function () {} as unknown as new () => JsonObject;
Bare.prototype = Object.create(null) as object;

export function emptyObject(): JsonObject {
  return new Bare();
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own value: undefined where it has none of that name. */
export function ownValue(object: JsonObject, name: string): unknown {
  const value = object[name];
  // All that plain objects inherit are functions and `__proto__`; asking only then is twice as fast.
  if (typeof value !== 'function' && name !== '__proto__') return value;
  return Object.hasOwn(object, name) ? value : undefined;
}

/** Assignment would change the prototype of an object that inherits `__proto__`. */
export function setValue(object: JsonObject, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
