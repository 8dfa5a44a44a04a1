import {
  executeSync,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isJsonObject, type JsonObject } from '../execute/json-object.ts';

interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What the schema says of itself, by response name. */
export function introspect(
  schema: GraphQLSchema,
  { document, operation }: Asked,
  selections: readonly FieldNode[],
  variables: Readonly<Record<string, unknown>>,
): JsonObject {
  const asked = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const { data } = executeSync({
    schema,
    document: { ...document, definitions: [asked, ...fragments] },
    variableValues: variables,
  });
  return isJsonObject(data) ? data : {};
}
