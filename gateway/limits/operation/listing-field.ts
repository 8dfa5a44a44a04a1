import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** Where the rows of a page are: https://relay.dev/graphql/connections.htm, and what others call it. */
const ROWS = ['edges', 'nodes', 'items'] as const;

/** Whether the field gives rows: a list, a page of one, or the events of a stream. False where the schema has no such field. */
export function isListing(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  name: string,
): boolean {
  const field = fieldOf(parent, name);
  if (field === undefined) return false;
  return parent === schema.getSubscriptionType() || isList(field.type) || isPage(field.type);
}

/** The type that the selections below a field are of. */
export function typeBelow(parent: GraphQLNamedType | undefined, name: string): GraphQLNamedType | undefined {
  const field = fieldOf(parent, name);
  return field && getNamedType(field.type);
}

function fieldOf(
  parent: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  // Its fields have no inherited names.
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

function isPage(type: GraphQLOutputType): boolean {
  return ROWS.some((name) => {
    const rows = fieldOf(getNamedType(type), name);
    return rows !== undefined && isList(rows.type);
  });
}
