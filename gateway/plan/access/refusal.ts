import {
  getOperationAST,
  getVariableValues,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { forbiddenAnswer } from './forbidden-answer.ts';
import type { Restriction } from './restriction.ts';

interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Why nothing of the operation may run. Undefined where some of it may, or where its variables are wrong, so that it does not run. */
export function refusalOf(
  schema: GraphQLSchema,
  { document, operationName, variables }: Asked,
  restriction: Restriction,
): readonly GraphQLError[] | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) return undefined;
  const { errors, isRefused } = forbiddenAnswer(
    { schema, fragments: fragmentsOf(document), isTrue: (variable) => coerced[variable] === true },
    operation,
    restriction.forbiddenIn(document),
  );
  return isRefused ? errors : undefined;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return fragments;
}
