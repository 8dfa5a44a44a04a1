import { isEnumType, type GraphQLLeafType } from 'graphql';

/** The check of a value from a subgraph: what the client gets, or undefined where it is none of this type. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => unknown {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => (typeof value === 'string' && names.has(value) ? value : undefined);
  }
  return builtIn.get(type.name) ?? anyValue;
}

const builtIn: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['String', (value: unknown) => (typeof value === 'string' ? value : undefined)],
  ['Boolean', (value: unknown) => (typeof value === 'boolean' ? value : undefined)],
  ['Float', (value: unknown) => (typeof value === 'number' ? value : undefined)],
  ['Int', (value: unknown) => (isInt(value) ? value : undefined)],
  // On the wire an ID may be a number; clients always get text.
  [
    'ID',
    (value: unknown) =>
      typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : undefined,
  ],
]);

function isInt(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

/** Of a scalar that the schema only names, any value may be one. */
function anyValue(value: unknown): unknown {
  return value;
}
