import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

const MOST_ERRORS = 20;

/** The variables as the operation takes them, or why it does not: not all that is wrong with a long list. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): ReturnType<typeof getVariableValues> {
  const definitions = operation?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variables, { maxErrors: MOST_ERRORS });
}
