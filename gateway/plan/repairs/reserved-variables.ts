import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

interface Operation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Plans hand the keys of entities to subgraphs in a variable of this name, so no client's may come so far. */
const RESERVED = 'representations';

/** The operation with `$representations` of the client under another name, if it has one. A document always gets the same one. */
export function withoutReservedVariables<Given extends Operation>(operation: Given): Given {
  const names = declaredNames(operation.document);
  if (!names.includes(RESERVED)) return operation;
  let renamed = `${RESERVED}_`;
  while (names.includes(renamed)) renamed += '_';
  const { [RESERVED]: value, ...others } = operation.variables;
  return {
    ...operation,
    document: renameVariable(operation.document, renamed),
    variables: value === undefined ? others : { ...others, [renamed]: value },
  };
}

function declaredNames({ definitions }: DocumentNode): readonly string[] {
  return definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map(({ variable }) => variable.name.value),
    );
}

function renameVariable(document: DocumentNode, renamed: string): DocumentNode {
  return visit(document, {
    Variable: (node) =>
      node.name.value === RESERVED ? { ...node, name: { ...node.name, value: renamed } } : undefined,
  });
}
